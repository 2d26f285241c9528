"""Dated events come from the works' folders, are asked of their texts, and stand side by side where they differ."""

from datetime import date

import pytest

from corpus import dating
from corpus.dating import BadEvents
from corpus.formats import adapted
from corpus.models import Event, Work
from corpus.text.citation import Anchor
from corpus.text.dates import Moment
from corpus.timeline import ROW, WIDTH, Dating, Entry, Timeline
from tests.factories.corpus import WorkFactory, library
from tests.queries import counted

pytestmark = pytest.mark.django_db

TEXT = "¶1\nThe weir was opened on 3 May 1931.\nThe mayor spoke.\n\n¶2\nHe left in 1933.\n"
OPENED = {"name": "weir-opens", "title": "The weir is opened", "date": "1931-05-03", "at": ["¶1.1"]}


def checked(*events: dict) -> tuple[dating.Dated, ...]:
    found = dating.read("orlo-1931", {"event": list(events)})
    dating.check(found, adapted.read(TEXT.encode()), "orlo-1931")
    return found


def test_an_event_has_its_date_and_its_sentences():
    (event,) = checked(OPENED)

    assert (event.when, event.at) == (Moment.of("1931-05-03"), (Anchor("orlo-1931", 1, 1),))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"date": ""}, "event 1 lacks date"),
        ({"date": "May"}, r"event 1 \(weir-opens\): “May” is no date"),
        ({"at": ["1.1"]}, "is not a citation"),
        ({"at": ["¶9.1"]}, "there is no such sentence"),
        ({"date": "1932-06-04"}, "gives a figure of that"),
        ({"at": ["¶2.1"]}, "gives a figure of that"),
    ],
)
def test_an_event_that_its_text_does_not_date_is_refused(wrong, says):
    with pytest.raises(BadEvents, match=says):
        checked({**OPENED, **wrong})


def test_events_are_replaced_when_a_work_is_loaded_again():
    work = WorkFactory(slug="orlo-1931")
    dating.keep(work, checked(OPENED, {**OPENED, "name": "mayor-leaves", "date": "1933", "at": ["¶2.1"]}))
    dating.keep(work, checked({**OPENED, "title": "The weir opens"}))

    assert [str(event) for event in Event.objects.all()] == ["The weir opens, 3 May 1931"]


def test_a_work_is_placed_where_its_facts_say_it_was_written():
    work = WorkFactory(facts={"issued": {"date-parts": [[1956]], "season": "spring"}})

    assert list(dating.written([work, WorkFactory(slug="b", facts={})])) == [(work, Moment.of("1956 spring"))]


@pytest.fixture
def disputed():
    """Two works give different days; one of them is also dated."""
    library()
    maren = Work.objects.get()
    maren.facts = {"issued": {"date-parts": [[1956]]}}
    maren.save()
    other = WorkFactory(slug="orlo-1931", year="1931", author="Ida Orlo", author_sort="Orlo, Ida")
    for work, day in ((maren, 4), (other, 5)):
        Event.objects.create(
            work=work,
            name="speech",
            title="The speech is held",
            first=date(1956, 2, day),
            last=date(1956, 2, day),
            words=f"{day} February 1956",
            cites=[f"{work.slug}:p1.s1"],
        )


def test_conflicting_dates_stand_side_by_side_with_who_gives_them(client, disputed):
    page = client.get("/library/timeline/").content.decode()

    assert page.count("<h3>The speech is held</h3>") == 1
    assert "The texts give different dates." in page
    assert '<time datetime="1956-02-04">4 February 1956</time>' in page
    assert '<a href="/library/orlo-1931/adapted/p1/#p1-s1">¶1.1</a>' in page
    assert "Ilse Maren writes “The Red Card Edition”" in page


def test_works_that_agree_are_witnesses_of_one_date(client, disputed):
    Event.objects.update(first=date(1956, 2, 4), last=date(1956, 2, 4), words="4 February 1956")
    page = client.get("/library/timeline/").content.decode()

    assert page.count("4 February 1956") == 1
    assert "The texts give different dates" not in page


def test_a_date_that_is_only_less_exact_is_no_dispute(client, disputed):
    Event.objects.filter(first=date(1956, 2, 5)).update(
        first=date(1956, 1, 1), last=date(1956, 12, 31), words="1956, exact day unknown"
    )
    page = client.get("/library/timeline/").content.decode()

    assert "1956, exact day unknown" in page
    assert "The texts give different dates" not in page


def test_the_page_asks_the_same_of_more_events(client, disputed):
    with counted() as few:
        client.get("/library/timeline/")
    work = Work.objects.first()
    for day in range(1, 20):
        Event.objects.create(
            work=work, name=f"e{day}", title="E", first=date(1950, 1, day), last=date(1950, 1, day), words="-"
        )
    with counted() as many:
        client.get("/library/timeline/")

    assert few.total == many.total == 2


def test_an_empty_timeline_says_where_events_come_from(client):
    assert "date no events" in client.get("/library/timeline/").content.decode()


# The figure


def figure(*dates: str) -> Timeline:
    return Timeline([Entry("E", (Dating(Moment.of(text), ()),)) for text in dates])


def test_a_stroke_is_as_long_as_the_date_is_unsure():
    year, day, later = figure("1950", "1951-07-01", "1953-12-31").strokes

    assert year[1:3] == (0.0, pytest.approx(WIDTH / 4, abs=1))
    assert day[2] < 5
    assert later[1] > WIDTH * 0.99
    assert later[0] - day[0] == ROW


def test_years_are_named_as_close_as_they_can_be_read():
    assert [year for _, year in figure("1950", "1953").ticks] == [1950, 1951, 1952, 1953]
    assert [year for _, year in figure("1901", "1999").ticks] == [1910, 1920, 1930, 1940, 1950, 1960, 1970, 1980, 1990]


@pytest.mark.parametrize("parts", [[["1931"]], [[-44]], [[]], [], [["x"]], None])
def test_a_work_with_an_odd_date_harms_no_page(client, parts):
    WorkFactory(facts={"issued": {"date-parts": parts}})

    assert client.get("/library/timeline/").status_code == 200
