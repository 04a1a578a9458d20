"""The picture's tables about the ground and the actors: places, organizations, mandates, needs,
and what analysis and people make of them: findings and assignments."""

from __future__ import annotations

import pyarrow as pa

from intarsia.tables.activities import COUNT, DAY, NUMBER, TEXT, YES_NO
from intarsia.tables.spec import Column, Table

_ORIGIN = (
    Column("report_id", TEXT, "the report it stands in, see `reports`", required=True),
    Column("file", TEXT, "the report's file name", required=True),
    Column("sheet", TEXT, "the sheet, in a workbook"),
    Column("row", COUNT, "the row it stands in"),
)

PLACES = Table(
    "places",
    "a unit of the administrative tree",
    ("place_code",),
    (
        Column("place_code", TEXT, "P-code or the source's own code", required=True),
        Column("parent_code", TEXT, "the unit it belongs to"),
        Column("level", COUNT, "0 country, 1 first-level, 2 second-level …", required=True),
        Column("country_code", TEXT, "ISO 3166-1 alpha-2, or user-assigned"),
        Column("name", TEXT, "name in the source's first language", required=True),
        Column("names", pa.map_(TEXT, TEXT), "names by language code"),
        Column("valid_from_on", DAY, "first day the unit and name are valid"),
        Column("valid_to_on", DAY, "last day; null = still"),
        Column("population", NUMBER, "people living there"),
        Column("boundary", pa.binary(), "WKB, WGS 84 degrees"),
        Column("source", TEXT, "where the boundary and name come from"),
    ),
)

ORGANIZATIONS = Table(
    "organizations",
    "an organization",
    ("organization_id",),
    (
        Column("organization_id", TEXT, "our own key, stable", required=True),
        Column("name", TEXT, "name", required=True),
        Column("acronym", TEXT, "acronym"),
        Column("type_code", TEXT, "IATI OrganisationType code"),
        Column("level", TEXT, "headquarters or field"),
        Column("parent_id", TEXT, "the organization it belongs to"),
        Column("identifiers", pa.list_(TEXT), "identifiers as published"),
        Column("aliases", pa.map_(TEXT, TEXT), "other names seen, with their language"),
        Column("is_placeholder", YES_NO, "stands for a name that says nothing", required=True),
    ),
)

MANDATES = Table(
    "mandates",
    "what an organization is charged to do in a sector and place, as one text gives it",
    ("mandate_id",),
    (
        Column("mandate_id", TEXT, "our own key: a hash of what the row says", required=True),
        Column("organization_id", TEXT, "the organization", added=True),
        Column("organization_as_reported", TEXT, "its name or identifier as stated"),
        Column("sector_code", TEXT, "Intarsia's sector; null = every sector", added=True),
        Column("sector_as_reported", TEXT, "the sector as stated"),
        Column("place_code", TEXT, "administrative unit; null = whole country", added=True),
        Column("place_as_reported", TEXT, "code or name of the place as stated"),
        Column("function", TEXT, "see terms.MandateFunction; null where not understood"),
        Column("function_as_reported", TEXT, "the function as stated"),
        Column("starts_on", DAY, "first day"),
        Column("ends_on", DAY, "last day; null = open"),
        Column("instrument", TEXT, "the text that says so"),
        Column("provision", TEXT, "where in the text"),
        *_ORIGIN,
    ),
)

NEEDS = Table(
    "needs",
    "need in a place and sector at a time, of all people or of one group of them",
    ("need_id",),
    (
        Column("need_id", TEXT, "our own key: a hash of what the row is about", required=True),
        Column("place_code", TEXT, "administrative unit; null: not found", added=True),
        Column(
            "path_names",
            pa.list_(TEXT),
            "names as stated of the unit and those above it, first level first; null: not stated",
        ),
        Column("path_codes", pa.list_(TEXT), "the same units' codes as stated"),
        Column("level", COUNT, "0 whole country, 1 first-level unit …", required=True),
        Column("sector_code", TEXT, "Intarsia's sector; null = all together", added=True),
        Column("sector_as_reported", TEXT, "the sector as stated"),
        Column("is_all_sectors", YES_NO, "stands for all sectors together", required=True),
        Column("group", TEXT, "which people, as stated; null = all"),
        Column("sex", TEXT, "f or m; null = all"),
        Column("age", TEXT, "age group as stated; null = all"),
        Column("age_from", COUNT, "youngest, years"),
        Column("age_to", COUNT, "oldest, years"),
        Column("has_disability", YES_NO, "persons with disabilities; null = all"),
        Column("status", TEXT, "idp, refugee, returnee, host …; null = all"),
        Column(
            "is_counted",
            YES_NO,
            "stands for all people of its place and sector; the others are parts of it and are"
            " not added up",
            required=True,
        ),
        Column("people_in_need", NUMBER, "people"),
        Column("people_targeted", NUMBER, "people the plan means to reach"),
        Column("people_reached", NUMBER, "people reached"),
        Column("people_affected", NUMBER, "people affected"),
        Column("population", NUMBER, "people living there"),
        Column("severity", NUMBER, "1 (minimal) to 5 (catastrophic)"),
        Column("as_of", DAY, "the day the figures speak of"),
        Column("source", TEXT, "where the figures come from, as stated"),
        *_ORIGIN,
    ),
)

FINDINGS = Table(
    "findings",
    "one result for people to judge",
    ("finding_id",),
    (
        Column("finding_id", TEXT, "fingerprint of the subjects, stable", required=True),
        Column("method_version", TEXT, "version of the method", required=True),
        Column("kind", TEXT, "see terms.FindingKind", required=True),
        Column("activity_a", TEXT, "first activity of a pair"),
        Column("activity_b", TEXT, "second activity of a pair"),
        Column("subjects", pa.list_(TEXT), "what it is about, where it is no pair"),
        Column("score", NUMBER, "how sure or how strong, 0-1", required=True),
        Column("stake_usd", NUMBER, "money at stake, US dollars"),
        Column("shared_days", COUNT, "days"),
        Column("people", NUMBER, "people concerned"),
        Column("reasons", TEXT, "codes with data, JSON", required=True),
        Column("unknowns", TEXT, "what was not known: codes with data, JSON", required=True),
    ),
)

ASSIGNMENTS = Table(
    "assignments",
    "who does what in a division of labour",
    ("division_id", "sector_code", "place_code", "organization_id"),
    (
        Column("division_id", TEXT, "the division of labour", required=True),
        Column("sector_code", TEXT, "Intarsia's sector", required=True),
        Column("place_code", TEXT, "unit of the administrative tree", required=True),
        Column("organization_id", TEXT, "the organization", required=True),
        Column("role", TEXT, "see terms.AssignmentRole", required=True),
        Column("from_on", DAY, "from when"),
        Column("reason", TEXT, "why: codes with data, JSON"),
    ),
)
