"""The one door through which shared records are read: what may not be seen is null before anything
filters, sorts, searches, counts or joins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Model, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharedRecord, Shown
from intarsia_site.access.queries.precision import is_own, precision_of
from intarsia_site.access.queries.viewer import Viewing

_PREFIX = "seen_"
#: What says of a row how it is seen.
_SAID = ("precision", "own", "rule__hides_implementer", "rule__finest_level")
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


class Seen:
    """The records of one model that a viewer may know of, with their fields as seen.

    Fields are named as the model's SHOWN names them; asking for another raises KeyError, so that no
    filter, order or search can reach what is hidden.
    """

    def __init__(
        self, model: type[SharedRecord], viewing: Viewing, *, among: QuerySet[Any] | None = None
    ) -> None:
        """among    other rows of the model than those of its default manager."""
        self.model, self.viewing = model, viewing
        rows = model._default_manager.all() if among is None else among
        self._every = _with_precision(rows, viewing).order_by()

    @cached_property
    def _rows(self) -> QuerySet[Any]:
        return self._every.filter(precision__gte=int(Precision.EXISTENCE))

    def _with(self, rows: QuerySet[Any]) -> Seen:
        other = object.__new__(Seen)
        other.model, other.viewing = self.model, self.viewing
        other._rows = other._every = rows
        return other

    def _having(self, names: Iterable[str]) -> QuerySet[Any]:
        """Return the rows with these fields as seen: null where they are not.

        Only what a query asks with is made null by the database; what it gives back is made null
        in `_read`, by the same rule. Fourteen such columns cost ten times what one does.
        """
        wanted = {}
        for name in names:
            if name not in self.model.SHOWN:
                raise KeyError(f"{self.model.__name__} shows no field {name}")
            if _PREFIX + name not in self._rows.query.annotations:
                wanted[_PREFIX + name] = _as_seen(name, self.model.SHOWN[name])
        return self._rows.annotate(**wanted) if wanted else self._rows

    def where(self, **asked: Any) -> Seen:
        """Return the records whose seen fields are as asked, such as `sector_code="health"`."""
        return self._with(self._having(map(_field_of, asked)).filter(_condition(asked)))

    def where_any(self, *choices: dict[str, Any]) -> Seen:
        """Return the records that meet at least one of the choices."""
        wanted = Q(pk__in=[])
        for asked in choices:
            wanted |= _condition(asked)
        names = [_field_of(name) for asked in choices for name in asked]
        return self._with(self._having(names).filter(wanted))

    def ordered(self, *names: str) -> Seen:
        """Return the records by seen fields ("-name": downwards), then by public id."""
        rows = self._having(name.lstrip("-") for name in names)
        keys = [
            F(_PREFIX + name.lstrip("-")).desc(nulls_last=True)
            if name.startswith("-")
            else F(_PREFIX + name).asc(nulls_last=True)
            for name in names
        ]
        return self._with(rows.order_by(*keys, "public_id"))

    def after(self, name: str, value: Any, public_id: str) -> Seen:
        """Return what comes after a record, in the order of one seen field; see `ordered`."""
        side = "lt" if name.startswith("-") else "gt"
        name = name.lstrip("-")
        column = _PREFIX + name
        later = Q(**{f"{column}__isnull": True, "public_id__gt": public_id})
        if value is not None:
            later = (
                Q(**{f"{column}__{side}": value})
                | Q(**{column: value, "public_id__gt": public_id})
                | Q(**{f"{column}__isnull": True})
            )
        return self._with(self._having([name]).filter(later))

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

        One query for all the fields: the records are counted by their values together.
        """
        found: dict[str, dict[Any, int]] = {name: {} for name in names}
        for values, count in self.counts_together(names):
            for name, value in zip(names, values, strict=True):
                found[name][value] = found[name].get(value, 0) + count
        return found

    def counts_together(self, names: list[str]) -> Iterator[tuple[tuple[Any, ...], int]]:
        """Yield the seen values of these fields that occur together, and how often. One query.

        Rows are counted by what they hold and how they are seen; what may not be seen is made null
        here, by the same rule, before anything is given back.
        """
        fields = [self.model.SHOWN[name] for name in names]
        paths = [shown.path or name for name, shown in zip(names, fields, strict=True)]
        said = [*_SAID, *self._level]
        counted = self._rows.order_by().values(*said, *dict.fromkeys(paths)).annotate(n=Count("pk"))
        found: Counter[tuple[Any, ...]] = Counter()
        for *row, count in counted.values_list(*said, *paths, "n"):
            precision, own, hides, finest = row[:4]
            level = row[4] if self._level else 0
            seen = (
                value if _is_seen(shown, precision, own, hides, finest, level) else None
                for shown, value in zip(fields, row[len(said) :], strict=True)
            )
            found[tuple(seen)] += count
        yield from found.items()

    @property
    def _level(self) -> list[str]:
        return ["place_level"] if hasattr(self.model, "place_level") else []

    def __iter__(self) -> Iterator[SeenRecord]:
        return self._read(self._rows)

    def __getitem__(self, part: slice) -> list[SeenRecord]:
        return list(self._read(self._rows[part]))

    def one_or_none(self, public_id: str) -> SeenRecord | None:
        """Return the record, or None: forbidden and unknown are one answer.

        How precisely one row is seen is compared here: in the condition too the same expression
        would be written and worked out twice.
        """
        found = next(self._read(self._every.filter(public_id=public_id)[:1]), None)
        return found if found and found.precision >= Precision.EXISTENCE else None

    def _read(self, rows: QuerySet[Any]) -> Iterator[SeenRecord]:
        fields = list(self.model.SHOWN.items())
        paths = [shown.path or name for name, shown in fields]
        for row in rows.values_list("public_id", *_SAID, *self._level, *paths):
            public_id, precision, own, hides, finest = row[:5]
            level = row[5] if self._level else 0
            raw = row[5 + len(self._level) :]
            values = {
                name: value if _is_seen(shown, precision, own, hides, finest, level) else None
                for (name, shown), value in zip(fields, raw, strict=True)
            }
            yield SeenRecord(public_id, Precision(precision), values)


