"""What runs in the browser: how its files reach the page, and what its scripts share."""
