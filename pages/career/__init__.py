"""Career studio: learning, skills and practice of one learner."""
