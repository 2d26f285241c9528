from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from courses.exports import TABLES, WRITERS, Answer, Asked, Grade, Sitting, State, Student
from courses.exports.csv import CSV

BEN = Student("S1", "ben@example.org", "Ben Ito")
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TAKEN = Sitting(2, "behind-closed-doors", "Behind closed doors", 1, 1, AT)
NOT_BEGUN = Sitting(2, "behind-closed-doors", "Behind closed doors")
HEARD = Asked("heard", 3, "source_check", "Workers were allowed to hear it.", Decimal("2.00"))


def cells(table: str, record: object) -> dict[str, object]:
    return dict(zip(TABLES[table].header, TABLES[table].row(record), strict=True))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_a_table_names_each_column_once_and_says_what_it_is(table):
    assert len(set(table.header)) == len(table.header)
    assert all(column.says.endswith((".", "…")) for column in table.columns)


def test_what_is_not_begun_is_empty_and_not_zero():
    grade = cells("grades", Grade("red-card", BEN, NOT_BEGUN, possible=Decimal(8)))

    assert (grade["attempt_state"], grade["points"], grade["percent"]) == (State.NOT_BEGUN, None, None)


def test_per_cent_is_rounded_half_up_to_a_tenth():
    grade = Grade("red-card", BEN, TAKEN, Decimal("59.95"), Decimal("100.00"))

    assert grade.percent == Decimal("60.0")


def test_a_quiz_worth_nothing_has_no_percentage():
    assert Grade("red-card", BEN, TAKEN, Decimal("0.00"), Decimal("0.00")).percent is None


@pytest.mark.parametrize(
    ("sitting", "state"),
    [(NOT_BEGUN, "not begun"), (replace(TAKEN, submitted_at=None), "in progress"), (TAKEN, "submitted")],
)
def test_the_state_of_an_attempt(sitting, state):
    assert sitting.state == state


def test_marks_are_citations_one_after_another():
    answer = Answer("red-card", BEN, TAKEN, 1, HEARD, marks=("maren-1956/adapted ¶3.3", "maren-1956/adapted ¶3.5"))

    assert cells("answers", answer)["marks"] == "maren-1956/adapted ¶3.3 + maren-1956/adapted ¶3.5"


def test_the_grades_file_as_another_system_reads_it():
    grade = Grade(
        "red-card", replace(BEN, name="=Ben, Ito"), TAKEN, Decimal("5.25"), Decimal("8.00"), late=True, passed=False
    )

    assert b"".join(CSV.stream(TABLES["grades"], [grade])).decode() == (
        "course,student_number,student_email,student_name,enrolment,lesson,quiz,quiz_title,attempt,attempts,"
        "attempt_state,submitted_at,points,possible,percent,late,passed\r\n"
        'red-card,S1,ben@example.org,"\'=Ben, Ito",active,2,behind-closed-doors,Behind closed doors,1,1,'
        "submitted,2026-11-22T12:00:00Z,5.25,8.00,65.6,yes,no\r\n"
    )


def test_every_table_goes_with_every_writer():
    records = {"grades": Grade("c", BEN, TAKEN), "answers": Answer("c", BEN, TAKEN, 1, HEARD)}

    for writer in WRITERS.values():
        for name, table in TABLES.items():
            assert len(b"".join(writer.stream(table, [records[name]])).splitlines()) == 2
