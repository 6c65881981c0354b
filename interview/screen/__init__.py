"""Everything a person sees, drawn with rich. Decides nothing."""
