"""What does an item of an attempt ask, and of which words? Its question with the text that was pinned for it (T14)."""

from typing import Any

from corpus import reading
from corpus.text.passage import Passage
from quizzes.models import Item
from quizzes.questions.mixing import Mixed, draw
from quizzes.questions.worded import Worded


def text_of(item: Item) -> Passage | None:
    """The reading, if there is one. `item.revision.edition.work` must be loaded."""
    if item.revision is None or item.version.passage is None:
        return None
    return reading.passage_of(item.revision, item.version.passage)


def content_of(item: Item) -> Any:
    """The question, with its words at hand where its kind needs them to be shown, read or marked."""
    content, text = item.version.content, None
    if isinstance(content, Worded):
        text = text_of(item)
    return content if text is None else content.over(text)


def as_asked(item: Item) -> Any:
    """The question as this student sees it, the options in the student's own order. `item.attempt` must be loaded."""
    content, attempt = content_of(item), item.attempt
    if attempt.under.shuffled and isinstance(content, Mixed):
        content = content.mixed(draw(attempt.seed, item.position))
    return content


def beside(item: Item, content: Any) -> Passage | None:
    """The reading as it may stand beside the question."""
    text = text_of(item)
    return content.beside(text) if text is not None and isinstance(content, Worded) else text


def edition_of(item: Item, read: str) -> str:
    """The kind of edition that the question is asked on: its own where it names one, else the one that is read."""
    passage = item.version.passage
    return (passage.edition if passage else None) or read
