"""Completion in the shells: a script for each, and where it is found by it."""
