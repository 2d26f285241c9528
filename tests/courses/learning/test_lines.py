from hypothesis import given
from hypothesis import strategies as st

from courses.learning.lines import Line, Place, Stretch

READ, UNREAD = Stretch("maren-1956", 1, 3, read=True), Stretch("maren-1956", 4, 5, read=False)
runs = st.builds(
    lambda work, first, length, read: Stretch(work, first, first + length, read),
    st.sampled_from(["a", "b"]),
    st.integers(1, 30),
    st.integers(0, 20),
    st.booleans(),
)


def test_a_text_is_as_long_as_its_paragraphs():
    assert Line([Stretch("a", 1, 20, read=False)]).width == 2 * Line([Stretch("a", 1, 10, read=False)]).width


def test_black_runs_as_far_as_the_text_is_read():
    line = Line([READ, UNREAD])

    assert line.read == "M0 20h36"
    assert line.unread == "M42 20h24"


def test_a_proof_stands_over_the_middle_of_its_paragraph():
    assert Line([READ, UNREAD], {Place("maren-1956", 4)}).strokes == "M48 20v-18"


def test_a_proof_elsewhere_is_not_drawn():
    assert Line([READ], {Place("doyle-1958", 2), Place("maren-1956", 4)}).strokes == ""


def test_the_words_beside_it_say_the_same():
    assert Line([READ, UNREAD], {Place("maren-1956", 2)}, right=1, asked=6).words == (
        "3 of 5 paragraphs read, 1 of 6 questions proved, with proofs in 1 paragraph"
    )


@given(st.lists(runs, min_size=1, max_size=5), st.sets(st.builds(Place, st.sampled_from("ab"), st.integers(1, 50))))
def test_no_stroke_leaves_the_line(stretches, proved):
    line = Line(stretches, proved)
    at = [int(move.split()[0]) for move in line.strokes.split("M") if move]

    assert all(0 < x < line.width for x in at)
    assert at == sorted(set(at))
