"""How is a work, or a passage of it, cited elsewhere? Chicago, MLA, BibTeX, RIS and CSL-JSON, from one CSL-JSON item.

The forms follow the Chicago Manual of Style (17th edition, notes and bibliography), the MLA Handbook (9th edition) and
the CSL data model. Titles are plain text here; a page may set them in italics.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.text.citation import Citation

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT = ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
_JOURNAL, _CHAPTER = ("article-journal", "article-magazine", "article-newspaper"), "chapter"


@dataclass(frozen=True, slots=True)
class Source:
    """A work as CSL-JSON, and the passage and edition that are cited, if it is less than the whole."""

    item: Mapping[str, Any]
    passage: Citation | None = None
    edition: str = ""

    def fact(self, name: str) -> str:
        return str(self.item.get(name, "") or "")

    @property
    def people(self) -> list[Mapping[str, str]]:
        return list(self.item.get("author", []))

    @property
    def date(self) -> list[int]:
        """Year, month, day, as far as they are known."""
        parts = self.item.get("issued", {}).get("date-parts", [[]])
        return [int(part) for part in parts[0]] if parts else []

    @property
    def season(self) -> str:
        return str(self.item.get("issued", {}).get("season", "")).capitalize()

    @property
    def year(self) -> str:
        return str(self.date[0]) if self.date else "n.d."

    @property
    def where(self) -> str:
        """“¶14.2–3, adapted edition”, or nothing."""
        parts = [self.passage.printed] if self.passage else []
        return ", ".join([*parts, *([f"{self.edition} edition"] if self.edition else [])])


def chicago(source: Source) -> str:
    """A bibliography entry; for a passage, the note that points to it."""
    return f"{_chicago_note(source)}." if source.passage else _chicago_entry(source)


def _chicago_entry(source: Source) -> str:
    names, title = _inverted(source), source.fact("title")
    if source.fact("type") in _JOURNAL:
        return f"{names}. {_quoted(title, '.')} {_chicago_journal(source)}."
    if source.fact("type") == _CHAPTER:
        book = f"{source.fact('container-title')}{_pages(source, ', ')}"
        return f"{names}. {_quoted(title, '.')} In {book}. {_imprint(source)}."
    return f"{names}. {_ended(title)} {_ended(_imprint(source))}"


def _chicago_note(source: Source) -> str:
    names, title, where = _straight(source), source.fact("title"), source.where
    if source.fact("type") in _JOURNAL:
        return f"{names}, {_quoted(title, ',')} {_chicago_journal(source, pages=False)}, {where}"
    if source.fact("type") == _CHAPTER:
        return f"{names}, {_quoted(title, ',')} in {source.fact('container-title')} ({_imprint(source)}), {where}"
    return f"{names}, {title} ({_imprint(source)}), {where}"


def _chicago_journal(source: Source, *, pages: bool = True) -> str:
    container, volume, issue = source.fact("container-title"), source.fact("volume"), source.fact("issue")
    if not volume:
        return f"{container}, {_american(source)}"
    number = f", no. {issue}" if issue else ""
    when = f"{source.season} {source.year}".strip()
    return f"{container} {volume}{number} ({when}){_pages(source, ': ') if pages else ''}"


def mla(source: Source) -> str:
    """A works-cited entry; a passage is named at its end by paragraph, since the pages are not ours."""
    parts = [part for part in _mla_parts(source) if part]
    return f"{_inverted(source)}. {_mla_title(source)} {_ended(', '.join(parts))}"


def _mla_title(source: Source) -> str:
    title = source.fact("title")
    return _quoted(title, ".") if source.fact("type") in (*_JOURNAL, _CHAPTER) else _ended(title)


def _mla_parts(source: Source) -> Iterator[str]:
    yield source.fact("container-title")
    if source.fact("volume"):
        yield f"vol. {source.fact('volume')}"
    if source.fact("issue"):
        yield f"no. {source.fact('issue')}"
    if source.fact("type") not in _JOURNAL:
        yield source.fact("publisher")
    yield _mla_date(source)
    pages = source.fact("page")
    if pages:
        yield f"{'pp.' if '-' in pages else 'p.'} {pages.replace('-', '–')}"
    if source.passage:
        one = source.passage.paragraph == source.passage.to_paragraph
        yield f"{'par.' if one else 'pars.'} {source.passage.printed.lstrip('¶')}"
    if source.edition:
        yield f"{source.edition} edition"


def _mla_date(source: Source) -> str:
    parts = source.date
    if source.season:
        return f"{source.season.lower()} {source.year}"
    if len(parts) == 3:
        return f"{parts[2]} {_SHORT[parts[1] - 1]} {parts[0]}"
    return f"{_SHORT[parts[1] - 1]} {parts[0]}" if len(parts) == 2 else source.year


def bibtex(source: Source) -> str:
    """One entry; a passage goes into `note`, because BibTeX has no field for it."""
    kinds = {**dict.fromkeys(_JOURNAL, "article"), _CHAPTER: "incollection", "book": "book", "pamphlet": "booklet"}
    kind = kinds.get(source.fact("type"), "misc")
    holder = "journal" if kind == "article" else "booktitle"
    publisher = "howpublished" if kind == "booklet" else "publisher"
    fields = {
        "author": " and ".join(map(_sorted, source.people)),
        "title": source.fact("title"),
        holder: source.fact("container-title"),
        "volume": source.fact("volume"),
        "number": source.fact("issue"),
        "pages": source.fact("page").replace("-", "--"),
        publisher: source.fact("publisher"),
        "address": source.fact("publisher-place"),
        "year": source.year if source.date else "",
        "month": _MONTHS[source.date[1] - 1] if len(source.date) > 1 else source.season,
        "note": source.where,
    }
    lines = [f"  {name} = {{{_tex(value)}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{_key(source)},\n{',\n'.join(lines)}\n}}"


def _key(source: Source) -> str:
    return re.sub(r"[^A-Za-z0-9:_-]", "", source.fact("id")) or "source"


_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))


def ris(source: Source) -> str:
    """Lines of two letters, two spaces, a dash; a passage is a note (N1)."""
    kinds = {
        "article-journal": "JOUR",
        "article-magazine": "MGZN",
        "article-newspaper": "NEWS",
        _CHAPTER: "CHAP",
        "book": "BOOK",
        "pamphlet": "PAMP",
    }
    lines = ((tag, " ".join(value.split())) for tag, value in _ris(source, kinds))
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER")


def _ris(source: Source, kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    first, _, last = source.fact("page").partition("-")
    yield "TY", kinds.get(source.fact("type"), "GEN")
    yield from (("AU", _sorted(person)) for person in source.people)
    yield "TI", source.fact("title")
    yield "T2", source.fact("container-title")
    yield "PY", source.year if source.date else ""
    yield "DA", "/".join(f"{part:02d}" for part in source.date) if len(source.date) > 1 else ""
    yield "VL", source.fact("volume")
    yield "IS", source.fact("issue")
    yield "SP", first
    yield "EP", last
    yield "PB", source.fact("publisher")
    yield "CY", source.fact("publisher-place")
    yield "LA", source.fact("language")
    yield "N1", source.where
    yield "ER", ""


def csl(source: Source) -> str:
    """The item as a list of one, as reference managers import it; a passage is its note."""
    item = dict(source.item) | ({"note": source.where} if source.where else {})
    return json.dumps([item], ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True)
class Style:
    """One way to cite. `suffix` names a file of it; without one it is for reading."""

    name: str
    title: str
    write: Callable[[Source], str]
    suffix: str = ""
    media: str = "text/plain"


STYLES: tuple[Style, ...] = (
    Style("chicago", "Chicago", chicago),
    Style("mla", "MLA", mla),
    Style("bibtex", "BibTeX", bibtex, "bib", "application/x-bibtex"),
    Style("ris", "RIS", ris, "ris", "application/x-research-info-systems"),
    Style("csl", "CSL-JSON", csl, "json", "application/vnd.citationstyles.csl+json"),
)


def _inverted(source: Source) -> str:
    """The first author by surname, as lists are sorted."""
    people = [_name(person) for person in source.people]
    if not people:
        return "Anonymous"
    first = source.people[0]
    head = ", ".join(filter(None, (first.get("family") or first.get("literal", ""), first.get("given", ""))))
    return _joined([head, *people[1:]], ", and ")


def _straight(source: Source) -> str:
    people = [_name(person) for person in source.people]
    return _joined(people, " and " if len(people) == 2 else ", and ") or "Anonymous"


def _sorted(person: Mapping[str, str]) -> str:
    """As reference managers sort: “Orlo, Ida”, or the whole name of a body."""
    return person.get("literal") or ", ".join(filter(None, (person.get("family", ""), person.get("given", ""))))


def _name(person: Mapping[str, str]) -> str:
    return " ".join(filter(None, (person.get("given", ""), person.get("family") or person.get("literal", ""))))


def _joined(names: list[str], last: str) -> str:
    return ", ".join(names[:-1]) + (last if len(names) > 1 else "") + "".join(names[-1:])


def _quoted(title: str, stop: str) -> str:
    """In quotation marks; the stop stands inside, unless the title has one of its own."""
    inner = title.translate(str.maketrans("“”", "‘’"))
    return f"“{inner}{'' if inner.endswith(('?', '!', '.')) else stop}”"


def _ended(title: str) -> str:
    return title if title.endswith(("?", "!", ".")) else f"{title}."


def _imprint(source: Source) -> str:
    place, publisher = source.fact("publisher-place"), source.fact("publisher")
    house = ": ".join(filter(None, (place, publisher)))
    return ", ".join(filter(None, (house, source.year)))


def _american(source: Source) -> str:
    parts = source.date
    if len(parts) == 3:
        return f"{_MONTHS[parts[1] - 1]} {parts[2]}, {parts[0]}"
    return f"{_MONTHS[parts[1] - 1]} {parts[0]}" if len(parts) == 2 else f"{source.season} {source.year}".strip()


def _pages(source: Source, before: str) -> str:
    pages = source.fact("page")
    return f"{before}{pages.replace('-', '–')}" if pages else ""
