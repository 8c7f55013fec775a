"""From a prompt to new tokens: the prompt, sampling, beams and the text of the tokens."""
