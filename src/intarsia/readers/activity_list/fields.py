"""What can a column of a list of activities hold? The fields, and which of them belong together.

Reading a list begins by giving each of its columns one of these; see `headings` and `mapping`.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "ADMIN_CODES",
    "ADMIN_NAMES",
    "COUNTED",
    "FOR_WHOM",
    "MONEY",
    "PEOPLE",
    "WHAT",
    "WHEN",
    "WHERE",
    "WHO",
    "Field",
    "admin_level",
    "may_repeat",
    "question_of",
]


class Field(StrEnum):
    """What a column of a list holds. `other` is kept as text, `contact` is taken out."""

    # The activity itself.
    ACTIVITY_ID = "activity_id"
    PROJECT_CODE = "project_code"
    PROJECT_TITLE = "project_title"
    TITLE = "title"
    SUBACTIVITY = "subactivity"
    DESCRIPTION = "description"

    # Who; without a role first, as most lists have it.
    ORGANIZATION = "organization"
    ORGANIZATION_ACRONYM = "organization_acronym"
    ORGANIZATION_ID = "organization_id"
    ORGANIZATION_TYPE = "organization_type"
    REPORTING_ORGANIZATION = "reporting_organization"
    REPORTING_ORGANIZATION_ACRONYM = "reporting_organization_acronym"
    REPORTING_ORGANIZATION_ID = "reporting_organization_id"
    REPORTING_ORGANIZATION_TYPE = "reporting_organization_type"
    PROGRAMME_ORGANIZATION = "programme_organization"
    PROGRAMME_ORGANIZATION_ACRONYM = "programme_organization_acronym"
    PROGRAMME_ORGANIZATION_ID = "programme_organization_id"
    PROGRAMME_ORGANIZATION_TYPE = "programme_organization_type"
    IMPLEMENTING_ORGANIZATION = "implementing_organization"
    IMPLEMENTING_ORGANIZATION_ACRONYM = "implementing_organization_acronym"
    IMPLEMENTING_ORGANIZATION_ID = "implementing_organization_id"
    IMPLEMENTING_ORGANIZATION_TYPE = "implementing_organization_type"
    FUNDING_ORGANIZATION = "funding_organization"
    FUNDING_ORGANIZATION_ACRONYM = "funding_organization_acronym"
    FUNDING_ORGANIZATION_ID = "funding_organization_id"
    FUNDING_ORGANIZATION_TYPE = "funding_organization_type"
    ACCOUNTABLE_ORGANIZATION = "accountable_organization"
    ACCOUNTABLE_ORGANIZATION_ACRONYM = "accountable_organization_acronym"
    ACCOUNTABLE_ORGANIZATION_ID = "accountable_organization_id"
    ACCOUNTABLE_ORGANIZATION_TYPE = "accountable_organization_type"

    # What.
    SECTOR = "sector"
    SECTOR_CODE = "sector_code"
    SUBSECTOR = "subsector"
    SUBSECTOR_CODE = "subsector_code"
    INDICATOR = "indicator"
    MODALITY = "modality"

    # Where: `region` stands above or beside admin 1 and is no administrative level; `place` is
    # a place whose level the list does not say.
    COUNTRY = "country"
    COUNTRY_CODE = "country_code"
    REGION = "region"
    ADMIN1 = "admin1"
    ADMIN1_CODE = "admin1_code"
    ADMIN2 = "admin2"
    ADMIN2_CODE = "admin2_code"
    ADMIN3 = "admin3"
    ADMIN3_CODE = "admin3_code"
    ADMIN4 = "admin4"
    ADMIN4_CODE = "admin4_code"
    ADMIN5 = "admin5"
    ADMIN5_CODE = "admin5_code"
    PLACE = "place"
    PLACE_CODE = "place_code"
    SITE = "site"
    SITE_CODE = "site_code"
    SITE_TYPE = "site_type"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    COORDINATES = "coordinates"

    # When; `period` is the month or span the row speaks of.
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    PERIOD = "period"
    REPORTED_ON = "reported_on"
    UPDATED_ON = "updated_on"
    YEAR = "year"
    MONTH = "month"
    QUARTER = "quarter"
    STATUS = "status"

    # For whom; `people` are people of whom the list does not say whether targeted or reached.
    TARGET_GROUP = "target_group"
    PEOPLE_TARGETED = "people_targeted"
    PEOPLE_REACHED = "people_reached"
    PEOPLE = "people"
    POPULATION = "population"
    PEOPLE_IN_NEED = "people_in_need"
    SEVERITY = "severity"

    # Money; `value` is money of which the list does not say what it is.
    BUDGET = "budget"
    SPENT = "spent"
    VALUE = "value"
    CURRENCY = "currency"

    # How much else.
    QUANTITY_PLANNED = "quantity_planned"
    QUANTITY_REACHED = "quantity_reached"
    UNIT = "unit"

    # The frame it stands in.
    RESPONSE_PLAN = "response_plan"
    APPEAL = "appeal"
    GENDER_MARKER = "gender_marker"
    LABEL = "label"
    MARKING = "marking"
    URL = "url"
    REMARKS = "remarks"

    # What is no part of the activity.
    CONTACT = "contact"
    ROW_NUMBER = "row_number"
    TOTAL = "total"
    OTHER = "other"
    IGNORED = "ignored"


_ROLES = ("", "reporting_", "programme_", "implementing_", "funding_", "accountable_")

#: Admin 1 to 5 in order, names and codes.
ADMIN_NAMES = tuple(Field(f"admin{level}") for level in range(1, 6))
ADMIN_CODES = tuple(Field(f"admin{level}_code") for level in range(1, 6))

#: The fields that answer each question a list is asked.
WHO = frozenset(
    Field(f"{role}organization{part}")
    for role in _ROLES
    for part in ("", "_acronym", "_id", "_type")
)
WHAT = frozenset(
    {
        Field.ACTIVITY_ID,
        Field.PROJECT_CODE,
        Field.PROJECT_TITLE,
        Field.TITLE,
        Field.SUBACTIVITY,
        Field.DESCRIPTION,
        Field.SECTOR,
        Field.SECTOR_CODE,
        Field.SUBSECTOR,
        Field.SUBSECTOR_CODE,
        Field.INDICATOR,
        Field.MODALITY,
    }
)
WHERE = frozenset(
    {
        Field.COUNTRY,
        Field.COUNTRY_CODE,
        Field.REGION,
        *ADMIN_NAMES,
        *ADMIN_CODES,
        Field.PLACE,
        Field.PLACE_CODE,
        Field.SITE,
        Field.SITE_CODE,
        Field.SITE_TYPE,
        Field.LATITUDE,
        Field.LONGITUDE,
        Field.COORDINATES,
    }
)
WHEN = frozenset(
    {
        Field.STARTS_ON,
        Field.ENDS_ON,
        Field.PERIOD,
        Field.REPORTED_ON,
        Field.UPDATED_ON,
        Field.YEAR,
        Field.MONTH,
        Field.QUARTER,
        Field.STATUS,
    }
)
#: Fields whose cells count people.
PEOPLE = frozenset(
    {
        Field.PEOPLE_TARGETED,
        Field.PEOPLE_REACHED,
        Field.PEOPLE,
        Field.POPULATION,
        Field.PEOPLE_IN_NEED,
    }
)
FOR_WHOM = PEOPLE | {Field.TARGET_GROUP, Field.SEVERITY}
MONEY = frozenset({Field.BUDGET, Field.SPENT, Field.VALUE, Field.CURRENCY})
#: What is counted, perhaps in thousands.
COUNTED = PEOPLE | MONEY | {Field.QUANTITY_PLANNED, Field.QUANTITY_REACHED}

_QUESTIONS = {
    "who": WHO,
    "what": WHAT,
    "where": WHERE,
    "when": WHEN,
    "for_whom": FOR_WHOM,
    "money": MONEY,
}
_REPEATING = (
    PEOPLE
    | {Field(f"{role}organization{part}") for role in _ROLES for part in ("", "_acronym", "_type")}
    | {
        Field.SECTOR,
        Field.SUBSECTOR,
        Field.SUBACTIVITY,
        Field.DESCRIPTION,
        Field.INDICATOR,
        Field.MODALITY,
        Field.TARGET_GROUP,
        Field.PLACE,
        Field.BUDGET,
        Field.SPENT,
        Field.VALUE,
        Field.QUANTITY_PLANNED,
        Field.QUANTITY_REACHED,
        Field.APPEAL,
        Field.RESPONSE_PLAN,
        Field.LABEL,
        Field.MARKING,
        Field.URL,
        Field.REMARKS,
        Field.CONTACT,
        Field.TOTAL,
        Field.OTHER,
        Field.IGNORED,
    }
)


def may_repeat(field: Field) -> bool:
    """Whether several columns of one list may hold this field ("Donor 1", "Donor 2").

    >>> may_repeat(Field.FUNDING_ORGANIZATION), may_repeat(Field.ADMIN1)
    (True, False)
    """
    return field in _REPEATING


def question_of(field: Field) -> str | None:
    """Return "who", "what", "where", "when", "for_whom" or "money", else None.

    >>> question_of(Field.ADMIN2), question_of(Field.REMARKS)
    ('where', None)
    """
    return next((name for name, fields in _QUESTIONS.items() if field in fields), None)


def admin_level(field: Field) -> int | None:
    """Return 1 to 5 for the names and codes of administrative levels, else None.

    >>> admin_level(Field.ADMIN3_CODE), admin_level(Field.REGION)
    (3, None)
    """
    if field in ADMIN_NAMES:
        return ADMIN_NAMES.index(field) + 1
    return ADMIN_CODES.index(field) + 1 if field in ADMIN_CODES else None
