"""The pages of an attempt, each from the student's own attempts (T27, T29)."""
