"""Choosing a head among all heads."""
