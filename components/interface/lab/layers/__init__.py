"""What the page of layers shows, one module per view."""
