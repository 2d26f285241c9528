"""What else should the writer of a quotation know: a dropped *not*, another speaker, another place?"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from corpus.text.asked import works_meant
from corpus.text.citation import Citation
from corpus.text.digest import collapsed
from corpus.text.finding import Finding
from corpus.text.ground import Ground
from corpus.text.omissions import Gap
from corpus.text.verdict import MARKS, Checked, Part, Remark, Verdict, meaning_words, told
from corpus.text.voices import Speaking, Voices, inside, is_same, speaking

# An omission longer than a sentence nearly always leaves out some “not”.
_SHORT_OMISSION = 25
_SENTENCE_END = re.compile(r"[.!?]['”’\")\]]?\s")
_FEWEST_FOR_HINT = 5
_A_PASSAGE = 8


def remarked(found: Checked, ground: Ground, voices: Voices) -> Checked:
    """The same with who speaks and with everything that is to be said of it."""
    said = [_speaking(part.finding, ground, voices) for part in found.parts]
    whose = _of_the_longest(found, said)
    remarks = (
        *_of_marks(found),
        *_of_changes(found),
        *_of_omissions(found),
        *(_of_speakers(found, said, voices) if whose and found.verdict is not Verdict.ABSENT else ()),
        *_of_the_citation(found, ground, voices),
        *_of_places(found),
    )
    return replace(found, speaking=whose, remarks=remarks)


def _speaking(finding: Finding, ground: Ground, voices: Voices) -> Speaking | None:
    paragraph = ground.paragraph(finding)
    if paragraph is None:
        return None
    end = finding.end if finding.to_paragraph == finding.paragraph else len(paragraph.text)
    return speaking(voices, paragraph, finding.start, end)


def _of_the_longest(found: Checked, said: list[Speaking | None]) -> Speaking | None:
    pairs = zip(found.parts, said, strict=True)
    return max(pairs, key=lambda pair: len(pair[0].given), default=(None, None))[1]


def _of_marks(found: Checked) -> Iterator[Remark]:
    if found.verdict is Verdict.PUNCTUATION and all(part.given == collapsed(part.source) for part in found.parts):
        yield Remark("Only a mark at the end or the beginning differs.", is_serious=False)


def _of_changes(found: Checked) -> Iterator[Remark]:
    """The changes that decide what is said, by name, and whole passages left out."""
    for change in found.changes:
        gone = change.source.split()
        if len(gone) > _A_PASSAGE:
            yield Remark(f"{len(gone)} words are left out without a mark: “{' '.join(gone[:4])} … {gone[-1]}”.")
        elif not change.is_case_only and (said := told(change)):
            yield Remark(said)


def _of_omissions(found: Checked) -> Iterator[Remark]:
    for part in found.parts:
        gone = list(dict.fromkeys(meaning_words(part.left_out)))
        is_short = len(part.left_out.split()) <= _SHORT_OMISSION and not _SENTENCE_END.search(part.left_out)
        if part.gap is Gap.INSERTION and part.left_out and not gone:
            yield Remark(f"{' '.join(part.inserted)} stands for “{part.left_out.strip(MARKS)}”.", is_serious=False)
        elif gone and (is_short or part.gap is Gap.INSERTION):
            listed = ", ".join(f"“{word}”" for word in gone)
            yield Remark(f"What you left out holds {listed}: look whether the sentence still says the same.")


def _of_speakers(found: Checked, said: list[Speaking | None], voices: Voices) -> Iterator[Remark]:
    """Whose words they are, if that is not whom the essay names."""
    speakers = list(dict.fromkeys(one.speaker for one in said if one))
    if len(speakers) > 1:
        yield Remark(f"The parts are said by different people: {', '.join(map(inside, speakers))}.")
        return
    whose = _of_the_longest(found, said)
    if whose and (remark := _of_the_speaker(found, whose, voices)):
        yield remark
    for other in whose.others if whose else ():
        is_named = is_same(found.quoted.speaker, other)
        yield Remark(f"Only a part of this is said by {inside(other)}.", is_serious=is_named)


def _of_the_speaker(found: Checked, whose: Speaking, voices: Voices) -> Remark | None:
    named, is_quoted = found.quoted.speaker, len(whose.chain) > 1
    author = voices.author(found.parts[0].finding.work)
    is_title = is_same(named, voices.titles.get(found.parts[0].finding.work, ""))
    if not named or is_same(named, whose.speaker) or (is_title and not is_quoted):
        if is_quoted:
            return Remark(f"{whose.sentence}{'' if named else ' Say whose words they are.'}", is_serious=False)
        if whose.is_in_marks:
            return Remark(f"{whose.speaker} has these words in quotation marks: look who says them.", is_serious=False)
        return None
    if is_quoted:
        return Remark(f"{whose.sentence} Say that these are the words of {inside(whose.speaker)}.")
    if whose.is_in_marks or not author:
        return None
    return Remark(f"These are {author}’s own words, not those of {named}.")


def _of_the_citation(found: Checked, ground: Ground, voices: Voices) -> Iterator[Remark]:
    """Where the words stand, if that is not where the essay says."""
    cited = found.quoted.cited
    if cited is None or not found.citations or found.verdict in (Verdict.ABSENT, Verdict.SPLICE):
        return
    works, stands = works_meant(cited, ground, voices) if cited.name else (), found.citations[0]
    if cited.name and not works:
        yield Remark(f"No work here is called “{cited.name}”; the words stand in {stands}.", is_serious=False)
    elif works and stands.work not in works:
        yield Remark(f"You cite {' or '.join(works)}; the words stand in {stands}.")
    elif cited.place and not all(_is_within(part.finding, cited.place) for part in found.parts):
        places = ", ".join(dict.fromkeys(citation.printed for citation in found.citations))
        yield Remark(f"You cite {cited.place.printed}; the words stand in {places}.")
    elif cited.edition and any(part.finding.edition != cited.edition for part in found.parts):
        yield Remark(f"You cite the {cited.edition} edition; the words stand in {stands}.")
    elif cited.place and cited.place.sentence:
        yield from _of_the_sentence(found, cited.place, ground)


def _of_the_sentence(found: Checked, place: Citation, ground: Ground) -> Iterator[Remark]:
    """Sentences have other numbers in each edition, so another number is only told."""
    at = _sentences(found.parts, ground)
    if at and place.sentence and place.to_sentence and (at[-1] < place.sentence or place.to_sentence < at[0]):
        label = f"¶{place.paragraph}.{at[0]}" + (f"–{at[-1]}" if len(at) > 1 else "")
        edition = found.parts[0].finding.edition
        yield Remark(f"{f'In the {edition} edition' if edition else 'There'} this is {label}.", is_serious=False)


def _is_within(finding: Finding, place: Citation) -> bool:
    return (
        finding.note == place.note
        and finding.paragraph <= place.to_paragraph
        and place.paragraph <= finding.to_paragraph
    )


def _sentences(parts: tuple[Part, ...], ground: Ground) -> list[int]:
    """The numbers of the sentences that the words stand in."""
    first, last = ground.paragraph(parts[0].finding), parts[-1].finding
    if first is None or last.to_paragraph != first.number:
        return []
    starts = first.sentence_starts
    return list(range(bisect_right(starts, parts[0].finding.start), bisect_right(starts, last.end - 1) + 1))


def _of_places(found: Checked) -> Iterator[Remark]:
    """Where else the words stand, or how much of them."""
    if found.verdict is Verdict.ABSENT:
        for part in found.parts:
            if part.finding.source_words >= _FEWEST_FOR_HINT:
                yield Remark(f"Only “{part.given}” stands in {part.finding.citation}.")
    elif found.verdict.holds and found.elsewhere:
        yield Remark(f"The same words stand in {' and '.join(found.elsewhere)}.", is_serious=False)
