"""Makes a list of activities as missions send them: title lines, 20 columns, a total, a note."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from openpyxl import Workbook

HEADINGS = (
    "Reporting organization", "Organization type", "Implementing partner", "Donor", "Cluster",
    "Project code", "Activity", "Status", "Modality", "Region", "District", "P-code", "Site",
    "Start date", "End date", "Target group", "Women reached", "Men reached", "Total reached",
    "Remarks",
)  # fmt: skip
_CLUSTERS = ("WASH", "Health", "Protection", "Education", "Shelter/NFI", "Food Security", "GBV")
_WORK = ("Repair of", "Training for", "Distribution to", "Assessment of", "Support to")
_WHAT = ("water points", "teachers", "households", "clinics", "returnees", "farmers", "schools")
_STATES = ("Ongoing", "Completed", "Planned", "Suspended")
_WAYS = ("In kind", "Cash", "Training", "Service delivery", "Advice")
_TYPES = ("International NGO", "National NGO", "UN Agency", "Red Cross Movement", "Government")
_GROUPS = ("IDPs", "Returnees", "Host community", "Refugees", "Children", "Farmers")
_PARTS = "an bel cor dan el fir gor han il kor lun mer nal or pel ran sul tor".split()


def write_list(path: Path, rows: int, *, seed: int = 7) -> int:
    """Write an .xlsx of `rows` invented activities; return its size in bytes."""
    chance = random.Random(seed)
    names = [_name(chance, 3) + " Relief" for _ in range(400)]
    places = [(region, f"{region} {n}", f"XA{r:02d}{n:02d}") for r, region in _regions(chance)
              for n in range(1, 9)]  # fmt: skip
    # An organization works with a few partners, for a few donors, in a few districts.
    kept = {
        name: (chance.sample(names, 3), chance.sample(names, 3), chance.sample(places, 6))
        for name in names
    }
    book = Workbook(write_only=True)
    sheet = book.create_sheet("4W")
    sheet.append(["Invented for a benchmark: who does what, where"])
    sheet.append(["Status of 31 May 2011"])
    sheet.append(HEADINGS)
    for number in range(rows):
        name = chance.choice(names)
        partners, donors, grounds = kept[name]
        region, district, code = chance.choice(grounds)
        starts = dt.date(2010, 1, 1) + dt.timedelta(days=chance.randrange(500))
        ends = starts + dt.timedelta(days=chance.randrange(30, 400))
        women, men = chance.randrange(900), chance.randrange(900)
        sheet.append(
            [
                name,
                _TYPES[len(name) % len(_TYPES)],
                chance.choice(partners) if chance.random() < 0.5 else None,
                chance.choice(donors) if chance.random() < 0.8 else "#N/A",
                chance.choice(_CLUSTERS),
                f"XA-11-{number // 4:05d}",
                f"{chance.choice(_WORK)} {number % 97} {chance.choice(_WHAT)}, {district}",
                chance.choice(_STATES),
                chance.choice(_WAYS),
                region,
                district,
                code if chance.random() < 0.95 else None,
                f"Site {number % 1201}" if chance.random() < 0.4 else None,
                starts if number % 3 else f"{starts:%d/%m/%Y}",
                ends,
                chance.choice(_GROUPS),
                women,
                men,
                women + men,
                "to be confirmed with the cluster" if chance.random() < 0.1 else None,
            ]
        )
    sheet.append(["TOTAL", *[None] * 17, 12345678, None])
    sheet.append(["Source: invented for a benchmark."])
    book.save(path)
    return path.stat().st_size


def _name(chance: random.Random, parts: int) -> str:
    return "".join(chance.choices(_PARTS, k=parts)).capitalize()


def _regions(chance: random.Random) -> list[tuple[int, str]]:
    return [(number, _name(chance, 2)) for number in range(1, 13)]
