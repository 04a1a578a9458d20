"""Writes what is known beside the reports: organizations, their mandates, and people's needs.

In: the cast, `data/mandates.csv` and a seed. Out: csv texts with a header row.
"""

import csv
import io
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intarsia.examples.cast import cast
from intarsia.examples.geography import Place, districts
from intarsia.examples.packaged import packaged_rows

_AS_OF = "2011-03-31"
_SOURCE = "Joint rapid assessment, March 2011 (exercise)"
_OLDER = "2011-01-31"
_OLDER_SOURCE = "Red Crescent branch survey, January 2011 (exercise)"
# People in need as a part of all people, where the conflict was neither heavy nor light.
_RATES = {
    "water_sanitation": 0.07,
    "primary_health": 0.06,
    "education": 0.05,
    "displacement_return": 0.04,
    "food_security": 0.05,
    "protection": 0.03,
    "mine_action": 0.015,
    "justice": 0.02,
    "employment_labour": 0.08,
}
_WEIGHT = {
    "XA01": 0.7,
    "XA02": 1.15,
    "XA03": 1.4,
    "XA04": 1.6,
    "XA05": 0.8,
    "XA06": 1.1,
    "XA07": 0.75,
    "XA08": 0.5,
}
_MINED = ("XA03", "XA04", "XA06")
_STORY = {
    ("XA0402", "water_sanitation"): (4300, 4),
    ("XA0405", "water_sanitation"): (3900, 4),
    ("XA0406", "water_sanitation"): (6100, 4),
    ("XA0407", "water_sanitation"): (4100, 4),
    ("XA0301", "mine_action"): (1900, 4),
    ("XA0302", "mine_action"): (1250, 4),
}


@dataclass(frozen=True)
class Need:
    """People in need in one district and sector; severity runs from 1 to 5, 5 the worst."""

    place: str
    sector: str
    people_in_need: int
    severity: int
    as_of: str
    source: str

    @property
    def is_planted(self) -> bool:
        """True for the needs that a story leaves unanswered."""
        return (self.place, self.sector) in _STORY


def needs(seed: int) -> list[Need]:
    """Return the needs of every district and sector, and a few older figures after them."""
    chance = random.Random(f"needs/{seed}")
    found = [_need(chance, unit, sector) for unit in districts() for sector in _RATES]
    older = [need for need in chance.sample(found, 12) if need.people_in_need]
    return found + [
        Need(
            need.place,
            need.sector,
            int(round(need.people_in_need * 0.8, -1)),
            need.severity,
            _OLDER,
            _OLDER_SOURCE,
        )
        for need in older
    ]


def _need(chance: random.Random, unit: Place, sector: str) -> Need:
    weight = _WEIGHT[unit.parent] * chance.uniform(0.55, 1.45)
    people = int(round(unit.population * _RATES[sector] * weight, -1))
    severity = 1 + sum(weight > limit for limit in (0.5, 0.85, 1.3, 1.9))
    if sector == "mine_action" and unit.parent not in _MINED:
        people, severity = 0, 1
    people, severity = _STORY.get((unit.pcode, sector), (people, severity))
    return Need(unit.pcode, sector, people, severity, _AS_OF, _SOURCE)


def needs_csv(found: Iterable[Need]) -> bytes:
    """Return `needs.csv`."""
    return table(
        ("place", "sector", "people_in_need", "severity", "as_of", "source"),
        (
            {
                "place": need.place,
                "sector": need.sector,
                "people_in_need": need.people_in_need,
                "severity": need.severity,
                "as_of": need.as_of,
                "source": need.source,
            }
            for need in found
        ),
    )


def mandates_csv() -> bytes:
    """Return `mandates.csv`; several sectors or places in one cell are parted by `|`."""
    header = (
        "organization",
        "sectors",
        "places",
        "function",
        "from",
        "to",
        "instrument",
        "provision",
    )
    return table(
        header,
        (
            row
            | {
                "from": row["starts_on"],
                "to": row["ends_on"],
                "sectors": row["sectors"].replace(";", "|"),
                "places": row["places"].replace(";", "|"),
            }
            for row in packaged_rows("mandates.csv")
        ),
    )


def organizations_csv() -> bytes:
    """Return `organizations.csv`; `type` is IATI's code of the kind of organization."""
    header = ("id", "name", "acronym", "type", "name_fr", "name_ru", "identifiers", "aliases")
    return table(
        header,
        (
            {
                "id": told.organization_id,
                "name": told.name(),
                "acronym": told.acronym,
                "type": told.type_code,
                "name_fr": told.name("fr"),
                "name_ru": told.name("ru"),
                "identifiers": "|".join(_identifiers(told.organization_id)),
                "aliases": "|".join(told.spellings[:1]),
            }
            for told in cast().values()
        ),
    )


def _identifiers(organization_id: str) -> list[str]:
    """Return the further ways in which reports write an organization's identifier."""
    if organization_id == "XI-IATI-EC_DEVCO":
        return ["EU"]
    return [organization_id.removeprefix("XM-DAC-")] if "XM-DAC-" in organization_id else []


def table(header: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return a csv with a header; columns that the header does not name are left out."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
