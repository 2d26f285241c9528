"""A revised text goes live only when every question that leans on it is answered for (T24)."""

from datetime import timedelta

import pytest

from corpus.models import Revision
from corpus.text.citation import Anchor
from corpus.text.relocate import Fate
from quizzes.bank import publishing, reviewing
from quizzes.bank.publishing import Aside, Unanswered
from quizzes.models import Key, KeyCheck, KeyCitation, Question, QuestionVersion
from quizzes.taking import attempts
from tests.factories.corpus import NOW, library, revision
from tests.factories.quizzes import ABSENT, CHOICE, HEARD, LATE, attempt, question, quiz
from tests.story import MAREN

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
HARMLESS = MAREN.replace("Moscow neither confirmed it nor denied it.", "Moscow neither confirmed nor denied it.")
REWORDED = MAREN.replace("What he could not do was say, outside that hall,", "He could not say, outside that hall,")
SHORTER = MAREN.replace("What he could not do was say, outside that hall, that he had heard them.\n", "")
# ¶3 and what follows is one paragraph further on.
SHIFTED = MAREN.replace("¶5 ", "¶6 ").replace("¶4\n", "¶5\n").replace("¶3\n", "¶3\nThe cover was red.\n\n¶4\n")


@pytest.fixture
def text() -> Revision:
    return library()


def write(slug="heard", table=HEARD, **facts) -> QuestionVersion:
    return question(slug, table, **{"reason": "It says so.", **facts})


def at(label: str) -> Anchor:
    paragraph, _, sentence = label.partition(".")
    return Anchor("maren-1956", int(paragraph), int(sentence or 0))


def everything() -> dict[str, list]:
    """Every row that publishing could touch."""
    models = (Question, QuestionVersion, Key, KeyCitation, KeyCheck, Revision)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_new_text_is_not_read_before_it_is_published(text):
    waiting = revision(HARMLESS)

    assert waiting.published_at is None
    assert Revision.objects.present().of("maren-1956", "adapted").get() == text
    assert Revision.objects.waiting().get() == waiting


def test_publishing_asks_every_key_again_and_keeps_the_answer(text):
    versions = [write(), write("late", table=LATE), write("absent", table=ABSENT)]
    waiting = revision(HARMLESS)
    verified = publishing.publish(revision=waiting, now=LATER)

    assert set(verified.stand) == set(versions)
    assert Revision.objects.present().of("maren-1956", "adapted").get() == waiting
    assert KeyCheck.objects.filter(revision=waiting, flaws=[], checked_at=LATER).count() == 3


@pytest.mark.parametrize(
    ("changed", "says"), [(REWORDED, "the words at adapted ¶3.5 changed"), (SHORTER, "there is no adapted ¶3.5")]
)
def test_a_text_that_breaks_a_key_is_refused_by_name_and_changes_nothing(text, changed, says):
    write()
    write("late", table=LATE)
    waiting = revision(changed)
    before = everything()

    with pytest.raises(publishing.Unanswered, match="1 key would no longer stand: heard") as refused:
        publishing.publish(revision=waiting, now=LATER)
    (broken,) = refused.value.breaks
    assert says in broken.flaws[0].message
    assert everything() == before


def test_only_the_latest_version_of_a_question_is_asked(text):
    write()
    write(table={**HEARD, "proof": [{"adapted": ["¶3.3"]}]})

    assert [version.number for version in publishing.publish(revision=revision(REWORDED), now=LATER).stand] == [2]


def test_a_mended_key_lets_the_text_be_published(text):
    write()
    waiting = revision(REWORDED)
    with pytest.raises(publishing.Unanswered):
        publishing.publish(revision=waiting, now=LATER)
    write(table={**HEARD, "proof": [{"adapted": ["¶3.3"]}]})

    assert publishing.publish(revision=waiting, now=LATER).stand


def test_an_older_text_does_not_come_back(text):
    second, third = revision(HARMLESS), revision(HARMLESS.replace("months", "weeks").replace("pieces", "parts"))
    publishing.publish(revision=third, now=LATER)

    with pytest.raises(ValueError, match="older than revision 3"):
        publishing.publish(revision=second, now=LATER)
    assert not Revision.objects.waiting().exists()


