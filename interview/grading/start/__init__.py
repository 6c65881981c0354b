"""How a process of the grader is started, from the package that the command runs."""
