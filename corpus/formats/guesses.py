"""What had to be guessed about an unknown text? The rules without proof, and the report that names them.

A profile settles all of this for a known file. Elsewhere nothing is guessed silently.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.formats.blocks import CLOSING_MARKS, Block, Role
from corpus.formats.draft import Draft, DraftParagraph, DraftSection, Kind
from corpus.text.asides import outermost

_MARKER = re.compile(r"\[(\d{1,3})\]")
# A quotation longer than this, in paragraphs, is likelier two colons and one late source.
_LONGEST_QUOTATION = 8
_LONGEST_SOURCE = 200  # characters


def with_block_quotations(draft: Draft) -> Draft:
    """What stands between a colon and a source in parentheses is a quotation."""
    return replace(draft, sections=tuple(map(_with_quotations, draft.sections)))


def _with_quotations(section: DraftSection) -> DraftSection:
    paragraphs = section.paragraphs
    quoted = {at for first, last in _quotations(paragraphs) for at in range(first, last + 1)}
    return replace(
        section,
        paragraphs=tuple(
            replace(paragraph, kind=Kind.QUOTATION) if at in quoted and paragraph.kind is Kind.PROSE else paragraph
            for at, paragraph in enumerate(paragraphs)
        ),
    )


def _quotations(paragraphs: Sequence[DraftParagraph]) -> Iterator[tuple[int, int]]:
    for first in range(1, len(paragraphs)):
        if not _leads_in(paragraphs[first - 1].text):
            continue
        for last in range(first, min(first + _LONGEST_QUOTATION, len(paragraphs))):
            if _ends_in_source(paragraphs[last].text):
                yield first, last
                break
            if _leads_in(paragraphs[last].text):
                break


def _leads_in(text: str) -> bool:
    return text.rstrip(CLOSING_MARKS).endswith(":")


def _ends_in_source(text: str) -> bool:
    asides = outermost(text)
    if not asides or text[asides[-1].closing :] not in (")", ")."):
        return False
    inner = text[asides[-1].opening + 1 : asides[-1].closing]
    dated = inner.startswith("Ibid") or any(character.isdigit() for character in inner)
    return dated and inner[:1].isupper() and len(inner) <= _LONGEST_SOURCE


def guesses(blocks: Sequence[Block], roles: Sequence[Role], draft: Draft) -> tuple[str, ...]:
    """One sentence for each thing that a person should look at."""
    return tuple(
        filter(None, (*_left_out(blocks, roles), *_small_letters(blocks, roles), _quoted(draft), _noteless(draft)))
    )


def _left_out(blocks: Sequence[Block], roles: Sequence[Role]) -> Iterator[str]:
    for role, what in (
        (Role.FRONT, "author and title"),
        (Role.CREDITS, "credits"),
        (Role.FURNITURE, "links and dates"),
    ):
        found = [block.line for block, own in zip(blocks, roles, strict=True) if own is role]
        if found:
            yield f"Taken for {what}, so kept out of the text: {_lines(found)}."


def _small_letters(blocks: Sequence[Block], roles: Sequence[Role]) -> Iterator[str]:
    for block, role in zip(blocks, roles, strict=True):
        if role is Role.HYPHEN:
            yield f"The paragraph on line {block.line} was joined to the one before it, without its hyphen."
        elif role is Role.PROSE and block.text[0].islower():
            yield f"The paragraph on line {block.line} begins with a small letter and may belong to the one before it."


def _quoted(draft: Draft) -> str:
    found = [f"¶{p.number}" for p in draft.paragraphs() if p.kind is Kind.QUOTATION]
    return f"Taken for block quotations, voices unknown: {', '.join(found)}." if found else ""


def _noteless(draft: Draft) -> str:
    found = [f"[{number}] in ¶{p.number}" for p in draft.paragraphs() for number in _MARKER.findall(p.text)]
    return f"Marks that may belong to notes which were not found: {', '.join(found)}." if found else ""


def _lines(numbers: Sequence[int]) -> str:
    return ("line " if len(numbers) == 1 else "lines ") + ", ".join(map(str, numbers))
