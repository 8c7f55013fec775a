"""The recipes of the sentiment classifiers."""
