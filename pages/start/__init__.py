"""Where a visit begins."""
