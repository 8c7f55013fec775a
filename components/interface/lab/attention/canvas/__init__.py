"""The canvas of the attention page: a way to draw a map, one to draw lines, what moves them."""
