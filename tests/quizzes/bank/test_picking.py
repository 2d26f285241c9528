"""Citing by ticking, without scripts: every button gives the form back with all that was typed, and keeps nothing."""

import re

import pytest

from corpus.models import Revision
from quizzes.bank import keys
from quizzes.models import Question, QuestionVersion
from quizzes.questions import KINDS
from quizzes.questions.base import Field
from tests.factories.corpus import NOW, library, revision
from tests.factories.grids import both, grid_quiz
from tests.factories.quizzes import BankFactory, question
from tests.queries import counted
from tests.quizzes.test_admin import ADD, choice, source_check
from tests.story import MAREN

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(ada):
    library()
    made = BankFactory()
    made.editors.add(ada)
    return made


@pytest.fixture
def adas(client, ada, bank):
    client.force_login(ada)
    return client


@pytest.fixture
def kept(adas, bank) -> Question:
    return question(bank=bank).question


def change(of: Question) -> str:
    return f"/admin/quizzes/question/{of.pk}/change/"


def marks(*places: str, work: str = "maren-1956") -> dict:
    return {"mark": [f"{work}:{place}" for place in places], "_shown": "1/adapted", "_text": "1/adapted"}


def typed(page, name: str) -> str:
    return page.context["adminform"].form[name].value()


def said(page) -> str:
    return re.search(r'id="status"[^>]*>([^<]*)<', page.content.decode())[1]


def ticked(page) -> list[str]:
    return re.findall(r'value="([^"]*)" checked', page.content.decode())


# Putting sentences in


@pytest.mark.parametrize(
    ("button", "field", "becomes", "told"),
    [
        ("proof", "proof", "¶3.3 + ¶3.5\n¶2.1 + ¶2.3", "Added ¶2.1 + ¶2.3 to proof 2."),
        ("proof:0", "proof", "¶2.1 + ¶2.3 + ¶3.3 + ¶3.5", "Added ¶2.1 + ¶2.3 to proof 1."),
        ("neutral", "neutral", "¶2.1 + ¶2.3 + ¶3.4", "Added ¶2.1 + ¶2.3 to neutral."),
        (
            "near",
            "near",
            "¶2.4: A signature is not an order to be silent.\n¶2.1 + ¶2.3: ",
            "Added ¶2.1 + ¶2.3 to near 2. Go on behind the colon in “Near misses”.",
        ),
    ],
)
def test_a_button_types_the_ticked_sentences_into_its_field(adas, bank, button, field, becomes, told):
    form = source_check(bank, _pick=button, **marks("p2.s3", "p2.s1"))
    page = adas.post(f"{ADD}source_check", form)

    assert (page.status_code, typed(page, field), said(page)) == (200, becomes, told)
    assert {name: typed(page, name) for name in ("claim", "reason", "slug")} == {
        name: form[name] for name in ("claim", "reason", "slug")
    }
    assert ticked(page) == []
    assert not Question.objects.exists()


def test_a_form_that_has_barely_begun_is_not_told_its_mistakes(adas, bank):
    page = adas.post(f"{ADD}source_check", {"reading": "maren-1956 ¶1-3", "_pick": "proof", **marks("p3.s5")})

    assert typed(page, "proof") == "¶3.5"
    assert not page.context["errors"]
    assert "Checked, nothing saved" not in page.content.decode()


def test_a_saved_question_gets_no_version_by_it(adas, bank, kept):
    page = adas.post(change(kept), source_check(bank, _pick="proof", **marks("p2.s1")))

    assert typed(page, "proof") == "¶3.3 + ¶3.5\n¶2.1"
    assert QuestionVersion.objects.count() == 1


