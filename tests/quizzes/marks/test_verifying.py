"""One command makes everything again and says what does not come out; what is whole differs in nothing (T70)."""

import json
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.template import Context, Template

from quizzes.bank import keys, wording
from quizzes.bank.publishing import UNSEEN
from quizzes.marks import ledger
from quizzes.marks.verifying import Verification as Run
from quizzes.models import Answer, Cause, Item, Key, KeyCheck, KeyCitation, LedgerEntry, Mark, Verification
from quizzes.questions import KINDS
from quizzes.questions.base import Form
from quizzes.questions.source_check import SourceCheck
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories import worded
from tests.factories.accounts import UserFactory
from tests.factories.corpus import NOW
from tests.factories.grids import grid_attempt
from tests.factories.kinds import attempt_at_kinds
from tests.factories.quizzes import RIGHT, answered, attempt, quiz
from tests.factories.regrades import applied, handed_in, undone, wider
from tests.queries import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(ben):
    return handed_in(ben, quiz(), RIGHT)


def found():
    return [difference.says for difference in Run().differences()]


def without_triggers(*names):
    """As somebody would who writes into the database itself."""
    with connection.cursor() as cursor:
        for name in names:
            on = "" if connection.vendor == "sqlite" else f" ON quizzes_{name.split('_')[1]}"
            cursor.execute(f"DROP TRIGGER {name}{on}")


def run(*options):
    said = StringIO()
    with suppress(CommandError):
        call_command("verify", *options, stdout=said)
    return said.getvalue()


def test_what_is_whole_differs_in_nothing(taken):
    assert found() == []


def test_every_kind_comes_out_again(ben):
    kinds = [kind for kind in worded.TABLES if kind in KINDS]
    for mode in Mode:
        begun = [attempt_at_kinds(ben, mode), worded.attempt(ben, *kinds, mode=mode), grid_attempt(ben, mode)]
        for one in begun:
            for item in one.items.select_related("version__key", "revision__edition__work"):
                _answer_rightly(one, item)
            attempts.submit(attempt=one, now=NOW)
    run_ = Run()

    assert list(run_.differences()) == []
    assert run_.count.marks == Mark.objects.count() >= 2 * (len(KINDS) - 2)
    assert set(Mark.objects.filter(fraction=1).values_list("version__kind", flat=True)) >= set(kinds)


def _answer_rightly(one, item):
    content, key = wording.content_of(item), item.version.key.content
    response = content.read(Form(content.ideal(key, edition="adapted")))
    answered(one, item.position, response.dump())


def test_a_regrade_comes_out_again_and_so_does_its_undoing(taken):
    wider()
    regrade = applied(taken.quiz)

    assert Mark.objects.filter(cause=Cause.REGRADE).exists()
    assert found() == []
    undone(regrade)
    assert found() == []


def test_a_changed_mark_is_found(taken):
    mark = Mark.objects.get(item__attempt=taken, item__position=1)
    without_triggers("no_mark_is_edited")
    Mark.objects.filter(pk=mark.pk).update(points="1.50")

    assert found() == [
        f"Mark {mark.pk} (attempt {taken.public_id}, question 1): The points are stored as 1.50 and come to 2.00."
    ]


def test_a_changed_answer_is_found(taken):
    mark = Mark.objects.get(item__attempt=taken, item__position=4)
    without_triggers("no_answer_is_edited")
    Answer.objects.filter(pk=mark.answer_id).update(response={"choice": ["a"]})
    (said,) = found()

    assert said.startswith(f"Mark {mark.pk} (attempt {taken.public_id}, question 4): The share comes to 0, and 1")


def test_a_changed_key_is_found_at_its_marks_and_at_its_text(taken):
    key = Key.objects.get(version__question__slug="q2")
    key.body["proofs"][0]["adapted"] = ["maren-1956:p4.s2"]
    key.save()
    said = found()

    assert sum(one.startswith("Mark ") for one in said) == 1
    assert "q2 v1: the places that its key cites are not those that are listed for it." in said


def test_a_key_that_its_check_takes_to_stand_is_found(taken):
    key = Key.objects.get(version__question__slug="q2")
    key.body["hashes"]["adapted"]["maren-1956:p4.s1"] = "0" * 12
    key.save()

    assert any("The key of q2 v1 does not stand in the present text (Proof 1:" in one for one in found())


def test_a_check_that_takes_a_key_to_be_broken_is_found(taken):
    KeyCheck.objects.filter(version__question__slug="q4").update(flaws=[{"field": "evidence", "message": "gone"}])

    assert set(found()) == {"The key of q4 v1 stands in the present text, and its check says otherwise."}


def test_a_key_that_is_known_to_be_broken_is_counted_and_no_difference(taken):
    key = Key.objects.get(version__question__slug="q2")
    key.body["hashes"]["adapted"]["maren-1956:p4.s1"] = "0" * 12
    key.save()
    KeyCitation.objects.filter(version=key.version).update(hash="0" * 12)
    keys.verify(key.version, now=NOW)
    run_ = Run()

    assert [one for one in run_.differences() if one.about == "key"] == []
    assert run_.count.set_aside == 1


