"""What the page of layers shows, one module a view."""
