"""A plan to the day of an interview: what to learn, repeat and rehearse on which day."""
