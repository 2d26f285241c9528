"""Which tables leave a course, and as which files? Each table goes with each writer."""

from . import csv
from .rows import Answer, Asked, Grade, Sitting, State, Student
from .tables import ANSWERS, GRADES, Table

TABLES: dict[str, Table] = {"grades": GRADES, "answers": ANSWERS}
WRITERS = {"csv": csv.CSV}

__all__ = ["TABLES", "WRITERS", "Answer", "Asked", "Grade", "Sitting", "State", "Student", "Table"]
