"""What does a version of a question offer, and what does its key say of options and sentences? For its statistics."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from corpus.kept import kept
from corpus.models import Revision
from corpus.reading import sentences_of
from corpus.text.citation import Anchor, parse
from quizzes.analysis import guess
from quizzes.analysis.figure import Figure
from quizzes.analysis.papers import Tallied
from quizzes.analysis.picks import KEY, NEUTRAL
from quizzes.analysis.report import Asked
from quizzes.overview import papers
from quizzes.questions.corroboration import Corroboration


def asked(version: Any, tallied: Tallied) -> Asked:
    """`version.text` is the revision that it was first asked on."""
    content, key = version.content, version.key.content
    if version.kind in papers.CHOICES:
        options = {option.id: option.text for option in content.options}
        return Asked(version.pk, version.number, _choice(content), options, frozenset(key.right))
    if content.marks_text:
        named = _named(key)
        roles, role_of = _roles(named, tallied), partial(_by_paragraph, named)
        found = _proof(version, content, key)
        return Asked(version.pk, version.number, found, roles=roles, role_of=role_of, looked=True)
    none = Figure.none("this kind of question has none")
    return Asked(version.pk, version.number, none, looked=version.kind == Corroboration.kind)


def _choice(content: Any) -> Figure:
    if content.several:
        return Figure.none("several options may be right")
    return guess.choice(len(content.options))


def _proof(version: Any, content: Any, key: Any) -> Figure:
    """Worked out on the text that the version was first asked on, which never changes."""
    return kept(f"guess:{version.pk}:{version.text}", lambda: _guessed(version, content, key))


def _guessed(version: Any, content: Any, key: Any) -> Figure:
    text = Revision.objects.select_related("edition__work").filter(pk=version.text).first()
    if getattr(key, "absent", False):
        return Figure.none("no sentence proves an absence")
    if text is None or version.passage is None:
        return Figure.none("it was asked on no text")
    ground = getattr(key, "proving", key).ground(text.edition.kind)
    sentences = sentences_of(text, version.passage)
    places = {one.whole for one in sentences} if ground.by_paragraph else sentences
    return guess.proof(ground.sets, len(places), verdict=bool(getattr(content, "verdicts", ())))


type _Named = Mapping[tuple[str, Anchor], str]


def _named(key: Any) -> _Named:
    """The places that the key names, by edition: of a proof, or neutral. Where nothing proves, what comes closest."""
    cited = {(one.edition, one.anchor): one.role for one in key.cited()}
    proves = {"proof", "evidence"} & set(cited.values()) or {"near"}
    roles = dict.fromkeys(proves, KEY) | {NEUTRAL: NEUTRAL}
    return {place: roles[role] for place, role in cited.items() if role in roles}


def _roles(named: _Named, tallied: Tallied) -> Mapping[str, str]:
    """What the sentences are that the key names in the editions that were read."""
    read = {label.split(" ")[0] for label in tallied.picks}
    said = {papers.cited(anchor, edition): role for (edition, anchor), role in named.items() if anchor.sentence}
    return {label: role for label, role in said.items() if label.split(" ")[0] in read or not read}


def _by_paragraph(named: _Named, label: str) -> str:
    """Where the key names no sentence in this edition, or a whole paragraph, the paragraph stands for its sentences."""
    citation = parse(label)
    whole = citation.anchors[0].whole
    elsewhere = all(edition != citation.edition for edition, _ in named)
    found = {
        role for (edition, anchor), role in named.items() if anchor == whole or (elsewhere and anchor.whole == whole)
    }
    return KEY if KEY in found else NEUTRAL if found else ""
