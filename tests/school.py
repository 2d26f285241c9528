"""The school of the tests: everybody who may ask for a page, everything they may ask for, and each address with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from corpus import highlights
from corpus.models import Highlight, Revision
from corpus.text.citation import Anchor
from courses.grades import regrades
from courses.models import Course, ExtraTime, Override
from quizzes.models import Appeal, Attempt, Question, Regrade
from quizzes.regrades import appeals, regrading
from quizzes.taking import attempts
from tests.factories.accounts import UserFactory, person
from tests.factories.corpus import NOW, WorkFactory, revision
from tests.factories.courses import appoint, asking, course, enrol, lesson, reading, step, taught
from tests.factories.grids import grid_attempt
from tests.factories.quizzes import RIGHT, BankFactory, answered, attempt
from tests.factories.written import written_quiz
from tests.story import MAREN

ANONYMOUS = "anonymous"
# Cleo is nobody here; Nora is a student beside Ben, Otto teaches another course, Vera administers.
PEOPLE = (ANONYMOUS, "cleo", "ben", "nora", "otto", "ada", "dana", "vera")


@dataclass
class School:
    """Ben has handed the quiz in, practises, and sits a second quiz; Ada's course is `red-card`."""

    people: dict[str, User]
    course: Course
    practice: Attempt
    handed_in: Attempt
    sitting: Attempt
    elsewhere: Course
    draft: Revision  # waits to be published
    highlight: Highlight

    @property
    def regrade(self) -> Regrade:
        return Regrade.objects.get(scope=regrades.scope(self.course))

    @property
    def dispute(self) -> Appeal:
        return Appeal.objects.get(item__attempt=self.handed_in)

    def client(self, who: str, **options: Any) -> Client:
        client = Client(**options)
        if who != ANONYMOUS:
            client.force_login(self.people[who])
        return client

    def __getattr__(self, name: str) -> User:
        if name in PEOPLE:
            return self.people[name]
        raise AttributeError(name)

    @property
    def grid(self) -> Attempt:
        """Ben's attempt at claims held against two works; made where it is asked for."""
        return grid_attempt(self.ben)

    @property
    def marking(self) -> list[Any]:
        """Where a written question of Ada's course is marked; made where it is asked for."""
        of = lesson(self.course)
        if not of.steps.filter(position=9).exists():
            asking(of, 9, written_quiz())
        return [self.course.slug, 1, 9, "secret"]

    @cached_property
    def question(self) -> Question:
        return self.course.bank.questions.get(slug="q1")

    @property
    def extra_time(self) -> ExtraTime:
        facts = {"factor": 1, "reason": "A trial.", "set_by": self.ada, "set_at": NOW}
        return ExtraTime.objects.get_or_create(user=self.ben, defaults=facts)[0]

    @property
    def override(self) -> Override:
        facts = {"opens_at": NOW, "reason": "Was ill.", "made_by": self.ada, "made_at": NOW}
        at = self.course.lessons.get(position=1).steps.get(position=1)
        return Override.objects.get_or_create(step=at, user=self.ben, defaults=facts)[0]

    def address(self, route: str) -> str:
        """A real address of a route."""
        return reverse(route, args=self._arguments(route)) + _QUERIES.get(route, "")

    def _arguments(self, route: str) -> list[Any]:
        app, _, name = route.rpartition(":")
        return _in_admin(self, name) if app == "admin" else _ARGUMENTS.get(route, lambda _: [])(self)


