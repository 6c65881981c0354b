"""A program of calls carried out on some code, reference or attempt alike -> facts."""
