"""A class's submissions -> a gradebook: found, graded on all cores, kept, compared."""
