from quizzes.analysis import guess, picks
from quizzes.analysis.papers import Answered, Paper, Tallies
from quizzes.analysis.picks import KEY, NEUTRAL
from quizzes.analysis.ranking import of_question, ranking


def _papers(*answers: tuple[int, tuple[str, ...], bool]) -> list[Paper]:
    """Each with its mark on the rest of the quiz, what was picked, and whether a whole proof is in it."""
    return [
        Paper((Answered(1, 1, 0, 100, (), picked, whole), Answered(2, 2, rest, 900))) for rest, picked, whole in answers
    ]


def _of(papers):
    return Tallies.of(papers).versions[1], ranking(papers).of(of_question(1))


TWELVE = [(50 * n, ("a",) if n < 8 else ("b",), False) for n in range(12)]


def test_an_option_says_who_chose_it():
    a, b, c = picks.options("abc", {"a"}, *_of(_papers(*TWELVE)))

    assert (a.n, a.share.value, a.rest.value, a.lower.value, a.upper.value) == (8, 8 / 12, 1.75, 1, 0)
    assert b.r.value > 0.7 > 0 > a.r.value
    assert (c.n, c.rest.value, c.rest.reason) == (0, None, "nobody picked it")


def test_what_nobody_chose_and_what_the_good_prefer_is_flagged():
    found = picks.options("abc", {"a"}, *_of(_papers(*TWELVE)))

    assert [one.flags for one in found] == [(), (picks.PREFERRED,), (picks.NOBODY,)]


def test_nine_attempts_carry_no_flag():
    found = picks.options("abc", {"a"}, *_of(_papers(*TWELVE[:9])))

    assert {one.flags for one in found} == {()}


def _marked(extra: int, whole: int = 10) -> list[Paper]:
    """Ten have a whole proof; so many of them mark s3 as well, and all the others do."""
    marks = [("s1", *(("s3",) if n < extra else ())) for n in range(whole)]
    return _papers(*((10 * n, found, True) for n, found in enumerate(marks)), *[(5, ("s3",), False)] * 5)


def _flags(papers, roles):
    return {one.label: one.flags for one in picks.sentences({"s1": "", "s3": ""} | roles, *_of(papers))}


def test_a_sentence_that_many_with_the_proof_mark_may_belong_to_the_key():
    assert _flags(_marked(3), {"s1": KEY}) == {"s1": (), "s3": (picks.SUPERFLUOUS,)}


def test_those_without_the_proof_do_not_speak_for_it():
    assert _flags(_marked(2), {"s1": KEY}) == {"s1": (), "s3": ()}


def test_a_neutral_sentence_is_known_already():
    assert _flags(_marked(9), {"s1": KEY, "s3": NEUTRAL}) == {"s1": (), "s3": ()}


def test_the_guess_of_the_specification():
    assert round(guess.proof([{"s14"}, {"s20", "s21"}], 24).value, 6) == 0.118056


def test_a_sentence_in_two_sets_counts_by_the_smaller_one():
    assert guess.evidence([{"s1", "s2"}, {"s2", "s3", "s4"}], 10) * 60 == 6 * (0.5 + 0.5) + 6 * (1 / 3 + 1 / 3)


def test_other_guesses():
    assert guess.choice(4).value == 0.25
    assert guess.proof([{"s1"}], 20, verdict=False).value == 0.05
    assert guess.proof([], 20).value is None
