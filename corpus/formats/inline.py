"""Who speaks inside a line? ``[Words of somebody else.]{voice=oll}`` read into offsets, and written back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from corpus.formats.draft import VOICE
from corpus.text.passage import Span

_ATTRIBUTE = re.compile(r"\{([^{}]*)\}")
# A pair of brackets needs no backslash where nothing stands inside or behind it that could be misread.
_BRACKETS = re.compile(r"(\[[^\[\]\\]*\])(?!\{)|[\[\]\\]")
_HEAD = re.compile(r"[¶#]|n\d")


class BadInline(ValueError):
    """A line whose brackets cannot be read."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A line's words without their marking, and who speaks where. A span may stand inside another (a chain)."""

    text: str
    spans: tuple[Span, ...] = ()


def parsed(line: str) -> Inline:
    """Raises BadInline."""
    signs: list[str] = []  # one character each, or "" where a bracket was marking
    waiting: list[int] = []
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(line):
        sign, after = line[at], line[at + 1 : at + 2]
        if sign == "\\" and after and (after in "[]\\" or (at == 0 and after in "¶#n")):
            signs.append(after)
            at += 2
            continue
        at += 1
        if sign == "]" and after == "{":
            voice, at = _voice(line, at)
            if not waiting:
                raise BadInline("a “]{voice=…}” closes a bracket that was not opened")
            opening = waiting.pop()
            signs[opening] = ""
            found.append((opening, len(signs), voice))
            continue
        if sign == "[":
            waiting.append(len(signs))
        elif sign == "]" and waiting:
            waiting.pop()
        signs.append(sign)
    return _inline(signs, found)


def _voice(line: str, at: int) -> tuple[str, int]:
    found = _ATTRIBUTE.match(line, at)
    key, _, voice = found[1].partition("=") if found else ("", "", "")
    if found is None or key != "voice" or not VOICE.fullmatch(voice):
        raise BadInline("after a “]” only {voice=…} may stand, in small letters, digits and hyphens")
    return voice, found.end()


def _inline(signs: Sequence[str], found: Sequence[tuple[int, int, str]]) -> Inline:
    offsets = list(accumulate(map(len, signs), initial=0))
    text = "".join(signs)
    if text != text.strip() or "  " in text:
        raise BadInline("white space stands just inside a bracket")
    # The inner one of two equal spans closes first and must come second.
    spans = [Span(offsets[start], offsets[end], voice) for start, end, voice in reversed(found)]
    if any(span.start == span.end for span in spans):
        raise BadInline("a voice without words")
    return Inline(text, tuple(sorted(spans, key=lambda span: (span.start, -span.end))))


def written(inline: Inline) -> str:
    """The line that `parsed` reads back. Raises ValueError where two voices overlap without one holding the other."""
    cuts = sorted({0, len(inline.text), *(s.start for s in inline.spans), *(s.end for s in inline.spans)})
    line, speaking = "", list[Span]()
    for at, until in pairwise((*cuts, len(inline.text))):
        while speaking and speaking[-1].end == at:
            line += f"]{{voice={speaking.pop().voice}}}"
        opening = [span for span in inline.spans if span.start == at]
        speaking += opening
        line += "[" * len(opening) + _BRACKETS.sub(_escaped, inline.text[at:until])
    if speaking:
        raise ValueError("Voices overlap, and neither holds the other.")
    return f"\\{line}" if _HEAD.match(line) else line


def _escaped(found: re.Match[str]) -> str:
    return found[1] or f"\\{found[0]}"
