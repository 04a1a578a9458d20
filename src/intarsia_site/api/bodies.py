"""Bodies of several rows: each an object whose fields have their types, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from intarsia_site.access.errors import Refused

MOST_ROWS = 5000


def rows_of(given: Mapping[str, Any], name: str, fields: Mapping[str, tuple[type, ...]]) -> Any:
    """Return the objects of a list in a body; a field that is left out is None.

    fields   the types of each; one that may be left out has NoneType among them
    Raises   Refused with problems named "<list>.<row>.<field>", rows counted from 0.
    """
    rows = given.get(name)
    if not isinstance(rows, list) or not rows:
        raise Refused({name: _("Send a list with at least one object.")})
    if len(rows) > MOST_ROWS:
        raise Refused({name: _("At most %(most)d rows are taken at once.") % {"most": MOST_ROWS}})
    wrong: dict[str, str] = {}
    for number, row in enumerate(rows):
        where = f"{name}.{number}"
        if not isinstance(row, dict):
            wrong[where] = _("It is of another type.")
            continue
        wrong |= {
            f"{where}.{str(key)[:80]}": _("There is no such field.")
            for key in row
            if key not in fields
        }
        wrong |= {
            f"{where}.{key}": _("It is of another type.")
            for key, kinds in fields.items()
            if not isinstance(row.get(key), kinds) or isinstance(row.get(key), bool)
        }
    if wrong:
        raise Refused(dict(list(wrong.items())[:100]))
    return [{key: row.get(key) for key in fields} for row in rows]


def texts_within(rows: list[dict[str, Any]], name: str, longest: Mapping[str, int]) -> None:
    """Raise Refused where a text of a row is longer than it can be kept."""
    wrong = {
        f"{name}.{number}.{key}": _("It has %(has)d characters; at most %(most)d can be kept.")
        % {"has": len(row[key]), "most": most}
        for number, row in enumerate(rows)
        for key, most in longest.items()
        if row[key] is not None and len(row[key]) > most
    }
    if wrong:
        raise Refused(dict(list(wrong.items())[:100]))
