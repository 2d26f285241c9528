"""The five originals arrive at the numbers of the corpus: sections, paragraphs, voices, words. No prose here."""

import tomllib
from pathlib import Path

import pytest

from corpus.formats import adapted, excuses, plain
from corpus.formats.blocks import split
from corpus.formats.draft import Draft, Kind
from corpus.formats.source import decoded
from corpus.text.retelling import Names, faults, remaining

pytestmark = pytest.mark.originals

SECTIONS = {
    "cliff-1956": "0 1-6, 1 7-7, 2 8-11, 3 12-14, 4 15-18, 5 19-21, 6 22-25, 7 26-29, 8 30-32, 9 33-43, 10 44-54, "
    "11 55-58, 12 59-62, 13 63-67, 14 68-69",
    "gates-1956": "0 1-25, 1 26-66, 2 67-91, 3 92-99",
    "grant-1997": "1 1-16, 2 17-41, 3 42-66, 4 67-79, 5 80-89, 6 90-98, 7 99-112, 8 113-139, 9 140-159, 10 160-172, "
    "11 173-187, 12 188-200",
    "deutscher-1959": "0 1-4, 1 5-8, 2 9-13, 3 14-19, 4 20-23, 5 24-31",
    "roberts-1956": "0 1-7, 1 8-11, 2 12-13, 3 14-17, 4 18-23, 5 24-28, 6 29-31, 7 32-35, 8 36-38, 9 39-44, 10 45-47, "
    "11 48-51",
}
BLOCKS = {"cliff-1956": 88, "gates-1956": 107, "grant-1997": 220, "deutscher-1959": 34, "roberts-1956": 75}
WORDS = {"cliff-1956": 5874, "gates-1956": 6041, "grant-1997": 19401, "deutscher-1959": 3194, "roberts-1956": 4482}
# Of the reading text and the notes; the corpus counts them together.
SENTENCES = {"cliff-1956": 251, "gates-1956": 318, "grant-1997": 953, "deutscher-1959": 133, "roberts-1956": 206}
# Paragraphs in which somebody else than the author speaks.
VOICED = {"cliff-1956": 5, "gates-1956": 23, "grant-1997": 72, "deutscher-1959": 0, "roberts-1956": 4}
GENERIC = {
    "cliff-1956": (15, 69),
    "gates-1956": (1, 99),
    "grant-1997": (12, 200),
    "deutscher-1959": (1, 31),
    "roberts-1956": (12, 52),
}

LIBRARY = Path(__file__).parents[3] / "corpus" / "library"

works = pytest.mark.parametrize("slug", SECTIONS)


@works
def test_blocks_are_those_of_the_corpus(slug, original):
    assert len(split(decoded(original(slug)).text)) == BLOCKS[slug]


@works
def test_sections_and_paragraphs_are_those_of_the_corpus(slug, imported):
    found = ", ".join(f"{s.number} {s.paragraphs[0].number}-{s.paragraphs[-1].number}" for s in imported(slug).sections)

    assert found == SECTIONS[slug]


@works
def test_the_file_is_the_known_one_and_every_hash_holds(slug, imported, known_profile):
    draft = imported(slug)

    assert draft.source_hash == known_profile(slug).sha256
    assert draft.warnings == ()
    assert len(known_profile(slug).hashes) == sum(1 for _ in draft.paragraphs())


@works
def test_the_words_of_the_reading_text_are_all_there(slug, imported):
    words = [word for p in imported(slug).paragraphs() for word in p.text.split() if any(map(str.isalnum, word))]

    assert len(words) == WORDS[slug]


@works
def test_sentences_are_within_two_per_cent_of_the_corpus(slug, imported):
    draft = imported(slug)
    count = sum(len(p.sentence_starts) for p in (*draft.paragraphs(), *draft.notes))

    assert abs(count - SENTENCES[slug]) <= SENTENCES[slug] * 0.02


@works
def test_other_voices_are_counted_right(slug, imported):
    assert sum(1 for p in imported(slug).paragraphs() if p.voice) == VOICED[slug]


@works
def test_every_sentence_is_a_slice_and_nothing_stands_between(slug, imported):
    for section in imported(slug).placed(slug):
        for paragraph in section.paragraphs:
            assert "".join(paragraph.text[s.start : s.end] for s in paragraph.sentences) == paragraph.text
            assert all(s.text for s in paragraph.sentences)


def bare(text: str) -> str:
    """Without white space and the note's marker; without hyphens, since page breaks added one."""
    return "".join(text.replace("[1]", "").replace("-", "").split())


@works
def test_paragraphs_equal_the_source_in_order_white_space_and_markers_apart(slug, original, imported):
    source, at = bare(original(slug).decode()), 0
    for paragraph in imported(slug).paragraphs():
        found = source.find(bare(paragraph.text), at)
        assert found >= 0, f"¶{paragraph.number} does not follow in the source"
        at = found + len(bare(paragraph.text))


@works
def test_without_the_profile_the_rules_find_almost_the_same(slug, original):
    draft = plain.read(original(slug))

    assert (len(draft.sections), sum(1 for _ in draft.paragraphs())) == GENERIC[slug]


@works
def test_reading_twice_gives_the_same_draft(slug, imported):
    assert imported(slug) == imported(slug)


