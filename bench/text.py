"""What is read in a measurement? An invented text: the size of a long section, and it compresses like prose."""

from collections.abc import Iterator
from random import Random

WORK = "vellow-1956"
PARAGRAPHS, SENTENCES, LETTERS = 30, 120, 18_000
_COMMON, _STARTS, _MIDDLES, _ENDS, _TAILS = (
    words.split()
    for words in (
        "the of and to a in that was it as for his with on by he be at is from this had not were which but they an "
        "who their have been its when all she what would no more there one or than them into we her could only other "
        "time some these then do first any my now such like our over even most after also made before must through "
        "years where much because between under while last might us great against without again another though same",
        "b br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sp st str t th tr v w wh",
        "a ai au e ea ee i ie o oa oo ou u",
        "b ck d ff ft g ld ll lt m mp n nd ng nt p r rd rk rm rn rt s sh sk ss st t th v x",
        "al ance ate ed ent er ers es ful ible ing ion ions ish ism ist ity ive ly ment ness or ous s ship tion",
    )
)


def markdown(seed: int = 1956) -> bytes:
    """The text as an adapted edition, a line a sentence: one section of 18,000 letters in 120 sentences."""
    return "\n".join(_lines(Random(seed))).encode()


def _lines(chance: Random) -> Iterator[str]:
    rare = [_word(chance) for _ in range(1_200)]
    yield "## §1 The measured section"
    for paragraph in range(1, PARAGRAPHS + 1):
        yield f"\n¶{paragraph}" + (" {voice=clerk kind=quotation}" if paragraph % 7 == 0 else "")
        for _ in range(SENTENCES // PARAGRAPHS):
            yield _sentence(chance, rare)


def _word(chance: Random) -> str:
    stem = chance.choice(_STARTS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)
    return stem + chance.choice(_TAILS) if chance.random() < 0.6 else stem


def _sentence(chance: Random, rare: list[str]) -> str:
    """Half common words, half rare ones that come back now and then, as names and matters do."""
    length, words = chance.randint(LETTERS // SENTENCES - 40, LETTERS // SENTENCES + 36), list[str]()
    while sum(map(len, words)) + len(words) < length:
        common = chance.random() < 0.5
        source = _COMMON if common else rare
        words.append(source[int(len(source) * chance.random() ** 2.2)])
        if not common and chance.random() < 0.08:
            words[-1] += chance.choice((",", ",", ";"))
    said = " ".join(words).rstrip(",;")
    return f"{said[0].upper()}{said[1:]}."


def glossary() -> Iterator[tuple[str, str, int]]:
    """Twelve terms: name, explanation, and the paragraph after which it stands."""
    chance = Random(12)
    rare = [_word(chance) for _ in range(300)]
    for place in range(12):
        yield rare[place].capitalize(), _sentence(chance, rare), 2 * place + 1


def claims(count: int) -> Iterator[tuple[str, int]]:
    """Claims about the text, each with the paragraph whose second sentence proves it."""
    chance = Random(10)
    rare = [_word(chance) for _ in range(300)]
    for place in range(count):
        yield _sentence(chance, rare), 3 * place + 1
