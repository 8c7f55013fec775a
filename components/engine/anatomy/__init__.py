"""Where the parts of each model family are, and the hooks that use it."""
