"""What does a text become when its profile is applied? Roles of blocks, voices, and the check against hashes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.formats.blocks import Role
from corpus.formats.draft import Draft, DraftNote, DraftParagraph
from corpus.formats.profile import BadProfile, InlineSpeech, NotePlace, Profile, hashes, note_hashes


def corrected(profile: Profile, roles: Sequence[Role]) -> tuple[Role, ...]:
    """The roles of the blocks, with the profile's in place of the generic ones."""
    for number in profile.roles:
        _demand(number <= len(roles), f"[blocks] names block {number}, but the file has {len(roles)}")
    return tuple(profile.roles.get(number, role) for number, role in enumerate(roles, start=1))


def applied(profile: Profile, draft: Draft) -> Draft:
    """The draft with voices, kinds, spans and annotations; a warning for each paragraph whose hash differs.

    Raises BadProfile when the profile speaks of places that the text has not.
    """
    _check_places(profile, draft)
    sections = tuple(
        replace(section, paragraphs=tuple(_paragraph(profile, paragraph) for paragraph in section.paragraphs))
        for section in draft.sections
    )
    return replace(
        draft,
        sections=sections,
        notes=tuple(_note(profile, note) for note in draft.notes),
        annotations=profile.annotations,
        warnings=(*draft.warnings, *differences(profile, draft)),
    )


def differences(profile: Profile, draft: Draft) -> tuple[str, ...]:
    """One sentence for each paragraph and note that is not the one whose hash the profile holds."""
    return (
        *_differing("¶", profile.hashes, hashes(draft)),
        *_differing("n", profile.note_hashes, note_hashes(draft)),
    )


def known(profile: Profile, draft: Draft) -> int:
    """How many of the known paragraphs occur in a draft, wherever they stand."""
    return len(set(profile.hashes) & set(hashes(draft)))


def _paragraph(profile: Profile, paragraph: DraftParagraph) -> DraftParagraph:
    spans = tuple(speech.span for speech in profile.spans if speech.paragraph == paragraph.number)
    for speech in profile.speeches:
        if speech.first <= paragraph.number <= speech.last:
            return replace(paragraph, kind=speech.kind, voice=speech.voice, spans=spans)
    return replace(paragraph, spans=spans)


def _note(profile: Profile, note: DraftNote) -> DraftNote:
    voices = {place.number: place.voice for place in profile.notes}
    return replace(note, voice=voices.get(note.number, ""))


def _check_places(profile: Profile, draft: Draft) -> None:
    texts = {f"¶{paragraph.number}": paragraph.text for paragraph in draft.paragraphs()}
    count = len(texts)
    texts |= {f"n{note.number}": note.text for note in draft.notes}
    anchored = {note.number: note.paragraph for note in draft.notes}
    for speech in profile.speeches:
        _demand(speech.last <= count, f"[[passage]] names ¶{speech.last}, but the text has {count} paragraphs")
    for inline in profile.spans:
        _check_span(inline, len(texts.get(f"¶{inline.paragraph}", "")))
    for place in profile.notes:
        _check_note(place, anchored.get(place.number, 0))
    for remark in profile.annotations:
        label = f"{'n' if remark.note else '¶'}{remark.paragraph}"
        words = len(texts.get(label, "").split())
        _demand(0 < words >= remark.word, f"[[annotation]] names word {remark.word} of {label}, which has {words}")


def _check_span(inline: InlineSpeech, length: int) -> None:
    end = inline.span.end
    _demand(end <= length, f"[[span]] in ¶{inline.paragraph} ends at {end}, the text at {length}")


def _check_note(place: NotePlace, found: int) -> None:
    says = f"[[note]] {place.number} belongs to ¶{place.paragraph}, but its marker stands in ¶{found}"
    _demand(found == place.paragraph, says)


def _demand(holds: bool, says: str) -> None:
    if not holds:
        raise BadProfile(f"The profile does not fit its file: {says}.")


def _differing(mark: str, expected: Sequence[str], found: Sequence[str]) -> Iterable[str]:
    if len(expected) != len(found):
        yield f"The profile holds {len(expected)} hashes of {mark}, but the text has {len(found)} such paragraphs."
    for number, (own, other) in enumerate(zip(expected, found, strict=False), start=1):
        if own != other:
            yield f"{mark}{number} does not have the words that the profile knows."
