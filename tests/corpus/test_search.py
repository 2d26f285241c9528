"""The library is searched by the database's own index; both databases find the same."""

import pytest
from django.core.management import call_command
from django.db import connection

from corpus import incoming, search
from corpus.models import GlossaryEntry, Paragraph, Revision, Work
from corpus.search import ON_A_PAGE, Asked
from corpus.text.searching import Names, Query, parsed, places
from tests.factories.corpus import WorkFactory, library, revision
from tests.queries import counted
from tests.story import MAREN

pytestmark = pytest.mark.django_db


def hits(text: str, *, with_original: bool = False, names: Names | None = None, **narrowed: str) -> list[str]:
    """Edition and paragraph of everything found."""
    asked = Asked(parsed(text, names or Names()), **narrowed)
    return [
        f"{hit.revision.edition.kind} {hit.paragraph.anchor.label}"
        for hit in search.found(asked, with_original=with_original).hits
    ]


@pytest.fixture(autouse=True)
def _maren():
    library()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("speech secret", ["adapted ¶3"]),
        ("SPEECH", ["adapted ¶1", "adapted ¶3", "adapted ¶5"]),
        ('"red card"', ["adapted ¶2"]),
        ('"card red"', []),
        ("sign*", ["adapted ¶2", "adapted ¶5"]),
        ("sign", []),
        ("speech elephant", []),
        ('"the lists. The speech"', ["adapted ¶5"]),
    ],
)
def test_words_phrases_and_beginnings_are_found_in_paragraphs(query, found):
    assert hits(query) == found


def test_originals_are_found_by_those_who_may_read_them():
    assert hits("pencils") == []
    assert hits("pencils", with_original=True) == ["original ¶1"]


def test_the_search_is_narrowed_to_a_work_and_an_edition():
    other = WorkFactory(slug="orlo-1931", year="1931")
    revision("¶1\nThe speech was long.\n", work=other)

    assert hits("speech", work="orlo-1931") == ["adapted ¶1"]
    assert hits("hours", with_original=True, edition="original") == ["original ¶1"]


def test_works_come_in_the_order_of_their_years():
    revision("¶1\nThe speech was long.\n", work=WorkFactory(slug="orlo-1931", year="1931"))
    asked = Asked(parsed("speech", Names()))

    assert search.found(asked, with_original=False).hits[0].revision.edition.work.year == "1931"


def test_a_hit_names_its_sentences_and_the_places_in_them():
    asked = Asked(parsed("copy", Names()))
    first, *_ = search.found(asked, with_original=False).hits

    assert [sentence.anchor.label for sentence in first.sentences] == ["¶2.1", "¶2.4"]
    assert [first.paragraph.text[place.start : place.end] for place in first.places] == ["copy", "copy"]


def test_what_somebody_says_is_found_apart_from_what_is_said_about_it():
    revision(
        MAREN.replace("Moscow neither confirmed", "[The speech is a forgery.]{voice=moscow}\nMoscow neither confirmed")
    )
    Revision.objects.filter(published_at=None).update(published_at=Revision.objects.first().published_at)

    assert hits("speech", voice="listener") == ["adapted ¶5"]
    assert hits("speech", voice="moscow") == ["adapted ¶4"]
    assert hits("text", voice="moscow") == []


def test_everything_that_somebody_says_needs_no_words():
    assert hits("", voice="listener") == ["adapted ¶5"]
    assert hits("") == []


def test_a_person_is_found_under_other_names():
    GlossaryEntry.objects.create(
        work=Work.objects.get(), term="the capital", aliases=["Moscow"], kind="place", text="-", paragraphs=[]
    )

    assert hits("Moscow", names=search.names()) == ["adapted ¶2", "adapted ¶4"]


def test_only_present_texts_are_found():
    revision(MAREN.replace("red card cover", "green cover"))

    assert hits("green") == []
    assert hits("red") == ["adapted ¶2"]


def test_what_is_thrown_away_leaves_the_index():
    draft = revision(MAREN.replace("red card cover", "green cover"))
    keys = tuple(draft.paragraphs.values_list("pk", flat=True))
    held = [indexed(keys)]
    incoming.throw_away(draft)

    assert [*held, indexed(keys)] == [5, 0]


def indexed(keys: tuple[int, ...]) -> int:
    column = search.INDEXES[connection.vendor].key
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM corpus_words WHERE {column} BETWEEN %s AND %s", [min(keys), max(keys)])
        return cursor.fetchone()[0]


def test_pages_are_counted_and_the_queries_are_not():
    long = "\n\n".join(f"¶{n}\nThe pit was shut." for n in range(1, 46))
    revision(f"{long}\n", work=WorkFactory(slug="orlo-1931", year="1931"))
    asked = Asked(parsed("pit", Names()))
    with counted() as queries:
        found = search.found(asked, with_original=False, page=3)

    assert (found.total, found.pages, len(found.hits), queries.total) == (45, 3, 45 - 2 * ON_A_PAGE, 2)


@pytest.mark.parametrize(
    "query", ["'", "a' OR 'b", "NEAR(a b)", "a AND b*", "!a & (b", "\x00", "* *", "NOT", "corpus_words", "not neither"]
)
def test_a_hostile_query_is_only_words(query):
    asked = Asked(parsed(query, Names()))

    assert search.found(asked, with_original=True).total == the_slow_way(query)


def test_letters_of_any_script_are_found():
    revision("¶1\nПравда и 真理 sagte Łucja Şahin.\n", work=WorkFactory(slug="orlo-1931", year="1931"))

    assert hits("правда") == hits("真理") == hits("sahin") == hits("łucja şahin") == ["adapted ¶1"]


@pytest.mark.originals
def test_the_index_finds_what_looking_at_every_paragraph_finds(texts):
    """Asked of both databases. They may differ in phrases beyond the 16,383rd word of a paragraph, and nowhere else."""
    call_command("load_library", verbosity=0)
    asked = ["Stalin", '"cult of the individual"', "consum*", "Khrushchev speech", "20", '"New York Times"', "it’s"]
    totals = {query: search.found(Asked(parsed(query, Names())), with_original=True).total for query in asked}

    assert totals == {query: the_slow_way(query) for query in asked}
    assert totals["Stalin"] > 100


def the_slow_way(query: str) -> int:
    clauses = parsed(query, Names()).clauses
    rows = Paragraph.objects.filter(revision__in=Revision.objects.present()).values_list("text", flat=True)
    return sum(bool(clauses) and all(places(text, Query((clause,))) for clause in clauses) for text in rows)
