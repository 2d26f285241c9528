"""Who and what is there in a measurement? Made through the ordinary verbs, except that students come by the hundred."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import User
from bench import text
from bench.stage import QUESTIONS, Stage, Student
from corpus.formats import adapted
from corpus.models import Edition, GlossaryEntry, Work
from corpus.publishing import keep
from courses.models import Course, Enrolment, Lesson, Step
from quizzes.bank import keys
from quizzes.models import Bank, Item, Quiz, QuizItem
from quizzes.rules import Mode
from quizzes.taking import attempts

PASSAGE = f"{text.WORK} ¶1-{text.PARAGRAPHS}"
_CARD = [
    ["Who", "An invented clerk"],
    ["When", "1956, months after the events"],
    ["Where", "Printed in an invented town"],
    ["Why", "To be measured"],
    ["For whom", "For whoever looks after the server"],
]


def built(folder: Path, students: int) -> Stage:
    _library()
    reading, _, graded = _course()
    people = _people(students, graded.lesson.course)
    return Stage(folder, tuple(_student(user, graded) for user in people), reading.get_absolute_url(), reading.pk)


def _library() -> None:
    work = Work.objects.create(
        slug=text.WORK,
        author="Ewa Vellow",
        author_sort="Vellow, Ewa",
        title="The Measured Section",
        year="1956",
        genre="report",
        card=_CARD,
        voices={"clerk": "An unnamed clerk"},
    )
    edition = Edition.objects.create(work=work, kind="adapted", title="Adapted")
    keep(edition=edition, draft=adapted.read(text.markdown()), now=timezone.now())
    GlossaryEntry.objects.bulk_create(
        GlossaryEntry(work=work, term=term, kind="term", text=says, paragraphs=[at])
        for term, says, at in text.glossary()
    )


def _course() -> tuple[Step, Step, Step]:
    """A section to read, three practice questions after it, and the lesson's quiz of ten."""
    bank = Bank.objects.create(slug="bench", title="Bench")
    course = Course.objects.create(slug="bench", title="A measured course", bank=bank)
    lesson = Lesson.objects.create(course=course, position=1, title="A measured lesson", question="Who says so?")
    questions = [_question(bank, place, *claim) for place, claim in enumerate(text.claims(QUESTIONS), start=1)]
    quizzes = [
        Quiz.objects.create(bank=bank, slug=mode.value, title=f"The {mode.value} questions", mode=mode.value)
        for mode in (Mode.PRACTICE, Mode.GRADED)
    ]
    for quiz, asked in zip(quizzes, (questions[:3], questions), strict=True):
        QuizItem.objects.bulk_create(
            QuizItem(quiz=quiz, position=place, question=version.question)
            for place, version in enumerate(asked, start=1)
        )
    return (
        Step.objects.create(lesson=lesson, position=1, title="The measured section", reading=PASSAGE),
        Step.objects.create(lesson=lesson, position=2, title="Check your reading", quiz=quizzes[0]),
        Step.objects.create(lesson=lesson, position=3, title="Quiz", quiz=quizzes[1], tries=1),
    )


def _question(bank: Bank, place: int, claim: str, paragraph: int) -> keys.QuestionVersion:
    table = {
        "reading": PASSAGE,
        "claim": claim,
        "verdict": "supported",
        "proof": [{"adapted": [f"¶{paragraph}.2", f"¶{paragraph}.3"]}],
        "near": [{"adapted": [f"¶{paragraph + 1}.1"], "says": "It says something else."}],
    }
    draft = keys.Draft(kind="source_check", table=table, reason=f"[¶{paragraph}.2] says it.", points=Decimal(2))
    return keys.write(bank=bank, slug=f"q{place:02}", draft=draft, by=None, now=timezone.now())


def _people(count: int, course: Course) -> list[User]:
    named = [
        User(
            name=f"Student Number{place:03}",
            sort_name=f"Number{place:03}, Student",
            email=f"student{place:03}@school.example",
            number=f"B{place:04}",
            password="!",
        )
        for place in range(count)
    ]
    people = User.objects.bulk_create(named)
    now = timezone.now() - timedelta(days=30)
    Enrolment.objects.bulk_create(Enrolment(course=course, user=user, began_at=now) for user in people)
    return people


def _student(user: User, step: Step) -> Student:
    assert step.quiz is not None
    now = timezone.now()
    attempt = attempts.begin(
        quiz=step.quiz,
        user=user,
        rules=step.rules(),
        edition="adapted",
        return_to=step.get_absolute_url(),
        now=now,
    )
    items = Item.objects.filter(attempt=attempt).order_by("position").values_list("pk", flat=True)
    session, token = _session(user), get_random_string(32)
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
    return Student(cookies, token, attempt.public_id, tuple(items))


def _session(user: User) -> str:
    """Logged in, without the price of a password."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key
    return session.session_key
