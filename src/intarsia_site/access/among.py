"""The lookup `among`: is a column one of many values, sent to the database as one value.

`pk__in` sends each value as one of its own: with thousands, naming and parting them takes longer
than the question. `Organization.objects.filter(pk__among=keys)` asks the same.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Field, Lookup


@Field.register_lookup
class Among(Lookup[Any]):
    """`= ANY` of an array on PostgreSQL; on SQLite, of a list that its JSON functions read."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        return [self.lhs.output_field.get_prep_value(value) for value in self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(self.rhs)]  # noqa: S608 - lhs is the column as Django writes it

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} = ANY(%s)", [*params, self.rhs]
