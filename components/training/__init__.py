"""Recipes that made the weights under `assets/models`; the app itself never imports them."""