def test_sentences_of_another_edition_name_it(adas, bank):
    other = {**marks("p3.s2"), "_shown": "1/original", "_text": "1/original"}
    page = adas.post(f"{ADD}source_check", source_check(bank, _pick="proof:0", **other))

    assert typed(page, "proof") == "¶3.3 + ¶3.5 | maren-1956/original ¶3.2"
    assert said(page) == "Added original ¶3.2 to proof 1."
    assert "A fitter with whom I spoke" in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"_pick": "proof"}, "Nothing is ticked"),
        ({"_pick": "claim", **marks("p2.s1")}, "of an older page"),
        ({"_pick": "proof:x", **marks("p2.s1")}, "of an older page"),
        ({"_pick": "proof:7", **marks("p2.s1")}, "Line 8 of “Proofs” cannot be read"),
        ({"_pick": "proof", "mark": ["p2.s1"]}, "does not name a sentence"),
        ({"_pick": "proof", **marks("p2.s1"), "_shown": "1/no edition"}, "is not a citation"),
        ({"_move": "1"}, "Nothing that moved is cited"),
        ({"_move": "1", "_moved": "proof"}, "of an older page"),
        ({"_move": "1", "_moved": "proof:0/adapted/maren-1956:p1.s1/maren-1956:p1.s2"}, "Nothing that moved is cited"),
        ({"_move": "1", "_moved": "proof:0/adapted/x/y"}, "does not name a sentence"),
    ],
)
def test_what_cannot_be_put_in_is_told_and_changes_nothing(adas, bank, sent, told):
    page = adas.post(f"{ADD}source_check", source_check(bank, **sent))

    assert told in said(page)
    assert typed(page, "proof").strip() == "¶3.3 + ¶3.5"


def test_what_stands_there_already_is_told(adas, bank):
    page = adas.post(f"{ADD}source_check", source_check(bank, _pick="proof:0", **marks("p3.s3")))

    assert said(page) == "¶3.3 stood in proof 1 already."


def test_a_line_of_a_grid_begins_with_the_cell_that_was_chosen(client, ada):
    both()
    version = grid_quiz().items.get().question.latest()
    version.question.bank.editors.add(ada)
    client.force_login(ada)
    shown = client.get(change(version.question) + "?mark=kessel-1958:p2.s1&cell=2-2")
    form = shown.context["adminform"].form
    sent = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    ticks = {**marks("p2.s1", work="kessel-1958"), "_shown": "2/adapted", "_text": "2/adapted"}
    page = client.post(change(version.question), {**sent, **ticks, "_pick": "proof", "_begins": "2-2"})
    without = client.post(change(version.question), {**sent, **ticks, "_pick": "proof", "_begins": ""})

    assert ticked(shown) == ["kessel-1958:p2.s1"]
    assert '<option value="2-2" selected>Claim 2, reading 2: kessel-1958 ¶1-3</option>' in shown.content.decode()
    assert typed(page, "proof") == f"{sent['proof']}\n2-2: ¶2.1"
    assert said(page) == "Added ¶2.1 to proof 5 (2-2)."
    assert said(without) == "Choose a cell first; the line begins with it."


def test_a_grid_offers_the_cells_and_sets_of_the_text_that_is_shown(client, ada):
    both()
    version = grid_quiz().items.get().question.latest()
    version.question.bank.editors.add(ada)
    client.force_login(ada)
    picker = client.get(change(version.question) + "?cell=1-2").context["picker"]

    assert [one.value for one in picker.beginnings] == ["1-2", "2-2", "3-2"]
    assert [label for _, label in picker.buttons] == [
        "New alternative set",
        "Add to set B (1-2)",
        "Add to set D (2-2)",
        "Mark as near miss",
        "Mark neutral",
    ]


def test_the_buttons_follow_the_fields_of_the_kind(adas, bank):
    page = adas.post(f"{ADD}choice", choice(bank, _look="find"))
    of_check = adas.post(f"{ADD}source_check", source_check(bank, proof="foo\n¶3.3\n¶3.5", _look="find"))

    assert page.context["picker"].buttons == [("evidence", "Mark as evidence")]
    assert [label for _, label in of_check.context["picker"].buttons] == [
        "New alternative set",
        "Add to set A",
        "Add to set B",
        "Mark neutral",
        "Mark as near miss",
    ]
    assert of_check.context["picker"].buttons[1].value == "proof:1"


