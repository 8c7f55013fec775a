"""How good labels and answers are; pure functions."""
