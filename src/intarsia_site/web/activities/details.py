"""The details of one activity in words: who, where, money, people; and what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from intarsia import codelists
from intarsia_site.access.names import page_language, sector_name
from intarsia_site.reports.queries.activity_page import ActivityPage

ROLES: dict[str, Promise] = {
    "reporting": later("reports it"),
    "funding": later("funds it"),
    "accountable": later("is accountable"),
    "extending": later("extends it"),
    "implementing": later("carries it out"),
    "unstated": later("takes part"),
}
STATUSES: dict[str, Promise] = {
    "pipeline": later("planned"),
    "implementation": later("under way"),
    "finalisation": later("being completed"),
    "closed": later("closed"),
    "cancelled": later("cancelled"),
    "suspended": later("suspended"),
}
FIELDS: dict[str, Promise] = {
    "title": later("Title"),
    "description": later("Description"),
    "organization_name": later("Organization"),
    "implementers": later("Carried out by"),
    "funders": later("Funded by"),
    "sector_codes": later("Sectors"),
    "place_codes": later("Places"),
    "starts_on": later("First day"),
    "ends_on": later("Last day"),
    "status": later("State"),
    "budget_usd": later("Budget, US dollars"),
    "spent_usd": later("Spent, US dollars"),
    "target_group": later("For whom"),
    "people_targeted": later("People meant to be reached"),
    "people_reached": later("People reached"),
    "modality": later("How help is given"),
}
MEASURES: dict[str | None, Promise] = {
    "targeted": later("meant to be reached"),
    "reached": later("reached"),
    None: later("targeted or reached, not said which"),
}
#: Kinds of money, as IATI numbers and as budgets name them.
_MONEY: dict[str, Promise] = {
    "budget": later("budget"),
    "planned_disbursement": later("planned disbursement"),
}
_CODES = {"target_group": "target_groups", "modality": "modalities"}


def told(page: ActivityPage) -> dict[str, Any]:
    """Return what the page of an activity shows beside its line, in words."""
    values = page.line.values
    return {
        "facts": [
            (FIELDS[name], in_words(name, values[name]))
            for name in (
                "status", "budget_usd", "spent_usd", "target_group", "people_targeted",
                "people_reached", "modality",
            )
            if values[name] not in (None, "")
        ],
        "parties": [
            (ROLES.get(row["role"], row["role"]), row["organization"])
            for row in page.details.get("participations", ())
            if row["organization"]
        ],
        "locations": [
            _location(row)
            for row in page.details.get("activity_locations", ())
            if row["kind"] == "location"
        ],
        "money": [
            _money(name, row)
            for name in ("budgets", "transactions")
            for row in page.details.get(name, ())
        ],
        "people": [
            (MEASURES.get(row["measure"], row["measure"]), number(row["value"]), _group(row))
            for row in page.details.get("people", ())
        ],
        "versions": [
            (one, [(FIELDS[c.field], in_words(c.field, c.before), in_words(c.field, c.after))
                   for c in one.changes])
            for one in page.history
        ],
    }  # fmt: skip


def in_words(field: str, value: Any) -> str:
    """Return what a field of an activity says, in the language of the page."""
    if value is None or value == "":
        return ""
    if field == "sector_codes":
        return ", ".join(sector_name(code) for code in value.split())
    if field in _CODES:
        return _coded(_CODES[field], value)
    if field == "status":
        return str(STATUSES.get(value, value))
    if isinstance(value, dt.date):
        return date_format(value)
    if isinstance(value, float):
        return number(value)
    return ", ".join(str(value).strip().split("\n")) if field != "description" else str(value)


def _coded(name: str, text: str) -> str:
    """Return names of codes with spaces between; a text that is none stays as it is."""
    codes = text.split()
    if not all(codelists.has(name, code) for code in codes):
        return text
    return ", ".join(codelists.name(name, code, page_language()) for code in codes)


def number(value: float | None) -> str:
    """Return a number without what comes after the point, as the language writes it."""
    return "" if value is None else number_format(round(value), use_l10n=True, force_grouping=True)


def _location(row: Mapping[str, Any]) -> tuple[str, str]:
    path = row["path_names"] or []
    name = row["name_as_reported"] or " › ".join(one for one in path if one) or row["source_code"]
    share = row["percentage"]
    return name or "", f"{number(share)} %" if share is not None else ""


def _money(name: str, row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Return kind, days, amount as stated, US dollars."""
    if name == "budgets":
        kind = str(_MONEY.get(row["kind"], row["kind"]))
        days = [row["from_on"], row["to_on"]]
    else:
        kind = codelists.name("transaction_types", row["kind"] or "", page_language())
        days = [row["on"]]
    said = " – ".join(date_format(day) for day in days if day is not None)
    amount = f"{number(row['value'])} {row['currency'] or ''}".strip() if row["value"] else ""
    return kind or _("not stated"), said, amount, number(row["value_usd"])


def _group(row: Mapping[str, Any]) -> str:
    if row["name_as_reported"]:
        return str(row["name_as_reported"])
    parts = [row["sex"], row["age"], row["status"]]
    return ", ".join(part for part in parts if part)