def test_what_was_begun_on_the_old_text_stays_with_it(text, ben):
    taken = attempt(ben, quiz())
    publishing.publish(revision=revision(HARMLESS), now=LATER)
    taken.refresh_from_db()

    assert {item.revision for item in taken.items.exclude(revision=None)} == {text}
    assert (
        attempts.begin(quiz=taken.quiz, user=ben, rules=taken.under, edition="adapted", return_to="/", now=NOW) == taken
    )


def test_who_begins_afterwards_reads_the_new_text(text, ben):
    made = quiz()
    waiting = revision(HARMLESS)
    publishing.publish(revision=waiting, now=LATER)

    assert {item.revision for item in attempt(ben, made).items.all()} == {waiting}


# Following the words


def only(waiting: Revision) -> publishing.Affected:
    (touched,) = reviewing.review(waiting).affected
    return touched


def test_words_that_stand_once_elsewhere_are_proposed_with_the_reading(text):
    write()
    touched = only(revision(SHIFTED))

    assert touched.proposed == {at("3.3"): (at("4.3"),), at("3.4"): (at("4.4"),), at("3.5"): (at("4.5"),)}
    assert touched.is_proposed_whole
    assert [tuple(map(str, pair)) for pair in touched.moving] == [("maren-1956 ¶1-3", "maren-1956 ¶1-4")]


def test_a_proposal_is_not_made_without_an_answer(text):
    write()
    with pytest.raises(Unanswered):
        publishing.publish(revision=revision(SHIFTED), now=LATER)


def test_an_accepted_proposal_makes_the_next_version_and_its_key_stands(text, ada):
    version = write()
    waiting = revision(SHIFTED)
    answers = {version.pk: only(waiting).proposed}
    (fresh,) = publishing.publish(revision=waiting, now=LATER, by=ada, answers=answers).followed

    assert (fresh.number, fresh.reading, fresh.made_by) == (2, "maren-1956 ¶1-4", ada)
    assert {(c.paragraph, c.sentence) for c in fresh.citations.filter(role="proof")} == {(4, 3), (4, 5)}
    assert KeyCheck.objects.get(version=fresh, revision=waiting).flaws == []
    assert (fresh.points, fresh.skills) == (version.points, version.skills)


def test_what_the_author_says_follows_too(text):
    version = write(reason="Only [¶3.5] says so.")
    waiting = revision(SHIFTED)
    publishing.publish(revision=waiting, now=LATER, answers={version.pk: only(waiting).proposed})

    assert version.question.latest().key.reason == "Only [¶4.5] says so."


def test_a_sentence_that_only_the_reason_cites_is_asked_about(text):
    write("late", LATE, reason="Compare [¶3.5].")
    (place,) = only(revision(REWORDED)).open

    assert (place.roles, place.found.fate) == (("reason",), Fate.CHANGED)


def test_changed_words_can_be_confirmed_at_their_place(text):
    version = write()
    waiting = revision(REWORDED)
    (fresh,) = publishing.publish(revision=waiting, now=LATER, answers={version.pk: {at("3.5"): (at("3.5"),)}}).followed

    assert KeyCheck.objects.get(version=fresh, revision=waiting).flaws == []


def test_another_place_can_be_cited_instead(text):
    version = write()
    answers = {version.pk: {at("3.5"): (at("3.4"),)}}
    with pytest.raises(Unanswered) as refused:
        publishing.publish(revision=revision(SHORTER), now=LATER, answers=answers)

    assert "neutral" in refused.value.breaks[0].flaws[0].message  # ¶3.4 is neutral already


def test_an_answer_that_leaves_something_open_is_none(text):
    version = write()
    with pytest.raises(Unanswered):
        publishing.publish(revision=revision(SHIFTED), now=LATER, answers={version.pk: {at("3.3"): (at("4.3"),)}})


def test_a_proof_can_be_taken_out_where_another_is_left(text):
    table = {**HEARD, "proof": [{"adapted": ["¶3.5"]}, {"adapted": ["¶1.2"]}]}
    version = write(table=table)
    waiting = revision(SHORTER)
    (fresh,) = publishing.publish(revision=waiting, now=LATER, answers={version.pk: {at("3.5"): ()}}).followed

    assert [c.anchor.label for c in fresh.citations.filter(role="proof")] == ["¶1.2"]


