"""What attention heads do: their patterns, how alike they are, and what is lost without them."""
