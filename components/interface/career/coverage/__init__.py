"""What the studio covers: concepts, skills, roles, languages, and the rule of hours."""
