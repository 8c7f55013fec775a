"""Measures the models through the app's own path, from the command line."""
