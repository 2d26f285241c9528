"""Does a sentence go on after quoted words that end in an exclamation or a question?"""

from corpus.text.abbreviations import word_at
from corpus.text.lexicon import AUXILIARIES, NAME_LINKS, SENTENCE_OPENERS, VERBS_OF_SAYING

_ARTICLES = frozenset(("the", "a", "an"))
_QUOTATION_MARKS = '“‘"„«'
# How far one stop may look around, so that no text can make it look far.
_REACH = 120


def is_speaker_tag(text: str, place: int) -> bool:
    """“Never!” Marshal Orlo then shouted: names, perhaps one small word, and a verb of saying."""
    words = [word.rstrip(",.:;") for word in text[place : place + _REACH].split()]
    small = [count for count, word in enumerate(words) if not (word[:1].isupper() or word in NAME_LINKS)]
    if not small or words[0] in SENTENCE_OPENERS:
        return False
    verb, following = words[small[0]], "".join(words[small[0] + 1 : small[0] + 2])
    return verb in VERBS_OF_SAYING or (verb not in AUXILIARIES and following in VERBS_OF_SAYING)


def is_quoted_name(text: str, stop: int, following: int) -> bool:
    """The “Forward!” Group: an article before the quotation marks and a name after them."""
    before = text[max(0, stop - _REACH) : stop]
    opening = max(before.rfind(mark) for mark in _QUOTATION_MARKS)
    led_in = before[: max(opening, 0)].split()
    return led_in[-1:] != [] and led_in[-1].lower() in _ARTICLES and not _opens(text, following)


def _opens(text: str, place: int) -> bool:
    return word_at(text, place) in SENTENCE_OPENERS
