"""The learner's history, append-only, in one SQLite file."""
