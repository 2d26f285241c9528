"""The page that checks an essay: each quotation in place, its state in words, its source beside it; nothing is kept."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from corpus.models import Paragraph, Work
from corpus.text.essay import LONGEST, MOST
from tests.factories.corpus import WorkFactory, library, revision
from tests.queries import counted
from tests.story import MAREN

pytestmark = pytest.mark.django_db

ADDRESS = "/library/check/"
ESSAY = """Maren writes that “the fitter could repeat whole passages”, and of Moscow: “Moscow confirmed it”.

    Couriers carried it from the capital to the regions, and from there to every factory committee. (Maren 1956, ¶2)

“Nobody was allowed to take … notes,” but “[n]o newspaper had printed a line” (¶3). A “thaw”, as Orlo (1931, ¶2) has it.
"""


@pytest.fixture(autouse=True)
def _maren():
    library()


def page(client, essay: str = ESSAY, status: int = 200) -> str:
    answer = client.post(ADDRESS, {"essay": essay})
    assert answer.status_code == status
    return answer.content.decode()


def main(shown: str) -> str:
    return shown.split("<main")[1].split("</main>")[0]


def test_without_an_essay_there_is_a_form(client):
    shown = client.get(ADDRESS).content.decode()

    assert '<textarea id="essay" name="essay"' in shown
    assert 'enctype="multipart/form-data"' in shown
    assert "Up to 200,000 characters and 500 quotations" in shown
    assert "How to read the signs" not in shown


def test_the_library_leads_here(client):
    assert f'href="{ADDRESS}"' in client.get("/library/").content.decode()


def test_each_quotation_is_marked_in_place_with_its_state_in_words(client):
    shown = page(client, "She says “Each copy bore a number” and “Each copy bore no number”.")

    assert '<span class="mine proof" id="q1">“Each copy bore a number”</span>' in shown
    assert 'href="#f1" aria-label="Quotation 1: Verbatim">1</a>' in shown
    assert '<span class="mine" id="q2">“Each copy bore no number”</span>' in shown
    assert '<li class="ev proof" id="f1">' in shown
    assert '<li class="ev missed" id="f2">' in shown


def test_the_place_is_a_link_into_the_reader(client):
    shown = page(client, "“and someone signed for it”")

    assert '<a href="/library/maren-1956/adapted/p2/#p2-s4">Maren 1956, ¶2.4, adapted</a>' in shown
    assert client.get("/library/maren-1956/adapted/p2/").status_code == 302


def test_a_difference_is_shown_word_by_word(client):
    shown = page(client, "“Nobody was ever allowed to take notes.”")

    assert "Nobody was" in shown
    assert '<span class="mine"><span class="hear">only in the essay: </span>ever</span>' in shown
    assert "Give the words of the source" in shown


def test_what_an_honest_omission_leaves_out_is_shown(client):
    shown = page(client, "“The delegates listened … and no debate followed.”")

    assert '<span class="theirs"><span class="hear">only in the source: </span>for about four hours,</span>' in shown
    assert "Exact, with marked omissions or insertions" in shown


def test_a_splice_names_both_places(client):
    shown = page(client, "“Nobody was allowed to take notes … he had listened standing up”")

    assert "Put together from distant passages" in shown
    assert [f"Maren 1956, {place}, adapted" in shown for place in ("¶1.2", "¶3.3")] == [True, True]


def test_the_figure_counts_what_is_exact(client):
    shown = page(client)

    assert '<p class="figure">3<small>of 5 quotations exact</small></p>' in main(shown)
    assert "Not counted: 1 term or title." in shown


def test_nothing_to_look_at_is_said_so(client):
    assert "Nothing needs a second look." in page(client, "“Each copy bore a number” (Maren 1956, ¶2)")


def test_an_essay_without_quotations_is_told_how_they_look(client):
    shown = page(client, "A plain essay, without one.")

    assert "No quotation was found" in shown
    assert "A plain essay, without one." in shown


def test_a_mark_that_never_closes_is_told(client):
    assert "“a number and so on …" in page(client, "Each copy bore “a number and so on\n\nThe end.")


# Who may read what


def test_originals_are_asked_for_those_who_log_in_only(client, ben):
    words = "“Beyond the frontier it came by instalments.”"
    before = page(client, words)
    client.force_login(ben)
    after = page(client, words)

    assert "Not in the adapted editions" in before
    assert "so only the adapted editions are asked" in before
    assert "/original/" not in before
    assert "Maren 1956, ¶4.1, original" in after
    assert "You are not logged in" not in after


def test_without_scripts_and_with_them_it_is_the_same(client):
    plain = client.post(ADDRESS, {"essay": ESSAY})
    smooth = client.post(ADDRESS, {"essay": ESSAY}, headers={"HX-Request": "true"})

    assert main(_without_token(plain)) == main(_without_token(smooth))
    assert "<script" not in main(plain.content.decode())


def _without_token(answer) -> str:
    head, _, rest = answer.content.decode().partition('name="csrfmiddlewaretoken" value="')
    return head + rest.partition('"')[2]


# Limits and hostile text


@pytest.mark.parametrize(
    ("essay", "says"),
    [
        ("  ", "There is nothing to check yet"),
        ("x" * (LONGEST + 1), "200,001 characters; the limit is 200,000"),
        ("“a b c” " * (MOST + 1), "501 quotations; the limit is 500"),
    ],
)
def test_what_cannot_be_checked_says_why_and_keeps_the_text(client, essay, says):
    shown = page(client, essay, status=400)

    assert says in shown
    assert essay.strip() in shown


def test_the_essay_is_shown_and_not_obeyed(client):
    hostile = (
        "“<script>alert(1)</script> & <b onclick=x>” </textarea><img src=x> {% url %} “Each copy bore <i>a number”"
    )
    shown = main(page(client, hostile))

    assert not any(tag in shown for tag in ("<script", "<img", "<b onclick", "<i>"))
    assert shown.count("</textarea>") == 1
    assert "&lt;script&gt;alert(1)" in shown


def test_signs_that_turn_the_writing_are_taken_out(client):
    shown = page(client, "“Each copy \u202ebore\u2066 a\x00 number”")

    assert "Verbatim" in shown
    assert not any(sign in shown for sign in "\u202e\u2066\x00")


def test_nothing_is_kept(client):
    with counted() as queries:
        page(client)

    assert queries.writes == 0


def test_the_page_asks_the_same_of_a_larger_library_and_a_longer_essay(client):
    asked = []
    for number in (1, 3, 9):
        for one in range(number):
            revision("¶1\nThe speech was long.\n", work=WorkFactory(slug=f"w{number}-{one}", year="1931"))
        page(client, ESSAY)
        with counted() as queries:
            page(client, ESSAY * number)
        asked.append(queries.total)

    assert asked == [asked[0]] * 3
    assert asked[0] <= 3


def test_a_changed_text_is_asked_at_once(client):
    assert "Nearly" in page(client, "“Every copy bore a number”")
    changed = revision(MAREN.replace("Each copy bore", "Every copy bore"))
    changed.published_at = changed.made_at
    changed.save()

    assert "Verbatim" in page(client, "“Every copy bore a number”")


# The command


def run(tmp_path, essay: str, *more: str) -> str:
    file, said = tmp_path / "essay.txt", StringIO()
    file.write_text(essay, encoding="utf-8")
    call_command("check_essay", str(file), *more, stdout=said)
    return said.getvalue()


def test_the_command_says_of_each_quotation_what_to_do(tmp_path):
    said = run(tmp_path, "“Each copy bore a number” or “Each copy bore no number”?").splitlines()

    assert said[0].startswith("1. “Each copy bore a number” Verbatim (maren-1956/adapted ¶2).")
    assert "“no” stands for “a”" in said[1]
    assert said[-1] == "1 of 2 quotations are exact. Look again at 2."


def test_the_command_answers_in_json_lines(tmp_path):
    (one,) = map(json.loads, run(tmp_path, "“Nobody … allowed to take [any] notes”", "--json").splitlines())

    assert (one["verdict"], one["inserted"], one["left_out"]) == ("omissions", ["[any]"], ["was"])
    assert one["places"] == ["maren-1956/adapted ¶1"]


def test_the_command_reads_text_in_utf_8_only(tmp_path):
    file = tmp_path / "essay.txt"
    file.write_bytes("“nön”".encode("latin-1", "replace"))
    with pytest.raises(CommandError, match="not UTF-8"):
        call_command("check_essay", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_essay", str(tmp_path / "none.txt"))
    with pytest.raises(CommandError, match="the limit is 200,000"):
        run(tmp_path, "x" * (LONGEST + 1))


def test_an_empty_library_says_how_to_fill_it(tmp_path, client):
    Paragraph.objects.all().delete()
    Work.objects.all().delete()

    with pytest.raises(CommandError, match="load_library"):
        run(tmp_path, "“Each copy bore a number”")
    assert "Not in the adapted editions" in page(client, "“Each copy bore a number”")