def test_a_question_can_be_set_aside_and_is_not_asked_until_mended(text, ben):
    made = quiz()
    for name in ("q2", "q3", "q4"):
        mended = QuestionVersion.objects.get(question__slug=name)
        Key.objects.filter(version=mended).update(reason="It says so.")
    waiting = revision(SHORTER)
    aside = only(waiting).version
    publishing.publish(revision=waiting, now=LATER, answers={aside.pk: Aside.ASIDE})

    assert aside.question.slug == "q1"
    assert aside not in [item.version for item in attempt(ben, made).items.all()]


def test_the_old_version_stays_what_it_was(text):
    version = write()
    before = list(KeyCitation.objects.filter(version=version).values())
    waiting = revision(SHIFTED)
    publishing.publish(revision=waiting, now=LATER, answers={version.pk: only(waiting).proposed})

    assert list(KeyCitation.objects.filter(version=version).values()) == before
    assert Key.objects.get(version=version).content == version.key.content


def test_one_answer_wrong_and_nothing_is_published(text):
    first, second = write(), write("late", LATE)
    waiting = revision(SHIFTED)
    before = everything()
    with pytest.raises(Unanswered, match="late"):
        publishing.publish(
            revision=waiting, now=LATER, answers={first.pk: reviewing.review(waiting).affected[0].proposed}
        )

    assert everything() == before
    assert second.checks.count() == 2


def test_a_choice_follows_its_evidence(text):
    version = write("free", CHOICE)
    moved = MAREN.replace("At each stop it was read aloud once and sent back.\n", "").replace(
        "Within days", "At each stop it was read aloud once and sent back.\nWithin days"
    )
    waiting = revision(moved)
    (fresh,) = publishing.publish(revision=waiting, now=LATER, answers={version.pk: only(waiting).proposed}).followed

    assert [c.anchor.label for c in fresh.citations.all()] == ["¶2.1"]


def test_the_questions_that_nothing_touches_are_not_shown(text):
    write()
    write("absent", ABSENT)
    found = reviewing.review(revision(REWORDED))

    assert [touched.version.question.slug for touched in found.affected] == ["heard"]
    assert [version.question.slug for version in found.untouched] == ["absent"]


def test_a_reason_whose_sentences_part_cites_each_of_them(text):
    version = write(reason="Only [¶3.4-5] say so.")
    between = MAREN.replace("What he could not do", "It rained.\nWhat he could not do")
    waiting = revision(between)
    publishing.publish(revision=waiting, now=LATER, answers={version.pk: only(waiting).proposed})

    assert version.question.latest().key.reason == "Only [¶3.4] [¶3.6] say so."


def test_what_is_taken_out_of_the_key_may_not_stay_its_reason(text):
    table = {**HEARD, "proof": [{"adapted": ["¶3.5"]}, {"adapted": ["¶1.2"]}]}
    version = write(table=table, reason="Only [¶3.5] says so.")
    with pytest.raises(Unanswered) as refused:
        publishing.publish(revision=revision(REWORDED), now=LATER, answers={version.pk: {at("3.5"): ()}})

    assert "The reason still cites ¶3.5" in refused.value.breaks[0].flaws[0].message


def test_feedback_and_hints_follow_like_the_reason(text):
    version = write(feedback={"wrong": "Look at [¶3.5]."}, hints=("Read [¶3].", "Then [¶3.5]."))
    waiting = revision(SHIFTED)
    publishing.publish(revision=waiting, now=LATER, answers={version.pk: only(waiting).proposed})
    key = version.question.latest().key

    assert key.feedback == {"wrong": "Look at [¶4.5]."}
    assert key.hints == ["Read [¶4].", "Then [¶4.5]."]


def test_a_sentence_that_only_a_hint_cites_is_asked_about(text):
    version = write("late", LATE, hints=("See [maren-1956 ¶2.4].",))
    waiting = revision(MAREN.replace("Each copy bore a number, and someone signed for it.", "Each bore a number."))

    assert [place.found.at for place in only(waiting).open] == [at("2.4")]
    with pytest.raises(Unanswered) as refused:
        publishing.publish(revision=waiting, now=LATER, answers={version.pk: {at("2.4"): ()}})
    assert "Hint 1 still cites ¶2.4" in refused.value.breaks[0].flaws[0].message


def test_a_text_is_published_once(text):
    waiting, stale = revision(HARMLESS), revision(HARMLESS)
    publishing.publish(revision=waiting, now=LATER)

    with pytest.raises(ValueError, match="published already"):
        publishing.publish(revision=stale, now=LATER + timedelta(days=1))
    stale.refresh_from_db()
    assert stale.published_at == LATER
