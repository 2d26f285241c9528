"""What does a question of the database come to in SQL? Worked out once: building it takes ten times as long as asking.

A page that many look at asks the same few questions each time, with other values. A prepared question keeps the SQL of
its queryset with a slot where each value goes; its rows become objects as ever.

    @prepared(user=BigIntegerField(), slug=CharField())
    def _open(user: Slot, slug: Slot) -> QuerySet[Course]:
        return Course.objects.open_to(user).filter(slug=slug)

    _open(user=request.user.pk, slug="after-stalin")    # a list of courses
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import Field, Model, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler


class Slot(Value):
    """Stands in a queryset where a value will go; `value` is its name."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class _Ready(NamedTuple):
    """What a queryset comes to on one database: the compiler that knows its columns, its SQL with slots, and how each
    column becomes a value."""

    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]


class Prepared[M: Model]:
    """A queryset of named values. Called with the values, it gives the rows."""

    def __init__(self, write: Callable[..., QuerySet[M]], fields: dict[str, Field]) -> None:
        self._write, self._fields = write, fields
        self._ready: dict[str, _Ready] = {}

    def __call__(self, **values: Any) -> list[M]:
        rows = self._queryset.all()
        ready = self._ready.get(rows.db) or self._worked_out(rows.db)
        compiler = copy(ready.compiler)
        compiler.connection = connections[rows.db]
        params = tuple(self._bound(param, values, compiler.connection) for param in ready.params)
        # The places where Django works out SQL; the pages' counts and the tests of this module hold them.
        compiler.as_sql = lambda *args, **options: (ready.sql, params)  # type: ignore[method-assign]
        compiler.get_converters = lambda *args: ready.converters  # type: ignore[method-assign]
        rows.query.get_compiler = lambda *args, **options: compiler  # type: ignore[method-assign]
        return list(rows)

    @cached_property
    def _queryset(self) -> QuerySet[M]:
        """Written when it is first asked, because then all models are there."""
        return self._write(**{name: Slot(name, output_field=field) for name, field in self._fields.items()})

    def _worked_out(self, alias: str) -> _Ready:
        compiler = self._queryset.query.get_compiler(alias)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select])
        return self._ready.setdefault(alias, _Ready(compiler, sql, tuple(params), converters))

    def _bound(self, param: Any, values: dict[str, Any], connection: Any) -> Any:
        if not isinstance(param, Slot):
            return param
        return self._fields[param.value].get_db_prep_value(values[param.value], connection)


def prepared[M: Model](**fields: Field) -> Callable[[Callable[..., QuerySet[M]]], Prepared[M]]:
    """Names the values and says of what kind each is."""
    return lambda write: Prepared(write, fields)
