"""What quizzes remember: questions and their keys, quizzes, attempts, marks, and every change of a mark."""

from quizzes.models.appeal import Appeal, Reply
from quizzes.models.attempt import Answer, Attempt, HintTaken, Item
from quizzes.models.ledger import LedgerEntry, LedgerHead
from quizzes.models.mark import Cause, Mark
from quizzes.models.question import Bank, Key, KeyCheck, KeyCitation, Question, QuestionVersion
from quizzes.models.quiz import Pool, Quiz, QuizItem
from quizzes.models.rating import Rating
from quizzes.models.regrade import Change, Regrade, Stage
from quizzes.models.tally import Recount, Tally
from quizzes.models.verification import Verification

__all__ = [
    "Answer",
    "Appeal",
    "Attempt",
    "Bank",
    "Cause",
    "Change",
    "HintTaken",
    "Item",
    "Key",
    "KeyCheck",
    "KeyCitation",
    "LedgerEntry",
    "LedgerHead",
    "Mark",
    "Pool",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizItem",
    "Rating",
    "Recount",
    "Regrade",
    "Reply",
    "Stage",
    "Tally",
    "Verification",
]
