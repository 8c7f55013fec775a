"""A guided tour through the attention lab, and exercises that the models grade."""

import streamlit as st

from components.interface.frame.session import current_translator
from components.interface.lab.attention_tour.exercises import show_exercises
from components.interface.lab.shared.lab_links import show_lab_links
from components.interface.lab.shared.open_stop import list_stops, open_stop
from components.interface.shared.frame import show_heading, show_how_it_works

PAGE = "attention_tour"

t = current_translator()


def show_stops() -> None:
    """Show every stop with what to look for."""
    stops = list_stops()
    columns = st.columns(2, gap="medium")
    for number, stop in enumerate(stops):
        with columns[number % 2], st.container(border=True, key=f"{PAGE}-card-{stop.id}"):
            st.markdown(f"**{number + 1}. {t.pick(stop.title.texts())}**")
            st.markdown(t.pick(stop.look.texts()))
            if st.button(
                t(f"{PAGE}.open", page=t(f"{stop.view.page}.nav")),
                key=f"{PAGE}.open_{stop.id}",
                icon=":material/open_in_new:",
            ):
                open_stop(t, stop)


show_heading(t, PAGE)
tour, exercises = st.tabs([t(f"{PAGE}.tab_tour"), t(f"{PAGE}.tab_exercises")])
with tour:
    show_stops()
with exercises:
    with st.container(width=720):
        st.markdown(t(f"{PAGE}.exercises_lead"))
    show_exercises(t)
show_lab_links(t, PAGE)
show_how_it_works(t, PAGE)
