"""What quizzes remember: questions and their keys, quizzes, attempts and marks."""

from quizzes.models.attempt import Answer, Attempt, Item
from quizzes.models.mark import Mark
from quizzes.models.question import Bank, Key, KeyCheck, KeyCitation, Question, QuestionVersion
from quizzes.models.quiz import Quiz, QuizItem

__all__ = [
    "Answer",
    "Attempt",
    "Bank",
    "Item",
    "Key",
    "KeyCheck",
    "KeyCitation",
    "Mark",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizItem",
]
