"""What on a saved page is not its article: navigation, scripts, forms, share boxes, what is hidden?"""

import re
from collections.abc import Iterable, Mapping

NAVIGATION, FORMS, SCRIPTS, PICTURES = "navigation", "forms", "scripts", "pictures and players"
PAGES = "page numbers"
SHARING, MARGINS, HIDDEN, STYLES, COMMENTS = "share boxes", "margins", "hidden parts", "style sheets", "comments"


def _each(why: str, names: str) -> Iterable[tuple[str, str]]:
    return ((name, why) for name in names.split())


_ELEMENTS = dict(
    (
        *_each(NAVIGATION, "nav"),
        *_each(FORMS, "button select datalist option textarea"),
        *_each(SCRIPTS, "script noscript template noembed noframes iframe xmp"),
        *_each(PICTURES, "audio canvas img map math object svg video"),
        *_each(HIDDEN, "dialog"),
        *_each(STYLES, "style"),
        *_each(COMMENTS, "comment"),
        *_each(MARGINS, "aside"),
    )
)
_ROLES = dict(
    (
        *_each(NAVIGATION, "navigation menu menubar toolbar tablist doc-toc doc-pagelist"),
        *_each(FORMS, "search form"),
        *_each(MARGINS, "banner contentinfo complementary"),
        *_each(HIDDEN, "dialog alertdialog alert tooltip"),
    )
)
# The first word of a class or id: "share-buttons", "nav", "sidebar_left".
_NAMES = dict(
    (
        *_each(SHARING, "share sharing sharedaddy addtoany social"),
        *_each(NAVIGATION, "nav navbar navigation menu breadcrumb breadcrumbs toc pagination pager skip noprint"),
        *_each(
            MARGINS, "sidebar related comments respond newsletter subscribe ad ads advert promo cookie cookies popup"
        ),
    )
)
_WHOLE_NAMES = dict(
    (
        *_each(NAVIGATION, "mw-editsection mw-jump-link catlinks site-header site-footer page-footer post-navigation"),
        *_each(SHARING, "post-share entry-share"),
        *_each(MARGINS, "jp-relatedposts"),
        *_each(PAGES, "pagenum pageno pagenumber page-number pb"),
        *_each(HIDDEN, "hidden sr-only screen-reader-text visually-hidden visuallyhidden"),
    )
)
_FIRST_WORD = re.compile(r"[a-z]++")
_INVISIBLE = re.compile(r"(?:display\s?:\s?none|visibility\s?:\s?hidden)", re.IGNORECASE)
_WHOLE_PAGE = frozenset(("html", "head", "body", "main", "article"))
_NOTES = frozenset(("note", "footnote", "footnotes", "doc-footnote", "doc-endnote", "doc-endnotes"))


def by_nature(name: str, attributes: Mapping[str, str], *, in_article: bool) -> str:
    """Which unread part this is by its element, role or style; "" for one to read."""
    if name in ("header", "footer") and not in_article:
        return MARGINS
    if not attributes:
        return _ELEMENTS.get(name, "")
    roles = {*attributes.get("role", "").lower().split(), *attributes.get("epub:type", "").lower().split()}
    if name in _WHOLE_PAGE or not _NOTES.isdisjoint(roles):
        return ""
    if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true":
        return HIDDEN
    if _INVISIBLE.search(attributes.get("style", "")):
        return HIDDEN
    return _ELEMENTS.get(name) or next((_ROLES[role] for role in roles if role in _ROLES), "")


def by_name(name: str, attributes: Mapping[str, str]) -> str:
    """Which it is by its author's name for it. A name tells what a thing is likely to be, no more."""
    if name == "form":
        return FORMS
    if name in _WHOLE_PAGE or not attributes:
        return ""
    for called in (*attributes.get("class", "").lower().split(), attributes.get("id", "").lower()):
        first = _FIRST_WORD.match(called)
        why = _WHOLE_NAMES.get(called) or (_NAMES.get(first[0]) if first else None)
        if why:
            return why
    return ""
