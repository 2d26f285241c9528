import hashlib

from hypothesis import given
from hypothesis import strategies as st

from corpus.text.digest import collapsed, digest, short_hash

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(TEXTS)
def test_collapsing_twice_changes_nothing(text):
    assert collapsed(collapsed(text)) == collapsed(text)


@given(st.lists(st.sampled_from(["Bread", "is", "dear."]), min_size=1), st.sampled_from([" ", "\n", "\u00a0", " \t"]))
def test_white_space_does_not_change_a_hash(words, blank):
    assert short_hash(f"{blank}{blank.join(words)}") == short_hash(" ".join(words))


def test_the_short_hash_is_the_head_of_a_sha_256():
    assert short_hash(" Bread\nis  dear. ") == hashlib.sha256(b"Bread is dear.").hexdigest()[:12]


def test_composed_and_decomposed_letters_are_the_same():
    assert short_hash("e\u0301te\u0301") == short_hash("été")


def test_signs_that_authors_chose_are_kept():
    assert collapsed("ﬁve ½ … №") == "ﬁve ½ … №"


@given(TEXTS, TEXTS)
def test_a_changed_word_changes_the_hash(one, other):
    assert (short_hash(one) == short_hash(other)) is (collapsed(one) == collapsed(other))


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_two_lists_share_a_digest_only_if_they_are_equal(one, other):
    assert (digest(one) == digest(other)) is (one == other)


def test_parts_do_not_run_into_each_other():
    assert len({digest(["ab", "c"]), digest(["a", "bc"]), digest(["abc"]), digest(["abc", ""]), digest([])}) == 5