_QUERIES = {"corpus:mark": "?passage=%C2%B61-2"}
_ARGUMENTS: dict[str, Any] = {
    "courses:course": lambda s: [s.course.slug],
    "courses:certainty": lambda s: [s.course.slug],
    "courses:class": lambda s: [s.course.slug],
    "courses:settle": lambda s: [s.course.slug],
    "courses:answers": lambda s: [s.course.slug, s.handed_in.public_id],
    "courses:log": lambda s: [s.course.slug, s.handed_in.public_id],
    "courses:receipt": lambda s: [s.course.slug, s.handed_in.public_id, 1],
    "courses:receipt_file": lambda s: [s.course.slug, s.handed_in.public_id, 1],
    "courses:marking": lambda s: [s.course.slug],
    "courses:marking_queue": lambda s: s.marking,
    "courses:marking_second": lambda s: s.marking,
    "courses:marking_blanks": lambda s: s.marking,
    "courses:marking_agreement": lambda s: s.marking,
    "courses:export": lambda s: [s.course.slug, "grades", "csv"],
    "courses:override": lambda s: [s.course.slug, s.handed_in.public_id, 1],
    "courses:to_decide": lambda s: [s.course.slug],
    "courses:appeal": lambda s: [s.course.slug, s.dispute.public_id],
    "courses:appeal_answer": lambda s: [s.course.slug, s.dispute.public_id],
    "courses:regrade": lambda s: [s.course.slug, 1, 4],
    "courses:regrade_ask": lambda s: [s.course.slug, 1, 4],
    "courses:regraded": lambda s: [s.course.slug, s.regrade.public_id],
    "courses:regrade_go": lambda s: [s.course.slug, s.regrade.public_id],
    "courses:lesson": lambda s: [s.course.slug, 1],
    "courses:step": lambda s: [s.course.slug, 1, 1],
    "courses:read": lambda s: [s.course.slug, 1, 1],
    "courses:start": lambda s: [s.course.slug, 1, 2],
    "courses:release": lambda s: [s.course.slug, 1, 4],
    "courses:statistics": lambda s: [s.course.slug, 1, 4],
    "courses:question_statistics": lambda s: [s.course.slug, 1, 4, "q1"],
    "courses:recount": lambda s: [s.course.slug, 1, 4],
    "corpus:work": lambda s: ["maren-1956"],
    "corpus:section": lambda s: ["maren-1956", "adapted", 0],
    "corpus:paragraph": lambda s: ["maren-1956", "adapted", 4],
    "corpus:whole": lambda s: ["maren-1956", "adapted"],
    "corpus:mark": lambda s: ["maren-1956", "adapted"],
    "corpus:notes_file": lambda s: ["md"],
    "corpus:note_change": lambda s: [s.highlight.name],
    "corpus:note": lambda s: ["orlo-1931", "adapted", 1],
    "corpus:cite": lambda s: ["maren-1956"],
    "corpus:cite_file": lambda s: ["maren-1956", "bib"],
    "courses:heatmap": lambda s: [s.course.slug, 1, 4, "q1"],
    "courses:accept": lambda s: [s.course.slug, 1, 4, "q1"],
    "quizzes:attempt": lambda s: [s.sitting.public_id],
    "quizzes:question": lambda s: [s.sitting.public_id, 1],
    "quizzes:cell": lambda s: [s.grid.public_id, 1, 1, 2],
    "quizzes:dispute": lambda s: [s.handed_in.public_id, 1],
    "quizzes:noted": lambda s: [s.handed_in.public_id],
    "quizzes:review": lambda s: [s.sitting.public_id],
    "quizzes:submit": lambda s: [s.sitting.public_id],
    "quizzes:stretch": lambda s: [s.sitting.public_id],
    "quizzes:clock": lambda s: [s.sitting.public_id],
    "quizzes:results": lambda s: [s.handed_in.public_id],
    "quizzes:log": lambda s: [s.handed_in.public_id],
    "quizzes:receipt": lambda s: [s.handed_in.public_id, 1],
    "quizzes:receipt_file": lambda s: [s.handed_in.public_id, 1],
    "account_confirm_email": lambda s: ["no-such-key"],
    "account_reset_password_from_key": lambda s: ["1", "no-such-key"],
}


def _in_admin(school: School, name: str) -> list[Any]:
    if name == "app_list":
        return ["quizzes"]
    if name == "view_on_site":
        return [ContentType.objects.get_for_model(Course).pk, school.course.pk]
    if name == "auth_user_password_change":
        return [school.ben.pk]
    ends = ("_change", "_history", "_delete", "_preview", "_publish", "_throw_away")
    if name.endswith(ends) and name != "password_change":
        return [_object(school, name).pk]
    if name.endswith("_sentences"):
        return [_object(school, name).pk, "p1"]
    return []


