"""Writes the host country's aid database as a zip of linked tables with geocoded places.

In: statements. Out: `data/projects.csv`, `locations.csv`, `transactions.csv` and the tables that
explain them, laid out like the public releases of such databases.
"""

import csv
import hashlib
import io
import json
import random

from intarsia import codelists
from intarsia.examples.archives import zipped
from intarsia.examples.cast import cast
from intarsia.examples.faults import latitude_longitude
from intarsia.examples.geography import places
from intarsia.examples.money import payments
from intarsia.examples.notice import AS_OF, COUNTRY, NOTICE
from intarsia.examples.reporting import Statement

UNKNOWN_PROJECT = "879099999"
_ROOT = "ArveniaAIMS_GeocodedResearchRelease_Level1_v1.0"
_PROJECTS = (
    "project_id",
    "is_geocoded",
    "project_title",
    "start_actual_isodate",
    "start_actual_type",
    "end_actual_isodate",
    "end_actual_type",
    "donors",
    "donors_iso3",
    "recipients",
    "recipients_iso3",
    "ad_sector_codes",
    "ad_sector_names",
    "status",
    "transactions_start_year",
    "transactions_end_year",
    "total_commitments",
    "total_disbursements",
)
_LOCATIONS = (
    "project_id",
    "project_location_id",
    "precision_code",
    "geoname_id",
    "place_name",
    "latitude",
    "longitude",
    "location_type_code",
    "location_type_name",
    "gazetteer_adm_code",
    "gazetteer_adm_name",
    "location_class",
    "geographic_exactness",
)
_TRANSACTIONS = (
    "transaction_id",
    "project_id",
    "transaction_isodate",
    "transaction_year",
    "transaction_value_code",
    "transaction_currency",
    "transaction_value",
)
_ISO3 = {
    "US-GOV-1": "USA",
    "GB-GOV-1": "GBR",
    "SE-0": "SWE",
    "CH-4": "CHE",
    "NO-MFA": "NOR",
    "XM-DAC-4-3": "FRA",
    "CA-3": "CAN",
    "XM-DAC-5-52": "DEU",
    "XM-DAC-701-8": "JPN",
}
# AidData's coding keeps the OECD's three-digit categories in these and the tens elsewhere.
_FINE = ("151", "152", "311", "321")
_PRECISION = {2: "3", 1: "4", 0: "6"}
_TYPES = {
    2: ("ADM2", "second-order administrative division"),
    1: ("ADM1", "first-order administrative division"),
    0: ("PCLI", "independent political entity"),
}


def release(entries: list[Statement], seed: int) -> bytes:
    """Return the zip; one transaction is of a project that the release does not contain."""
    projects, located, paid = [], [], []
    for entry in entries:
        chance = random.Random(f"{seed}/{entry.statement_id}")
        moves = _transactions(entry, chance)
        projects.append(_project(entry, moves))
        located += [_location(entry, code, chance) for code in entry.deed.places]
        paid += moves
    paid.append(
        [_key(UNKNOWN_PROJECT, 0), UNKNOWN_PROJECT, "2010-05-31", "2010", "D", "USD", "48000"]
    )
    tables = {
        "data/projects.csv": _table(_PROJECTS, projects),
        "data/locations.csv": _table(_LOCATIONS, located),
        "data/transactions.csv": _table(_TRANSACTIONS, paid),
    }
    return zipped({f"{_ROOT}/{name}": text for name, text in (tables | _explanations()).items()})


def _sector(entry: Statement) -> tuple[str, str]:
    code = entry.deed.topic.dac_code[:3]
    code = code if code in _FINE else code[:2] + "0"
    return code, codelists.name("dac_categories", code)


def _status(entry: Statement) -> str:
    if entry.starts_on > AS_OF:
        return "Pipeline/identification"
    return "Implementation" if entry.ends_on >= AS_OF else "Completion"


