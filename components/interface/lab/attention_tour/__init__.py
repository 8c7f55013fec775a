"""The guided tour of the attention lab, and its exercises."""
