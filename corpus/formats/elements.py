"""What do the elements of a page tell about the words in them?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from corpus.formats.draft import Kind


def _each(names: str) -> frozenset[str]:
    return frozenset(names.split())


VOID = _each("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr")
HEADINGS = _each("h1 h2 h3 h4 h5 h6")
CONTAINERS = _each(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form head header hgroup html legend li main menu nav ol pre section summary table tbody td tfoot th thead "
    "tr ul"
)
CELLS = frozenset(("td", "th"))
KNOWN = (
    CONTAINERS
    | HEADINGS
    | VOID
    | _each(
        "a abbr acronym audio b bdi bdo big blink button canvas cite code data del dfn em font i iframe ins kbd label "
        "map mark noscript object optgroup option output p picture q rp rt ruby s samp script select small span strike "
        "strong style sub sup svg template textarea time title tt u var video"
    )
)
# Cells do not end words: a row of short ones is read as one line.
ENDING = (CONTAINERS | HEADINGS | {"p", "hr"}) - CELLS
# These end where one of their neighbours begins, whether or not somebody closed them.
ENDED_BY = {
    **dict.fromkeys(CELLS, CELLS),
    **dict.fromkeys(("dd", "dt"), frozenset(("dd", "dt"))),
    "tr": CELLS | {"tr"},
    "li": frozenset(("li",)),
}
_QUOTATIONS = _each("quote quoteb quotec quotation blockquote extract")
_AROUND = _each("byline dateline entry-meta post-meta post-info posted-on hatnote")
_LOOSE = -1  # the list of items that stand in none


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand. `why` they are left out; `scope` is their <main> or <article>."""

    why: str = ""
    kind: Kind = Kind.PROSE
    is_pre: bool = False
    table: int = 0
    listed: int = 0
    item: int = 0
    scope: int = 0
    is_around: bool = False


def inside(outer: Place, name: str, attributes: Mapping[str, str], serial: Iterator[int]) -> Place:
    """The place inside an element that stands in another place."""
    kind = kind_of(name, attributes)
    place = replace(outer, kind=kind or outer.kind, is_around=outer.is_around or is_around(attributes))
    match name:
        case "ol" | "ul":
            return replace(place, listed=place.listed or next(serial), kind=_listed(place.kind))
        case "li":
            return replace(place, listed=place.listed or _LOOSE, item=next(serial), kind=_listed(place.kind))
        case "article" | "main":
            return replace(place, scope=place.scope or next(serial))
        case "table":
            return replace(place, table=next(serial))
        case "pre":
            return replace(place, is_pre=True)
    return place


def _listed(kind: Kind) -> Kind:
    return Kind.LIST if kind is Kind.PROSE else kind


def kind_of(name: str, attributes: Mapping[str, str]) -> Kind | None:
    """The kind that the element gives to its paragraphs."""
    called = attributes.get("class", "").lower().split()
    if "epigraph" in called:
        return Kind.EPIGRAPH
    return Kind.QUOTATION if name == "blockquote" or not _QUOTATIONS.isdisjoint(called) else None


def is_around(attributes: Mapping[str, str]) -> bool:
    """Whether it is a line about the article: by whom, when, in which series."""
    return not _AROUND.isdisjoint(attributes.get("class", "").lower().split())