def _object(school: School, name: str) -> Any:
    model = name.split("_")[1]
    found = {
        "group": Group.objects.get_or_create(name="Staff")[0],
        "emailaddress": EmailAddress.objects.get_or_create(user=school.ben, email=school.ben.email)[0],
        "question": school.question,
        "revision": school.draft,
        "quiz": school.sitting.quiz,
        "bank": school.course.bank,
        "course": school.course,
        "lesson": school.course.lessons.get(),
        "user": school.ben,
        "extratime": school.extra_time,
        "override": school.override,
        "enrolment": school.course.enrolments.get(user=school.ben),
    }
    return found[model]


def built() -> School:
    people = {who: person(name) for who, name in _NAMES.items()}
    for who in ("ada", "otto", "vera"):
        people[who].is_staff = True
    people["vera"].is_superuser = True
    User.objects.bulk_update(people.values(), ["is_staff", "is_superuser"])
    red_card = taught(tries=3)
    _staff(red_card, people["ada"])
    appoint(red_card, people["dana"], "registrar")
    enrol(red_card, people["ben"], people["nora"])
    guided, graded = step(red_card, 2).quiz, step(red_card, 4).quiz
    practice, handed_in = attempt(people["ben"], guided), attempt(people["ben"], graded)
    for position in RIGHT:
        answered(handed_in, position, RIGHT[position])
    attempts.submit(attempt=handed_in, now=NOW)
    _disputed(handed_in, red_card, people)
    sitting, other = attempt(people["ben"], graded), _other(people["otto"])
    draft = revision(MAREN.replace("Nobody was allowed to take notes.", "Notes were forbidden."))
    revision("¶1\nThe weir was opened.\n\nn1 {in=1}\nIn May.\n", work=WorkFactory(slug="orlo-1931", year="1931"))
    return School(people, red_card, practice, handed_in, sitting, other, draft, _highlight(people["ben"]))


def _disputed(taken: Attempt, red_card: Course, people: dict[str, User]) -> None:
    """Ben disputes a key, and Ada has asked for a regrade that nobody has worked out."""
    place = Anchor("maren-1956", 4, 1)
    item = taken.items.select_related("attempt").get(position=2)
    appeals.dispute(item=item, places=[place], words="It says a rumour, no full text.", now=NOW)
    students = [people["ben"].pk, people["nora"].pk]
    scope, why = regrades.scope(red_card), "Another sentence says it as well."
    regrading.ask(quiz=taken.quiz, reason=why, scope=scope, among=students, by=people["ada"], now=NOW)


def _highlight(ben: User) -> Highlight:
    text = Revision.objects.present().of("maren-1956", "adapted").get()
    return highlights.keep(user=ben, revision=text, anchors=[Anchor("maren-1956", 1, 2)], remark="Why?", now=NOW)[0]


_NAMES = {
    "cleo": "Cleo Marsh",
    "ben": "Ben Ito",
    "nora": "Nora Lindt",
    "otto": "Otto Weiss",
    "ada": "Ada Verhoeven",
    "dana": "Dana Okafor",
    "vera": "Vera Stam",
}


def _staff(taught: Course, who: User) -> None:
    appoint(taught, who)
    taught.bank.editors.add(who)


def _other(otto: User) -> Course:
    """Otto's course, with a bank of its own."""
    made = course("other-things", bank=BankFactory(slug="other", title="Other"), title="Other things")
    reading(lesson(made), 1)
    _staff(made, otto)
    return made


def crowd(course: Course, size: int) -> list[User]:
    """So many more students, in one statement each."""
    users = User.objects.bulk_create(UserFactory.build_batch(size))
    enrol_all = course.enrolments.model
    enrol_all.objects.bulk_create(enrol_all(course=course, user=user, began_at=NOW) for user in users)
    return users


@contextmanager
def standing(blocker: Any) -> Iterator[School]:
    """A school for a whole module: built once; what a test changes is taken back after the test."""
    with blocker.unblock(), transaction.atomic():
        yield built()
        transaction.set_rollback(True)


def routes() -> dict[str, str]:
    """Every route of the URLconf by its full name, with its pattern; nameless ones by their pattern."""
    return dict(_routes(get_resolver(), "", ""))


def _routes(resolver: URLResolver, space: str, before: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        pattern = f"{before}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name or pattern}", pattern
        else:
            yield from _routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space, pattern)
