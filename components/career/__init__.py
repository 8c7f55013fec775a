"""The career studio: from where I am to an LLM career."""
