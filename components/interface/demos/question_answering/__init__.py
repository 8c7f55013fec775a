"""What only the page that asks a passage shows."""
