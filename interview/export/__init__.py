"""Verdicts for other programs."""