def test_a_new_kind_needs_nothing_but_a_field_of_citations(adas, bank, monkeypatch):
    fields = (*KINDS["choice"].fields()[:-1], Field("backed", "Backed by", "citations"))
    monkeypatch.setattr(KINDS["choice"], "fields", classmethod(lambda cls: fields))
    page = adas.post(f"{ADD}choice", choice(bank, backed="¶2.3", _pick="backed:0", **marks("p2.s4")))

    assert typed(page, "backed") == "¶2.3 + ¶2.4"
    assert said(page) == "Added ¶2.4 to backed 1."
    assert [label for _, label in page.context["picker"].buttons] == ["New alternative set", "Add to set A"]
    assert "Each copy bore a number" in page.content.decode().partition('id="quoted-backed"')[2]


# The text that is shown


def test_every_edition_is_offered_and_ticks_do_not_pass_between_them(adas, bank):
    page = adas.post(f"{ADD}source_check", source_check(bank, **marks("p2.s1"), _look="text") | {"_text": "1/original"})
    text = page.content.decode()

    assert [t.label for t in page.context["picker"].texts] == [
        "maren-1956 ¶1–3, adapted",
        "maren-1956 ¶1–3, original",
    ]
    assert "pencils were forbidden" in text
    assert ticked(page) == []


def test_looking_keeps_what_is_ticked(adas, bank):
    page = adas.post(f"{ADD}source_check", source_check(bank, **marks("p2.s1"), _look="find", _find="carr car"))

    assert ticked(page) == ["maren-1956:p2.s1"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("copy", ["¶2.1", "¶2.4"]), ("COPY bore", ["¶2.4"]), ("elephant", []), ("", []), ("“", [])],
)
def test_sentences_are_found_by_their_words(adas, bank, words, found):
    page = adas.post(f"{ADD}source_check", source_check(bank, _look="find", _find=words))

    assert [sentence.anchor.label for sentence in page.context["picker"].hits] == found
    assert all(f'<a href="#p2-s{label[-1]}">{label}</a>' in page.content.decode() for label in found)


def test_an_address_ticks_sentences_where_they_stand(adas, bank, kept):
    page = adas.get(f"{change(kept)}?mark=maren-1956:p3.s2")
    original = adas.get(f"{change(kept)}?mark=maren-1956:p3.s2&edition=original")

    assert ticked(page) == ticked(original) == ["maren-1956:p3.s2"]
    assert [p.context["picker"].text.edition for p in (page, original)] == ["adapted", "original"]


@pytest.mark.parametrize("mark", ["nonsense", "maren-1956:p99.s1", "other-1900:p1.s1", '"><script>'])
def test_an_address_with_a_sentence_that_is_not_there_ticks_nothing(adas, kept, mark):
    page = adas.get(change(kept), {"mark": mark})

    assert (page.status_code, ticked(page)) == (200, [])


def test_paragraphs_can_be_jumped_to(adas, kept):
    text = adas.get(change(kept)).content.decode()

    assert all(f'<a href="#p{n}">¶{n}</a>' in text for n in (1, 2, 3))


def test_enter_presses_no_button_that_puts_or_saves(adas, kept):
    form = adas.get(change(kept)).content.decode().partition('id="question_form"')[2]

    assert re.search(r"<(?:button|input type=.submit)[^>]*>", form)[0].startswith('<button class="hear" name="_check"')


@pytest.mark.parametrize(("kind", "says"), [("quotation", "boxes and the numbers"), ("voice", "here with the numbers")])
def test_before_a_reading_is_named_the_form_says_so(adas, bank, kind, says):
    assert says in adas.get(f"{ADD}{kind}").content.decode()
    assert 'id="picker"' not in adas.get(f"{ADD}quote_repair").content.decode()


# What the sets quote


def badges(page) -> list[str]:
    return [quoted.badge for one in page.context["evidence"] for quoted in one.places]


def published(text: str) -> Revision:
    made = revision(text)
    Revision.objects.filter(pk=made.pk).update(published_at=NOW)
    return made


