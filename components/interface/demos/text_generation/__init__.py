"""A text that grows: settings, streaming, conversation, result."""
