"""On which terms does a student take a quiz? Dates, tries, minutes, passwords, and what is allowed to her alone."""
