"""An instructor brings a text, looks at it, sets its sentences, answers for the keys, and lets it go live."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from corpus.formats.draft import LIMIT
from corpus.models import Revision, Work
from quizzes.models import Question
from tests.factories.accounts import person
from tests.factories.corpus import library, revision
from tests.factories.courses import taught
from tests.factories.quizzes import BankFactory, question
from tests.story import MAREN

pytestmark = pytest.mark.django_db

ADD = "/admin/corpus/revision/add/"
NEW = {
    "format": "adapted",
    "edition": "adapted",
    "slug": "orlo-1931",
    "author": "Ida Orlo",
    "author_sort": "Orlo, Ida",
    "title": "Letters",
    "year": "1931",
}
REWORDED = MAREN.replace("What he could not do was say, outside that hall,", "He could not say, outside that hall,")
SHIFTED = MAREN.replace("¶5 ", "¶6 ").replace("¶4\n", "¶5\n").replace("¶3\n", "¶3\nThe cover was red.\n\n¶4\n")


@pytest.fixture
def desk(client, ada) -> Client:
    """Ada's browser."""
    BankFactory().editors.add(ada)
    client.force_login(ada)
    return client


def sent(desk: Client, data: bytes = MAREN.encode(), **facts: str):
    return desk.post(ADD, {**NEW, **facts, "file": SimpleUploadedFile("letters.md", data)}, follow=True)


def address(page: str, of: Revision, *more: str) -> str:
    return reverse(f"admin:corpus_revision_{page}", args=[of.pk, *more])


# Bringing a text


def test_a_file_becomes_a_text_that_waits_and_is_shown_sentence_by_sentence(desk):
    page = sent(desk)
    made = Revision.objects.get()

    assert (str(made.edition), made.published_at, made.made_by.name) == ("orlo-1931/adapted", None, "Ada Verhoeven")
    assert page.redirect_chain == [(address("change", made), 302)]
    assert "5 paragraphs, 17 sentences" in page.content.decode()
    assert "<li>Nobody was allowed to take notes.</li>" in page.content.decode()


def test_nobody_reads_what_waits(desk, client):
    sent(desk)

    assert client.get("/library/orlo-1931/adapted/0/").status_code == 404


def test_a_new_work_needs_its_facts_and_keeps_what_was_typed(desk):
    page = sent(desk, year="", author="").content.decode()

    assert page.count("A new work needs this") == 2
    assert 'value="orlo-1931"' in page
    assert not Work.objects.exists()


def test_a_work_of_that_name_is_there_already(desk):
    library()

    assert "There is a work of this name already" in sent(desk, slug="maren-1956").content.decode()


@pytest.mark.parametrize("names", [{"slug": "search"}, {"slug": "timeline"}, {"edition": "cite"}, {"edition": "pairs"}])
def test_a_name_that_another_page_has_is_refused(desk, names):
    assert "is the address of another page" in sent(desk, **names).content.decode()
    assert not Work.objects.exists()


