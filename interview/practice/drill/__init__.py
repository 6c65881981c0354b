"""Quick questions that the program marks."""
