"""Clean text out of what a visitor typed or pasted; pure functions, no models."""
