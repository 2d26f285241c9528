"""Which blocks of a page are its notes, and which signs refer to them?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.formats.article import Part
from corpus.formats.galley import RAISED, Link, Runs
from corpus.formats.marks import Mark, Run
from corpus.formats.matter import is_matter
from corpus.formats.page import Block

_BARE = re.compile(r"(\[\d{1,3}\])")
_HEAD = re.compile(r"\s*+(?:\((\d{1,3})\)|(\d{1,3})[.):]|([*†‡]{1,3}))\s*+(?=\S)")
_BEHIND_HEAD = re.compile(r"^\s*+[.):]?\s*+")
_PAIRS = {"[": "]", "(": ")"}


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign, and the index of its block and of its run."""

    at: int
    run: int
    link: Link


def resolved(blocks: Sequence[Block]) -> tuple[list[Part], list[str]]:
    """The parts of the article, and the raised figures in it that refer to no note.

    A note is where a sign leads and that leads back or bears the same sign; or, among the last blocks, one that
    bears the sign.
    """
    blocks = [replace(block, runs=_signed(block.runs)) for block in blocks]
    heads = [_head(block) for block in blocks]
    signs = [
        _Sign(at, number, run)
        for at, block in enumerate(blocks)
        for number, run in enumerate(block.runs)
        if isinstance(run, Link)
    ]
    places = {place: at for at in reversed(range(len(blocks))) for place in blocks[at].places}
    notes = dict(_linked(signs, blocks, heads, places))
    notes |= _bare([sign for sign in signs if sign not in notes], blocks, heads, set(notes.values()))
    return list(_parts(blocks, heads, notes, places)), _left(signs, notes)


def _signed(runs: Runs) -> Runs:
    """With “[1]” in the words as a sign too, and with the brackets around a sign as part of it."""
    signed: list[str | Link] = []
    for run in runs:
        for piece in _BARE.split(run) if isinstance(run, str) else [run]:
            if isinstance(piece, str) and _BARE.fullmatch(piece):
                signed.append(Link(piece.strip("[]"), piece))
            elif piece:
                signed.append(piece)
    return tuple(_bracketed(signed))


def _bracketed(runs: list[str | Link]) -> list[str | Link]:
    for at in range(1, len(runs) - 1):
        before, sign, after = runs[at - 1 : at + 2]
        if isinstance(before, str) and isinstance(sign, Link) and isinstance(after, str):
            opening = before[-1:]
            if after[:1] and after[:1] == _PAIRS.get(opening):
                runs[at - 1 : at + 2] = before[:-1], replace(sign, shown=f"{opening}{sign.shown}{after[0]}"), after[1:]
    return runs


def _head(block: Block) -> str:
    """The sign at the head of a block."""
    first = next((run for run in block.runs if not _is_blank(run)), "")
    if isinstance(first, Link):
        return first.label
    found = _HEAD.match(first)
    return found[found.lastindex or 0] if found else block.number.rstrip(". ")


def _is_blank(run: str | Link) -> bool:
    return _is_arrow(run) or (isinstance(run, str) and not run.strip())


def _is_arrow(run: str | Link) -> bool:
    """What the returns of a note may follow."""
    return isinstance(run, str) and run.strip() in ("^", "↑")


def _linked(
    signs: Sequence[_Sign], blocks: Sequence[Block], heads: Sequence[str], places: Mapping[str, int]
) -> Iterator[tuple[_Sign, int]]:
    """Signs that lead to notes below them."""
    homes = {name: at for at in reversed(range(len(blocks))) for name in blocks[at].names}
    leads_to = [{places.get(target) for target in block.links} for block in blocks]
    for sign in signs:
        home = homes.get(sign.link.target, -1)
        if home > sign.at and not blocks[home].level:
            bears_it = sign.link.label != "" and heads[home] == sign.link.label
            if bears_it or sign.at in leads_to[home]:
                yield sign, home


