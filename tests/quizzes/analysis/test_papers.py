"""Kept sums against a full recount: the same to the last digit, however the attempts came in."""

import json

from hypothesis import given
from hypothesis import strategies as st

from quizzes.analysis.papers import Answered, Paper, Tallied, Tallies
from quizzes.analysis.ranking import Ranking, ranking
from quizzes.analysis.report import Asked, Question, report

QUESTIONS = [Question(q, f"q{q}", (Asked(10 * q, 1), Asked(10 * q + 1, 2))) for q in range(3)]


@st.composite
def answered(draw, question):
    verdict, evidence = draw(st.booleans()), draw(st.integers(0, 100))
    return Answered(
        question,
        10 * question + draw(st.integers(0, 1)),
        draw(st.integers(0, 200)),
        200,
        (("verdict", 100 * verdict), ("evidence", evidence)) if question else (),
        tuple(sorted(draw(st.sets(st.sampled_from("abc"))))),
        draw(st.booleans()),
    )


PAPERS = st.lists(st.tuples(*map(answered, range(3))).map(Paper), max_size=30)


def _kept(tallies: Tallies) -> Tallies:
    """As the database holds it."""
    bodies = {v: json.loads(json.dumps(found.dump())) for v, found in tallies.versions.items()}
    return Tallies(tallies.totals, {v: Tallied.load(body) for v, body in bodies.items()})


@given(PAPERS)
def test_one_after_another_or_all_at_once(papers):
    kept = Tallies()
    for paper in papers:
        kept = _kept(kept + Tallies.of([paper]))

    assert kept == Tallies.of(papers)
    ranks = ranking(papers)
    assert report(kept, QUESTIONS, ranks).dump() == report(Tallies.of(papers), QUESTIONS, ranks).dump()


@given(PAPERS, st.randoms(use_true_random=False))
def test_the_order_in_which_attempts_come_does_not_matter(papers, chance):
    mixed = list(papers)
    chance.shuffle(mixed)

    assert Tallies.of(mixed) == Tallies.of(papers)


@given(PAPERS)
def test_versions_add_up_to_their_question(papers):
    found = report(Tallies.of(papers), QUESTIONS, ranking(papers))

    for subject in found.subjects:
        assert sum(version.item.n for version in subject.versions) == subject.item.n == len(papers)
        assert sum((v.item.sums.x for v in subject.versions), 0) == subject.item.sums.x
        assert sum(subject.tallied.marks.values()) == subject.item.n


@given(PAPERS)
def test_what_is_counted_as_of_a_time_is_read_back_as_it_was(papers):
    ranks = ranking(papers)

    assert Ranking.load(len(papers), json.loads(json.dumps(ranks.dump()))).dump() == ranks.dump()


def test_who_was_asked_other_questions_keeps_a_quiz_from_being_weighed():
    both, one = Answered(0, 0, 100, 100), Answered(1, 10, 50, 100)
    papers = [Paper((both, one))] * 3 + [Paper((both,))]
    found = report(Tallies.of(papers), QUESTIONS[:2], ranking(papers))

    assert found.figures["cic"].reason == "not every attempt was asked the same questions"
    assert {subject.intended.value for subject in found.subjects} == {None}
    assert [subject.item.n for subject in found.subjects] == [4, 3]
