"""Who has earned what? The gradebook, its records for files, and what is still to be marked."""
