"""A conversation with a person: views and lines, keys and the terminal, editor and language."""
