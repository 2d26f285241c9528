"""Altered words of a quotation: found and mended, kept as numbers, shown from the text alone."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.citation import Anchor
from corpus.text.digest import short_hash
from corpus.text.passage import Paragraph, Passage
from quizzes.bank import publishing, reviewing
from quizzes.models import Answer, Question, QuestionVersion
from quizzes.pages import asking
from quizzes.questions.alteration import Repairing
from quizzes.questions.base import Form, Invalid, State
from quizzes.questions.quote_repair import QuoteRepair
from quizzes.rules import Mode
from quizzes.taking import attempts
from tests.factories.corpus import NOW, library, revision
from tests.factories.worded import REPAIR, attempt, begun, checked, quiz, sent_through_admin, version
from tests.forms import form
from tests.story import MAREN

# The invented original of CONTENT.md §1, as far as its example goes.
COMES_BEFORE = " ".join(["word"] * 93)
OLL = (
    "The Minister’s secretary, one Dr. Oll, now discovers that his master “probably”"
    " had only the northern field in mind."
)
ORIGINAL = Passage(
    "harrow-1957",
    "original",
    "x",
    (Paragraph("harrow-1957", 12, "prose", "", f"{COMES_BEFORE}. {OLL}", (0, 5, 10, len(COMES_BEFORE) + 2)),),
)
TABLE = {
    "at": "harrow-1957/original ¶12.4",
    "digest": "0caa86ac306d",
    "alter": [{"word": 105, "put": "plainly"}, {"word": 109, "put": "southern"}],
}
LATER = NOW + timedelta(days=1)
SHIFTED = MAREN.replace("¶5 ", "¶6 ").replace("¶4\n", "¶5\n").replace("¶3\n", "¶3\nThe cover was red.\n\n¶4\n")


def asked(**changes):
    content, key = QuoteRepair.from_table({**TABLE, **changes})
    return content.over(ORIGINAL), key


def outcome(*marked, policy="graded", faithful=False, alter=TABLE["alter"], **typed):
    content, key = asked(alter=alter)
    post = {"word": [str(number) for number in marked], "faithful": ["1"] if faithful else []}
    response = content.read(Form({**post, **{f"original-{name[1:]}": [word] for name, word in typed.items()}}))
    return content, content.mark(key, response, edition="original", policy=policy)


def shown(content):
    return " ".join(f"{token.before}{token.word}{token.after}" for token in content.tokens)


# The worked example of CONTENT.md §8


def test_words_count_through_the_paragraph_and_marks_round_them_stay():
    content, _ = asked()

    assert shown(content) == OLL.replace("“probably”", "“plainly”").replace("northern", "southern")
    assert [token.number for token in content.tokens] == list(range(94, 113))


def test_the_digest_is_that_of_the_cited_words(shelf):
    here = replace(shelf, texts=shelf.texts | {"original": {a: ORIGINAL.words(a) or "" for a in ORIGINAL._by_anchor}})
    content, key = asked()

    assert list(content.flaws(key.sealed(here), here)) == []
    told = [flaw.field for flaw in content.flaws(replace(key, digest="0" * 12), here)]
    assert told == ["digest"]


def test_no_word_of_the_source_is_kept():
    content, key = asked()
    kept = f"{content.dump()}{key.dump()}"

    assert not any(word in kept for word in ("probably", "northern", "Oll"))


# What it earns


@pytest.mark.parametrize(
    ("marked", "typed", "share"),
    [
        ((105, 109), {"w105": "probably", "w109": "northern"}, "1"),
        ((105, 109, 107), {"w105": "probably"}, "7/12"),
        ((105, 109), {}, "1/2"),
        ((105,), {"w105": "probably"}, "1/2"),
        ((105,), {"w105": "perhaps", "w109": "northern"}, "1/4"),
        ((107,), {"w105": "probably", "w107": "only"}, "0"),
        (tuple(range(94, 113)), {"w105": "probably", "w109": "northern"}, "21/38"),
    ],
)
def test_half_for_finding_and_half_for_mending(marked, typed, share):
    assert outcome(*marked, **typed)[1].fraction == Fraction(share)


@pytest.mark.parametrize(("marked", "faithful", "share"), [((), True, 1), ((105,), False, 0), ((105,), True, 0)])
def test_of_a_faithful_quotation_saying_so_earns_everything_and_a_mark_nothing(marked, faithful, share):
    assert outcome(*marked, faithful=faithful, alter=[])[1].fraction == share


def test_an_altered_quotation_called_faithful_earns_nothing_but_is_an_answer():
    _, found = outcome(faithful=True)

    assert (found.fraction, found.reason) == (0, "wrong")


def test_where_words_are_marked_the_box_for_nothing_altered_does_not_count():
    assert outcome(105, 109, faithful=True, w105="probably", w109="northern")[1].fraction == 1


@pytest.mark.parametrize(
    ("typed", "mended"),
    [("probably", True), (" “probably”, ", True), ("pro\u00adbably", True), ("Probably", False), ("probaby", False)],
)
def test_a_repair_has_the_letters_and_capitals_of_the_original(typed, mended):
    assert outcome(105, w105=typed)[1].parts["mended"] == mended


def test_strictly_everything_must_be_found_and_mended():
    assert outcome(105, 109, w105="probably", w109="northern", policy="strict")[1].fraction == 1
    assert outcome(105, 109, w105="probably", policy="strict")[1].fraction == 0


@given(st.integers(1, 8), st.integers(0, 8), st.integers(0, 60), st.data())
def test_a_false_mark_never_raises_the_score_and_a_found_word_never_lowers_it(altered, found, wrong, data):
    found = min(found, altered)
    mended = data.draw(st.integers(0, found))
    here = Repairing("graded", altered, found + wrong, found, mended)
    more = Repairing("graded", altered, found + wrong + 1, found, mended)

    assert more.share <= here.share <= 1
    if found < altered:
        assert Repairing("graded", altered, found + wrong + 1, found + 1, mended).share >= here.share


@pytest.mark.parametrize(
    ("marked", "typed", "heading", "sentence"),
    [
        (
            (105, 109, 107),
            {"w105": "probably"},
            "2 of 2 altered words found, 1 mended, one false mark",
            "You found 2 of 2 altered words with three marks, which is worth ⅔, and mended 1, which is worth ½; your"
            " score is half of both, (⅔ + ½) / 2 = 7/12.",
        ),
        (
            (105, 109),
            {"w105": "probably", "w109": "northern"},
            "2 of 2 altered words found, 2 mended",
            "You found 2 of 2 altered words with two marks and mended 2, so you earn it all.",
        ),
        (
            (107,),
            {},
            "0 of 2 altered words found, 0 mended, one false mark",
            "You found 0 of 2 altered words with one mark and mended 0, so you earn nothing.",
        ),
        ((), {}, "No answer", "You marked no word, so there is nothing to mark."),
    ],
)
def test_heading_and_sentence(marked, typed, heading, sentence):
    content, found = outcome(*marked, **typed)

    assert (content.heading(found), content.explain(found)) == (heading, sentence)


@pytest.mark.parametrize(
    ("marked", "alter", "heading", "sentence"),
    [
        ((), [], "Nothing was altered", "Nothing was altered, and you said so, so you earn it all."),
        (
            (105, 109),
            [],
            "A faithful quotation taken for an altered one",
            "Nothing was altered, but you marked two words, so you earn nothing.",
        ),
        (
            (),
            TABLE["alter"][:1],
            "0 of 1 altered word found, 0 mended",
            "You said that nothing was altered, but 1 word was, so you earn nothing.",
        ),
    ],
)
def test_what_is_said_of_a_faithful_quotation(marked, alter, heading, sentence):
    content, found = outcome(*marked, faithful=not marked, alter=alter)

    assert (content.heading(found), content.explain(found)) == (heading, sentence)


def test_results_list_each_word_that_was_altered_or_marked():
    content, key = asked()
    response = content.read(Form({"word": ["105", "107"], "original-105": ["surely"]}))
    first, second, third = content.shown(key, response)

    assert (first.said, first.original, first.typed, first.is_mended) == ("plainly", "probably", "surely", False)
    assert (second.said, second.is_altered, second.is_marked) == ("only", False, True)
    assert (third.said, third.original, third.is_marked) == ("southern", "northern", False)


# Answers


@pytest.mark.parametrize("value", ["93", "113", "0", "-1", "1e2", "²", "105.0", "", "p12"])
def test_only_words_of_the_quotation_can_be_marked(value):
    with pytest.raises(Invalid) as problem:
        asked()[0].read(Form({"word": [value]}))
    assert problem.value.field == "word"


def test_a_dash_between_words_has_a_number_but_cannot_be_marked():
    paragraph = Paragraph("w", 1, "prose", "", "One – two.", (0,))
    content, _ = QuoteRepair.from_table({"at": "w/adapted ¶1.1", "alter": [{"word": 3, "put": "three"}]})
    content = content.over(Passage("w", "adapted", "x", (paragraph,)))

    assert shown(content) == "One – three."
    with pytest.raises(Invalid):
        content.read(Form({"word": ["2"]}))


def test_what_is_written_for_a_word_that_is_not_marked_is_not_kept():
    response = asked()[0].read(Form({"word": ["105"], "original-105": [" "], "original-109": ["northern"]}))

    assert response.dump() == {"word": [105], "original": {}, "faithful": False}


def test_saying_that_nothing_is_altered_is_an_answer_and_saying_nothing_is_none():
    content, _ = asked()

    assert content.read(Form({"faithful": ["1"]})).state is State.ANSWERED
    assert content.read(Form({"original-105": ["probably"]})).state is State.BLANK


def test_when_time_is_up_a_long_word_is_cut_and_not_refused():
    sent = Form({"word": ["105"], "original-105": ["x" * 70]})

    assert len(asked()[0].read(sent, final=True).originals[105]) == 60
    with pytest.raises(Invalid, match="70 characters; the limit is 60"):
        asked()[0].read(sent)


# What authors write


def test_the_edition_is_the_adapted_one_where_none_is_named():
    content, key = QuoteRepair.from_table({"at": "harrow-1957 ¶14.1-2", "alter": []})

    assert (str(content.reading), content.place) == ("harrow-1957/adapted ¶14", "¶14.1-2")
    assert list(key.places) == ["adapted"]


@pytest.mark.parametrize(
    ("typed", "alter"),
    [("none", ()), ("NONE ", ()), ("", None), ("105 plainly", asked(alter=TABLE["alter"][:1])[0].alter)],
)
def test_the_form_tells_a_faithful_quotation_from_one_not_yet_altered(typed, alter):
    content, key = QuoteRepair.from_table(QuoteRepair.table_from_form({"at": TABLE["at"], "alter": typed}))

    assert content.alter == alter
    assert content.form_from(key)["alter"] == typed.strip().casefold()


@pytest.mark.parametrize("line", ["plainly", "105", "105plainly", "-5 plainly", "1000000 plainly"])
def test_a_line_that_alters_nothing_is_refused_with_its_number(line):
    with pytest.raises(Invalid, match="Line 2"):
        QuoteRepair.table_from_form({"at": TABLE["at"], "alter": f"105 plainly\n{line}"})


@pytest.mark.parametrize("at", ["¶12.4", "harrow-1957 ¶12-13", "harrow-1957 ¶12.4 + ¶12.5", ""])
def test_a_quotation_is_a_run_of_sentences_of_a_work(at):
    with pytest.raises(Invalid) as problem:
        QuoteRepair.from_table({**TABLE, "at": at})
    assert problem.value.field == "at"


def on_shelf(**changes):
    return QuoteRepair.from_table(
        {"at": "harrow-1957/adapted ¶12.2", "alter": [{"word": 7, "put": "plain"}], **changes}
    )


def alter(word, put):
    return {"alter": [{"word": word, "put": put}]}


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        (alter(5, "plain"), "alter", "no word 5 in the quotation; it has 6 The, 7 adapted, 8 text, 9 place, 10 12.2."),
        (alter(7, "adapted"), "alter", "is “adapted” already"),
        (alter(7, "quite plain"), "alter", "put one word, without marks"),
        (alter(7, "plain,"), "alter", "put one word, without marks"),
        (alter(7, ""), "alter", "put one word"),
        (alter(7, "x" * 41), "alter", "limit is 40"),
        (alter(6, "a"), "alter", "opens the quotation; write “a” with a capital"),
        ({"alter": [{"word": 7, "put": "plain"}, {"word": 7, "put": "old"}]}, "alter", "altered twice"),
        ({"alter": [{"word": n, "put": "x"} for n in range(6, 15)]}, "alter", "9 words are altered; the limit is 8"),
        ({"alter": None}, "alter", "Say which words are altered, or “none”. They are 6 The, 7 adapted"),
        ({"at": "harrow-1957/adapted ¶12.9"}, "at", "no adapted ¶12.9"),
        ({"at": "harrow-1957/german ¶12.2"}, "at", "no edition german"),
        ({"at": "lund-1958/adapted ¶12.2"}, "at", "no work lund-1958"),
        ({"digest": "0caa86ac306d"}, "digest", "not those that were cited"),
    ],
)
def test_flaws_stand_at_their_field(shelf, changes, field, says):
    content, key = on_shelf(**changes)
    found = [(flaw.field, flaw.message) for flaw in content.flaws(key.sealed(shelf), shelf)]

    assert any(where == field and says in message for where, message in found), found


def test_a_long_quotation_is_a_flaw(shelf):
    content, key = on_shelf()
    long = shelf.saying("adapted", Anchor("harrow-1957", 12, 2), "word " * 151)

    assert any("151 words; the limit is 150" in flaw.message for flaw in content.flaws(key, long))


def test_before_its_text_is_here_the_digest_stands_for_it(shelf):
    without, original = shelf.without("original"), {"at": "harrow-1957/original ¶12.2"}
    content, key = on_shelf(**original)

    assert [flaw.field for flaw in content.flaws(key, without)] == ["digest"]
    content, key = on_shelf(**original, digest="0caa86ac306d")
    assert list(content.flaws(key, without)) == []


def test_other_words_before_it_are_a_flaw_as_its_numbers_are_wrong(shelf):
    content, key = on_shelf()
    sealed = key.sealed(shelf)
    longer = shelf.saying("adapted", Anchor("harrow-1957", 12, 1), "The adapted text, at its place 12.1.")

    (flaw,) = [flaw for flaw in content.flaws(sealed, longer) if "stand before" in flaw.message]
    assert flaw.message.startswith("7 words stand before the quotation and not 5; count anew: 8 The, 9 adapted")


# Pages


@pytest.fixture
def bens(client, ben) -> Client:
    client.force_login(ben)
    return client


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.boxes, self.texts = [], []

    def handle_starttag(self, tag, listed):
        said = dict(listed)
        if said.get("name") == "word":
            self.boxes.append(said["value"])
        elif said.get("name", "").startswith("original-"):
            self.texts.append(said["name"])


@pytest.mark.django_db
def test_each_word_is_a_box_with_a_text_input_of_its_own(bens, ben):
    taken = attempt(ben, "quote_repair")
    page, seen = bens.get(f"/attempts/{taken.public_id}/1/").content.decode(), _Seen()
    seen.feed(page)

    assert seen.boxes == [str(number) for number in range(10, 28)]
    assert seen.texts == [f"original-{number}" for number in seen.boxes]
    assert page.count("Original of ‘") == 18
    assert "Original of ‘one’" in page


@pytest.mark.django_db
def test_the_page_does_not_show_the_true_words_or_which_are_altered(bens, ben):
    taken = attempt(ben, "quote_repair", mode=Mode.GRADED)
    page = bens.get(f"/attempts/{taken.public_id}/1/").content.decode()

    assert "March" not in page
    assert asking.question_page(ben, taken.public_id, 1).passage is None
    altered, plain = (page.split(f'value="{n}">')[1].split("</label>")[0] for n in (14, 13))
    assert (altered, plain) == ("May", "of")


@pytest.mark.django_db
def test_without_scripts_marks_and_repairs_are_kept_and_marked_at_the_end(bens, ben):
    taken = attempt(ben, "quote_repair", mode=Mode.GRADED)
    address = f"/attempts/{taken.public_id}/1/"
    sent = {"word": ["14", "22", "15"], "original-14": "March", "original-22": "hardly", "save": "1"}
    bens.post(address, form(bens.get(address)) | sent)
    again = form(bens.get(address))
    bens.post(f"/attempts/{taken.public_id}/submit/")

    assert (again["word"], again["original-22"]) == (["14", "15", "22"], ["hardly"])
    assert Answer.objects.get().response["original"] == {"14": "March", "22": "hardly"}
    assert taken.items.get().marks.get().outcome.fraction == Fraction(7, 12)


@pytest.mark.django_db
def test_results_show_the_words_and_the_true_sentence(ben):
    result = checked(attempt(ben, "quote_repair"), {"word": [14], "original": {"14": "March"}, "faithful": False})

    assert result.mark.fraction == Fraction(1, 2)
    assert [(row.said, row.original, row.is_mended) for row in result.shown] == [
        ("May", "March", True),
        ("one", "no", False),
    ]
    assert any("By the end of March" in line.text for extract in result.extracts for line in extract.lines)


@pytest.mark.django_db
def test_it_is_hidden_until_the_cited_edition_is_there(ben):
    revision()
    digest = short_hash("Beyond the frontier it came by instalments.")
    table = {"at": "maren-1956/original ¶4.1", "alter": [{"word": 3, "put": "border"}], "digest": digest}
    made = quiz("quote_repair", table=table)
    with pytest.raises(attempts.Refused):
        begun(ben, made)
    library()
    taken = begun(ben, made)
    page = asking.question_page(ben, taken.public_id, 1)

    assert (taken.edition, page.item.revision.edition.kind) == ("adapted", "original")
    assert shown(page.content) == "Beyond the border it came by instalments."
    result = checked(taken, {"word": [3], "original": {"3": "frontier"}})
    assert (result.mark.fraction, result.mark.edition) == (1, "original")


@pytest.mark.django_db
def test_an_original_that_says_something_else_is_not_asked(ben):
    revision()
    table = {"at": "maren-1956/original ¶4.1", "alter": [{"word": 3, "put": "border"}], "digest": "0" * 12}
    made = quiz("quote_repair", table=table)
    library()

    with pytest.raises(attempts.Refused):
        begun(ben, made)


@pytest.mark.django_db
def test_a_paragraph_that_moves_takes_the_quotation_along():
    before = version("quote_repair")
    waiting = revision(SHIFTED)
    (touched,) = reviewing.review(waiting).affected
    publishing.publish(revision=waiting, now=LATER, answers={before.pk: touched.proposed})
    latest = Question.objects.get().latest()

    assert (latest.number, str(latest.content.reading), latest.content.place) == (2, "maren-1956/adapted ¶4", "¶4.2")
    assert latest.content.alter == before.content.alter


@pytest.mark.django_db
def test_words_put_before_the_quotation_stand_in_the_way_of_a_text():
    version("quote_repair")
    waiting = revision(MAREN.replace("So the speech was secret", "And so the speech was secret"))

    with pytest.raises(publishing.Unanswered) as refused:
        publishing.publish(revision=waiting, now=LATER)
    assert "10 words stand before the quotation and not 9" in refused.value.breaks[0].flaws[0].message


@pytest.mark.django_db
def test_a_revision_of_another_edition_does_not_move_it():
    version("quote_repair")
    original = revision("A new first paragraph.\n\nAnd a second one here.", kind="original")
    publishing.publish(revision=original, now=LATER)

    assert QuestionVersion.objects.count() == 1


@pytest.mark.django_db
def test_the_admin_form_comes_back_and_shows_the_true_words(client, ada):
    page, kept = sent_through_admin(client, ada, "quote_repair", REPAIR)

    assert (kept.latest().number, kept.latest().content) == (1, QuoteRepair.from_table(REPAIR)[0])
    assert "By the end of March several million people had heard it" in page.content.decode()