def test_each_field_is_followed_by_what_it_quotes(adas, kept):
    text = adas.get(change(kept)).content.decode()
    proofs = text.partition('id="quoted-proof"')[2].partition('id="quoted-neutral"')[0]

    assert "What he could not do was say" in proofs
    assert "Verified, text unchanged" in proofs
    assert "He could repeat whole passages" not in proofs
    assert "set A" in proofs


def test_what_was_just_typed_is_not_called_verified(adas, bank, kept):
    page = adas.post(change(kept), source_check(bank, _pick="proof", **marks("p2.s1")))

    assert badges(page)[:3] == ["Verified, text unchanged", "Verified, text unchanged", "Not saved yet"]


def carried(page) -> list[str]:
    return re.findall(r'name="_moved" value="([^"]*)"', page.content.decode())


def test_words_that_moved_are_told_with_both_places_and_confirmed_by_a_button(adas, bank, kept):
    published(MAREN.replace("¶3\n", "¶3\nNobody spoke of it.\n"))
    page = adas.get(change(kept))
    (place,) = [q for one in page.context["evidence"] for q in one.places if q.anchor.label == "¶3.5"]

    assert place.badge == "Moved: was ¶3.5, now ¶3.6 — confirm"
    assert place.shown.startswith("What he could not do was say")
    assert f"proof:0/{place.move}" in carried(page)

    after = adas.post(change(kept), source_check(bank, _move="1", _moved=carried(page)))
    assert (typed(after, "proof"), typed(after, "neutral")) == ("¶3.4 + ¶3.6", "¶3.5")
    assert said(after) == "3 moved places are cited where the words stand now. Save to keep it."
    assert QuestionVersion.objects.count() == 1


def test_a_confirmed_place_is_not_taken_for_the_one_that_stood_there_before(adas, bank, kept):
    """¶3.3, ¶3.4 and ¶3.5 all went one further, so each new place but one was another’s old place."""
    published(MAREN.replace("¶3\n", "¶3\nNobody spoke of it.\n"))
    after = adas.post(change(kept), source_check(bank, _move="1", _moved=carried(adas.get(change(kept)))))
    confirmed = re.findall(r'name="_confirmed" value="([^"]*)"', after.content.decode())
    form = source_check(bank, proof=typed(after, "proof"), neutral=typed(after, "neutral"), _confirmed=confirmed)
    again = adas.post(change(kept), {**form, "_check": "1"})

    for page in (after, again):
        assert badges(page)[:3] == ["Not saved yet"] * 3
        assert carried(page) == []
    assert adas.post(change(kept), form).status_code == 302
    assert badges(adas.get(change(kept)))[:3] == ["Verified, text unchanged"] * 3


def test_words_that_changed_are_told_word_by_word(adas, kept):
    published(MAREN.replace("What he could not do was say", "He could not say"))
    page = adas.get(change(kept))
    text = page.content.decode()

    assert "Broken: text changed" in badges(page)
    assert re.search(r"<del>What</del>|<ins>He</ins>", text)
    assert "Saving takes the words as they stand now." in text


def test_words_that_are_gone_are_shown_as_they_were(adas, kept):
    published(MAREN.replace("What he could not do was say, outside that hall, that he had heard them.\n", ""))
    page = adas.get(change(kept))

    assert "Broken: no such place" in badges(page)
    assert "<del>What he could not do was say" in page.content.decode()


def test_what_the_key_cites_elsewhere_is_quoted_beside_the_form(adas, bank):
    page = adas.get(change(quote_repair(bank)))

    assert [one.role for one in page.context["loose"]] == ["at"]


def quote_repair(bank) -> Question:
    kind = KINDS["quote_repair"]
    values = {"at": "maren-1956/adapted ¶1.2", "alter": "none", "digest": ""}
    draft = keys.Draft(kind="quote_repair", table=kind.table_from_form(values), reason="So.", points=2)
    return keys.write(bank=bank, slug="mend", draft=draft, by=None, now=NOW).question


