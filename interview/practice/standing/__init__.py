"""Where the learner stands, and what to do next."""