def test_a_text_of_a_work_that_is_there(desk):
    library()
    work = str(Work.objects.get().pk)
    sent(desk, REWORDED.encode(), work=work, slug="")

    assert Revision.objects.waiting().get().number == 2


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"", "empty"),
        (b"A sentence that stands before any paragraph.", "before any ¶"),
        (b"x" * (LIMIT + 1), f"the limit is {LIMIT:,}"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_keeps_nothing(desk, data, says):
    assert says in sent(desk, data).content.decode()
    assert not Revision.objects.exists()


def test_a_script_in_a_text_is_shown_as_words(desk):
    page = sent(desk, "¶1\n<script>alert(1)</script> said Orlo.\n".encode()).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


# Looking at it


def test_what_differs_from_the_present_text_is_shown_word_by_word(desk):
    library()
    page = desk.get(address("change", revision(REWORDED))).content.decode()

    assert "<del>What he</del>" in page
    assert "1 paragraph with other words" in page


def test_the_sentences_of_a_paragraph_are_set_by_line_ends(desk):
    library()
    waiting = revision(REWORDED)
    paragraph = waiting.paragraphs.get(number=1)
    page = address("sentences", waiting, "p1")
    joined = paragraph.text
    answer = desk.post(page, {"sentences": joined}, follow=True)

    assert f">{paragraph.text[:40]}" in desk.get(page).content.decode()
    assert answer.redirect_chain == [(f"{address('change', waiting)}#p1", 302)]
    paragraph.refresh_from_db()
    assert paragraph.sentence_starts == [0]


def test_other_words_are_refused_and_kept_in_the_field(desk):
    library()
    waiting = revision(REWORDED)
    page = desk.post(address("sentences", waiting, "p1"), {"sentences": "Something else."}).content.decode()

    assert "change only where lines end" in page
    assert "Something else.</textarea>" in page


def test_a_published_text_offers_none_of_this(desk):
    published = library()
    page = desk.get(address("change", published)).content.decode()

    assert "Set sentences" not in page
    assert "Throw away" not in page
    assert desk.get(address("sentences", published, "p1")).status_code == 404
    assert desk.get(address("sentences", published, "p99")).status_code == 404


def test_a_draft_can_be_thrown_away_by_who_brought_it(desk):
    sent(desk)
    desk.post(address("throw_away", Revision.objects.get()))

    assert not Work.objects.exists()


def test_another_instructor_cannot_throw_it_away(desk, client):
    sent(desk)
    client.force_login(person("Otto Weiss", is_staff=True))
    client.post(address("throw_away", Revision.objects.get()))

    assert Revision.objects.exists()


# Letting it go live


def published(desk: Client, waiting: Revision, given: dict[str, str] | None = None) -> str:
    """Presses the button of the page as it was just opened."""
    digests = desk.get(address("publish", waiting)).context["digests"]
    return desk.post(address("publish", waiting), {"digests": digests, **(given or {})}, follow=True).content.decode()


def test_a_text_that_changed_since_the_page_was_opened_is_looked_at_again(desk):
    library()
    waiting = revision(REWORDED)
    digests = desk.get(address("publish", waiting)).context["digests"]
    desk.post(address("sentences", waiting, "p1"), {"sentences": waiting.paragraphs.get(number=1).text})
    page = desk.post(address("publish", waiting), {"digests": digests}, follow=True).content.decode()
    waiting.refresh_from_db()

    assert "has changed since you opened this page" in page
    assert waiting.published_at is None


def test_an_answer_that_is_not_offered_is_refused(desk):
    library()
    version = question(reason="It says so.")
    page = published(desk, revision(REWORDED), {f"{version.pk}-p3-s5": "move"})

    assert "Choose what becomes of this place" in page


def test_a_first_text_is_published_by_one_button(desk):
    sent(desk)
    made = Revision.objects.get()
    assert "It is the first text" in desk.get(address("publish", made)).content.decode()
    published(desk, made)
    made.refresh_from_db()

    assert made.published_at is not None


def test_a_moved_key_is_proposed_and_accepted_by_the_button(desk):
    library()
    version = question(reason="It says so.")
    waiting = revision(SHIFTED)
    page = desk.get(address("publish", waiting)).content.decode()
    names = [f"{version.pk}-p3-s{n}" for n in (3, 4, 5)]
    published(desk, waiting, dict.fromkeys(names, "move"))

    assert "Follow the words to ¶4.3" in page
    assert "The reading ¶1-3 becomes ¶1-4." in page
    assert page.count('value="move" checked') == 3
    assert Revision.objects.present().get(edition__kind="adapted") == waiting
    assert Question.objects.get().latest().number == 2


def test_what_is_not_answered_is_said_at_its_place_and_nothing_is_published(desk):
    library()
    version = question(reason="It says so.")
    waiting = revision(REWORDED)
    name = f"{version.pk}-p3-s5"
    page = published(desk, waiting, {name: "other", f"{name}-other": "¶x"})

    assert "“¶x” is not a citation" in page
    assert 'value="¶x"' in page
    assert "Nothing was published" in page
    assert "Choose what becomes" in published(desk, waiting)
    waiting.refresh_from_db()
    assert waiting.published_at is None


def test_an_answer_that_makes_a_flawed_key_shows_the_flaw(desk):
    library()
    version = question(reason="It says so.")
    name = f"{version.pk}-p3-s5"
    given = {name: "other", f"{name}-other": "¶3.4"}
    page = published(desk, revision(REWORDED), given)

    assert "¶3.4 is neutral and part of a proof as well" in page


def test_a_question_can_be_set_aside(desk):
    library()
    version = question(reason="It says so.")
    waiting = revision(REWORDED)
    page = published(desk, waiting, {f"aside-{version.pk}": "yes"})

    assert "1 was set aside: heard" in page


def test_keys_of_other_banks_are_for_their_editors(desk):
    library()
    question(reason="It says so.", bank=BankFactory(slug="other", title="Otto’s bank"))
    waiting = revision(REWORDED)
    page = desk.get(address("publish", waiting)).content.decode()
    desk.post(address("publish", waiting), {f"aside-{Question.objects.get().latest().pk}": "yes"})
    waiting.refresh_from_db()

    assert "Otto’s bank" in page
    assert 'value="Publish this text"' not in page
    assert waiting.published_at is None


def test_steps_that_read_the_work_are_listed(desk):
    library()
    taught()
    page = desk.get(address("publish", revision(SHIFTED))).content.decode()

    assert "reads ¶5-6 instead of ¶4-5" in page


def test_the_list_says_which_text_is_read_now(desk):
    library()
    revision(REWORDED)
    page = desk.get("/admin/corpus/revision/").content.decode()

    assert [state for state in ("read now", "waits") if state in page] == ["read now", "waits"]
