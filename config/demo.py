"""Who is there in the demo, and what have they done? An invented school, acting through the ordinary verbs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from accounts.models import User
from config import written
from courses.models import Appointment, Course, Enrolment, Step, StepRead
from quizzes.bank import wording
from quizzes.models import Attempt, Item
from quizzes.questions.base import Invalid
from quizzes.taking import attempts

PASSWORD = "read the source first"  # noqa: S105 - printed on the console, refused outside DEBUG
INSTRUCTOR = ("Ada Verhoeven", "ada@school.example")
REGISTRAR = ("Dana Okafor", "dana@school.example")
STUDENTS = (
    "Ben Ito",
    "Ines Bakker",
    "Tomás Achterberg",
    "Mei-Ling Oduya-Vandenbroucke",
    "J. Falk",
    "Ruth Adeyemi",
    "Pavel Sorokin",
    "Noor el Hassan",
    "Bram de Wit",
    "Agnes Lund",
    "Yusuf Demir",
    "Clara Roux",
    "Otto Brandt",
    "Łucja Wójcik",
    "Siobhán Ní Dhálaigh",
    "Kofi Mensah",
    "Elif Şahin",
    "Jonas Lindqvist",
    "Priya Raman",
    "Mateo Ibáñez",
    "Anaïs Dubois",
)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a student works: how much of the lesson is done, and how sure the evidence is (0 to 1)."""

    reads: int
    guided: bool
    quiz: bool
    hands_in: bool
    skill: float


def people(course: Course, now: datetime) -> None:
    """Makes the school's people and puts them into the course, once."""
    if course.enrolments.count() >= len(STUDENTS):
        return
    secret = make_password(PASSWORD)
    ada = _person(*INSTRUCTOR, secret, is_staff=True)
    dana = _person(*REGISTRAR, secret)
    course.bank.editors.add(ada)
    Appointment.objects.get_or_create(course=course, user=ada, role="instructor")
    Appointment.objects.get_or_create(course=course, user=dana, role="registrar")
    for place, name in enumerate(STUDENTS, start=1):
        student = _person(name, f"{_local(name)}@school.example", secret, number=f"2026-{place:04}")
        Enrolment.objects.get_or_create(course=course, user=student, defaults={"began_at": now - timedelta(days=60)})


def _person(name: str, email: str, secret: str, **facts: Any) -> User:
    found, _ = User.objects.get_or_create(email=email, defaults={"name": name, "password": secret, **facts})
    return found


def _local(name: str) -> str:
    folded = name.translate(str.maketrans("áéíóúïŁłóĺŞşŠñ", "aeiouiLlolSsSn")).lower()
    return folded.split()[0].strip(".").replace("-", ".")


def work(course: Course, now: datetime) -> None:
    """Lets the class work, each student in her own way and the same way every time."""
    steps = list(Step.objects.filter(lesson__course=course).order_by("lesson__position", "position"))
    if Attempt.objects.filter(quiz__bank=course.bank).exists():
        return
    for place, enrolment in enumerate(course.enrolments.select_related("user").order_by("pk")):
        chance = Random(place)  # noqa: S311 - the same demo every time
        _study(enrolment.user, steps, _habit(place, chance), chance, now - timedelta(days=chance.randint(1, 9)))


def _habit(place: int, chance: Random) -> Habit:
    """The first student has everything before her; a few have not begun; most have handed in."""
    if place == 0:
        return Habit(1, guided=False, quiz=False, hands_in=False, skill=0)
    if place in {6, 17}:
        return Habit(0, guided=False, quiz=False, hands_in=False, skill=0)
    return Habit(11, guided=True, quiz=place % 7 != 5, hands_in=place != 10, skill=chance.uniform(0.35, 0.98))


def _study(student: User, steps: list[Step], habit: Habit, chance: Random, now: datetime) -> None:
    read = 0
    for step in steps:
        if step.reading and read < habit.reads:
            StepRead.objects.get_or_create(step=step, user=student, defaults={"read_at": now})
            read += 1
        elif (step.is_guided and habit.guided) or (step.is_graded and habit.quiz and _comes_to(step, student)):
            _take(student, step, habit, chance, now)


def _comes_to(step: Step, student: User) -> bool:
    """Some only where somebody has to write: those whose words we have."""
    answers = written.answers_for(step)
    return answers is None or student.name in answers


def _take(student: User, step: Step, habit: Habit, chance: Random, now: datetime) -> None:
    assert step.quiz is not None
    attempt = attempts.begin(
        quiz=step.quiz,
        user=student,
        rules=step.rules(),
        edition="adapted",
        return_to=step.get_absolute_url(),
        now=now,
        seed=chance.getrandbits(63),
    )
    answers = written.answers_for(step)
    for item in attempt.items.select_related("version__key", "attempt", "revision__edition__work"):
        response = _response(item, habit.skill, chance) if answers is None else _words(item, answers[student.name])
        if response is None:
            continue
        key = UUID(int=chance.getrandbits(128), version=4)
        sure = 1 + (item.position + int(10 * habit.skill)) % 3 if attempt.under.certainty else None
        sent = attempts.Save(response.dump(), 0, key, certainty=sure, tab=str(attempt.public_id))
        verb = attempts.check if step.is_guided else attempts.save
        verb(item=item, sent=sent, blank=False, now=now + timedelta(minutes=2 * item.position))
    if step.is_guided or habit.hands_in:
        attempts.submit(attempt=attempt, now=now + timedelta(minutes=25))


def _words(item: Item, text: str) -> Any:
    return wording.content_of(item).read(_Form({"text": [text]})) if text else None


def _response(item: Item, skill: float, chance: Random) -> Any:
    """An answer as the form would send it: right as often as the student is good, else with a slip."""
    if chance.random() < 0.04:
        return None
    content, key = wording.content_of(item), item.version.key.content
    right = {name: list(values) for name, values in content.ideal(key, edition=item.attempt.edition).items()}
    try:
        return content.read(_Form(dict(_slipped(right, content, skill, chance))))
    except Invalid:
        return content.read(_Form(right))


class _Form(dict[str, list[str]]):
    def getlist(self, name: str) -> list[str]:
        return self.get(name, [])


def _slipped(
    right: dict[str, list[str]], content: Any, skill: float, chance: Random
) -> Iterator[tuple[str, list[str]]]:
    for name, values in right.items():
        if chance.random() < skill:
            yield name, values
        elif name == "mark" or name.startswith("mark-"):
            yield name, _other_marks(values, chance) if values else []
        elif name == "verdict":
            yield name, [chance.choice([v.value for v in content.verdicts])]
        elif name.startswith("cell-"):
            yield name, [chance.choice([verdict.value for verdict in content.options])]
        elif name == "choice":
            yield name, [chance.choice(content.options).id]
        elif name == "quotation":
            yield name, [_misquoted(values[0], chance)]


def _other_marks(values: list[str], chance: Random) -> list[str]:
    """One too many, one too few, or the neighbour."""
    moved = [f"{value.rpartition('s')[0]}s1" for value in values]
    return sorted(set(chance.choice([values[:-1], [*values, *moved], moved])))


def _misquoted(words: str, chance: Random) -> str:
    """From memory, with a word lost, or broken off too early."""
    typed = words.split()
    lost = chance.randrange(len(typed))
    return " ".join(chance.choice([typed[:lost] + typed[lost + 1 :], typed[:5]]))
