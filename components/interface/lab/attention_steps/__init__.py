"""The steps of attention, one module a group of them."""
