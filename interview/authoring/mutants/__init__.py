"""Systematic small changes of a reference: which of them its cases don't notice."""
