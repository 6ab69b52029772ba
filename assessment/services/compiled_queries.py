"""A query that is put together once and then asked again and again, each time with other values."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

Row = tuple[Any, ...]


class Later(Expression):
    """Stands in a query for a value that is there only when it is asked."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: object) -> tuple[str, list["Later"]]:  # type: ignore[override]  # a parameter of its own kind, filled in later
        return "%s", [self]


class CompiledQuery:
    """The rows of a `values_list`, without the cost of putting the query together each time.

    Whatever is no `Later` in it stays as it was when it was put together, today's date included.
    """

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        compiler = rows.query.get_compiler(connection=connection)
        self.sql, self.parameters = compiler.as_sql()
        self.converters = compiler.get_converters([each for each, _sql, _alias in compiler.select])

    def ask(self, values: Mapping[str, object]) -> list[Row]:
        """The rows as the database gives them, with these values by the names of what stands for them."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._filled(values))
            rows: list[Row] = cursor.fetchall()
        return rows

    def read(self, row: Row, places: slice) -> list[Any]:
        """What stands in these places of a row, as its fields have it."""
        values = list(row[places])
        for place, (converters, expression) in self.converters.items():
            if places.start <= place < places.stop:
                for convert in converters:
                    values[place - places.start] = convert(values[place - places.start], expression, connection)
        return values

    def scalar(self, values: Mapping[str, object]) -> RawSQL:
        """Its one value as part of another query; none where there is no row."""
        return RawSQL(f"({self.sql})", self._filled(values))  # noqa: S611 put together by the ORM

    def _filled(self, values: Mapping[str, object]) -> list[Any]:
        return [
            each.output_field.get_db_prep_value(values[each.name], connection) if isinstance(each, Later) else each
            for each in self.parameters
        ]
