"""Quality of labels and answers; pure functions."""
