"""The picture's tables about activities: what a report says, cell by cell, and what follows."""

from __future__ import annotations

import pyarrow as pa

from intarsia.tables.spec import Column, Table

TEXT = pa.string()
DAY = pa.date32()
MOMENT = pa.timestamp("us", tz="UTC")
NUMBER = pa.float64()
COUNT = pa.int32()
YES_NO = pa.bool_()

_ACTIVITY = Column("activity_id", TEXT, "the activity, see `activities`", required=True)
_ORDINAL = Column(
    "ordinal", COUNT, "position among its kind in the activity, from 0", required=True
)

ACTIVITIES = Table(
    "activities",
    "one organization's statement of one activity",
    ("activity_id",),
    (
        Column(
            "activity_id",
            TEXT,
            "the source's own id where it has one, else a hash of its stable keys with an ordinal;"
            " a further statement under the same id gets ~2, ~3",
            required=True,
        ),
        Column("identifier", TEXT, "the id as the source states it"),
        Column("report_id", TEXT, "the report it stands in, see `reports`", required=True),
        Column("file", TEXT, "the report's file name", required=True),
        Column("sheet", TEXT, "the sheet, in a workbook; the member, in an archive"),
        Column("row", COUNT, "the first row it stands in, as the program that made it counts"),
        Column("xpath", TEXT, "the element it stands in, in an XML file"),
        Column("title", TEXT, "the title in the first language given"),
        Column("description", TEXT, "the general description in the first language given"),
        Column("language", TEXT, "ISO 639-1 code of the activity's default language"),
        Column("organization_id", TEXT, "who reports", added=True),
        Column("status", TEXT, "see terms.Status", added=True),
        Column("status_basis", TEXT, "see terms.Basis", added=True),
        Column("status_code", TEXT, "IATI ActivityStatus code as stated"),
        Column("starts_on", DAY, "first day, actual before planned", added=True),
        Column("ends_on", DAY, "last day, actual before planned; null = open", added=True),
        Column("period_basis", TEXT, "see terms.Basis", added=True),
        Column("planned_starts_on", DAY, "as stated"),
        Column("actual_starts_on", DAY, "as stated"),
        Column("planned_ends_on", DAY, "as stated"),
        Column("actual_ends_on", DAY, "as stated"),
        Column("reported_from_on", DAY, "first day of the period that the row speaks of"),
        Column("reported_to_on", DAY, "last day of that period"),
        Column(
            "reported_for",
            TEXT,
            "row or report: whether the row or its whole file states that period",
        ),
        Column("updated_at", TEXT, "when its publisher last touched it, as stated"),
        Column("budget_usd", NUMBER, "money committed or budgeted, US dollars", added=True),
        Column("spent_usd", NUMBER, "money disbursed and spent, US dollars", added=True),
        Column("budget_basis", TEXT, "what budget_usd adds up: commitments or budgets", added=True),
        Column("currency", TEXT, "default currency, ISO 4217"),
        Column("target_group", TEXT, "for whom, as stated"),
        Column(
            "target_group_code",
            TEXT,
            "for whom, see codelists target_groups; several with a space between",
            added=True,
        ),
        Column("people_targeted", NUMBER, "people the activity means to reach, see `people`"),
        Column("people_reached", NUMBER, "people reached so far, see `people`"),
        Column("people", NUMBER, "people of whom it is not said whether targeted or reached"),
        Column("modality", TEXT, "how help is given, as stated"),
        Column(
            "modality_code",
            TEXT,
            "how help is given, see codelists modalities; several with a space between",
            added=True,
        ),
        Column("is_humanitarian", YES_NO, "marked as humanitarian by the source"),
        Column("hierarchy", COUNT, "level among the publisher's own activities"),
        Column("scope_code", TEXT, "IATI ActivityScope code"),
        Column("label", TEXT, "the sharing label (TLP 2.0) the source wrote on it"),
    ),
)

