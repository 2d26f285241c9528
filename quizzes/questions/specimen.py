"""On which text do the examples stand whose kind needs words? An invented author's pages about a promise."""

from itertools import accumulate

from corpus.text.passage import Paragraph, Passage

WORK = "harrow-1957"


def _paragraph(number: int, *sentences: str) -> Paragraph:
    lengths = (len(sentence) + 1 for sentence in sentences[:-1])
    return Paragraph(WORK, number, "prose", "", " ".join(sentences), tuple(accumulate(lengths, initial=0)))


HARROW = Passage(
    WORK,
    "adapted",
    "specimen",
    (
        _paragraph(
            11,
            "The Minister of Mines received men from Port Selm in spring.",
            "What he said to them is told in two ways.",
        ),
        _paragraph(
            12,
            "If the Evening Courier of 3 March 1957 is right, the Minister promised to close no pit while in office.",
            "Within nine weeks four pits closed: Upper Dale, Selm No. 2 and both Brandt pits.",
            "Harrow counts 1,140 men who lost their work.",
            "Dr Oll, the Minister’s secretary, says that his master did not mean the southern field.",
            "Harrow mocks “that tireless friend of the miner”.",
            "An old miner, whom Harrow does not name, says that the men trusted the Minister.",
        ),
        _paragraph(13, "The Evening Courier says that the hall cheered him."),
        _paragraph(14, "Harrow did not hear him.", "Perhaps only the northern pits were meant, he writes."),
    ),
)
