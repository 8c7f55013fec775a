"""Files that a visitor brings: upload, index, questions, answers with their place."""
