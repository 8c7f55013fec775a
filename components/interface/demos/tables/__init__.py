"""Pages that ask a model about every row of a table."""
