"""What the studio teaches: roles, skills, lessons, questions, interviews, frequent questions."""
