"""A receipt proves its mark without the database, and a receipt that was changed says where."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from quizzes.bank import wording
from quizzes.handmarks import handmarking
from quizzes.marks.verifying import Verification
from quizzes.models import QuizItem
from quizzes.pages import receipts
from quizzes.questions import BY_HAND, KINDS, receipt
from quizzes.questions.base import Form, Invalid
from quizzes.questions.source_check import SourceCheck
from quizzes.regrades import overriding
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories import worded
from tests.factories.corpus import NOW, library
from tests.factories.grids import grid_attempt
from tests.factories.kinds import attempt_at_kinds, question_of
from tests.factories.quizzes import RIGHT, QuizFactory, answered, attempt, quiz
from tests.factories.regrades import applied, handed_in, wider
from tests.queries import counted
from tests.spoiled import spoiled

pytestmark = pytest.mark.django_db

HALF = {1: {"verdict": "supported", "mark": ["maren-1956:p3.s3"]}}


@pytest.fixture
def taken(ben):
    return handed_in(ben, quiz(), HALF | {n: RIGHT[n] for n in (2, 3, 4)})


def of(taken, position=1):
    return receipts.page(taken, position).body


def resealed(body, /, **changes):
    """As somebody would make it who knows how seals are made."""
    return receipt.sealed({**deepcopy(body), **changes})


def proved(tmp_path, *bodies):
    files = []
    for number, body in enumerate(bodies):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(body if isinstance(body, str) else json.dumps(body))
    said, error = StringIO(), ""
    try:
        call_command("recompute", *map(str, files), stdout=said)
    except CommandError as problem:
        error = str(problem)
    return said.getvalue().strip(), error


def test_a_receipt_proves_its_mark(tmp_path, taken):
    assert proved(tmp_path, of(taken)) == ("proved: 1.25 of 2", "")


def test_proving_asks_no_database(tmp_path, taken):
    body = of(taken)
    with counted() as queries:
        proved(tmp_path, body)

    assert queries.total == 0


def test_every_kind_has_a_receipt_that_proves_itself(tmp_path, ben):
    kinds = [kind for kind in worded.TABLES if kind in KINDS]
    begun = [attempt_at_kinds(ben), worded.attempt(ben, *kinds, mode=Mode.GRADED), grid_attempt(ben), attempt(ben)]
    seen = set()
    for one in begun:
        for item in one.items.select_related("version__key", "revision__edition__work"):
            content = wording.content_of(item)
            right = content.read(Form(content.ideal(item.version.key.content, edition="adapted")))
            answered(one, item.position, right.dump())
        attempts.submit(attempt=one, now=NOW)
        for item in one.items.all():
            body = json.loads(json.dumps(of(one, item.position)))
            seen.add(body["kind"])
            assert proved(tmp_path, body)[0].startswith("proved: "), body["kind"]
    assert seen == set(KINDS) - BY_HAND


def test_a_receipt_of_sentences_holds_no_word_of_the_text(taken):
    assert "factory" not in json.dumps(of(taken), ensure_ascii=False)
    assert of(taken)["text"]["words"] == []


def test_a_receipt_of_a_quotation_carries_the_words_that_it_is_marked_from(ben):
    taken = worded.attempt(ben, "quotation", mode=Mode.GRADED)
    answered(taken, 1, {"quotation": "he had to mention it outside that hall to nobody at all"})
    attempts.submit(attempt=taken, now=NOW)

    assert of(taken)["text"]["words"]


def test_the_cited_and_the_marked_sentences_are_named_with_hashes_of_their_words(taken):
    found = of(taken)["text"]["hashes"]

    assert {"maren-1956:p3.s3", "maren-1956:p3.s5", "maren-1956:p3.s4", "maren-1956:p2.s4"} == set(found)


def test_a_grid_names_each_of_its_texts_and_what_was_marked_in_them(ben):
    taken = grid_attempt(ben)
    answered(taken, 1, {"cells": {"1-1": {"verdict": "agrees", "mark": ["maren-1956:p1.s2"]}}})
    attempts.submit(attempt=taken, now=NOW)
    text = of(taken)["text"]

    assert [one["work"] for one in text["several"]] == ["maren-1956", "kessel-1958"]
    assert {"maren-1956:p1.s2", "maren-1956:p1.s3", "kessel-1958:p1.s1"} <= set(text["hashes"])


def test_the_same_mark_gives_the_same_receipt_whenever_it_is_made(taken):
    assert of(taken) == of(taken)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("response", RIGHT[1]),
        ("points", "2.00"),
        ("key", {}),
        ("policy", "strict"),
        ("mark", {"cause": "hand"}),
        ("answer", {}),
        ("question", {"name": "another"}),
        ("scorer", 1.5),
    ],
)
def test_a_field_that_was_changed_is_named(tmp_path, taken, field, value):
    said, error = proved(tmp_path, of(taken) | {field: value})

    assert said == f"not proved: the receipt was tampered with. “{field}” was changed after the receipt was made."
    assert error == "1 of 1 receipts are not proved."


def test_a_seal_that_was_changed_with_its_field_is_told(tmp_path, taken):
    body, other = of(taken), resealed(of(taken), points="2.00")
    said, _ = proved(tmp_path, body | {"points": "2.00", "seals": other["seals"]})

    assert said.endswith("The seals are not those of the digest.")


def test_a_field_that_was_added_is_told(tmp_path, taken):
    assert "“remark” does not belong to the receipt." in proved(tmp_path, of(taken) | {"remark": "x"})[0]


def test_a_sum_that_does_not_come_out_is_told(tmp_path, taken):
    said, error = proved(tmp_path, resealed(of(taken), points="2.00"))

    assert said == "not proved: The points come to 1.25, and the receipt says 2.00."
    assert error


def test_an_answer_that_earns_something_else_is_told(tmp_path, taken):
    said, _ = proved(tmp_path, resealed(of(taken), response=RIGHT[1]))

    assert said.startswith("not proved: The share comes to 1, and 5/8 stands there. The reason comes to “complete”")
    assert "Parts differ: belonging (2, not 1), completeness (1, not 1/2)," in said


def test_a_later_scorer_is_named_where_the_mark_differs(tmp_path, taken, monkeypatch):
    body, real = of(taken), SourceCheck.mark
    monkeypatch.setattr(SourceCheck, "scorer", 2)
    assert proved(tmp_path, body)[0] == "proved: 1.25 of 2"

    monkeypatch.setattr(SourceCheck, "mark", lambda self, *a, **more: real(self, *a, **{**more, "policy": "strict"}))
    assert proved(tmp_path, body)[0].endswith("It was marked by scorer 1 of its kind, and this program has 2.")


def test_words_that_are_not_the_sealed_ones_are_told(tmp_path, ben):
    taken = worded.attempt(ben, "quote_repair", mode=Mode.GRADED)
    answered(taken, 1, {"word": [1], "original": {}, "faithful": False})
    attempts.submit(attempt=taken, now=NOW)
    text = deepcopy(of(taken)["text"])
    text["words"][0]["text"] = text["words"][0]["text"].swapcase()

    assert "are not those that the key was sealed with." in proved(tmp_path, resealed(of(taken), text=text))[0]


def test_what_an_instructor_set_is_told_and_its_points_are_checked(tmp_path, taken, ada):
    item = taken.items.select_related("attempt").get(position=1)
    overriding.override(item=item, seen=1, points=Decimal("1.50"), reason="The edition was misread.", by=ada, now=NOW)

    assert proved(tmp_path, of(taken))[0].startswith("given by a person: 1.50 of 2; the share and the points agree")
    assert "come to 1.50" in proved(tmp_path, resealed(of(taken), points="2.00"))[0]
    assert "The edition was misread." in page(taken.user, taken).content.decode()


def test_from_the_level_that_a_person_gave_the_rest_is_proved(tmp_path, ben, ada):
    taken = attempt(ben, written_quiz())
    answered(taken, 1, {"text": "It was read aloud and nobody could speak of it."})
    attempts.submit(attempt=taken, now=NOW)
    item = taken.items.select_related("attempt__quiz", "version__key", "revision__edition__work").get()
    handmarking.rate(item=item, given=handmarking.Given(2, "Say who."), seen=0, by=ada, now=NOW)
    body = of(taken)

    assert proved(tmp_path, body) == ("proved: 1.33 of 2, from level 2 of 3 that a person gave", "")
    assert list(Verification().differences()) == []
    wrong = body["outcome"] | {"fraction": "1/1"}
    assert "The share comes to 2/3, and 1 stands there." in proved(tmp_path, resealed(body, outcome=wrong))[0]


def written_quiz():
    table = {"ask": "How did it travel?", "reading": "maren-1956 ¶1-3", "rubric": ["Nothing.", "One.", "Two.", "All."]}
    library()
    made = QuizFactory(slug="written", mode=Mode.GRADED.value)
    QuizItem.objects.create(quiz=made, position=1, question=question_of("short_answer", table).question)
    return made


def test_the_receipt_after_a_regrade_is_of_the_key_that_marked_anew(tmp_path, ben):
    taken = handed_in(ben, quiz(), {1: {"verdict": "supported", "mark": ["maren-1956:p3.s4"]}})
    wider()
    applied(taken.quiz)
    body = of(taken)

    assert (body["question"]["version"], body["mark"]["cause"]) == (2, "regrade")
    assert proved(tmp_path, body) == ("proved: 2.00 of 2", "")


def test_in_practice_the_tries_are_added_up(tmp_path, ben):
    taken = attempt(ben, quiz(Mode.PRACTICE))
    item = taken.items.select_related("attempt", "version__key", "revision__edition__work").get(position=1)
    for base, response in enumerate((HALF[1], RIGHT[1])):
        attempts.check(item=item, sent=attempts.Save(response, base, uuid4()), blank=False, now=NOW)
    body = of(taken)

    assert (body["mark"]["tries"][0]["fraction"], body["mark"]["earned"]) == ("5/8", "1.50")
    assert proved(tmp_path, body) == ("proved: 2.00 of 2", "")
    wrong = resealed(body, mark=body["mark"] | {"earned": "2.00"})
    assert "The tries come to 1.50, and the receipt says 2.00." in proved(tmp_path, wrong)[0]


def test_several_receipts_are_told_by_file(tmp_path, taken):
    said, error = proved(tmp_path, of(taken), of(taken, 2) | {"points": "0.00"})

    assert [line.rpartition(".json: ")[2][:11] for line in said.splitlines()] == ["proved: 1.2", "not proved:"]
    assert error == "1 of 2 receipts are not proved."


@pytest.mark.parametrize(
    ("text", "error"),
    [("{", "is not JSON in UTF-8"), ("[]", "holds no JSON object"), ('{"format": "' + "x" * 5_000_000, "5,000,000")],
)
def test_a_file_that_is_no_receipt_says_so(tmp_path, text, error):
    assert error in proved(tmp_path, text)[1]


def test_an_object_that_is_no_receipt_says_so(tmp_path, taken):
    assert proved(tmp_path, {"points": "2.00"})[0] == (
        "not proved: This is no receipt: “format” is not “sourcebook receipt”."
    )
    body = of(taken)
    assert "has no “response”" in proved(tmp_path, {name: body[name] for name in body if name != "response"})[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "riddle"},
        {"body": {}},
        {"key": {"verdict": "supported", "proofs": 3}},
        {"response": {"mark": "p1"}},
        {"outcome": {}},
        {"outcome": {"fraction": "x", "parts": {}, "reason": ""}},
        {"possible": "much"},
        {"policy": "kind"},
        {"mark": []},
        {"mark": {"cause": "machine", "tries": [{}]}},
    ],
)
def test_a_receipt_that_makes_no_sense_is_refused_in_words(taken, changes):
    with pytest.raises(Invalid) as problem:
        receipt.recomputed(resealed(of(taken), **changes))
    assert str(problem.value)


def refused(body):
    try:
        receipt.recomputed(body)
        list(receipt.tampered(body))
    except Invalid as problem:
        return str(problem)
    return "read"


@pytest.mark.parametrize("kind", ["source_check", "quotation", "quote_repair", "voice"])
def test_whatever_a_receipt_holds_it_is_read_or_refused_in_words(ben, kind):
    taken = attempt(ben) if kind == "source_check" else worded.attempt(ben, kind, mode=Mode.GRADED)
    item = taken.items.select_related("version__key", "revision__edition__work").get(position=1)
    content = wording.content_of(item)
    answered(taken, 1, content.read(Form(content.ideal(item.version.key.content, edition="adapted"))).dump())
    attempts.submit(attempt=taken, now=NOW)

    for worse in spoiled(of(taken)):
        if isinstance(worse, dict):
            assert refused(worse), worse


# The pages


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def page(user, taken, name="receipt/", position=1, client=None):
    return (client or logged_in(user)).get(f"/attempts/{taken.public_id}/{position}/{name}")


def test_the_page_has_the_sum_in_words_and_the_digest(ben, taken):
    text = page(ben, taken).content.decode()

    assert "1.25" in text
    assert "⅝ × 2 = <b>1.25</b>" in text
    assert of(taken)["digest"] in text
    assert "¶3.3 + ¶3.5" in text


def test_the_file_is_the_receipt_and_its_name_is_ours(ben, taken):
    answer = page(ben, taken, "receipt.json")

    assert json.loads(answer.content) == of(taken)
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-1-1-{of(taken)["digest"][:8]}.json"'


@pytest.mark.parametrize("name", ["receipt/", "receipt.json"])
def test_no_receipt_before_the_marks_are_shown(ben, ada, name):
    open_ = attempt(ben)
    answered(open_, 1, RIGHT[1])
    assert page(ben, open_, name).status_code == 404
    attempts.submit(attempt=open_, now=NOW)
    assert page(ben, open_, name).status_code == 200
    assert page(ada, open_, name).status_code == 404


def test_no_receipt_before_the_quiz_is_released(ben):
    held = attempt(ben, closes_at=datetime(2999, 1, 1, tzinfo=UTC), release="close")
    attempts.submit(attempt=held, now=NOW)

    assert page(ben, held).status_code == 404


def test_in_practice_there_is_one_after_the_check(ben):
    taken = worded.attempt(ben, "cloze")
    assert page(ben, taken).status_code == 404
    worded.checked(taken, {"gap": {"a": "x"}})

    assert page(ben, taken).status_code == 200


def test_there_is_none_for_a_question_that_is_not_there(ben, taken):
    assert page(ben, taken, position=9).status_code == 404
    assert page(ben, taken, position=10**12).status_code == 404


def test_the_page_asks_as_much_for_a_long_quiz_as_for_a_short_one(ben):
    short, long = (handed_in(ben, quiz(length=length), HALF) for length in (4, 12))
    client = logged_in(ben)
    page(ben, short), page(ben, long)
    with counted() as few:
        page(ben, short, client=client)
    with counted() as many:
        page(ben, long, client=client)

    assert few.total == many.total <= 9, many


def test_a_key_over_several_works_names_the_work_of_each_place(ben):
    taken = grid_attempt(ben)
    answered(taken, 1, {"cells": {"1-1": {"verdict": "agrees", "mark": ["maren-1956:p1.s3"]}}})
    attempts.submit(attempt=taken, now=NOW)
    told = {(place.edition, place.places) for place in receipts.page(taken, 1).places}

    assert {("maren-1956, adapted", "¶1.3"), ("kessel-1958, adapted", "¶1.1")} <= told
