"""What a column of a list can hold, as a person chooses it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from intarsia.readers.activity_list.fields import Field, question_of

_QUESTIONS = {
    None: later("Kept beside, or left out"),
    "who": later("Who"),
    "what": later("What"),
    "where": later("Where"),
    "when": later("When"),
    "for_whom": later("For whom"),
    "money": later("Money"),
}
_ROLES = {
    "": later("organization"),
    "reporting": later("who reports"),
    "programme": later("programme organization"),
    "implementing": later("implementing partner"),
    "funding": later("donor"),
    "accountable": later("accountable organization"),
}
_PARTS = {
    "": later("%(who)s"),
    "acronym": later("%(who)s: acronym"),
    "id": later("%(who)s: identifier"),
    "type": later("%(who)s: kind"),
}
_NAMES = {
    Field.ACTIVITY_ID: later("identifier of the activity"),
    Field.PROJECT_CODE: later("code of the project"),
    Field.PROJECT_TITLE: later("title of the project"),
    Field.TITLE: later("activity"),
    Field.SUBACTIVITY: later("part of the activity"),
    Field.DESCRIPTION: later("description"),
    Field.SECTOR: later("sector or cluster"),
    Field.SECTOR_CODE: later("code of the sector"),
    Field.SUBSECTOR: later("sub-sector"),
    Field.SUBSECTOR_CODE: later("code of the sub-sector"),
    Field.INDICATOR: later("indicator"),
    Field.MODALITY: later("way of giving help"),
    Field.COUNTRY: later("country"),
    Field.COUNTRY_CODE: later("code of the country"),
    Field.REGION: later("region beside the levels"),
    Field.PLACE: later("place of any level"),
    Field.PLACE_CODE: later("code of the place"),
    Field.SITE: later("site"),
    Field.SITE_CODE: later("code of the site"),
    Field.SITE_TYPE: later("kind of site"),
    Field.LATITUDE: later("latitude"),
    Field.LONGITUDE: later("longitude"),
    Field.COORDINATES: later("coordinates"),
    Field.STARTS_ON: later("first day"),
    Field.ENDS_ON: later("last day"),
    Field.PERIOD: later("month or period of the row"),
    Field.REPORTED_ON: later("day of reporting"),
    Field.UPDATED_ON: later("day of the last change"),
    Field.YEAR: later("year"),
    Field.MONTH: later("month"),
    Field.QUARTER: later("quarter"),
    Field.STATUS: later("status"),
    Field.TARGET_GROUP: later("for whom"),
    Field.PEOPLE_TARGETED: later("people to be reached"),
    Field.PEOPLE_REACHED: later("people reached"),
    Field.PEOPLE: later("people, not said which"),
    Field.POPULATION: later("population"),
    Field.PEOPLE_IN_NEED: later("people in need"),
    Field.SEVERITY: later("severity"),
    Field.BUDGET: later("budget"),
    Field.SPENT: later("spent"),
    Field.VALUE: later("amount, not said which"),
    Field.CURRENCY: later("currency"),
    Field.QUANTITY_PLANNED: later("quantity planned"),
    Field.QUANTITY_REACHED: later("quantity reached"),
    Field.UNIT: later("unit of the quantity"),
    Field.RESPONSE_PLAN: later("response plan"),
    Field.APPEAL: later("appeal"),
    Field.GENDER_MARKER: later("gender marker"),
    Field.LABEL: later("label of sharing"),
    Field.MARKING: later("marking of the source"),
    Field.URL: later("link"),
    Field.REMARKS: later("remarks"),
    Field.CONTACT: later("persons: taken out"),
    Field.ROW_NUMBER: later("number of the row"),
    Field.TOTAL: later("total of other columns"),
    Field.OTHER: later("something else: kept as text"),
    Field.IGNORED: later("nothing: leave the column out"),
}


def field_name(name: str) -> str:
    """Return what a field is called in the language of the page."""
    field = Field(name)
    if field in _NAMES:
        return str(_NAMES[field])
    if name.startswith("admin"):
        level = {"level": name[5]}
        if name.endswith("_code"):
            return _("level %(level)s: code") % level
        return _("level %(level)s: name") % level
    role, _bar, part = name.partition("organization")
    who = {"who": str(_ROLES[role.rstrip("_")])}
    return str(_PARTS[part.lstrip("_")]) % who


def field_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the fields by the question they answer, as a form offers them."""
    return [(str(words), list(_of(question))) for question, words in _ordered()]


def _ordered() -> list[tuple[str | None, object]]:
    return [*((one, words) for one, words in _QUESTIONS.items() if one), (None, _QUESTIONS[None])]


def _of(question: str | None) -> Iterator[tuple[str, str]]:
    for field in Field:
        if question_of(field) == question:
            yield str(field), field_name(field)
