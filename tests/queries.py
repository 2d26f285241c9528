"""How many questions does a page ask of the database? Transaction control is not a question."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.test.utils import CaptureQueriesContext

CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Queries:
    asked: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.asked)

    @property
    def writes(self) -> int:
        return sum(sql.upper().startswith(WRITES) for sql in self.asked)

    def __str__(self) -> str:
        return "\n".join(f"{place}. {sql[:300]}" for place, sql in enumerate(self.asked, start=1))


@contextmanager
def counted() -> Iterator[Queries]:
    found = Queries()
    with CaptureQueriesContext(connection) as captured:
        yield found
    found.asked += [q["sql"] for q in captured.captured_queries if not q["sql"].upper().startswith(CONTROL)]
