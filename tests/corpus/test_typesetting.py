"""Words become markup in one place, and stay words there (T45, T47, T60)."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import typesetting
from corpus.kept import forget
from corpus.text.digest import digest
from corpus.text.passage import Paragraph, Passage

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;</p></label></details>"
ELEMENTS = {"div", "h3", "p", "a", "span", "label", "input", "br", "details", "summary"}
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).map(str.strip).filter(bool)


@pytest.fixture(autouse=True)
def _forgotten():
    forget()


def passage(*sentences: str, voice: str = "", kind: str = "prose") -> Passage:
    starts, text = [], ""
    for sentence in sentences:
        starts.append(len(text))
        text += f"{sentence} "
    paragraph = Paragraph("maren-1956", 7, kind, voice, text.rstrip(), tuple(starts))
    return Passage("maren-1956", "adapted", digest([text, voice, kind]), (paragraph,))


class Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.names, self.ids, self.open, self.text = set(), set(), [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in {"input", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def both(found: Passage, voices=None, **more) -> list[str]:
    return [typesetting.reading(found, voices or {}, **more), typesetting.marking(found, voices or {}, ())]


@given(st.lists(words, min_size=1, max_size=3))
def test_whatever_the_text_says_it_stays_text(sentences):
    for html in both(passage(*sentences)):
        seen = Seen(html)
        assert seen.tags <= ELEMENTS
        assert seen.open == []
        assert all(sentence in seen.text for sentence in sentences)


def test_hostile_words_are_shown_and_not_obeyed():
    found = passage(f"He wrote {EVIL} there.", f"{EVIL}", voice=EVIL, kind=EVIL)
    for html in both(found, {EVIL: EVIL}):
        seen = Seen(html)
        assert seen.tags <= ELEMENTS
        assert seen.names <= {"id", "class", "href", "aria-label", "type", "name", "value"}
        assert "<script>alert(1)</script>" in seen.text


def test_a_hostile_glossary_is_shown_and_not_obeyed():
    html = typesetting.reading(passage("A sentence."), {}, glossary={7: [(EVIL, EVIL)]})
    seen = Seen(html)

    assert (seen.tags <= ELEMENTS, seen.open, EVIL in seen.text) == (True, [], True)


def test_each_sentence_has_an_address_and_in_reading_no_control():
    html = typesetting.reading(passage("First one.", "Second one."), {})

    assert Seen(html).ids == ["p7", "p7-s1", "p7-s2"]
    assert "<input" not in html


def test_each_sentence_has_its_box_when_it_is_to_be_marked():
    html = typesetting.marking(passage("First one.", "Second one."), {}, {"maren-1956:p7.s2"})

    assert html.count('type="checkbox"') == 2
    assert html.count(" checked") == 1
    assert 'value="maren-1956:p7.s2" checked' in html


def test_a_mark_that_is_not_in_the_text_ticks_nothing():
    assert " checked" not in typesetting.marking(passage("One."), {}, {"maren-1956:p9.s1", '" checked'})


def test_both_ways_say_the_same_words():
    found = passage("First one & more.", "Second “one”.")
    read, marked = ("".join(Seen(html).text.split()) for html in both(found))

    assert read == marked


def test_a_voice_is_told_in_words_before_the_paragraph():
    html = typesetting.reading(passage("They learned it.", voice="listener"), {"listener": "An unnamed listener"})

    assert html.index("An unnamed listener") < html.index("They learned it.")


def test_a_voice_without_a_printed_name_is_told_by_its_short_one():
    assert "listener" in typesetting.reading(passage("They learned it.", voice="listener"), {})


def test_changed_names_of_voices_are_not_taken_from_the_shelf():
    found = passage("They learned it.", voice="listener")
    for make in (typesetting.reading, lambda p, voices: typesetting.marking(p, voices, ())):
        make(found, {"listener": "A listener"})
        assert "Somebody else" in make(found, {"listener": "Somebody else"})


def test_a_changed_glossary_is_not_taken_from_the_shelf():
    found = passage("They learned it.")
    typesetting.reading(found, {}, glossary={7: [("it", "The old explanation.")]})

    assert "The new one." in typesetting.reading(found, {}, glossary={7: [("it", "The new one.")]})


def test_another_text_is_not_taken_for_the_one_that_was_set():
    typesetting.reading(passage("The old words."), {})

    assert "The new words." in typesetting.reading(passage("The new words."), {})


def test_the_lines_of_a_verse_stay_lines():
    assert str(typesetting.words("One line,\nanother <line>")) == "One line,<br>another &lt;line&gt;"


def test_a_note_has_an_address_of_its_own():
    note = Paragraph("maren-1956", 1, "note", "", "A note.", (0,), note=True)
    html = typesetting.reading(Passage("maren-1956", "adapted", "d", (note,)), {})

    assert Seen(html).ids == ["n1", "n1-s1"]


def test_an_empty_passage_is_an_empty_page():
    assert typesetting.reading(Passage("maren-1956", "adapted", "d", ()), {}) == ""
