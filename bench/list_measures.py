"""How much of the public lists is understood? Every 3W and needs file in, figures out.

Counted by rows: a sector (several sectors together and "other" do not count), an organization
(resolved in the packaged register, new, or doubtful), a place at the finest level that list and
boundaries both have, and dates.

python bench/list_measures.py
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import intarsia
from intarsia.readers import ReaderError
from intarsia.tables import Picture, ProblemLog

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
AS_OF = dt.date(2023, 12, 31)
_P = "places/global-pcodes-adm1-2.csv"
#: File, country, and the files that say what its places are.
FILES = (
    ("3w/somalia-3w-2022-03.xlsx", "SO", ("places/SOM-adm1.topojson", "places/SOM-adm2.topojson")),
    ("3w/iraq-3w-2022-q1.xlsx", "IQ", ("places/IRQ-adm1.topojson", "places/IRQ-adm2.topojson")),
    ("3w/colombia-345w.xlsx", "CO", ("places/COL-adm1.topojson", _P)),
    ("3w/ethiopia-4w-2022-02.xlsx", "ET", ("places/ETH-adm1.topojson", "places/ETH-adm2.topojson")),
    ("3w/libya-3w-2021-05.xlsx", "LY", (_P,)),
    ("3w/afghanistan-3w-2021-q3.csv", "AF", (_P,)),
    ("3w/afghanistan-3w-2023-q1.csv", "AF", (_P,)),
    ("3w/afghanistan-3w-2023-q3.csv", "AF", (_P,)),
    ("3w/nepal-2015/data__data.json", "NP", (_P,)),
    ("3w/vanuatu-2015/data__data.json", "VU", ("3w/vanuatu-2015/data__vanuatu.geojson",)),
    ("needs/afghanistan-hno.csv", "AF", (_P,)),
)
REFUSED = "3w/ukraine-5w-summary-2022-05.xlsx"
SECTORS_AIM, PLACES_AIM = 97.0, 95.0
#: The finest level that both the lists and what is known of their places have: the second.
FINEST = 2
#: Why a file stays below an aim.
EXPLAINED = {
    "3w/nepal-2015/data__data.json": "622 rows say “NS Capacity Building”, which names no sector; "
    "the file states no dates",
    "3w/vanuatu-2015/data__data.json": "the file states no dates; its places are islands, the "
    "second level, and its boundaries go on below them",
    "needs/afghanistan-hno.csv": "rows of “ALL” stand for all sectors together; the file states "
    "no day",
}


@dataclass(frozen=True)
class Measured:
    """One file: rows, activities, and how many rows have each thing."""

    file: str
    rows: int
    activities: int
    sector: int
    resolved: int
    new: int
    doubtful: int
    place: int
    finest: int
    dates: int


def measured(shared: Path, file: str, country: str, places: tuple[str, ...]) -> Measured:
    """Return the figures of one file."""
    tree = intarsia.read_places(
        [shared / one for one in places], country=country, log=ProblemLog("places")
    )
    reading = intarsia.read_report(shared / file)
    picture = intarsia.normalize_report(reading, as_of=AS_OF, places=tree, country=country)
    levels = dict(zip(tree["place_code"].to_pylist(), tree["level"].to_pylist(), strict=True))
    if picture["needs"].num_rows:
        return _of_needs(file, picture, levels)
    return _of_activities(file, picture, country, levels)


def _of_needs(file: str, picture: Picture, levels: dict[str, int]) -> Measured:
    needs = picture["needs"]
    codes, stated = needs["place_code"].to_pylist(), needs["level"].to_pylist()
    return Measured(
        file,
        needs.num_rows,
        0,
        sum(code is not None for code in needs["sector_code"].to_pylist()),
        0,
        0,
        0,
        sum(code is not None for code in codes),
        # A row of a province or of the country is found at that level, and a country has no code.
        sum(
            level == 0 or (code is not None and levels[code] >= level)
            for code, level in zip(codes, stated, strict=True)
        ),
        sum(day is not None for day in needs["as_of"].to_pylist()),
    )


def _of_activities(file: str, picture: Picture, country: str, levels: dict[str, int]) -> Measured:
    sectors, locations = picture["activity_sectors"], picture["activity_locations"]
    sectored = {
        activity
        for activity, code in zip(
            sectors["activity_id"].to_pylist(), sectors["sector_code"].to_pylist(), strict=True
        )
        if code not in (None, "multisector", "unallocated")
    }
    placed: dict[str, int] = {}
    for activity, code in zip(
        locations["activity_id"].to_pylist(), locations["place_code"].to_pylist(), strict=True
    ):
        if code is not None:
            placed[activity] = max(placed.get(activity, 0), levels[code])
    register = intarsia.register_with([])
    _, decisions = intarsia.settle_organizations(picture, register, country=country)
    decided = dict(
        zip(decisions["name"].to_pylist(), decisions["decision"].to_pylist(), strict=True)
    )
    people = picture["participations"]
    said: Counter[str] = Counter()
    names = dict(
        zip(
            picture["organizations"]["organization_id"].to_pylist(),
            picture["organizations"]["name"].to_pylist(),
            strict=True,
        )
    )
    for role, key in zip(
        people["role"].to_pylist(), people["organization_id"].to_pylist(), strict=True
    ):
        if role == "reporting" and key is not None:
            said[str(decided.get(names[key], "none"))] += 1
    activities = picture["activities"]
    return Measured(
        file,
        picture["reports"]["rows"][0].as_py(),
        activities.num_rows,
        len(sectored),
        said["resolved"],
        said["new"],
        said["doubtful"],
        len(placed),
        sum(level >= FINEST for level in placed.values()),
        activities.num_rows - activities["starts_on"].null_count,
    )


def page(shared: Path) -> str:
    """Return the page docs/using/formats-measured.md: every file, its figures, what bounds them."""
    lines = [
        "| file | rows | activities | sector | organization: resolved | new | doubtful | place | "
        "place at the finest level | dates |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    total: Counter[str] = Counter()
    for file, country, places in FILES:
        one = measured(shared, file, country, places)
        lines.append(_line(one))
        if one.activities:
            for name in ("rows", "sector", "place", "finest", "resolved", "new", "doubtful"):
                total[name] += getattr(one, name)
            total["activities"] += one.activities
            total["dates"] += one.dates
    whole = Measured(
        "**all lists of activities**", total["rows"], total["activities"], total["sector"],
        total["resolved"], total["new"], total["doubtful"], total["place"], total["finest"],
        total["dates"],
    )  # fmt: skip
    lines.append(_line(whole))
    try:
        intarsia.read_report(shared / REFUSED)
        refusal = "read, and it should not be"
    except ReaderError as error:
        refusal = error.message
    lines += ["", "What bounds them:", ""]
    lines += [f"* {file}: {why}." for file, why in EXPLAINED.items()]
    lines += ["", f"Refused: {refusal}"]
    return "\n".join(lines) + "\n"


def _line(one: Measured) -> str:
    count = one.activities or one.rows

    def part(number: int) -> str:
        return f"{100 * number / count:.1f} %"

    organizations = (
        [part(one.resolved), part(one.new), part(one.doubtful)] if one.activities else ["", "", ""]
    )
    cells = [
        one.file,
        f"{one.rows:,}",
        f"{one.activities:,}",
        part(one.sector),
        *organizations,
        part(one.place),
        part(one.finest),
        part(one.dates),
    ]
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    print(page(SHARED))
