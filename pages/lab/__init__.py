"""The attention lab: one page per question, all on one text, one model, one head."""
