"""Counts of what is seen, in one pass over the rows: what may not be seen is null before it is
counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db.models import Count, ForeignKey, QuerySet

from intarsia_site.access.models import SharedRecord
from intarsia_site.access.queries.shown import (
    Said,
    columns_of,
    is_met,
    need_of,
    path_of,
)
from intarsia_site.access.queries.viewer import Viewing

Counts = dict[Any, int]


class Counted:
    """Rows that may be known of, told apart by how they are seen; alike ones are one line of the
    database's answer, with how many they are.

    names    the fields that are counted
    Queries  one for the rows, and one for each model that the fields are names of.
    """

    def __init__(self, rows: QuerySet[Any], viewing: Viewing, names: list[str]) -> None:
        self.model: type[SharedRecord] = rows.model
        self.names = names
        self._paths = [path_of(self.model, name) for name in names]
        columns = list(dict.fromkeys(map(self._column, self._paths)))
        annotation, said = columns_of(self.model, viewing)
        alike = rows.order_by().annotate(**annotation).values_list(*said, *columns)
        found = alike.annotate(times=Count("pk"))
        self._at = [len(said) + columns.index(self._column(path)) for path in self._paths]
        told_apart = _told_apart(found, len(said))
        self._alike = [(Said(*key), alike) for key, alike in told_apart.items()]

    def of_each(self) -> dict[str, Counts]:
        """Return by field how many rows have each seen value; None where it is not seen."""
        found: dict[str, Counter[Any]] = {name: Counter() for name in self.names}
        for one, alike in self._alike:
            shown = self._shown(one)
            for name, place, is_shown in zip(self.names, self._at, shown, strict=True):
                counts = found[name]
                for row in alike:
                    counts[row[place] if is_shown else None] += row[-1]
        return {
            name: dict(_translated(found[name].items(), called)) if called else dict(found[name])
            for name, called in zip(self.names, self._called(found.values()), strict=True)
        }

    def together(self) -> Iterator[tuple[tuple[Any, ...], int]]:
        """Yield the seen values that occur together, and how often."""
        found: Counter[tuple[Any, ...]] = Counter()
        for one, alike in self._alike:
            shown = self._shown(one)
            places = [
                at if is_shown else None for at, is_shown in zip(self._at, shown, strict=True)
            ]
            for row in alike:
                found[tuple([None if at is None else row[at] for at in places])] += row[-1]
        asked = [self._points_to(path) for path in self._paths]
        called = self._called(
            {row[n] for row in found} if one else () for n, one in enumerate(asked)
        )
        if any(called):
            counts = ((_called_so(row, called), count) for row, count in found.items())
            found = Counter()
            for row, count in counts:
                found[row] += count
        yield from found.items()

    def _shown(self, one: Said) -> list[bool]:
        return [is_met(need_of(self.model.SHOWN[name]), one) for name in self.names]

    def _column(self, path: str) -> str:
        """Return what is counted by: a row of another model by its key, named afterwards."""
        return f"{path.split('__')[0]}_id" if self._points_to(path) else path

    def _points_to(self, path: str) -> Any:
        first, _, rest = path.partition("__")
        if not rest or "__" in rest or first == "rule":
            return None
        field = self.model._meta.get_field(first)
        return field.related_model if isinstance(field, ForeignKey) else None

    def _called(self, values: Iterable[Iterable[Any]]) -> list[dict[Any, Any] | None]:
        """Return for each field what its keys stand for; None where its values are its own."""
        asked = [
            (self._points_to(path), path.partition("__")[2], set(some) - {None})
            for path, some in zip(self._paths, values, strict=True)
        ]
        named: dict[Any, dict[Any, Any]] = {}
        for other in dict.fromkeys(one for one, _rest, _keys in asked if one):
            columns = list(dict.fromkeys(rest for one, rest, _keys in asked if one is other))
            keys = set(chain.from_iterable(some for one, _rest, some in asked if one is other))
            rows = other._base_manager.filter(pk__among=sorted(keys)).values_list("pk", *columns)
            known = list(rows)
            for n, column in enumerate(columns, start=1):
                named[other, column] = {row[0]: row[n] for row in known}
        return [named[one, rest] if one else None for one, rest, _keys in asked]


def _told_apart(
    rows: Iterable[tuple[Any, ...]], length: int
) -> dict[tuple[Any, ...], list[tuple[Any, ...]]]:
    found: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        key = row[:length]
        if key in found:
            found[key].append(row)
        else:
            found[key] = [row]
    return found


def _translated(counts: Iterable[tuple[Any, int]], called: dict[Any, Any]) -> Counts:
    found: Counter[Any] = Counter()
    for value, count in counts:
        found[None if value is None else called[value]] += count
    return found


def _called_so(row: tuple[Any, ...], called: list[dict[Any, Any] | None]) -> tuple[Any, ...]:
    values = list(row)
    for n, names in enumerate(called):
        if names is not None and values[n] is not None:
            values[n] = names[values[n]]
    return tuple(values)