PARTICIPATIONS = Table(
    "participations",
    "an organization's role in an activity",
    ("activity_id", "role", "ordinal"),
    (
        _ACTIVITY,
        _ORDINAL,
        Column("role", TEXT, "see terms.Role", required=True),
        Column("organization_id", TEXT, "the organization, see `organizations`", added=True),
        Column("identifier_as_reported", TEXT, "the organization's id as the source states it"),
        Column("name_as_reported", TEXT, "the organization's name as the source states it"),
        Column("acronym_as_reported", TEXT, "its acronym, where that stands apart from the name"),
        Column("organization_type", TEXT, "IATI OrganisationType code"),
        Column("other_activity_id", TEXT, "the organization's own activity, as stated"),
        Column("channel_code", TEXT, "OECD-DAC CRS channel code"),
    ),
)

ACTIVITY_SECTORS = Table(
    "activity_sectors",
    "an activity's share in a sector",
    ("activity_id", "ordinal"),
    (
        _ACTIVITY,
        _ORDINAL,
        Column("sector_code", TEXT, "Intarsia's sector, see codelists sectors", added=True),
        Column("source_vocabulary", TEXT, "IATI SectorVocabulary code", required=True),
        Column("source_vocabulary_uri", TEXT, "where the vocabulary is published"),
        Column("source_code", TEXT, "the code as stated"),
        Column("name_as_reported", TEXT, "the sector's name as stated"),
        Column("percentage", NUMBER, "per cent as stated, 0-100"),
        Column(
            "share",
            NUMBER,
            "part of the activity, 0-1, adding up to 1; null where another vocabulary is counted",
            added=True,
        ),
        Column("share_basis", TEXT, "see terms.Basis", added=True),
    ),
)

ACTIVITY_LOCATIONS = Table(
    "activity_locations",
    "an activity's share in a country, region or place",
    ("activity_id", "kind", "ordinal"),
    (
        _ACTIVITY,
        _ORDINAL,
        Column("kind", TEXT, "country, region or location", required=True),
        Column("place_code", TEXT, "unit of the administrative tree, see `places`", added=True),
        Column("source_vocabulary", TEXT, "IATI GeographicVocabulary or RegionVocabulary code"),
        Column("source_code", TEXT, "code as stated: ISO 3166-1 for a country"),
        Column("source_level", TEXT, "administrative level as stated"),
        Column("name_as_reported", TEXT, "name as stated"),
        Column(
            "path_names",
            pa.list_(TEXT),
            "names as stated of the unit and those above it, first level first; null: not stated",
        ),
        Column("path_codes", pa.list_(TEXT), "the same units' codes as stated"),
        Column("latitude", NUMBER, "degrees north, WGS 84"),
        Column("longitude", NUMBER, "degrees east, WGS 84"),
        Column("precision", TEXT, "IATI GeographicExactness code"),
        Column("reach_code", TEXT, "IATI GeographicLocationReach code"),
        Column("class_code", TEXT, "IATI GeographicLocationClass code"),
        Column("feature_code", TEXT, "IATI LocationType code"),
        Column("percentage", NUMBER, "per cent as stated, 0-100"),
        Column("share", NUMBER, "part of the activity, 0-1, among its kind", added=True),
        Column("share_basis", TEXT, "from transactions; null where stated", added=True),
    ),
)