def _bare(
    signs: Sequence[_Sign], blocks: Sequence[Block], heads: Sequence[str], known: set[int]
) -> Mapping[_Sign, int]:
    """Signs whose notes are found only by their place, at the end, and by bearing the sign."""
    # Where a page writes its signs in brackets, other raised figures are powers and the like.
    signs = [sign for sign in signs if sign.link.shown[:1] in _PAIRS] or signs
    first: dict[str, int] = {}
    for sign in signs:
        first.setdefault(sign.link.label, sign.at)
    found: dict[str, int] = {}
    for at in reversed(range(len(blocks))):
        head = heads[at]
        if head and head not in found and first.get(head, at) < at and not blocks[at].level:
            found[head] = at
        elif not (at in known or _continues(blocks, at) or (not found and _is_around(blocks[at]))):
            break
    return {sign: found[sign.link.label] for sign in signs if sign.at < found.get(sign.link.label, -1)}


def _continues(blocks: Sequence[Block], at: int) -> bool:
    """Whether the block stands in the same item of a list as the one before."""
    item = blocks[at].place.item
    return at > 0 and item > 0 and item == blocks[at - 1].place.item


def _is_around(block: Block) -> bool:
    return block.is_around or is_matter("".join(run if isinstance(run, str) else run.shown for run in block.runs))


def _parts(
    blocks: Sequence[Block], heads: Sequence[str], notes: Mapping[_Sign, int], places: Mapping[str, int]
) -> Iterator[Part]:
    labels: dict[int, str] = {}
    keys = {(sign.at, sign.run): at + 1 for sign, at in notes.items()}
    users: dict[int, set[int]] = {}
    for sign, at in notes.items():
        labels.setdefault(at, sign.link.label or heads[at])
        users.setdefault(at, set()).add(sign.at)
    note = -1
    for at, block in enumerate(blocks):
        note = at if at in labels else note if note >= 0 and _continues(blocks, at) else -1
        runs = list(block.runs)
        if note == at and heads[at] == labels[at]:
            runs = _behind_head(runs)
        if note >= 0:
            runs = ["" if _is_arrow(run) or _returns(run, users[note], places) else run for run in runs]
        marked = tuple(_marked(run, keys.get((at, number), 0)) for number, run in enumerate(runs))
        yield _part(block, marked, note + 1, labels.get(note, ""))


def _behind_head(runs: list[str | Link]) -> list[str | Link]:
    """With nothing in place of the sign at the head; a list may have told the number without one."""
    at = next((number for number, run in enumerate(runs) if not _is_blank(run)), 0)
    first, after = runs[at], runs[at + 1 : at + 2]
    if isinstance(first, str):
        found = _HEAD.match(first)
        return [*runs[:at], first[found.end() :] if found else first, *runs[at + 1 :]]
    told = [_BEHIND_HEAD.sub("", run, count=1) if isinstance(run, str) else run for run in after]
    return [*runs[:at], "", *told, *runs[at + 2 :]]


def _returns(run: str | Link, users: set[int], places: Mapping[str, int]) -> bool:
    """Whether it leads from a note back to the text."""
    if isinstance(run, str) or not run.target:
        return False
    return places.get(run.target, -1) in users or not any(map(str.isalnum, run.shown))


def _marked(run: str | Link, key: int) -> Run:
    if isinstance(run, str):
        return run
    return Mark(key, run.shown) if key else run.shown


def _part(block: Block, runs: tuple[Run, ...], key: int, label: str) -> Part:
    place = block.place
    runs = (block.number, *runs) if block.number and not key else runs
    return Part(
        block.line, runs, place.kind, block.level, key, label, place.listed, place.item, is_around=block.is_around
    )


def _left(signs: Sequence[_Sign], notes: Mapping[_Sign, int]) -> list[str]:
    return [sign.link.shown for sign in signs if sign not in notes and sign.link.shown.strip("[]()")[:1] in RAISED]
