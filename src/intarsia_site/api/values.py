"""Between JSON and the texts that services take: types are strict, nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from intarsia_site.access.errors import Refused
from intarsia_site.registry.nouns import Field, Holds, Noun
from intarsia_site.registry.queries.record import Line


def texts_from(fields: Mapping[str, Field], given: Any) -> dict[str, str]:
    """Return a body's fields as texts.

    Raises   Refused where the body is no object, a field is unknown or has another type.
    """
    if not isinstance(given, dict):
        raise Refused({"": _("The body is a JSON object.")})
    wrong = {str(name)[:80]: _("There is no such field.") for name in given if name not in fields}
    texts = {}
    for name, field in fields.items():
        if name not in given:
            continue
        text = _text(field, given[name])
        if text is None:
            wrong[name] = _("It is of another type.")
        else:
            texts[name] = text
    if wrong:
        raise Refused(wrong)
    return texts


def _text(field: Field, value: Any) -> str | None:
    if value is None:
        return ""
    if field.holds is Holds.YES_NO:
        return ("yes" if value else "no") if isinstance(value, bool) else None
    if field.holds in (Holds.COUNT, Holds.AMOUNT):
        kinds: tuple[type, ...] = (int,) if field.holds is Holds.COUNT else (int, float)
        is_number = isinstance(value, kinds) and not isinstance(value, bool)
        return f"{Decimal(str(value)):f}" if is_number else None
    return value if isinstance(value, str) else None


def item(noun: Noun, line: Line) -> dict[str, Any]:
    """Return a record as JSON; what may not be seen is null."""
    area = {"area_code": line.area_code or None, "area_name": line.area_name or None}
    return {
        "id": line.public_id,
        "precision": line.precision.name.lower(),
        "revision": line.revision,
        "label": line.label or None,
        "owner": line.owner or None,
        "marking": line.marking or None,
        **(area if noun.has_areas else {}),
        **{cell.field.name: _value(cell.field, cell.code, cell.is_shown) for cell in line.cells},
    }


def values_of(noun: Noun, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a record's texts as JSON."""
    return {
        name: _value(field, texts[name], True)
        for name, field in noun.by_name.items()
        if name in texts
    }


def _value(field: Field, text: str, is_shown: bool) -> Any:
    if not is_shown or not text:
        return None
    if field.holds is Holds.COUNT:
        return int(text)
    if field.holds is Holds.YES_NO:
        return text == "yes"
    return text
