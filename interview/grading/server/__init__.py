"""The process that has torch loaded and only starts others: judges, and for each judge its zygote."""
