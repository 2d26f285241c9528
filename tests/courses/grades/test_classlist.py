import pytest

from courses.exports import Student
from courses.grades.classlist import Standing, fits, spans
from courses.grades.records import Enrolled


def student(sort_name, email="someone@example.org"):
    first = sort_name.partition(", ")[2]
    return Enrolled(1, sort_name, Student("", email, f"{first} {sort_name.partition(',')[0]}".strip(), enrolled=True))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("", True), ("sahin", True), ("ŞAHİN", True), ("can şa", True), ("c.sahin@", True), ("can ito", False)],
)
def test_a_student_is_wanted_by_words_of_name_or_address(wanted, found):
    assert fits(student("Şahin, Can", "c.sahin@example.org"), wanted) is found


def test_a_page_is_named_after_its_first_and_last():
    names = ("Abendroth, Boris", "Bakker, Ines", "Cohen, Al", "Cohen, Eva", "")
    told = [(span.page, span.name) for span in spans([student(name) for name in names], 2)]

    assert told == [(1, "Abendroth–Bakker"), (2, "Cohen"), (3, "someone@example.org")]


def test_a_class_of_nobody_has_no_pages():
    assert spans([], 50) == []


@pytest.mark.parametrize(
    ("students", "begun", "handed_in", "words"),
    [
        (301, 276, 1, "1 of 301 has handed in a quiz; 25 have not begun any."),
        (301, 300, 12, "12 of 301 have handed in a quiz; 1 has not begun any."),
        (301, 301, 12, "12 of 301 have handed in a quiz; everybody has begun one."),
        (301, 301, 301, "All 301 students have handed in a quiz."),
        (301, 4, 0, "Nobody has handed in a quiz yet; 297 have not begun any."),
        (301, 0, 0, "Nobody has begun a quiz yet."),
        (1, 1, 1, "The one student has handed in a quiz."),
        (1, 1, 0, "The one student has begun a quiz, and handed in none."),
        (1, 0, 0, "The one student has not begun a quiz yet."),
    ],
)
def test_how_far_a_class_is_reads_well(students, begun, handed_in, words):
    assert Standing(students, begun, handed_in).words == words
