"""What the status page shows: numbers of the models and of the process, in words."""
