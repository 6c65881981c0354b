"""Questions answered freely, marked by key points."""
