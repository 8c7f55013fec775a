"""The career studio: who learns, questions and their explanations, practice, learner data."""
