"""What a runner may do, and how much of it."""
