"""What is next for a student? One figure, one sentence, one button."""

from dataclasses import dataclass

from django.urls import reverse

from corpus import reading
from corpus.text.citation import Citation
from courses.learning.history import Try
from courses.learning.progress import CourseProgress, StepProgress, day, number_of
from courses.reading import passages
from courses.sums import short

WORDS_A_MINUTE = 150  # CONTENT.md §5


@dataclass(frozen=True, slots=True)
class Next:
    """`figure` with its `unit` is the number the student came for; for a reading there is none."""

    figure: str
    unit: str
    title: str
    sentence: str
    label: str
    url: str


def next_for(progress: CourseProgress) -> Next | None:
    """None when there is nothing to do and nothing to see."""
    step = progress.next
    if step is None:
        return _seen(progress.last_result)
    if step.step.passage is not None:
        return _read(step, step.step.passage)
    return _answer(step) if step.step.is_guided else _take(step)


def _read(step: StepProgress, citation: Citation) -> Next:
    minutes, work = reading_time(citation)
    time = number_of(minutes, "minute")
    return Next(
        figure="",
        unit="",
        title=str(step.step),
        sentence=f"Lesson {step.step.lesson.position} goes on with {work}, {citation.printed}: {time} to read.",
        label=f"Read on at ¶{citation.paragraph}",
        url=step.step.get_absolute_url(),
    )


def reading_time(citation: Citation) -> tuple[int, str]:
    """Whole minutes, and the work's name: “Cliff 1956”."""
    texts = passages.texts(citation.work)
    revision = next(iter(texts.values()), None)
    if revision is None:
        return 1, citation.work
    words = sum(len(p.text.split()) for p in reading.passage_of(revision, citation).paragraphs)
    work = revision.edition.work
    return max(1, round(words / WORDS_A_MINUTE)), f"{work.surname} {work.year}"


def _answer(step: StepProgress) -> Next:
    last = step.tries[-1] if step.tries else None
    left = last.asked - last.checked if last else step.step.asks or 0
    return Next(
        figure=str(left),
        unit="question to answer" if left == 1 else "questions to answer",
        title=str(step.beside or step.step),
        sentence="Check what you have read. You may try again as often as you like, and nothing counts for a grade.",
        label="Answer the questions",
        url=step.url,
    )


def _take(step: StepProgress) -> Next:
    running = step.running
    left = running.asked - running.answered if running else step.step.asks or 0
    return Next(
        figure=str(left),
        unit="question to answer" if left == 1 else "questions to answer",
        title=str(step.step),
        sentence=_tries(step, running),
        label="Go on with the quiz" if running else "Take the quiz",
        url=reverse("quizzes:attempt", args=[running.public_id]) if running else step.step.get_absolute_url(),
    )


def _tries(step: StepProgress, running: Try | None) -> str:
    if running:
        return f"You have answered {running.answered} of {running.asked} questions. What you saved is kept."
    allowed = step.rules.tries
    often = "as often as you like" if allowed is None else "once" if allowed == 1 else f"{allowed} times"
    limit = f", in {step.rules.limit}" if step.rules.minutes is not None else ""
    due = f" It is due on {day(step.rules.due_at)}." if step.rules.due_at else ""
    asks = number_of(step.step.asks, "question")
    return f"The quiz of lesson {step.step.lesson.position}: {asks}, to take {often}{limit}.{due}"


def _seen(step: StepProgress | None) -> Next | None:
    if step is None or step.counts is None:
        return None
    grade = step.grade
    assert grade is not None
    shown = step.shown and not grade.unmarked
    return Next(
        figure=str(grade.points) if shown else "✓",
        unit=f"of {short(grade.possible)} points" if shown else "submitted",
        title=str(step.step),
        sentence="There is nothing to do now. Look at which sentences proved each answer."
        if shown
        else f"There is nothing to do now. {step.words}.",
        label="See results",
        url=reverse("quizzes:results", args=[step.counts.public_id]),
    )
