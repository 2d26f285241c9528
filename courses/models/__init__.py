"""What courses remember: courses, lessons, steps; who studies, who teaches; what was read; other rules for some."""

from courses.models.allowance import ExtraTime, Override
from courses.models.course import Course, Lesson, Step
from courses.models.enrolment import Appointment, Enrolment, StepRead

__all__ = ["Appointment", "Course", "Enrolment", "ExtraTime", "Lesson", "Override", "Step", "StepRead"]