def _is_seen(
    shown: Shown, precision: int, own: bool, hides: bool, finest: int | None, level: int
) -> bool:
    """Return whether a field is shown: the same rule as `_as_seen`, row by row."""
    if precision < shown.least:
        return False
    if own or not shown.unless:
        return True
    if shown.unless == "hides_implementer":
        return not hides
    if shown.unless == "either":
        return not hides and finest is None
    return finest is None or finest >= (level if isinstance(shown.level, str) else shown.level)


def _as_seen(name: str, shown: Shown) -> Combinable:
    """Return a field as an expression of the database: null where it is not shown."""
    condition = Q(precision__gte=int(shown.least))
    if shown.unless == "hides_implementer":
        condition &= Q(own=True) | Q(rule__hides_implementer=False)
    elif shown.unless == "either":
        plain = Q(rule__hides_implementer=False, rule__finest_level__isnull=True)
        condition &= Q(own=True) | plain
    elif shown.unless == "finest_level":
        level = F(shown.level) if isinstance(shown.level, str) else Value(shown.level)
        fine = Q(rule__finest_level__isnull=True) | Q(rule__finest_level__gte=level)
        condition &= Q(own=True) | fine
    return Case(When(condition, then=F(shown.path or name)), default=Value(None))


def _with_precision(rows: QuerySet[Any], viewing: Viewing) -> QuerySet[Any]:
    """Return the rows with how precisely they are seen, and whether they are the viewer's own."""
    seen: QuerySet[Any] = rows.annotate(
        precision=precision_of(viewing), own=_yes_no(is_own(viewing))
    )
    return seen


def _yes_no(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def _field_of(name: str) -> str:
    return name.partition("__")[0]


def _condition(asked: dict[str, Any]) -> Q:
    condition = Q()
    for name, wanted in asked.items():
        field, _, lookup = name.partition("__")
        if (lookup or "exact") not in LOOKUPS:
            raise KeyError(f"{lookup} is no lookup of seen records")
        condition &= Q(**{f"{_PREFIX}{field}__{lookup or 'exact'}": wanted})
    return condition


def record_or_none(model: type[Model], public_id: str, viewing: Viewing) -> Any:
    """Return the row for a service that writes, if the viewer sees every field of it; else None."""
    if not issubclass(model, SharedRecord):
        raise TypeError(f"{model.__name__} has no sharing rule")
    rows = _with_precision(model._default_manager.filter(public_id=public_id), viewing)
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
