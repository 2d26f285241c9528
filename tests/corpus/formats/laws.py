"""What holds of every draft, whatever it was read from."""

import unicodedata
from itertools import chain

from corpus.formats import Format
from corpus.formats.draft import Draft, DraftNote, DraftParagraph, Unreadable

UNCLEAN = frozenset("\0\r\v\f\u00ad\u200b\u2028\u2029\u202e\ufeff")


def hold_or_refused(format: Format, data: bytes) -> None:
    """No other error, and no refusal without words."""
    try:
        draft = format.read(data)
    except Unreadable as refusal:
        if not str(refusal).endswith("."):
            raise AssertionError(f"no sentence: {refusal}") from refusal
    else:
        hold(draft)


def hold(draft: Draft) -> None:
    paragraphs = list(draft.paragraphs())
    notes = {note.number for note in draft.notes}
    assert [p.number for p in paragraphs] == list(range(1, len(paragraphs) + 1))
    assert all(section.paragraphs for section in draft.sections)
    assert all(section.title == " ".join(section.title.split("\n")).strip() for section in draft.sections)
    assert len(notes) == len(draft.notes)
    for paragraph in paragraphs:
        assert paragraph.line_broken == ("\n" in paragraph.text)
        assert all(0 <= a.offset <= len(paragraph.text) and a.note in notes for a in paragraph.anchors)
    for part in (*paragraphs, *draft.notes):
        sentences_are_slices(part)
    around = chain(draft.metadata.front, draft.metadata.credits, draft.metadata.furniture)
    assert [line for line in around if UNCLEAN & set(line)] == []


def sentences_are_slices(part: DraftParagraph | DraftNote) -> None:
    sentences = part.placed("harrow-1957").sentences
    assert part.text == part.text.strip() != ""
    assert UNCLEAN.isdisjoint(part.text)
    assert unicodedata.is_normalized("NFC", part.text)
    assert "".join(part.text[s.start : s.end] for s in sentences) == part.text
    assert all(sentence.text for sentence in sentences)
