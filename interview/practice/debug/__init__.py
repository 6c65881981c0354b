"""Debugging rounds: a reference with a mistake in it."""
