"""The admin of courses, of what a student is allowed, and of texts that a school brings."""

from courses.admin import allowances, courses, texts

__all__ = ["allowances", "courses", "texts"]
