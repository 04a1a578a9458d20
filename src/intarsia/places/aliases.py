"""Names that people have confirmed: a csv file in, further names of units of a tree out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from intarsia.places.errors import PlacesError
from intarsia.places.lists import table_of
from intarsia.spelling import folded, says_nothing
from intarsia.tables import ProblemLog


@dataclass(frozen=True)
class PlaceAlias:
    """A name that stands for a unit of the tree.

    parent  the name of the unit above as the lists state it; None where it does not matter
    """

    name: str
    parent: str | None
    place_code: str


def read_place_aliases(path: Path | str) -> list[PlaceAlias]:
    """Return the confirmed names in a csv or xlsx file.

    path     columns name, parent (may be empty) and place_code or confirmed_code. A row whose
             code is empty is not decided yet and is passed over.
    Raises   PlacesError "places.unreadable_file", "places.no_aliases".
    """
    path = Path(path)
    rows = table_of(path, lambda headings: "name" in headings and bool(_CODES & set(headings)))
    if rows is None:
        raise PlacesError(
            "places.no_aliases",
            f"{path.name} has no columns name and place_code or confirmed_code.",
            file=path.name,
        )
    found = []
    for row in rows:
        name, parent = _text(row, "name"), _text(row, "parent")
        code = _text(row, "confirmed_code") or _text(row, "place_code")
        if name and code:
            found.append(PlaceAlias(name, parent, code))
    return found


_CODES = frozenset(("place_code", "confirmed_code"))


class Aliases:
    """Confirmed names, ready to be looked up.

    >>> aliases = Aliases([PlaceAlias("Baidoa", None, "SO2401")], {"SO2401": 2})
    >>> aliases.find("BAIDOA", "Bay"), aliases.find("Bardera", None)
    ('SO2401', None)
    """

    def __init__(
        self,
        aliases: Iterable[PlaceAlias],
        codes: Mapping[str, object],
        log: ProblemLog | None = None,
    ) -> None:
        """Take the names of units in `codes`; others are logged as "place.alias_unknown"."""
        self._codes: dict[tuple[str, str], str] = {}
        for alias in aliases:
            if alias.place_code in codes:
                self._codes[folded(alias.name), folded(alias.parent or "")] = alias.place_code
            elif log is not None:
                log.lost("place.alias_unknown", value=alias.name, expected=alias.place_code)

    def find(self, name: str, parent: str | None) -> str | None:
        """Return the code confirmed for a name under a parent as stated, or for the name alone."""
        if not self._codes:
            return None
        key = folded(name)
        return self._codes.get((key, folded(parent or ""))) or self._codes.get((key, ""))


def _text(row: Mapping[str, object], heading: str) -> str | None:
    text = " ".join(str(row.get(heading) or "").split())
    return None if says_nothing(text) else text