def test_a_question_set_aside_for_its_words_to_students_is_counted_and_no_difference(taken):
    told = [{"field": UNSEEN.field, "message": UNSEEN.message}]
    KeyCheck.objects.filter(version__question__slug="q2").update(flaws=told)
    run_ = Run()

    assert [one for one in run_.differences() if one.about == "key"] == []
    assert run_.count.set_aside == 1


def test_a_changed_ledger_is_found(taken):
    wider()
    applied(taken.quiz)
    without_triggers("no_ledgerentry_is_edited")
    LedgerEntry.objects.update(points_after="0.01")
    said = found()

    assert "Entry 1 of the ledger was changed after it was written." in said
    assert "Entry 1 of the ledger and its marks name different points." in said


def test_a_grade_that_changed_without_an_entry_is_found(taken):
    mark = Mark.objects.get(item__attempt=taken, item__position=1)
    fields = {f.attname: getattr(mark, f.attname) for f in Mark._meta.concrete_fields if f.name != "id"}
    again = Mark.objects.create(**fields | {"number": 2, "points": Decimal("0.00"), "cause": Cause.OVERRIDE})

    assert found() == [f"Mark {again.pk} gave or changed a grade, and the ledger has no entry for it."]
    with transaction.atomic():
        ledger.enter([ledger.Entry(mark, again, "The key was wrong.")], by=None, now=NOW)
    assert found() == []


def test_an_answer_after_submission_is_found_and_so_is_what_was_passed_over(taken):
    item = Item.objects.get(attempt=taken, position=1)
    without_triggers("no_answer_after_submission")
    late = Answer.objects.create(
        item=item, revision=2, key="00000000-0000-4000-8000-000000000000", response={}, blank=True,
        given_at=NOW + timedelta(hours=1),
    )  # fmt: skip

    assert found() == [
        f"Answer {late.pk} was saved after its attempt was handed in.",
        f"Mark {item.marks.get().pk} was not made from the last answer that was saved.",
    ]


def test_a_later_try_in_practice_is_no_change_of_a_grade(ben):
    taken = worded.attempt(ben, "cloze")
    worded.checked(taken, {"gap": {}})
    worded.checked(taken, {"gap": {"a": "wrong"}})

    assert Mark.objects.filter(number=2).exists()
    assert found() == []


def test_marks_of_an_earlier_scorer_are_told_apart(taken, monkeypatch):
    monkeypatch.setattr(SourceCheck, "scorer", 2)
    run_ = Run()
    assert (list(run_.differences()), run_.count.older) == ([], 0), "they come to the same"

    real = SourceCheck.mark
    monkeypatch.setattr(
        SourceCheck, "mark", lambda self, *args, **more: real(self, *args, **{**more, "policy": "strict"})
    )
    assert (list(run_.differences()), run_.count.older) == ([], 3)


def test_asking_costs_as_many_queries_for_a_class_as_for_one(taken):
    with counted() as one:
        found()
    for _ in range(5):
        handed_in(UserFactory(), taken.quiz, RIGHT)
    with counted() as six:
        found()

    assert six.total == one.total, six


def test_the_command_says_what_it_asked_and_keeps_it(taken):
    said = run()
    kept = Verification.objects.get()

    assert said.startswith("4 marks, 4 keys, a ledger of 0 entries: nothing differs.\n")
    assert (kept.marks, kept.keys, kept.entries, kept.differences, kept.findings) == (4, 4, 0, 0, [])


def test_the_command_ends_with_1_where_something_differs(taken):
    without_triggers("no_mark_is_edited")
    Mark.objects.filter(item__position=1).update(points="1.50")

    with pytest.raises(CommandError, match="1 difference"):
        call_command("verify", stdout=StringIO())
    assert Verification.objects.get().findings[0].startswith("Mark ")


def test_the_answer_in_json_has_the_counts(taken):
    told = json.loads(run("--json"))

    assert (told["count"]["marks"], told["differences"], told["findings"]) == (4, 0, [])


def line():
    return Template("{% load verified %}{% last_verification as v %}{{ v.sentence }}").render(Context())


def test_staff_is_told_when_it_was_last_verified(taken):
    assert line() == "Marks, keys and ledger were never verified. Run manage.py verify every night."
    with time_machine.travel("2026-11-28T04:00:00+00:00", tick=False):
        run()
        assert line() == "Verified on 28 Nov 2026, 04:00: 4 marks, 4 keys, a ledger of 0 entries: nothing differs."
    with time_machine.travel("2026-12-01T04:00:00+00:00", tick=False):
        assert line().startswith("Not verified since 28 Nov 2026, 04:00, when there were 4 marks")


def test_the_first_page_of_authoring_has_the_line(client, ada, taken):
    run()
    client.force_login(ada)

    assert "4 marks, 4 keys, a ledger of 0 entries: nothing differs." in client.get("/admin/").content.decode()


def test_an_open_attempt_is_left_alone(ben):
    taken = attempt(ben)
    answered(taken, 1, RIGHT[1])

    assert found() == []
