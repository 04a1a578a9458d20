"""One report as read in, a picture out: the same rows with our codes, days and dollars beside
what the report states. Each file of this folder answers one question about them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.normalize.budgets import normalize_budgets
from intarsia.normalize.columns import with_columns
from intarsia.normalize.dates import normalize_dates
from intarsia.normalize.from_transactions import normalize_from_transactions
from intarsia.normalize.groups import normalize_groups
from intarsia.normalize.links import normalize_links
from intarsia.normalize.locations import normalize_locations
from intarsia.normalize.money import Rates, normalize_money
from intarsia.normalize.needs import normalize_needs, with_country
from intarsia.normalize.organizations import (
    normalize_organizations,
    normalized_identifier,
    organization_id,
)
from intarsia.normalize.reports import combine, select_country
from intarsia.normalize.sectors import normalize_sectors, sector_of
from intarsia.normalize.stated_places import unmatched_places
from intarsia.normalize.who_is_who import resolve_organizations, settle_organizations
from intarsia.places import PlaceAlias
from intarsia.readers.source import Reading
from intarsia.sharing.personal_data import without_personal_data
from intarsia.tables import ACTIVITIES, REPORTS, Picture, ProblemLog
from intarsia.terms import Role

__all__ = [
    "Rates",
    "combine",
    "normalize_report",
    "normalized_identifier",
    "organization_id",
    "resolve_organizations",
    "sector_of",
    "select_country",
    "settle_organizations",
    "unmatched_places",
]


def normalize_report(
    reading: Reading,
    *,
    as_of: dt.date,
    rates: Rates | None = None,
    places: pa.Table | None = None,
    place_aliases: Sequence[PlaceAlias] = (),
    country: str | None = None,
) -> Picture:
    """Return the picture of one report.

    reading  as `intarsia.read_report` hands it over; its problems are copied, and what
             normalization finds is added to the copy
    as_of    the day by which open ends and states are judged
    rates    exchange rates; the European Central Bank's if left out
    places   PLACES, to find the place of points, codes and names; none is found without
    place_aliases  names of places that people have confirmed
    country  alpha-2: what a list is about whose rows name no country
    """
    log = reading.problems.copy()
    tables = dict(reading.tables)
    # By-country sheets are made with the names of the register of IATI publishers.
    registered = reading.report["kind"] == "country-sheet"
    tables, organizations = normalize_organizations(tables, log, names_are_registered=registered)
    tables = normalize_money(tables, rates if rates is not None else Rates.ecb(), log)
    tables = normalize_sectors(tables, log)
    tables = normalize_groups(tables, log)
    if reading.report["kind"] == "activity-list":
        tables = with_country(tables, country, log)
    tables = normalize_locations(tables, places, log, aliases=place_aliases)
    tables = normalize_needs(tables, places, log, aliases=place_aliases)
    tables = normalize_from_transactions(tables, log)
    tables = normalize_dates(tables, log, as_of=as_of)
    tables = normalize_budgets(tables)
    tables = normalize_links(tables)
    tables = _with_reporters(tables)
    tables["organizations"] = organizations
    tables["reports"] = _report(reading, tables)
    tables["problems"] = _without_personal_data(log)
    return Picture(tables, as_of)


def _without_personal_data(log: ProblemLog) -> pa.Table:
    """The problems, with no person's name or number in the values they quote."""
    return without_personal_data({"problems": log.table()}, ProblemLog(log.file))["problems"]


def _with_reporters(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Fill who reports: the first organization that stands in that role."""
    participations = tables["participations"]
    reporting = participations.filter(pc.equal(participations["role"], str(Role.REPORTING)))
    first: dict[str, str | None] = {}
    for activity_id, key in zip(
        reporting["activity_id"].to_pylist(), reporting["organization_id"].to_pylist(), strict=True
    ):
        first.setdefault(activity_id, key)
    activities = tables["activities"]
    keys = [first.get(key) for key in activities["activity_id"].to_pylist()]
    column = pa.array(keys, pa.string())
    return {
        **tables,
        "activities": with_columns(activities, ACTIVITIES, {"organization_id": column}),
    }


def _report(reading: Reading, tables: dict[str, pa.Table]) -> pa.Table:
    """The report's own line: what it is, how many rows, and the days and countries it covers."""
    activities = tables["activities"]
    locations = tables["activity_locations"]
    countries = locations.filter(pc.equal(locations["kind"], "country"))["source_code"].unique()
    row = {
        **dict.fromkeys(REPORTS.schema.names),
        "report_id": reading.source.report_id,
        "file": reading.source.name,
        "sha256": reading.source.sha256,
        "bytes": float(reading.source.size),
        "covers_countries": " ".join(sorted(code.upper() for code in countries.to_pylist() if code))
        or None,
        **reading.report,
        "from_on": pc.min(activities["starts_on"]).as_py(),
        "to_on": pc.max(activities["ends_on"]).as_py(),
    }
    return pa.Table.from_pylist([row], REPORTS.schema)
