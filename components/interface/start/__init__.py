"""Home and status."""
