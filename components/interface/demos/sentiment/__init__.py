"""What a sentiment result says, and why."""
