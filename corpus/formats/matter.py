"""What stands around an article whose headings and notes are known: titles above it, credits, links and dates?

The signs are those of plain texts (`blocks`); here they need not tell headings from prose.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.formats.blocks import INVITATION, Block, Role, is_heading, kept_out

_MATTER = (Role.CREDITS, Role.FURNITURE)
# Lines of names and dates that may stand among the titles; more of them are verse.
_MOST_TITLES = 6
_LONGEST_CREDITS = 2_000  # characters


def settled(blocks: Sequence[Block], marked: Sequence[Role], levels: Sequence[int]) -> tuple[Role, ...]:
    """`marked` is what the file makes of each block, and `levels` how high its headings are (0 for the rest)."""
    roles = [_role(block, role) for block, role in zip(blocks, marked, strict=True)]
    end = _end(blocks, roles)
    start = _start(blocks, roles[:end], levels)
    return (
        *(_above(role) for role in roles[:start]),
        *_body(roles[start:end], marked[start:end]),
        *roles[end:],
    )


def is_matter(text: str) -> bool:
    """Whether these lines are credits, links or dates wherever they stand."""
    return bool(text) and len(text) <= _LONGEST_CREDITS and kept_out(Block(1, 1, text)) is not None


def _role(block: Block, marked: Role) -> Role:
    if marked in (Role.NOTE, Role.FURNITURE) or len(block.raw) > _LONGEST_CREDITS:
        return marked
    return kept_out(block) or marked


def _end(blocks: Sequence[Block], roles: list[Role]) -> int:
    """Where nothing follows but notes, credits, links, headings over them, and the invitation to join."""
    kept = (*_MATTER, Role.NOTE)
    end = len(roles)
    while end and (roles[end - 1] in (*kept, Role.HEADING) or blocks[end - 1].text.startswith(INVITATION)):
        end -= 1
        roles[end] = roles[end] if roles[end] in kept else Role.FURNITURE
    return end


def _start(blocks: Sequence[Block], roles: Sequence[Role], levels: Sequence[int]) -> int:
    """Where the text begins: behind the credits, or else at the last of the headings on top.

    A heading on top whose level comes again is no title of the whole.
    """
    top, titles = 0, 0
    while top < len(roles) and titles <= _MOST_TITLES and _may_be_title(blocks[top], roles[top]):
        titles += roles[top] not in (*_MATTER, Role.HEADING)
        top += 1
    credits = [at for at in range(top) if roles[at] is Role.CREDITS]
    if credits:
        return credits[-1] + 1
    return _behind_titles(roles, levels)


def _may_be_title(block: Block, role: Role) -> bool:
    return role in (*_MATTER, Role.HEADING) or (role is Role.PROSE and is_heading(block))


def _behind_titles(roles: Sequence[Role], levels: Sequence[int]) -> int:
    often = Counter(levels)
    top = [at for at, role in enumerate(roles) if role is not Role.FURNITURE]
    start = 0
    for at, following in pairwise(top):
        if roles[at] is not Role.HEADING or roles[following] is not Role.HEADING or often[levels[at]] > 1:
            break
        start = at + 1
    return start


def _above(role: Role) -> Role:
    return role if role in (*_MATTER, Role.NOTE) else Role.FRONT


def _body(roles: Sequence[Role], marked: Sequence[Role]) -> list[Role]:
    """Credits inside the text are words like others, and a heading over notes or over nothing heads no section."""
    body = [own if role is Role.CREDITS else role for role, own in zip(roles, marked, strict=True)]
    over: Role | None = None  # what the heading stands over
    for at in range(len(body) - 1, -1, -1):
        if body[at] is Role.HEADING and over in (None, Role.NOTE):
            body[at] = Role.FURNITURE
        elif body[at] is not Role.FURNITURE:
            over = body[at]
    return body