def test_cliff_has_his_kinds_and_voices(imported):
    found = {p.number: (p.kind.value, p.voice) for p in imported("cliff-1956").paragraphs()}

    assert {number: place for number, place in found.items() if place != ("prose", "")} == {
        1: ("epigraph", "pravda"),
        2: ("epigraph", "znamya"),
        4: ("quotation", "pollitt"),
        5: ("quotation", "pollitt"),
        10: ("dialogue", ""),
        11: ("dialogue", ""),
        38: ("quotation", "stalin"),
    }


def test_cliffs_verse_keeps_nine_and_five_lines(imported):
    broken = {p.number: p.text.count("\n") + 1 for p in imported("cliff-1956").paragraphs() if p.line_broken}

    assert broken == {1: 9, 2: 5}


def test_cliffs_verse_ends_with_its_source_in_the_last_sentence(imported):
    for paragraph in imported("cliff-1956").sections[0].placed("cliff-1956").paragraphs[:2]:
        last = paragraph.text.split("\n")[-1]

        assert (last[0], last[-1]) == ("(", ")")
        assert paragraph.sentences[-1].text.endswith(last)


def test_cliffs_note_stands_in_paragraph_45(imported):
    draft = imported("cliff-1956")
    (note,) = draft.notes
    (marker,) = draft.sections[10].paragraphs[1].anchors

    assert (note.number, note.voice, note.paragraph, marker.note) == (1, "malenkov", 45, 1)
    assert sum(any(map(str.isalnum, word)) for word in note.text.split()) == 141


def test_cliffs_marker_left_a_sentence_end_behind(imported):
    paragraph = imported("cliff-1956").sections[10].paragraphs[1]
    (marker,) = paragraph.anchors

    assert marker.offset + 1 in paragraph.sentence_starts
    assert "[" not in paragraph.text


def test_cliffs_span_is_what_stands_in_marks(imported):
    paragraph = imported("cliff-1956").sections[13].paragraphs[1]
    (span,) = paragraph.spans
    words = paragraph.text[span.start : span.end]

    assert (paragraph.number, span.voice, words[0], words[-1], words.count("“")) == (64, "ulbricht", "“", "”", 1)


def test_cliffs_printing_errors_are_annotated(imported):
    places = [(remark.paragraph, remark.note) for remark in imported("cliff-1956").annotations]

    assert places == [(n, False) for n in (5, 8, 18, 18, 18, 22, 31, 36, 39, 44, 53, 62, 69)] + [(1, True)]


@works
def test_every_span_stands_in_marks_or_is_what_somebody_said_that(slug, imported):
    for paragraph in imported(slug).paragraphs():
        for span in paragraph.spans:
            words, before = paragraph.text[span.start : span.end], paragraph.text[: span.start]
            assert (words[0] in "“‘" and words[-1] in "”’") or before.endswith(" that ")


SPANS = {
    "cliff-1956": {64: ["ulbricht"]},
    "gates-1956": {},
    "grant-1997": {19: ["holloway"], 40: ["hitler", "hitler"]},
    "deutscher-1959": {11: ["khrushchev", "molotov-and-kaganovich", "khrushchev", "khrushchev"]},
    "roberts-1956": {28: ["khrushchev"], 32: ["academicians"]},
}


@works
def test_speech_inside_the_authors_prose_has_its_speaker(slug, imported):
    assert {p.number: [span.voice for span in p.spans] for p in imported(slug).paragraphs() if p.spans} == SPANS[slug]


def test_grants_rows_are_one_list_of_five(imported):
    (rows,) = [p for p in imported("grant-1997").paragraphs() if p.kind is Kind.LIST]

    assert (rows.number, rows.voice, len(rows.sentence_starts)) == (85, "churchill", 5)


def test_deutschers_headings_left_their_paragraphs(imported):
    titles = [section.title for section in imported("deutscher-1959").sections]

    assert [len(title.split()) for title in titles] == [0, 3, 3, 3, 4, 2]
    assert [title.count("…") for title in titles] == [0, 0, 0, 1, 1, 0]


def retold(folder: Path) -> Draft:
    if not (folder / "adapted.md").is_file():
        pytest.skip(f"{folder.name} has no adapted edition")
    return adapted.read((folder / "adapted.md").read_bytes())


@works
def test_the_adapted_edition_has_the_same_paragraphs_kinds_and_voices(slug, imported):
    ours, theirs = retold(LIBRARY / slug), imported(slug)

    assert [(p.number, p.kind, p.voice) for p in ours.paragraphs()] == [
        (p.number, p.kind, p.voice) for p in theirs.paragraphs()
    ]
    assert [(n.number, n.voice) for n in ours.notes] == [(n.number, n.voice) for n in theirs.notes]


@works
def test_the_adapted_edition_keeps_to_figures_names_length_and_level(slug, imported):
    folder = LIBRARY / slug
    ours = retold(folder).placed(slug)
    facts, entries = toml(folder / "work.toml"), toml(folder / "glossary.toml").get("entry", [])
    names = Names.of(
        [facts["author"], *facts["voices"].values()], [[e["term"], *e.get("aliases", [])] for e in entries]
    )
    allowed = folder / "exceptions.toml"
    excused = excuses.load(allowed.read_text("utf-8")) if allowed.exists() else ()
    found = faults(imported(slug).placed(slug), ours, names)

    assert list(map(str, remaining(found, excused))) == []


def toml(path: Path) -> dict:
    return tomllib.loads(path.read_text("utf-8"))
