"""What the pages of the attention lab share."""
