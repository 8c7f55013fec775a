"""What heads do: the atlas, the knock-out board, heads that are alike."""
