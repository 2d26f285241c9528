"""A typed quotation: the worked rules of SCORING.md §3, and whether it stands where the claim is proved."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.test import Client

from corpus.text.passage import Paragraph, Passage
from quizzes.bank import publishing
from quizzes.models import Answer, Question
from quizzes.pages import asking
from quizzes.questions.base import Form, Invalid, Sign, State
from quizzes.questions.quotation import Quotation
from quizzes.questions.specimen import HARROW
from quizzes.rules import Mode
from tests.factories.corpus import NOW, revision
from tests.factories.worded import QUOTATION, attempt, checked, sent_through_admin, version
from tests.forms import form
from tests.story import MAREN

# 21 words, one of them a negation, one a number, one a month; then a sentence that shares its end.
FIRST = "In the winter of 1931 the weir at Orlo was not opened, although every miller of Selm had asked in March."
SECOND = "The millers had asked for it before, and nobody had answered."
LATER_ON = "A clerk wrote “opened” in the book."
WEIR = Passage(
    "orlo-1931",
    "adapted",
    "x",
    (
        Paragraph("orlo-1931", 1, "prose", "", f"{FIRST} {SECOND}", (0, len(FIRST) + 1)),
        Paragraph("orlo-1931", 2, "prose", "", LATER_ON, (0,)),
    ),
)
TABLE = {"claim": "The weir stayed shut.", "reading": "orlo-1931 ¶1-2", "proof": [{"adapted": ["¶1.1"]}]}


def asked(**changes):
    content, key = Quotation.from_table({**TABLE, **changes})
    return content.over(WEIR), key


def outcome(quoted, policy="graded", edition="adapted", **changes):
    content, key = asked(**changes)
    return content.mark(key, content.read(Form({"quotation": [quoted]})), edition=edition, policy=policy)


def less(*lost):
    """The first sentence without some of its words."""
    return " ".join(word for word in FIRST.split() if word not in lost)


# The worked rules


def test_the_sentence_has_21_words():
    assert len(FIRST.split()) == 21


@pytest.mark.parametrize(
    ("quoted", "reason"),
    [
        (FIRST, "exact"),
        ("the weir at Orlo was not opened", "exact"),
        (f"  {FIRST.replace(' ', chr(160), 3)}\n", "exact"),
        ("the weir, at Orlo, was not opened", "typographic"),
        ("“The weir at Orlo".replace("T", "t") + " was not opened”", "typographic"),
    ],
)
def test_identical_words_earn_everything(quoted, reason):
    found = outcome(quoted)

    assert (found.fraction, found.reason) == (1, reason)


def test_dropping_the_one_not_of_21_words_earns_half_at_most():
    found = outcome(less("not"))

    assert (found.parts["edits"], found.parts["of"]) == (1, 21)
    assert (found.fraction, found.reason) == (Fraction(1, 2), "meaning")


@pytest.mark.parametrize(("changed", "to"), [("1931", "1932"), ("March", "May"), ("every", "some"), ("not", "never")])
def test_another_number_month_limit_or_negation_earns_half_at_most(changed, to):
    assert outcome(FIRST.replace(changed, to)).fraction == Fraction(1, 2)


@pytest.mark.parametrize(
    ("lost", "share"), [(["the"], "19/21"), (["Selm"], "20/21"), (["winter", "weir"], "19/21"), (["had"], "20/21")]
)
def test_each_word_that_differs_takes_its_share(lost, share):
    found = outcome(less(*lost))

    assert (found.fraction, found.reason) == (Fraction(share), "near")


def test_under_four_fifths_it_is_no_quotation():
    found = outcome(less("winter", "weir", "Orlo", "miller", "Selm"))

    assert (found.fraction, found.reason) == (0, "absent")


def test_our_own_words_are_no_quotation():
    assert outcome("The weir stayed shut all through the winter.").reason == "absent"


# Where it stands


def test_from_elsewhere_it_earns_nothing_or_what_the_author_says():
    assert outcome(SECOND).fraction == 0
    assert (outcome(SECOND, elsewhere="1/4").fraction, outcome(SECOND).reason) == (Fraction(1, 4), "elsewhere")


def test_from_elsewhere_and_not_exact_it_earns_the_product():
    near = SECOND.replace("answered", "replied")

    assert outcome(near, elsewhere="1/2").fraction == Fraction(10, 11) / 2


def test_what_runs_over_the_end_of_the_place_counts_as_added_words():
    assert outcome(f"{FIRST} The millers").fraction == Fraction(19, 21)


def test_a_whole_sentence_more_stands_in_the_place_no_longer():
    assert outcome(f"{FIRST} {SECOND}").reason == "elsewhere"
    assert outcome(f"{FIRST} {SECOND}", proof=[{"adapted": ["¶1.1", "¶1.2"]}]).fraction == 1


def test_words_that_stand_in_several_places_serve_the_student_best():
    repeated = Passage(
        "orlo-1931",
        "adapted",
        "x",
        tuple(Paragraph("orlo-1931", n, "prose", "", "The weir at Orlo was shut.", (0,)) for n in (1, 2)),
    )
    content, key = Quotation.from_table({**TABLE, "proof": [{"adapted": ["¶2.1"]}]})
    content = content.over(repeated)

    assert (
        content.mark(key, content.read(Form({"quotation": ["weir at Orlo was shut"]})), edition="adapted").fraction == 1
    )


def test_two_sentences_that_do_not_follow_each_other_are_two_places():
    places = [{"adapted": ["¶1.1", "¶2.1"]}]

    assert outcome(f"had asked in March. {LATER_ON}", proof=places).fraction == 0
    assert outcome(LATER_ON, proof=places).fraction == 1


def test_in_an_edition_without_sentences_of_the_key_its_paragraphs_are_accepted():
    assert outcome(SECOND, edition="original").fraction == 1
    assert outcome(LATER_ON, edition="original").fraction == 0


def test_strictly_only_the_very_words_of_a_place_earn():
    assert outcome("the weir, at Orlo, was not opened", "strict").fraction == 1
    assert outcome(less("Selm"), "strict").fraction == 0
    assert outcome(SECOND, "strict", elsewhere="1/4").fraction == 0


# How it is told


@pytest.mark.parametrize(
    ("quoted", "heading", "sentence"),
    [
        (FIRST, "Exact", "Your quotation stands word for word in a passage that proves the claim, so you earn it all."),
        (
            "the weir at Orlo, was not opened",
            "Exact apart from punctuation",
            "Apart from punctuation your quotation stands word for word in a passage that proves the claim, so you earn"
            " it all.",
        ),
        (
            less("winter", "weir"),
            "Two words of 21 differ",
            "In your quotation two words of 21 differ from the passage that proves the claim, so your score is"
            " 1 − 2/21 = 19/21.",
        ),
        (
            less("not"),
            "One word of 21 differs, and the meaning with it",
            "In your quotation one word of 21 differs from the passage that proves the claim, and a negation, a number"
            " or the like is among what differs, so it earns half at most: ½.",
        ),
        (
            SECOND,
            "A quotation, but not of what proves it",
            "Your quotation stands in the reading, yet not within a passage that proves the claim, so your score is ¼.",
        ),
        (
            SECOND.replace("answered", "replied"),
            "A quotation, but not of what proves it",
            "Your quotation stands in the reading but one word of 11 differs, yet not within a passage that proves the"
            " claim, so your score is ¼ × 10/11 = 5/22.",
        ),
        (
            "It was shut, I think, all along.",
            "No quotation from the reading",
            "These words do not stand together in the reading, not even four fifths of them, so you earn nothing.",
        ),
        (
            "the weir at",
            "Too short for a quotation",
            "You quoted three words and five words are asked for, so you earn nothing.",
        ),
        ("", "No answer", "You quoted nothing, so there is nothing to mark."),
    ],
)
def test_heading_and_sentence(quoted, heading, sentence):
    found = outcome(quoted, elsewhere="1/4")

    assert (asked()[0].heading(found), asked()[0].explain(found)) == (heading, sentence)


def test_no_word_of_the_text_is_kept_with_the_outcome():
    assert "weir" not in str(outcome(less("not")).dump())


def test_the_result_names_the_place_and_every_change():
    content, key = asked()
    (shown,) = content.shown(key, content.read(Form({"quotation": [less("not").replace("Orlo", "Oslo")]})))

    assert shown.where == "¶1.1"
    assert shown.changes == ("“Oslo” stands for “Orlo”", "“not” is missing")


def test_elsewhere_is_named_by_its_sentences():
    content, key = asked()
    (shown,) = content.shown(key, content.read(Form({"quotation": ["A clerk wrote “opened”, in the book"]})))

    assert shown.where == "¶2.1"


@pytest.mark.parametrize(("quoted", "sign"), [(FIRST, Sign.PROOF), (SECOND, Sign.PROOF_MISSED)])
def test_the_text_shows_the_place_that_was_met_or_missed_and_the_others(quoted, sign):
    content, key = asked(proof=[{"adapted": ["¶1.1"]}, {"adapted": ["¶2.1"]}])
    signs = content.signs(key, content.read(Form({"quotation": [quoted]})), edition="adapted")

    assert [(anchor.label, sign) for anchor, sign in signs.at.items()] == [("¶1.1", sign), ("¶2.1", Sign.ALSO_ACCEPTED)]


# What authors write, what students send


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"claim": ""}, "claim", "empty"),
        ({"claim": "x" * 301}, "claim", "301 characters"),
        ({"proof": []}, "proof", "Nothing is accepted"),
        ({"proof": [{"adapted": []}]}, "proof", "names no sentence"),
        ({"proof": [{"adapted": ["¶12.9"]}]}, "proof", "no adapted ¶12.9"),
        ({"proof": [{"adapted": ["¶15.1"]}]}, "proof", "outside the reading"),
        ({"proof": [{"adapted": ["¶12.1"]}] * 21}, "proof", "limit is 20"),
        ({"least": 6}, "least", "Proof 1 has five words in adapted; 6 are asked for."),
        ({"elsewhere": "1"}, "elsewhere", "would earn everything"),
    ],
)
def test_flaws_stand_at_their_field(shelf, changes, field, says):
    table = {"claim": "He doubts.", "reading": "harrow-1957 ¶11-14", "proof": [{"adapted": ["¶12.1"]}], **changes}
    content, key = Quotation.from_table(table)
    found = [(flaw.field, flaw.message) for flaw in content.flaws(key.sealed(shelf), shelf)]

    assert any(where == field and says in message for where, message in found), found


@pytest.mark.parametrize(("quoted", "state"), [("", State.BLANK), ("– …", State.BLANK), ("the weir", State.UNFINISHED)])
def test_a_few_words_are_kept_but_are_no_answer_yet(quoted, state):
    assert asked()[0].read(Form({"quotation": [quoted]})).state is state


def test_when_time_is_up_a_long_quotation_is_cut_and_not_refused():
    content, sent = asked()[0], Form({"quotation": ["pit " * 300]})

    assert len(content.read(sent, final=True).quoted) == 1000
    with pytest.raises(Invalid, match="1,199 characters; the limit is 1,000"):
        content.read(sent)


def test_without_its_text_it_is_not_marked():
    content, key = Quotation.from_table(TABLE)
    with pytest.raises(LookupError):
        content.mark(key, content.read(Form({"quotation": [FIRST]})), edition="adapted")


@pytest.mark.parametrize("hostile", ["(" * 999, "a " * 499, "\u0301" * 900, "<script>" * 100, "\u00ad" * 900])
def test_hostile_input_earns_nothing(hostile):
    assert outcome(hostile).fraction == 0


@pytest.mark.parametrize("hostile", ["\x00", "a\u202eb"])
def test_what_cannot_be_stored_or_seen_is_refused(hostile):
    with pytest.raises(Invalid) as problem:
        outcome(hostile)
    assert problem.value.field == "quotation"


def test_the_example_stands_on_an_invented_text():
    content, key = Quotation.example()

    assert content.text is HARROW
    assert content.ideal(key, edition="adapted")["quotation"] == [HARROW.words(min(key.proofs[0]["adapted"]))]


# Pages


@pytest.mark.django_db
def test_a_graded_quotation_is_marked_from_the_text_that_was_pinned(ben):
    taken = attempt(ben, "quotation", mode=Mode.GRADED)
    client = Client()
    client.force_login(ben)
    address = f"/attempts/{taken.public_id}/1/"
    page = client.get(address)
    client.post(address, form(page) | {"quotation": "yet no newspaper\nhad printed a line", "save": "1"})
    publishing.publish(revision=revision(MAREN.replace("a line.", "one line.")), now=NOW, answers=_confirmed())
    client.post(f"/attempts/{taken.public_id}/submit/")

    assert Answer.objects.get().response == {"quotation": "yet no newspaper had printed a line"}
    assert taken.items.get().marks.get().fraction == 1


def _confirmed():
    (asked_now,) = (question.latest() for question in Question.objects.all())
    cited = [place.anchor for place in asked_now.key.content.cited()]
    return {asked_now.pk: {anchor: (anchor,) for anchor in cited}}


@pytest.mark.django_db
def test_the_reading_stands_beside_it_without_boxes(ben):
    page = asking.question_page(ben, attempt(ben, "quotation").public_id, 1)

    assert [p.number for p in page.passage.paragraphs] == [1, 2, 3]
    assert not page.marks_text


@pytest.mark.django_db
def test_results_show_the_quotation_where_it_stands_and_what_differs(ben):
    result = checked(attempt(ben, "quotation"), {"quotation": "yet one newspaper had printed a line"})
    (row,) = result.shown

    assert (result.mark.fraction, row.where, row.changes) == (Fraction(1, 2), "¶3.2", ("“one” stands for “no”",))
    assert [extract.paragraph.number for extract in result.extracts] == [3]


@pytest.mark.django_db
def test_a_place_whose_words_changed_stands_in_the_way_of_a_text():
    version("quotation")
    changed = revision(MAREN.replace("What he could not do was say", "He could not say"))
    with pytest.raises(publishing.Unanswered, match="quotation"):
        publishing.publish(revision=changed, now=NOW + timedelta(days=1))


@pytest.mark.django_db
def test_the_admin_form_comes_back(client, ada):
    shown, kept = sent_through_admin(client, ada, "quotation", QUOTATION)

    assert (kept.latest().number, kept.latest().content) == (1, Quotation.from_table(QUOTATION)[0])
    assert "What he could not do was say" in shown.content.decode()
