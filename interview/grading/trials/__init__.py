"""The process that tries mutants of a reference, and looks for inputs that tell them from it."""