TRANSACTIONS = Table(
    "transactions",
    "a movement of money as stated",
    ("activity_id", "ordinal"),
    (
        _ACTIVITY,
        _ORDINAL,
        Column("row", COUNT, "the row it stands in, in a sheet or table"),
        Column("kind", TEXT, "IATI TransactionType code"),
        Column("on", DAY, "day of the transaction; last day of the quarter where only that is"),
        Column("on_basis", TEXT, "see terms.Basis", required=True),
        Column("value", NUMBER, "amount as stated, in `currency`"),
        Column("currency", TEXT, "ISO 4217"),
        Column("value_on", DAY, "day that decides the rate"),
        Column("value_usd", NUMBER, "US dollars of value_on, else of `on`", added=True),
        Column("reference", TEXT, "the source's own reference"),
        Column("description", TEXT, "what for"),
        Column("provider_id", TEXT, "who gives, see `organizations`", added=True),
        Column("provider_identifier", TEXT, "who gives: id as stated"),
        Column("provider_name", TEXT, "who gives: name as stated"),
        Column("provider_type", TEXT, "IATI OrganisationType code"),
        Column("provider_activity_id", TEXT, "the giver's own activity, as stated"),
        Column("receiver_id", TEXT, "who receives, see `organizations`", added=True),
        Column("receiver_identifier", TEXT, "who receives: id as stated"),
        Column("receiver_name", TEXT, "who receives: name as stated"),
        Column("receiver_type", TEXT, "IATI OrganisationType code"),
        Column("receiver_activity_id", TEXT, "the receiver's own activity, as stated"),
        Column("sector_vocabulary", TEXT, "IATI SectorVocabulary code"),
        Column("sector_code", TEXT, "sector code as stated"),
        Column("country_code", TEXT, "recipient country, ISO 3166-1"),
        Column("region_code", TEXT, "recipient region code"),
        Column("aid_type", TEXT, "IATI AidType code"),
        Column("finance_type", TEXT, "IATI FinanceType code"),
        Column("flow_type", TEXT, "IATI FlowType code"),
        Column("tied_status", TEXT, "IATI TiedStatus code"),
        Column("channel_code", TEXT, "IATI DisbursementChannel code"),
        Column("is_humanitarian", YES_NO, "marked as humanitarian by the source"),
    ),
)

BUDGETS = Table(
    "budgets",
    "money planned for a period: a budget or a planned disbursement",
    ("activity_id", "kind", "ordinal"),
    (
        _ACTIVITY,
        _ORDINAL,
        Column("row", COUNT, "the row it stands in, in a sheet or table"),
        Column("kind", TEXT, "budget or planned_disbursement", required=True),
        Column("type_code", TEXT, "IATI BudgetType code: original or revised"),
        Column("status_code", TEXT, "IATI BudgetStatus code: indicative or committed"),
        Column("from_on", DAY, "first day"),
        Column("to_on", DAY, "last day"),
        Column("value", NUMBER, "amount as stated, in `currency`"),
        Column("currency", TEXT, "ISO 4217"),
        Column("value_on", DAY, "day that decides the rate"),
        Column("value_usd", NUMBER, "US dollars of value_on, else of from_on", added=True),
        Column("provider_identifier", TEXT, "who gives: id as stated"),
        Column("provider_name", TEXT, "who gives: name as stated"),
        Column("provider_activity_id", TEXT, "the giver's own activity"),
        Column("receiver_identifier", TEXT, "who receives: id as stated"),
        Column("receiver_name", TEXT, "who receives: name as stated"),
        Column("receiver_activity_id", TEXT, "the receiver's own activity"),
        Column("sector_vocabulary", TEXT, "IATI SectorVocabulary code, where the row has one"),
        Column("sector_code", TEXT, "sector code as stated, where the row has one"),
        Column("country_code", TEXT, "recipient country, where the row has one"),
    ),
)

PEOPLE = Table(
    "people",
    "a figure of people or households, in all or of one group of them",
    ("activity_id", "ordinal"),
    (
        _ACTIVITY,
        _ORDINAL,
        Column("measure", TEXT, "targeted, reached; null where the source does not say which"),
        Column("value", NUMBER, "how many, in `unit`", required=True),
        Column("unit", TEXT, "people or households", required=True),
        Column("sex", TEXT, "f or m; null = all or not stated"),
        Column("age", TEXT, "infants, children, adolescents, youth, adults or older"),
        Column("age_from", COUNT, "youngest, years"),
        Column("age_to", COUNT, "oldest, years"),
        Column("has_disability", YES_NO, "persons with disabilities; null = all or not stated"),
        Column("status", TEXT, "idp, refugee, returnee, host, migrant, stateless or other"),
        Column("from_on", DAY, "first day the figure speaks of"),
        Column("to_on", DAY, "last day the figure speaks of"),
        Column("name_as_reported", TEXT, "the heading or group as stated"),
        Column("cell", TEXT, "where it stands"),
    ),
)
