"""The pages of courses: lessons for students, the class for its staff."""
