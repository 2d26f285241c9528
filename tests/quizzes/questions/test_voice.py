"""Who is speaking in these words? The mean over the statements, near voices, and words that stand in the text alone."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from django.test import Client

from corpus.text.citation import Anchor
from quizzes.bank import publishing, reviewing
from quizzes.models import Question
from quizzes.pages import asking
from quizzes.questions.base import Form, Invalid, State
from quizzes.questions.moving import moved
from quizzes.questions.specimen import HARROW
from quizzes.questions.voice import ASK, WhoSpeaks
from quizzes.taking import attempts
from tests.factories.corpus import NOW, library, revision
from tests.factories.worded import VOICE, attempt, checked, sent_through_admin, version
from tests.forms import form
from tests.story import MAREN

TABLE = {
    "reading": "harrow-1957/original ¶11-14",
    "voice": [{"text": "Harrow"}, {"text": "Somebody quoted"}, {"text": "A report"}],
    "statement": [{"at": "¶12.1", "voice": "a"}, {"at": "¶12.3-4", "voice": "b", "says": "He is named."}],
    "credit": [{"given": "c", "right": "b", "share": "1/2"}],
}
LATER = NOW + timedelta(days=1)


def asked(**changes):
    return WhoSpeaks.from_table({**TABLE, **changes})


def outcome(a="", b="", policy="graded"):
    content, key = asked()
    response = content.read(Form({"voice-a": [a], "voice-b": [b]}))
    return content, content.mark(key, response, edition="original", policy=policy)


def complaints(shelf, **changes):
    content, key = asked(**changes)
    return [(flaw.field, flaw.message) for flaw in content.flaws(key.sealed(shelf), shelf)]


# What it earns


@pytest.mark.parametrize(
    ("a", "b", "share"), [("a", "b", "1"), ("a", "c", "3/4"), ("c", "b", "1/2"), ("", "c", "1/4"), ("b", "a", "0")]
)
def test_each_statement_counts_alike_and_a_near_voice_earns_part(a, b, share):
    assert outcome(a, b)[1].fraction == Fraction(share)


def test_a_near_voice_counts_in_one_direction_only():
    content, key = asked(statement=[{"at": "¶12.1", "voice": "c"}])

    assert content.mark(key, content.read(Form({"voice-a": ["b"]})), edition="adapted").fraction == 0


def test_strictly_a_near_voice_earns_nothing():
    assert outcome("a", "c", "strict")[1].fraction == 0


@pytest.mark.parametrize(
    ("a", "b", "heading", "sentence"),
    [
        ("a", "b", "2 of 2 right", "You named the right voice for 2 of 2 statements, so you earn it all."),
        (
            "a",
            "c",
            "1 of 2 right, 1 nearly",
            "You named the right voice for 1 of 2 statements and a near one for 1, which earns ½, so your score is"
            " (1 + ½) of 2 = ¾.",
        ),
        ("c", "b", "1 of 2 right", "You named the right voice for 1 of 2 statements, so your score is 1 of 2 = ½."),
        ("b", "a", "0 of 2 right", "You named the right voice for 0 of 2 statements, so you earn nothing."),
    ],
)
def test_heading_and_sentence(a, b, heading, sentence):
    content, found = outcome(a, b)

    assert (content.heading(found), content.explain(found)) == (heading, sentence)


# What is kept


def test_no_word_of_the_text_is_kept():
    content, key = asked()
    kept = str(content.over(HARROW).dump()) + str(key.dump())

    assert all(sentence.text not in kept for sentence in HARROW.sentences())


def test_statements_are_of_one_edition_and_the_adapted_one_where_none_is_named():
    adapted, _ = asked(reading="harrow-1957 ¶11-14")

    assert str(asked()[0].reading) == "harrow-1957/original ¶11-14"
    assert str(adapted.reading) == "harrow-1957/adapted ¶11-14"
    with pytest.raises(Invalid, match="another text than the reading"):
        asked(statement=[{"at": "harrow-1957/adapted ¶12.1", "voice": "a"}])


@pytest.mark.parametrize("at", ["¶11-12", "¶12.1 + ¶12.2", "12.1", "lund-1958 ¶1.1"])
def test_a_statement_is_a_run_of_sentences_of_the_reading(at):
    with pytest.raises(Invalid) as problem:
        asked(statement=[{"at": at, "voice": "a"}])
    assert problem.value.field == "statement"


def test_some_words_of_a_sentence_are_asked_about_by_their_numbers():
    content, _ = asked(reading="harrow-1957 ¶11-14", statement=[{"at": "¶12.5", "words": "61-63", "voice": "a"}])
    (heard,) = content.over(HARROW).heard

    assert (heard.label, heard.words) == ("¶12.5 …", "“that tireless friend")


def test_several_sentences_are_shown_as_one():
    content, _ = asked(reading="harrow-1957 ¶11-14", statement=[{"at": "¶14.1-2", "voice": "a"}])
    (heard,) = content.over(HARROW).heard

    assert heard.label == "¶14.1-2"
    assert heard.words == "Harrow did not hear him. Perhaps only the northern pits were meant, he writes."


def test_the_reading_stands_beside_it_without_the_names_of_its_speakers():
    named = replace(HARROW, paragraphs=tuple(replace(p, voice="oll") for p in HARROW.paragraphs))
    beside = asked()[0].beside(named)

    assert {p.voice for p in beside.paragraphs} == {""}
    assert [p.text for p in beside.paragraphs] == [p.text for p in named.paragraphs]
    assert beside.digest != named.digest


def test_a_line_of_the_form_comes_back():
    typed = "¶12.1 = a\n¶12.3-4 (11-12) = b // He = [¶12.4]."
    table = WhoSpeaks.table_from_form(
        {"reading": TABLE["reading"], "voice": "a) Harrow\nb) Somebody", "statement": typed, "credit": "a for b: 0.25"}
    )
    content, key = WhoSpeaks.from_table(table)

    assert content.form_from(key)["statement"] == typed
    assert content.form_from(key)["credit"] == "a for b: 1/4"
    assert content.ask == ASK


def test_every_line_that_cannot_be_read_is_told_with_its_number():
    values = {"reading": TABLE["reading"], "voice": "a) x", "statement": "¶12.1\n¶12.2 = a\nx = b", "credit": "half"}
    with pytest.raises(Invalid) as problem:
        WhoSpeaks.table_from_form(values)

    assert [flaw.message[:7] for flaw in problem.value.flaws] == ["Line 1:", "Line 3:", "Line 1:"]
    assert len(problem.value.rest["statement"]) == 1


def test_letters_of_voices_stay_when_the_list_is_reordered():
    values = {"reading": TABLE["reading"], "voice": "b) Second\na) First", "statement": "¶12.1 = a"}
    content, _ = WhoSpeaks.from_table(WhoSpeaks.table_from_form(values))

    assert [str(voice) for voice in content.voices] == ["b) Second", "a) First"]


# Flaws


def one(**statement):
    return {"statement": [{"at": "¶12.1", "voice": "a", **statement}]}


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"ask": "x" * 201}, "ask", "201 characters"),
        ({"voice": [{"text": "Harrow"}]}, "voice", "at least two"),
        ({"voice": [{"text": "Harrow"}, {"text": "harrow"}]}, "voice", "offered twice"),
        ({"voice": [{"text": "Harrow"}, {"text": ""}]}, "voice", "Voice b is empty"),
        ({"voice": [{"id": "a", "text": "Harrow"}, {"text": "x"}, {"id": "a", "text": "y"}]}, "voice", "letter of its"),
        ({"statement": []}, "statement", "no statement"),
        (one(voice="z"), "statement", "no voice is called z"),
        (one(at="¶12.9"), "statement", "there is no original ¶12.9"),
        (one(at="¶15.1"), "statement", "lies outside the reading"),
        (one(words="3-9"), "statement", "its words are 1 to 5: 1 The, 2 original, 3 text, 4 place, 5 12.1."),
        (one(says="See [¶99.1]."), "statement", "no ¶99.1"),
        ({"statement": [{"at": "¶12.1", "voice": v} for v in "ab"]}, "statement", "same words as statement 1"),
        ({"statement": [{"at": f"¶12.{n % 4 + 1}", "voice": "a"} for n in range(13)]}, "statement", "limit is 12"),
        ({"credit": [{"given": "b", "right": "b", "share": "1/2"}]}, "credit", "is the right answer"),
        ({"credit": [{"given": "z", "right": "b", "share": "1/2"}]}, "credit", "no voice is called z"),
        ({"credit": [{"given": "a", "right": "b", "share": "1"}]}, "credit", "between 0 and 1"),
        ({"reading": "harrow-1957/german ¶11-14"}, "reading", "no edition german"),
        ({"reading": "harrow-1957/original ¶11-19"}, "reading", "has no ¶19"),
        ({"reading": "lund-1958 ¶11-14"}, "reading", "no work lund-1958"),
    ],
)
def test_flaws_stand_at_their_field(shelf, changes, field, says):
    assert any(where == field and says in message for where, message in complaints(shelf, **changes))


def test_an_original_that_is_not_here_yet_is_no_flaw(shelf):
    assert complaints(shelf.without("original"), **one(words="3-9")) == []


def test_other_words_under_the_same_numbers_are_a_flaw(shelf):
    content, key = asked(**one(at="¶12.2", words="6-7"))
    sealed = key.sealed(shelf)
    longer = shelf.saying("original", Anchor("harrow-1957", 12, 1), "The original text, at its place 12.1.")
    flaws = [flaw.message for flaw in content.flaws(sealed, longer)]

    assert len(flaws) == 1
    assert (
        "other words have its numbers now; count them anew: 8 The, 9 original" in flaws[0]
        or "its words are 8" in flaws[0]
    )


def test_a_sentence_that_was_taken_out_takes_its_statement_along():
    content, key = asked()
    gone = {Anchor("harrow-1957", 12, 1): ()}
    body, left = (moved(kept.dump(), "original", gone, "harrow-1957") for kept in (content, key))

    assert [s.id for s in WhoSpeaks.load(body).statements] == ["b"]
    assert [a.statement.id for a in WhoSpeaks.load_key(left).answers] == ["b"]


# Pages


@pytest.mark.django_db
def test_the_page_shows_the_words_and_keeps_what_is_named(ben):
    taken = attempt(ben, "voice")
    client = Client()
    client.force_login(ben)
    address = f"/attempts/{taken.public_id}/1/"
    page = client.get(address)
    client.post(address, form(page) | {"voice-a": "a", "voice-b": "c", "save": "1"})
    again = client.get(address)

    assert "he had listened standing up, because the hall was full to the doors." in page.content.decode()
    assert "An unnamed listener" not in page.content.decode()
    assert [form(again)[f"voice-{letter}"] for letter in "ab"] == [["a"], ["c"]]


@pytest.mark.django_db
def test_results_show_what_was_named_and_who_speaks(ben):
    result = checked(attempt(ben, "voice"), {"voice": {"a": "a", "c": "b"}})
    first, second, third = ((row.given, row.key, row.share) for row in result.shown)

    assert result.mark.fraction == Fraction(1, 2)
    assert first == ("Maren herself", "Maren herself", 1)
    assert second == ("", "A worker whom Maren met", 0)
    assert third == ("A worker whom Maren met", "A listener whom Maren quotes", Fraction(1, 2))
    assert result.shown[2].words.startswith("The speech named one culprit")


@pytest.mark.django_db
def test_it_waits_for_its_edition_and_is_asked_on_it_whatever_is_read(ben):
    revision()
    table = {**VOICE, "reading": "maren-1956/original ¶4", "statement": [{"at": "¶4.1", "voice": "a"}], "credit": []}
    with pytest.raises(attempts.Refused):
        attempt(ben, "voice", table=table)
    library()
    taken = attempt(ben, "voice", table=table)
    page = asking.question_page(ben, taken.public_id, 1)

    assert (taken.edition, page.item.revision.edition.kind) == ("adapted", "original")
    assert page.content.heard[0].words == "Beyond the frontier it came by instalments."
    assert page.passage.edition == "original"


@pytest.mark.django_db
def test_a_revised_text_takes_statement_and_key_along():
    asked_before = version("voice", {**VOICE, "statement": [{"at": "¶4.1", "voice": "a"}], "credit": []})
    waiting = revision(MAREN.replace("¶4\n", "¶4\nBut the world heard of it.\n"))
    (touched,) = reviewing.review(waiting).affected
    publishing.publish(revision=waiting, now=LATER, answers={asked_before.pk: touched.proposed})
    latest = Question.objects.get().latest()

    assert latest.number == 2
    assert [statement.label for statement in latest.content.statements] == ["¶4.2"]
    assert [place.anchor.label for place in latest.key.content.cited()] == ["¶4.2"]


@pytest.mark.django_db
def test_a_statement_whose_words_changed_stands_in_the_way_of_a_text():
    version("voice")
    with pytest.raises(publishing.Unanswered, match="voice"):
        publishing.publish(revision=revision(MAREN.replace("named one culprit", "named a culprit")), now=LATER)


@pytest.mark.django_db
def test_the_admin_form_comes_back(client, ada):
    shown, kept = sent_through_admin(client, ada, "voice", VOICE)

    assert (kept.latest().number, kept.latest().content) == (1, WhoSpeaks.from_table(VOICE)[0])
    assert "<b>Statement 2</b>" in shown.content.decode()


def test_what_is_not_offered_is_refused_and_nothing_named_is_blank():
    content, _ = asked()

    assert content.read(Form()).state is State.BLANK
    with pytest.raises(Invalid, match="not offered"):
        content.read(Form({"voice-a": ["q"]}))
