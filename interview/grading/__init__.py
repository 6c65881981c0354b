"""An attempt's source text -> a verdict. `client` is what the rest of the program uses; it knows no torch."""
