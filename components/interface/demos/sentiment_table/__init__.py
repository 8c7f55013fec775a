"""Tables of visitors: upload, columns, a long run over the rows, and what came out of it."""
