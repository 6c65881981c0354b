"""The nouns that all rooms share: of questions, and of verdicts."""
