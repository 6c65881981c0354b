"""The grader within somebody else's Python: a notebook's kernel, or a script. Knows no IPython but by its calls."""
