"""When a field of a shared record is shown: the same rule for the database and row by row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import BooleanField, IntegerField, Model

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharedRecord, Shown
from intarsia_site.access.queries.precision import OfRow, own_text, precision_text
from intarsia_site.access.queries.viewer import Viewing

#: Where `Said.code` holds that the row is the viewer's own, and that its rule hides.
_OWN, _HIDES = 4, 8


class Need(NamedTuple):
    """What a field asks of a row to be shown; two fields may ask the same."""

    least: int
    unless: str = ""
    level: int | str = 0


EXISTENCE = Need(int(Precision.EXISTENCE))


def need_of(shown: Shown) -> Need:
    """Return what a field asks for; what every row that is seen has is `EXISTENCE`."""
    return Need(int(shown.least), shown.unless, shown.level)


def are_met(needs: Iterable[Need], viewing: Viewing) -> OfRow:
    """Return the condition that a row meets all of these, as an expression of the database.

    How precisely the row is seen stands in it once.
    """
    needs = list(needs)
    parts = dict.fromkeys(_unless_text(need, viewing) for need in needs if need.unless)
    least = max(need.least for need in needs)
    asked = " AND ".join([*parts, f"{precision_text(viewing)} >= {least}"])
    return OfRow(f"({asked})", viewing.at, BooleanField())


def _unless_text(need: Need, viewing: Viewing) -> str:
    """Return the text of the condition that the rule does not hide; see `is_met`."""
    own, coarsest = own_text(viewing), "{rule.finest_level} IS NULL"
    if need.unless == "hides_implementer":
        return f"({own} OR NOT {{rule.hides_implementer}})"
    if need.unless == "either":
        return f"({own} OR (NOT {{rule.hides_implementer}} AND {coarsest}))"
    level = f"{{{need.level}}}" if isinstance(need.level, str) else str(int(need.level))
    return f"({own} OR {coarsest} OR {{rule.finest_level}} >= {level})"


class Said(NamedTuple):
    """What the database says of how a row is seen, with no field of it.

    code     the precision, 4 where it is the viewer's own, 8 where the implementer is hidden
    level    of its place; 0 of a model without places
    """

    code: int
    finest: int | None
    level: int = 0

    @property
    def precision(self) -> Precision:
        return Precision(self.code % _OWN)


def columns_of(model: type[Model], viewing: Viewing) -> tuple[dict[str, OfRow], list[str]]:
    """Return the annotation that `Said` needs, and the names of its columns in their order."""
    text = (
        f"({precision_text(viewing)}"
        f" + CASE WHEN {own_text(viewing)} THEN {_OWN} ELSE 0 END"
        f" + CASE WHEN {{rule.hides_implementer}} THEN {_HIDES} ELSE 0 END)"
    )
    level = ["place_level"] if hasattr(model, "place_level") else []
    said = {"said_code": OfRow(text, viewing.at, IntegerField())}
    return said, ["said_code", "rule__finest_level", *level]


def is_met(need: Need, said: Said) -> bool:
    """Return whether a row has what a field needs to be shown."""
    if said.code % _OWN < need.least:
        return False
    if said.code & _OWN or not need.unless:
        return True
    hides = bool(said.code & _HIDES)
    if need.unless == "hides_implementer":
        return not hides
    if need.unless == "either":
        return not hides and said.finest is None
    level = said.level if isinstance(need.level, str) else need.level
    return said.finest is None or said.finest >= level


def path_of(model: type[SharedRecord], name: str) -> str:
    """Return where a shown field stands; raises KeyError for one that is not shown."""
    if name not in model.SHOWN:
        raise KeyError(f"{model.__name__} shows no field {name}")
    return model.SHOWN[name].path or name


def may_be_null(model: type[Model], path: str) -> bool:
    """Return whether a column may be null, whatever is shown of it."""
    for name in path.split("__"):
        field = model._meta.get_field(name)
        if field.null:
            return True
        model = field.related_model or model
    return False
