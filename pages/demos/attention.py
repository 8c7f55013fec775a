"""Placeholder while the page is written."""
import streamlit as st
from components.interface.session import current_translator
from components.interface.widgets.text_input import show_text_input
t = current_translator()
