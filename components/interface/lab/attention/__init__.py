"""What only the attention page shows: choosing heads, looking at them, taking them along."""
