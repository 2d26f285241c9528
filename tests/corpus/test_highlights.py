"""What a reader marks is theirs alone, follows its words into a new text, and goes out and comes in as a file."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from corpus import highlights
from corpus.highlights import LONGEST, Refused
from corpus.models import Highlight, Revision
from corpus.text.annotation import Unreadable
from corpus.text.citation import Anchor
from tests.factories.corpus import NOW, library, revision
from tests.queries import counted
from tests.story import MAREN

pytestmark = pytest.mark.django_db

SHIFTED = MAREN.replace("¶5 ", "¶6 ").replace("¶4\n", "¶5\n").replace("¶3\n", "¶3\nThe cover was red.\n\n¶4\n")
REWORDED = MAREN.replace("Nobody was allowed to take notes.", "Notes were forbidden.")
PASSAGE = "?passage=%C2%B61-2&back=/library/maren-1956/adapted/0/"
MARK, NOTES = f"/library/maren-1956/adapted/mark/{PASSAGE}", "/library/notes/"


@pytest.fixture
def text() -> Revision:
    return library()


def at(*labels: str) -> list[Anchor]:
    return [Anchor("maren-1956", *map(int, label.split("."))) for label in labels]


def keep(user: User, of: Revision, *labels: str, remark: str = "") -> list[Highlight]:
    return highlights.keep(user=user, revision=of, anchors=at(*labels), remark=remark, now=NOW)


def labels(user: User) -> list[str]:
    return [highlight.citation.label for highlight in highlights.of(user)]


# Keeping


def test_each_run_of_sentences_is_one_mark(text, ben):
    keep(ben, text, "1.3", "1.2", "2.1", "1.1", "2.3")

    assert labels(ben) == ["¶1.1-3", "¶2.1", "¶2.3"]


def test_the_same_sentences_again_change_the_remark(text, ben):
    keep(ben, text, "1.2", remark="Why?")
    keep(ben, text, "1.2", remark="Because.")

    assert [highlight.remark for highlight in highlights.of(ben)] == ["Because."]


@pytest.mark.parametrize(
    ("marked", "remark", "says"),
    [((), "", "Mark a sentence"), (("9.1",), "", "¶9.1 is no sentence"), (("1.1",), "x" * (LONGEST + 1), "2,000")],
)
def test_what_cannot_be_kept_says_why(text, ben, marked, remark, says):
    with pytest.raises(Refused, match=says):
        keep(ben, text, *marked, remark=remark)
    assert not Highlight.objects.exists()


# A revised text


def test_marks_follow_their_words(text, ben):
    keep(ben, text, "4.1", "4.2", remark="Abroad")
    after = revision(SHIFTED)
    left = highlights.follow(before=text, after=after)

    assert (left, labels(ben)) == (0, ["¶5.1-2"])
    assert Highlight.objects.get().revision == after


def test_marks_on_changed_words_stay_with_the_old_text(text, ben):
    keep(ben, text, "1.1", "1.2")
    keep(ben, text, "2.1")
    left = highlights.follow(before=text, after=revision(REWORDED))
    stayed = Highlight.objects.get(paragraph=1)

    assert (left, stayed.revision) == (1, text)
    assert highlights.words(stayed).endswith("Nobody was allowed to take notes.")


# Files


def test_what_goes_out_as_annotations_comes_in_again(text, ben, cleo):
    keep(ben, text, "1.2", remark="Why?")
    keep(ben, text, "3.1", "3.2")
    data = highlights.as_json(highlights.of(ben)).encode()
    done = highlights.bring(user=cleo, data=data, with_original=True, now=NOW)

    assert (done.kept, done.lost) == (2, ())
    assert labels(cleo) == labels(ben)
    assert {h.remark for h in highlights.of(cleo)} == {"Why?", ""}


def test_what_is_not_found_for_sure_is_told(text, ben):
    keep(ben, text, "1.2")
    data = highlights.as_json(highlights.of(ben)).replace("take notes", "take photographs").encode()
    done = highlights.bring(user=ben, data=data, with_original=True, now=NOW)

    assert done.lost == ("“Nobody was allowed to take photographs.” (maren-1956/adapted)",)


def test_a_file_that_is_none_is_told(ben):
    with pytest.raises(Unreadable):
        highlights.bring(user=ben, data=b"{}", with_original=True, now=NOW)


def test_markdown_has_words_citation_and_remark(text, ben):
    keep(ben, text, "1.2", remark="Why?")

    assert highlights.as_markdown(highlights.of(ben)) == (
        "# Ilse Maren, The Red Card Edition (1956) – adapted edition\n\n"
        "> Nobody was allowed to take notes.\n>\n> maren-1956/adapted ¶1.2\n\nWhy?\n"
    )


# Pages


@pytest.fixture
def desk(client, ben, text) -> Client:
    client.force_login(ben)
    return client


def test_marking_keeps_and_goes_back_to_the_reading(desk, ben):
    assert 'value="maren-1956:p1.s2"' in desk.get(MARK).content.decode()
    answer = desk.post(MARK, {"mark": ["maren-1956:p1.s2"], "remark": "Why?"})

    assert answer.headers["Location"] == "/library/maren-1956/adapted/0/"
    assert labels(ben) == ["¶1.2"]


def test_an_address_elsewhere_is_not_gone_back_to(desk):
    answer = desk.post(
        MARK.replace("/library/maren-1956/adapted/0/", "https://bad.example/"), {"mark": "maren-1956:p1.s2"}
    )

    assert answer.headers["Location"] == "/library/maren-1956/adapted/p1/"


@pytest.mark.parametrize("mark", ["", "nonsense", "maren-1956:p99.s1", "other:p1.s1"])
def test_a_wrong_mark_is_told_and_the_remark_kept(desk, mark):
    answer = desk.post(MARK, {"mark": [mark] if mark else [], "remark": "A long thought."})

    assert answer.status_code == 400
    assert "A long thought.</textarea>" in answer.content.decode()
    assert not Highlight.objects.exists()


@pytest.mark.parametrize("passage", ["", "nonsense", "¶99", "other-1900 ¶1"])
def test_a_passage_that_is_none_is_not_there(desk, passage):
    assert desk.get("/library/maren-1956/adapted/mark/", {"passage": passage}).status_code == 404


def test_marked_sentences_are_shown_in_the_reading_to_their_reader_only(desk, client, ben, text, cleo):
    keep(ben, text, "1.2")
    page = "/library/maren-1956/adapted/0/"
    assert '<span class="mine" id="p1-s2">' in desk.get(page).content.decode()
    assert "You marked 1 here" in desk.get(page).content.decode()
    client.force_login(cleo)

    assert 'class="mine"' not in client.get(page).content.decode()


def test_the_list_shows_words_remark_and_what_stayed_behind(desk, ben, text):
    keep(ben, text, "1.2", remark="<b>Why?</b>")
    keep(ben, text, "2.1")
    after = revision(REWORDED)
    Revision.objects.filter(pk=after.pk).update(published_at=NOW)
    highlights.follow(before=text, after=after)
    page = desk.get(NOTES).content.decode()

    assert "&lt;b&gt;Why?&lt;/b&gt;" in page
    assert page.count("The mark stays with maren-1956/adapted revision 1") == 1
    assert "2<small>places marked" in page


def test_a_remark_is_changed_and_a_mark_taken_out(desk, ben, text):
    (kept,) = keep(ben, text, "1.2")
    desk.post(f"{NOTES}{kept.name}/", {"remark": "Because."})
    kept.refresh_from_db()
    assert kept.remark == "Because."
    desk.post(f"{NOTES}{kept.name}/", {"remove": "yes"})

    assert not Highlight.objects.exists()


def test_a_remark_that_is_too_long_is_refused_with_the_figure(desk, ben, text):
    (kept,) = keep(ben, text, "1.2", remark="Why?")
    page = desk.post(f"{NOTES}{kept.name}/", {"remark": "x" * 2_001}, follow=True).content.decode()
    kept.refresh_from_db()

    assert "the limit is 2,000" in page
    assert kept.remark == "Why?"


def test_files_are_taken_out_and_brought_in(desk, ben, text):
    keep(ben, text, "1.2", remark="Why?")
    data = desk.get("/library/notes.json").content
    Highlight.objects.all().delete()
    page = desk.post(f"{NOTES}bring/", {"file": SimpleUploadedFile("n.json", data)}, follow=True).content.decode()

    assert json.loads(data)["items"][0]["body"]["value"] == "Why?"
    assert "1 place was marked" in page
    assert labels(ben) == ["¶1.2"]
    assert desk.get("/library/notes.exe").status_code == 404


@pytest.mark.parametrize(
    ("files", "says"), [({}, "Choose a file"), ({"file": b"x"}, "no JSON"), ({"file": b" " * 1_000_001}, "1,000,000")]
)
def test_a_file_that_cannot_be_brought_in_says_why(desk, files, says):
    sent = {name: SimpleUploadedFile("n.json", data) for name, data in files.items()}

    assert says in desk.post(f"{NOTES}bring/", sent, follow=True).content.decode()


def test_the_pages_ask_the_same_with_many_marks(desk, ben, text):
    desk.get("/library/maren-1956/adapted/0/")  # what is worked out once
    asked = []
    for count in (1, 3):
        keep(ben, text, *(f"{paragraph}.1" for paragraph in range(1, count + 1)))
        with counted() as section:
            desk.get("/library/maren-1956/adapted/0/")
        with counted() as listed:
            desk.get(NOTES)
        asked.append((section.total, listed.total))

    assert asked[0] == asked[1]
    assert asked[0][0] <= 5