def _project(entry: Statement, moves: list[list[str]]) -> list[str]:
    deed = entry.deed
    starts_on, ends_on = entry.starts_on.isoformat(), entry.ends_on.isoformat()
    if entry.fault == "ends_before_start":
        starts_on, ends_on = ends_on, starts_on
    if entry.fault == "no_dates":
        starts_on = ends_on = ""
    donors = sorted(
        {deed.funder, deed.organization}
        if deed.funder != deed.organization
        else {deed.organization}
    )
    years = sorted(row[3] for row in moves)
    promised = sum(float(row[6]) for row in moves if row[4] == "C")
    paid = sum(float(row[6]) for row in moves if row[4] == "D")
    title = entry.title.upper() if int(entry.statement_id) % 5 == 0 else entry.title
    return [
        entry.statement_id,
        "0" if deed.places == (COUNTRY,) else "1",
        title,
        starts_on,
        "start-actual" if starts_on else "",
        ends_on,
        "end-actual" if ends_on else "",
        "|".join(cast()[code].name() for code in donors),
        "|".join(sorted({_ISO3.get(code, "DAC") for code in donors})),
        "Arvenia",
        "XAA",
        *_sector(entry),
        _status(entry),
        years[0],
        years[-1],
        f"{promised:.1f}",
        f"{paid:.1f}",
    ]


def _location(entry: Statement, code: str, chance: random.Random) -> list[str]:
    place = places()[code]
    chain = [place]
    while chain[0].parent:
        chain.insert(0, places()[chain[0].parent])
    geoname = str(99_000_000 + int(code[2:] or 0))
    latitude, longitude = latitude_longitude(entry, place, chance)
    return [
        entry.statement_id,
        f"{entry.statement_id}_{geoname}",
        _PRECISION[place.level],
        geoname,
        place.name(),
        f"{latitude:.5f}",
        f"{longitude:.5f}",
        *_TYPES[place.level],
        "|".join(["6295630", *(unit.pcode for unit in chain)]),
        "|".join(["Earth", *(unit.name() for unit in chain)]),
        "1",
        "2",
    ]


def _transactions(entry: Statement, chance: random.Random) -> list[list[str]]:
    """Return the rows of money: some releases know only the year of a payment."""
    by_year = chance.random() < 0.4
    moves = [("C", min(entry.starts_on, AS_OF), round(entry.amount))]
    moves += [
        ("D", day, value)
        for day, value in payments(chance, entry.amount, entry.starts_on, entry.ends_on, AS_OF)
    ]
    return [
        [
            _key(entry.statement_id, number),
            entry.statement_id,
            "" if by_year else day.isoformat(),
            str(day.year),
            kind,
            "USD",
            str(value),
        ]
        for number, (kind, day, value) in enumerate(moves)
    ]


def _key(project: str, number: int) -> str:
    return hashlib.sha256(f"{project}/{number}".encode()).hexdigest()[:22]


def _table(header: tuple[str, ...], rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _explanations() -> dict[str, bytes]:
    """Return the files that explain the tables."""
    package = {
        "name": "arveniaaims_geocodedresearchrelease_level1_v1_0",
        "title": "ArveniaAIMS GeocodedResearchRelease",
        "description": f"{NOTICE} Projects in the aid management platform of the Ministry of "
        "Finance, with places. The tables can be joined by project_id.",
        "version": "1.0",
        "resources": [
            {"name": name.split("/")[1], "path": name}
            for name in ("data/projects.csv", "data/locations.csv", "data/transactions.csv")
        ],
    }
    statuses = (
        "status_name\tad_status_code\tstatus\n"
        "Planned\t1\tPipeline/identification\n"
        "Ongoing\t2\tImplementation\n"
        "Closed\t3\tCompletion\n"
    )
    kinds = "transaction_value_code\tmeaning\nC\tcommitment\nD\tdisbursement\n"
    readme = f"{NOTICE}\n\nProjects, their places and their money, as of {AS_OF.isoformat()}.\n"
    return {
        "metadata/status_trans_crosswalk.tsv": statuses.encode(),
        "metadata/value_codes.tsv": kinds.encode(),
        "datapackage.json": (json.dumps(package, indent=2) + "\n").encode(),
        "README.txt": readme.encode(),
    }
