"""The admin of courses, of their students and what these are allowed, and of texts that a school brings."""

from courses.admin import allowances, courses, enrolments, texts

__all__ = ["allowances", "courses", "enrolments", "texts"]
