"""What only the page that answers a table of questions shows."""
