"""Does attention explain a verdict? Methods side by side, how far they agree, and tests."""