# What would this earn?


def earn(adas, bank, *places: str, **more):
    page = adas.post(f"{ADD}source_check", source_check(bank, _earn="1", **{**marks(*places), **more}))
    assert not Question.objects.exists()
    return page.context["tried"]


def test_ticked_sentences_are_marked_by_the_key_as_it_is_typed(adas, bank):
    whole = earn(adas, bank, "p3.s3", "p3.s5", feedback_right="Well read.")
    half = earn(adas, bank, "p3.s3", feedback_right="Well read.")
    other = earn(adas, bank, "p3.s3", proof="¶3.3")

    assert (whole.points, whole.possible, whole.feedback) == (2, 2, "Well read.")
    assert (half.heading, half.feedback) == ("Verdict right, evidence half", "")
    assert "1 of the 2 sentences" in half.says
    assert other.points == 2


def test_another_verdict_can_be_tried(adas, bank):
    wrong = earn(adas, bank, "p3.s3", "p3.s5", _answer_verdict="contradicted")

    assert wrong.points < 2
    assert wrong.heading.startswith("Verdict wrong")


def test_an_absence_is_tried_with_what_is_missing(adas, bank):
    absent = {"verdict": "not_in_source", "proof": "", "neutral": "", "missing": "who"}

    assert earn(adas, bank, "p2.s4", **absent).points == 2
    assert earn(adas, bank, "p2.s4", **absent, _answer_missing="when").points < 2


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"proof": "foo"}, "cannot be marked yet. Line 1"),
        ({"mark": [f"maren-1956:p{n}.s1" for n in range(1, 8)]}, "cannot be marked yet."),
        ({"mark": []}, "you marked nothing"),
    ],
)
def test_what_cannot_be_marked_says_why(adas, bank, more, says):
    assert says in earn(adas, bank, "p3.s3", **more).says


def test_find_evidence_is_tried_without_a_verdict(adas, bank):
    form = {"ask": "Mark it.", "reading": "maren-1956 ¶1-3", "proof": "¶3.3", "limit": "5", "points": "3"}
    page = adas.post(f"{ADD}find_evidence", {**form, "_earn": "1", **marks("p3.s3")})

    assert (page.context["tried"].points, page.context["choices"]) == (3, [])


def test_no_answer_is_tried_where_students_tick_nothing(adas, bank):
    page = adas.post(f"{ADD}choice", choice(bank, _earn="1", **marks("p2.s3")))

    assert (page.context["tried"], page.context["choices"]) == (None, [])
    assert "What would this earn?" not in page.content.decode()


# Who may, and what it costs


@pytest.mark.parametrize("button", ["_pick", "_move", "_look", "_earn"])
def test_nobody_ticks_in_a_bank_of_others(client, ada, ben, kept, button):
    kept.bank.editors.remove(ada)
    body = {**marks("p3.s5"), button: "proof"}

    assert client.post(change(kept), body).status_code == 404
    client.force_login(ben)
    assert client.post(change(kept), body).status_code == 302


def test_the_queries_of_the_form_do_not_follow_its_sets(adas, bank, kept):
    many = "\n".join(f"¶{p}.{s}" for p in (1, 2, 3) for s in (1, 2, 3))

    def asked(**facts) -> int:
        with counted() as queries:
            adas.post(change(kept), source_check(bank, _look="find", **facts))
        return queries.total

    asked()  # the passages are kept from now on
    assert asked() == asked(proof=many) <= 15


def test_earlier_texts_are_asked_for_once_an_edition(adas, bank, kept):
    """One query more than where nothing changed, however many places did."""
    adas.get(change(kept))
    with counted() as before:
        adas.get(change(kept))
    published(MAREN.replace("¶3\n", "¶3\nNobody spoke of it.\n"))
    adas.get(change(kept))
    with counted() as after:
        page = adas.get(change(kept))

    assert after.total == before.total + 1
    assert sum(badge.startswith("Moved") for badge in badges(page)) == 3
