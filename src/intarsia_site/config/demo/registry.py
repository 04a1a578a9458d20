"""What the organizations of the example are charged with, can do and have said: all invented."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import defaultdict
from pathlib import Path

import pyarrow as pa

import intarsia
from intarsia.examples import AS_OF
from intarsia.examples.registers import mandates_csv
from intarsia.places import parent_at_level
from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import Kind, Protocol
from intarsia_site.access.models import Country, Organization
from intarsia_site.config.demo.packaged import SOURCE, STATED_ON, Rules, rows
from intarsia_site.registry.models import (
    Capacity,
    CommitmentStatement,
    Mandate,
    Priority,
    Profile,
)

#: Whose mandates are shared with those named only.
_RESERVED = frozenset({"US-GOV-1", "XM-DAC-46015", "XA-REG-0041", "XM-DAC-928"})
Organizations = dict[str, Organization]


def load_mandates(
    country: Country, organizations: Organizations, places: pa.Table, protocol: Protocol, to: Rules
) -> int:
    """Read the example's list of mandates as any user's; write one row a sector and place."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mandates.csv"
        file.write_bytes(mandates_csv())
        reading = intarsia.read_report(file)
        picture = intarsia.normalize_report(
            reading, as_of=AS_OF, places=places, country=country.code
        )
    read = picture["mandates"].to_pylist()
    charged = defaultdict(set)
    for row in read:
        charged[row["sector_code"]].add(row["organization_as_reported"])
    made = []
    for row in read:
        owner = organizations[row["organization_as_reported"]]
        place = row["place_code"] if row["place_code"] != country.code else ""
        label = protocol.default_for(Kind.MANDATES, filter(None, [row["sector_code"]])).label
        if label == Label.GREEN and row["organization_as_reported"] in _RESERVED:
            label = Label.AMBER
        made.append(
            Mandate(
                rule=to.of(owner, label),
                plausible=len(charged[row["sector_code"]]),
                country=country,
                organization=owner,
                sector_code=row["sector_code"] or "",
                place_code=place or "",
                area_code=(parent_at_level(places, place, 1) or "") if place else "",
                function=row["function"],
                starts_on=row["starts_on"],
                ends_on=row["ends_on"],
                instrument=row["instrument"],
                provision=row["provision"] or "",
            )
        )
    Mandate.objects.bulk_create(made)
    return len(made)


def load_statements(country: Country, organizations: Organizations, to: Rules) -> None:
    """Write capacities, commitments, priorities and profiles."""
    for row in rows("capacities"):
        owner = organizations[row["organization"]]
        Capacity.objects.create(
            rule=to.of(owner, row["label"]),
            plausible=4,
            organization=owner,
            country=country,
            kind=row["kind"],
            phase=row["phase"],
            sector_code=row["sector"],
            name=row["name"],
            description=row["description"],
            how_to_call_on_it=row["how_to_call_on_it"],
            source=SOURCE,
            stated_on=STATED_ON,
        )
    for row in rows("commitments"):
        owner = organizations[row["organization"]]
        CommitmentStatement.objects.create(
            rule=to.of(owner, row["label"]),
            organization=owner,
            commitment=row["commitment"],
            applies=row["applies"] == "yes",
            statement=row["statement"],
            source=SOURCE,
            stated_on=STATED_ON,
        )
    ministry = organizations["XA-GOV-12"]
    for row in rows("priorities"):
        Priority.objects.create(
            rule=to.of(ministry, Label.GREEN),
            country=country,
            sector_code=row["sector"],
            place_code=row["place"],
            area_code=row["place"],
            rank=int(row["rank"]),
            statement=row["statement"],
            instrument="National development strategy 2010-2015 (exercise)",
            starts_on=dt.date(2010, 1, 1),
            ends_on=dt.date(2015, 12, 31),
        )
    for row in rows("profiles"):
        owner = organizations[row["organization"]]
        Profile.objects.create(
            rule=to.of(owner, Label.GREEN),
            organization=owner,
            country=country,
            summary=row["summary"],
            present_since_on=dt.date.fromisoformat(row["present_since"]),
            staff=int(row["staff"]),
            source=SOURCE,
            stated_on=STATED_ON,
        )
