"""What attention says of a text's tokens, and whether the model's answer depends on them."""
