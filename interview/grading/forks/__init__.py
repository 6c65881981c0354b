"""Processes made by forking and brought to their end, and memory that is cheap to fork."""
