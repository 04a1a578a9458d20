"""The one door through which shared records are read: what may not be seen is null before anything
filters, sorts, searches, counts or joins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, F, Model, Q, QuerySet, Value, When

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharedRecord
from intarsia_site.access.queries.counted import Counted
from intarsia_site.access.queries.precision import is_own, precision_of
from intarsia_site.access.queries.shown import (
    EXISTENCE,
    Need,
    Said,
    are_met,
    columns_of,
    is_met,
    may_be_null,
    need_of,
    path_of,
)
from intarsia_site.access.queries.viewer import Viewing

#: How many keys are looked at for each record that is asked for, before all of them are.
WINDOWS = (3, 12)
#: Lookups that a page or program may ask with; anything else reads more than a field.
LOOKUPS = frozenset({"exact", "in", "icontains", "gte", "lte", "gt", "lt", "isnull"})


@dataclass(frozen=True)
class SeenRecord:
    """One record as one viewer sees it. A field that may not be seen is None."""

    public_id: str
    precision: Precision
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True)
class _Place:
    """Where a list has got to: the seen value of its order, and the record."""

    name: str
    value: Any
    public_id: str


@dataclass(frozen=True)
class _Asked:
    """What is asked of the rows of a model.

    rows     those that match, whether they may be seen or not
    needs    what a row must have for that it matches to be seen
    """

    rows: QuerySet[Any]
    needs: frozenset[Need] = frozenset({EXISTENCE})
    order: tuple[str, ...] | None = None
    after: _Place | None = None


class Seen:
    """The records of one model that a viewer may know of, with their fields as seen.

    Fields are named as the model's SHOWN names them; asking for another raises KeyError, so that no
    filter, order or search can reach what is hidden.

    A field as seen is null where it is not shown. To ask for a value of it is to ask for the field
    itself and for what shows it; written so, an index of the field is used, and how precisely a row
    is seen is worked out for the rows that match alone.
    """

    def __init__(
        self, model: type[SharedRecord], viewing: Viewing, *, among: QuerySet[Any] | None = None
    ) -> None:
        """among    other rows of the model than those of its default manager."""
        self.model, self.viewing = model, viewing
        rows = model._default_manager.all() if among is None else among
        self._asked = _Asked(rows.order_by())

    def _with(self, **changed: Any) -> Seen:
        other = object.__new__(Seen)
        other.model, other.viewing = self.model, self.viewing
        other._asked = replace(self._asked, **changed)
        return other

    def where(self, **asked: Any) -> Seen:
        """Return the records whose seen fields are as asked, such as `sector_code="health"`."""
        wanted, needs = self._condition(asked)
        return self._with(rows=self._asked.rows.filter(wanted), needs=self._asked.needs | needs)

    def where_any(self, *choices: dict[str, Any]) -> Seen:
        """Return the records that meet at least one of the choices."""
        alike: dict[frozenset[Need], list[Q]] = {}
        for asked in choices:
            wanted, needs = self._condition(asked)
            alike.setdefault(needs, []).append(wanted)
        if not alike:
            return self._with(rows=self._asked.rows.none())
        if len(alike) == 1:
            ((needs, some),) = alike.items()
            rows = self._asked.rows.filter(reduce(or_, some))
            return self._with(rows=rows, needs=self._asked.needs | needs)
        every = [
            # What every row has that is seen is asked of all of them anyway.
            self._met(needs) & reduce(or_, some) if needs - {EXISTENCE} else reduce(or_, some)
            for needs, some in alike.items()
        ]
        return self._with(rows=self._asked.rows.filter(reduce(or_, every)))

    def ordered(self, *names: str) -> Seen:
        """Return the records by seen fields ("-name": downwards), then by public id."""
        for name in names:
            path_of(self.model, name.removeprefix("-"))
        return self._with(order=names)

    def after(self, name: str, value: Any, public_id: str) -> Seen:
        """Return what comes after a record, in the order of one seen field; see `ordered`."""
        path_of(self.model, name.removeprefix("-"))
        return self._with(rows=self._behind(), after=_Place(name, value, public_id))

    def parts(self, size: int, *, after: str = "") -> Iterator[list[SeenRecord]]:
        """Yield all records by public id, so many at a time: memory stays the same.

        after   the public id behind which they begin
        """
        rows = self._rows.order_by("public_id")
        found = list(self._read(rows.filter(public_id__gt=after)[:size]))
        while found:
            yield found
            if len(found) < size:
                return
            found = list(self._read(rows.filter(public_id__gt=found[-1].public_id)[:size]))

    def count(self) -> int:
        return int(self._rows.count())

    def counts_of(self, names: list[str]) -> dict[str, dict[Any, int]]:
        """Return by field how many records have each seen value; None where it is not seen.

        One pass for all the fields: the counts of each add up to the number of records.
        """
        return self._counted(names).of_each()

    def counts_together(self, names: list[str]) -> Iterator[tuple[tuple[Any, ...], int]]:
        """Yield the seen values of these fields that occur together, and how often. One pass."""
        return self._counted(names).together()

    def _counted(self, names: list[str]) -> Counted:
        return Counted(self._rows, self.viewing, names)

    def __iter__(self) -> Iterator[SeenRecord]:
        for part in self._parts():
            yield from self._read(part)

    def __getitem__(self, part: slice) -> list[SeenRecord]:
        """Return the records of a part of the list, counted from its beginning.

        Queries   as many for ten records as for a million: at most eight.
        """
        order = self._asked.order
        if part.stop is None:
            return list(self)[part]
        if order is None or len(order) != 1:
            keys = next(self._parts()).values_list("pk", flat=True)[: part.stop]
            return self._of_keys(keys)[part]
        found, rest = self._in_window(order[0], part.stop)
        if rest is not None:
            for rows in rest._parts():
                wanted = part.stop - len(found)
                if wanted > 0:
                    found += self._of_keys(rows.values_list("pk", flat=True)[:wanted])
        return found[: part.stop][part]

    def _in_window(self, name: str, wanted: int) -> tuple[list[SeenRecord], Seen | None]:
        """Return the first records that show the field of the order, and what comes after them.

        An index of the field is walked along for a window of keys, and how precisely they are seen
        is worked out for these alone. In place of what comes after None, where these are enough.
        """
        place, path, need = self._asked.after, self._path(name), self._need(name)
        if place is not None and (place.name != name or place.value is None):
            return [], self
        rows = self._asked.rows
        if may_be_null(self.model, path):
            rows = rows.filter(**{f"{path}__isnull": False})
        rows = rows.order_by(_key(name, path), "public_id")
        found: list[SeenRecord] = []
        for size in (share * wanted for share in WINDOWS):
            later = rows if place is None else rows.filter(_later(path, place))
            window = list(later.values_list("pk", path, "public_id")[:size])
            found += self._of_keys([key for key, *_ in window], {*self._asked.needs, need})
            if len(found) >= wanted:
                return found, None
            if len(window) < size:
                return found, self._with(after=_Place(name, None, ""))
            place = _Place(name, *window[-1][1:])
        return found, self._with(after=place)

    def _of_keys(
        self, keys: Iterable[int], needs: Iterable[Need] = frozenset({EXISTENCE})
    ) -> list[SeenRecord]:
        """Return the records with these keys, in their order, that have at this moment what is
        needed."""
        keys = list(keys)
        if not keys:
            return []
        rows = self.model._base_manager.filter(pk__among=keys)
        found = dict(self._with_keys(rows, needs))
        return [found[key] for key in keys if key in found]

    def one_or_none(self, public_id: str) -> SeenRecord | None:
        """Return the record, or None: forbidden and unknown are one answer."""
        asked = self._asked
        rows = self._behind() if asked.needs == {EXISTENCE} else self._rows
        return next(self._read(rows.filter(public_id=public_id)[:1]), None)

    @property
    def _rows(self) -> QuerySet[Any]:
        """The rows that are asked for and may be known of, in no order."""
        return self._behind().filter(are_met(self._asked.needs, self.viewing))

    def _parts(self) -> Iterator[QuerySet[Any]]:
        """Yield the rows in their order, in one part or two.

        By one field: those where it is seen, in its own order, so that an index of it is walked
        along only as far as the list is asked for; then those where it is not.
        """
        asked = self._asked
        if asked.order is None:
            yield self._rows
            return
        if len(asked.order) != 1:
            yield self._rows.order_by(*map(self._as_seen, asked.order), "public_id")
            return
        (name,) = asked.order
        place = asked.after if asked.after is not None and asked.after.name == name else None
        rows = asked.rows if place is not None else self._behind()
        path, need = self._path(name), self._need(name)
        if place is None or place.value is not None:
            seen = rows.filter(are_met({*asked.needs, need}, self.viewing))
            if may_be_null(self.model, path):
                seen = seen.filter(**{f"{path}__isnull": False})
            if place is not None:
                seen = seen.filter(_later(path, place))
            yield seen.order_by(_key(name, path), "public_id")
        if need in asked.needs and not may_be_null(self.model, path):
            return
        unseen = rows.filter(are_met(asked.needs, self.viewing)).filter(self._is_null(name))
        if place is not None and place.value is None:
            unseen = unseen.filter(public_id__gt=place.public_id)
        yield unseen.order_by("public_id")

    def _behind(self) -> QuerySet[Any]:
        """Return the rows that match and come after the place, whatever the order."""
        place = self._asked.after
        if place is None:
            return self._asked.rows
        later = self._is_null(place.name)
        if place.value is None:
            later &= Q(public_id__gt=place.public_id)
        else:
            seen = self._met({self._need(place.name)})
            later |= seen & _later(self._path(place.name), place)
        return self._asked.rows.filter(later)

    def _path(self, name: str) -> str:
        return path_of(self.model, name.removeprefix("-"))

    def _need(self, name: str) -> Need:
        return need_of(self.model.SHOWN[name.removeprefix("-")])

    def _met(self, needs: Iterable[Need]) -> Q:
        return Q(are_met(needs, self.viewing))

    def _is_null(self, name: str) -> Q:
        """Return the condition that a field as seen is null."""
        unseen = ~self._met({self._need(name)})
        path = self._path(name)
        return unseen | Q(**{f"{path}__isnull": True}) if may_be_null(self.model, path) else unseen

    def _as_seen(self, name: str) -> Any:
        """Return a field as an expression of the database to sort by: null where it is not seen."""
        seen = Case(When(self._met({self._need(name)}), F(self._path(name))), default=Value(None))
        down = name.startswith("-")
        return seen.desc(nulls_last=True) if down else seen.asc(nulls_last=True)

    def _condition(self, asked: dict[str, Any]) -> tuple[Q, frozenset[Need]]:
        """Return what is asked of the fields, and what shows that they are so."""
        condition, needs = Q(), set()
        for written, wanted in asked.items():
            name, _, lookup = written.partition("__")
            lookup = lookup or "exact"
            path = path_of(self.model, name)
            if lookup not in LOOKUPS:
                raise KeyError(f"{lookup} is no lookup of seen records")
            if lookup == "exact" and wanted is None:
                lookup, wanted = "isnull", True
            if lookup == "isnull" and wanted:
                condition &= self._is_null(name)
                continue
            needs.add(self._need(name))
            condition &= Q(**{f"{path}__{lookup}": wanted})
        return condition, frozenset(needs)

    def _read(self, rows: QuerySet[Any]) -> Iterator[SeenRecord]:
        return (one for _key, one in self._with_keys(rows))

    def _with_keys(
        self, rows: QuerySet[Any], least: Iterable[Need] = frozenset({EXISTENCE})
    ) -> Iterator[tuple[int, SeenRecord]]:
        """Yield key and record of the rows that have what is needed at the least.

        It is compared here: in a condition too the same expression would be written and worked out
        twice.
        """
        least = tuple(least)
        annotation, said = columns_of(self.model, self.viewing)
        needs = {name: need_of(shown) for name, shown in self.model.SHOWN.items()}
        paths = [path_of(self.model, name) for name in needs]
        first = 2 + len(said)
        ways: dict[Any, tuple[Precision, list[bool]] | None] = {}
        for row in rows.annotate(**annotation).values_list("pk", "public_id", *said, *paths):
            key = row[2:first]
            if key not in ways:
                one = Said(*key)
                shown = [is_met(need, one) for need in needs.values()]
                has_all = all(is_met(need, one) for need in least)
                ways[key] = (one.precision, shown) if has_all else None
            way = ways[key]
            if way is None:
                continue
            values = {
                name: value if is_shown else None
                for name, value, is_shown in zip(needs, row[first:], way[1], strict=True)
            }
            yield row[0], SeenRecord(row[1], way[0], values)


def _later(path: str, place: _Place) -> Q:
    """Return the condition that a field that is seen comes after the place."""
    side = "lt" if place.name.startswith("-") else "gt"
    # That it is not before the place is said apart: so an index finds where to begin.
    return Q(**{f"{path}__{side}e": place.value}) & (
        Q(**{f"{path}__{side}": place.value}) | Q(public_id__gt=place.public_id)
    )


def _key(name: str, path: str) -> Any:
    return F(path).desc() if name.startswith("-") else F(path).asc()


def record_or_none(model: type[Model], public_id: str, viewing: Viewing) -> Any:
    """Return the row for a service that writes, if the viewer sees every field of it; else None."""
    if not issubclass(model, SharedRecord):
        raise TypeError(f"{model.__name__} has no sharing rule")
    rows = model._default_manager.filter(public_id=public_id).annotate(
        precision=precision_of(viewing),
        own=Case(When(is_own(viewing), Value(True)), default=Value(False)),
    )
    row: Any = rows.select_related("rule__owner", "rule__country").first()
    if row is None or row.precision != Precision.FULL:
        return None
    is_plain = not row.rule.hides_implementer and row.rule.finest_level is None
    return row if row.own or is_plain else None


def whole_rows(rows: QuerySet[Any], viewing: Viewing) -> QuerySet[Any]:
    """Return those of which the viewer sees every field: in full, and with nothing hidden."""
    if not issubclass(rows.model, SharedRecord):
        raise TypeError(f"{rows.model.__name__} has no sharing rule")
    plain = Q(rule__hides_implementer=False, rule__finest_level__isnull=True)
    rows = rows.annotate(precision=precision_of(viewing))
    return rows.filter(is_own(viewing) | plain, precision=int(Precision.FULL))
