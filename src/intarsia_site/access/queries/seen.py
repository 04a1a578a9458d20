"""The one door through which shared records are read: what may not be seen is null before anything
filters, sorts, searches, counts or joins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Case, Count, F, Model, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharedRecord, Shown
from intarsia_site.access.queries.precision import is_own, precision_of
from intarsia_site.access.queries.viewer import Viewing

Record = TypeVar("Record", bound=SharedRecord)
_PREFIX = "seen_"
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

    def __init__(self, model: type[SharedRecord], viewing: Viewing) -> None:
        self.model, self.viewing = model, viewing
        rows: QuerySet[Any] = model._default_manager.annotate(precision=precision_of(viewing))
        rows = rows.filter(precision__gte=int(Precision.EXISTENCE))
        own = is_own(viewing)
        self._rows = rows.annotate(
            **{_PREFIX + name: _as_seen(name, shown, own) for name, shown in model.SHOWN.items()}
        ).order_by()

    def _column(self, name: str) -> str:
        if name == "public_id" or name == "precision":
            return name
        if name not in self.model.SHOWN:
            raise KeyError(f"{self.model.__name__} shows no field {name}")
        return _PREFIX + name

    def _with(self, rows: QuerySet[Any]) -> Seen:
        other = object.__new__(Seen)
        other.model, other.viewing, other._rows = self.model, self.viewing, rows
        return other

    def where(self, **asked: Any) -> Seen:
        """Return the records whose seen fields are as asked, such as `sector_code="health"`."""
        return self._with(self._rows.filter(self._condition(asked)))

    def where_any(self, *choices: dict[str, Any]) -> Seen:
        """Return the records that meet at least one of the choices."""
        wanted = Q(pk__in=[])
        for asked in choices:
            wanted |= self._condition(asked)
        return self._with(self._rows.filter(wanted))

    def _condition(self, asked: dict[str, Any]) -> Q:
        condition = Q()
        for name, wanted in asked.items():
            field, _, lookup = name.partition("__")
            if (lookup or "exact") not in LOOKUPS:
                raise KeyError(f"{lookup} is no lookup of seen records")
            condition &= Q(**{f"{self._column(field)}__{lookup or 'exact'}": wanted})
        return condition

    def ordered(self, *names: str) -> Seen:
        """Return the records by seen fields ("-name": downwards), then by public id."""
        keys = [
            F(self._column(name.lstrip("-"))).desc(nulls_last=True)
            if name.startswith("-")
            else F(self._column(name)).asc(nulls_last=True)
            for name in names
        ]
        return self._with(self._rows.order_by(*keys, "public_id"))

    def after(self, name: str, value: Any, public_id: str) -> Seen:
        """Return what comes after a record, in the order of one seen field; see `ordered`."""
        column = self._column(name)
        later = Q(**{f"{column}__isnull": True, "public_id__gt": public_id})
        if value is not None:
            later = (
                Q(**{f"{column}__gt": value})
                | Q(**{column: value, "public_id__gt": public_id})
                | Q(**{f"{column}__isnull": True})
            )
        return self._with(self._rows.filter(later))

    def count(self) -> int:
        return int(self._rows.count())

    def counts(self, name: str) -> dict[Any, int]:
        """Return how many records have each value of a seen field; None where it is not seen."""
        column = self._column(name)
        counted = (
            self._rows.order_by().values(column).annotate(n=Count("pk")).values_list(column, "n")
        )
        return dict(counted)

    def __iter__(self) -> Iterator[SeenRecord]:
        return self._read(self._rows)

    def __getitem__(self, part: slice) -> list[SeenRecord]:
        return list(self._read(self._rows[part]))

    def one_or_none(self, public_id: str) -> SeenRecord | None:
        """Return the record, or None: forbidden and unknown are one answer."""
        return next(self._read(self._rows.filter(public_id=public_id)[:1]), None)

    def _read(self, rows: QuerySet[Any]) -> Iterator[SeenRecord]:
        names = list(self.model.SHOWN)
        columns = ["public_id", "precision", *(_PREFIX + name for name in names)]
        for public_id, precision, *fields in rows.values_list(*columns):
            yield SeenRecord(public_id, Precision(precision), dict(zip(names, fields, strict=True)))


def _as_seen(name: str, shown: Shown, own: Q) -> Combinable:
    condition = Q(precision__gte=int(shown.least))
    if shown.unless == "hides_implementer":
        condition &= own | Q(rule__hides_implementer=False)
    elif shown.unless == "either":
        plain = Q(rule__hides_implementer=False, rule__finest_level__isnull=True)
        condition &= own | plain
    elif shown.unless == "finest_level":
        level = F(shown.level) if isinstance(shown.level, str) else Value(shown.level)
        condition &= own | Q(rule__finest_level__isnull=True) | Q(rule__finest_level__gte=level)
    return Case(When(condition, then=F(shown.path or name)), default=Value(None))


def record_or_none(model: type[Model], public_id: str, viewing: Viewing) -> Any:
    """Return the row for a service that writes, if the viewer sees every field of it; else None."""
    if not issubclass(model, SharedRecord):
        raise TypeError(f"{model.__name__} has no sharing rule")
    plain = Q(rule__hides_implementer=False, rule__finest_level__isnull=True)
    rows = model._default_manager.annotate(precision=precision_of(viewing))
    rows = rows.filter(is_own(viewing) | plain, precision=int(Precision.FULL))
    return rows.filter(public_id=public_id).select_related("rule__owner", "rule__country").first()
