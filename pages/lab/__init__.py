"""The attention lab: one page a question, all on one text, one model, one head."""
