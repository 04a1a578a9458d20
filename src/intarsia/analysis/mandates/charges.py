"""What is each organization charged with? MANDATES of a picture in, charges that can be compared
out, and what cannot be, said.

A mandate without a day is open on that side. One whose place, function or organization is not
known is no evidence of anything and is left out, named.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from intarsia.analysis.actors import Actors
from intarsia.analysis.duplicates.reasons import Reason
from intarsia.analysis.place_tree import PlaceTree
from intarsia.tables import Picture
from intarsia.terms import MandateFunction


@dataclass(frozen=True)
class Charge:
    """One mandate of one actor in one sector and place.

    sector      None: every sector
    place       None: the whole country
    starts_on, ends_on   inclusive; None: open, or not stated
    """

    mandate_id: str
    actor: str
    sector: str | None
    place: str | None
    function: MandateFunction
    starts_on: dt.date | None
    ends_on: dt.date | None
    instrument: str | None
    provision: str | None

    def has_ended(self, as_of: dt.date | None) -> bool:
        """Whether its last day lies before a day."""
        return as_of is not None and self.ends_on is not None and self.ends_on < as_of

    def is_in_force(self, as_of: dt.date | None) -> bool:
        """Whether a day lies in it; an open side and an unknown day count as yes."""
        begins_later = as_of is not None and self.starts_on is not None and self.starts_on > as_of
        return not begins_later and not self.has_ended(as_of)


@dataclass(frozen=True)
class Charges:
    """Charges that can be compared, and what could not be used: codes with how many."""

    charges: Sequence[Charge]
    left_out: list[Reason]


def charges_of(picture: Picture, actors: Actors, tree: PlaceTree) -> Charges:
    """Return the mandates of a picture as charges."""
    found = []
    left_out: Counter[str] = Counter()
    for row in picture["mandates"].to_pylist():
        place = row["place_code"] if row["place_code"] is not None else row["place_as_reported"]
        whole = place is None or place in tree.countries
        actor = actors.named(row["organization_id"], row["organization_as_reported"])
        reason = None
        if actor is None:
            reason = "organization"
        elif row["function"] not in list(MandateFunction):
            reason = "function"
        elif row["sector_code"] is None and row["sector_as_reported"] is not None:
            reason = "sector"
        elif row["place_code"] is None and not whole:
            reason = "place"
        elif row["starts_on"] and row["ends_on"] and row["ends_on"] < row["starts_on"]:
            reason = "period"
        if actor is None or reason is not None:
            left_out[reason or "organization"] += 1
            continue
        found.append(
            Charge(
                row["mandate_id"],
                actor,
                row["sector_code"],
                None if whole else place,
                MandateFunction(row["function"]),
                row["starts_on"],
                row["ends_on"],
                row["instrument"],
                row["provision"],
            )
        )
    said: list[Reason] = [
        (f"charge.left_out.{reason}", {"count": count})
        for reason, count in sorted(left_out.items())
    ]
    return Charges(found, said)
