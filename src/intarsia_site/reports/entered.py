"""Activities entered by hand: the fields of the form, and the same as rows of the picture's tables.

Text in, what is wrong by field out; rows of tables out. No database is written here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from intarsia import codelists
from intarsia.normalize.money import Rates
from intarsia.register.table import name_id
from intarsia.sharing.personal_data import clean_text
from intarsia.tables import ACTIVITY_TABLES, Picture
from intarsia.terms import Basis, Role, Status
from intarsia_site.access.names import page_language
from intarsia_site.registry.nouns import Field, Holds
from intarsia_site.reports.tables import table_of

#: What stands for a file in the tables of what was entered here.
FILE = "by hand"
MOST_PEOPLE = 999_999_999


def target_groups() -> list[tuple[str, Any]]:
    """Return code and name of the groups that help is for, by name."""
    found = codelists.names("target_groups", page_language())
    return sorted(found.items(), key=lambda one: one[1].casefold())


def currencies() -> list[tuple[str, Any]]:
    """Return the codes of currencies; a code is what people know."""
    return [(row["code"], row["code"]) for row in codelists.rows("currencies")]


ENTERED: tuple[Field, ...] = (
    Field(
        "title", later("Title"), required=True, longest=300,
        help=later("What is done, so that others know it again: “Clinic of Darn repaired”."),
    ),
    Field("sector_code", later("Sector"), Holds.SECTOR, required=True),
    Field("place_code", later("Place"), Holds.PLACE, help=later("Empty: the whole country.")),
    Field("starts_on", later("First day"), Holds.DAY, required=True),
    Field("ends_on", later("Last day"), Holds.DAY, help=later("Empty: open.")),
    Field(
        "partner", later("Carried out by"), longest=200,
        help=later("The organization that does it, if it is another one."),
    ),
    Field("budget", later("Budget"), Holds.AMOUNT),
    Field("currency", later("Currency"), Holds.CHOICE, choices=currencies),
    Field("people", later("People meant to be reached"), Holds.COUNT),
    Field("target_group", later("For whom"), Holds.CHOICE, choices=target_groups),
)  # fmt: skip
BY_NAME: Mapping[str, Field] = {one.name: one for one in ENTERED}


@dataclass(frozen=True)
class Entered:
    """One activity as somebody entered it. `partner_id` is the id of an organization kept here."""

    activity_id: str
    title: str
    sector_code: str
    place_code: str
    place_name: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    partner: str
    partner_id: str
    budget: float | None
    currency: str
    people: int | None
    target_group: str


@dataclass(frozen=True)
class Reporter:
    """Who enters: the organization, in which country, on which day."""

    organization_id: str
    name: str
    country_code: str
    on: dt.date


def parsed(texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values that texts state, and by field what is wrong with them.

    Places and partners are looked up by the service.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, field in BY_NAME.items():
        value, problem = field.parsed(" ".join(texts.get(name, "").split()))
        values[name] = value
        problem = problem or _personal(field, texts.get(name, ""))
        if problem:
            wrong[name] = problem
    first, last = values["starts_on"], values["ends_on"]
    if first and last and last < first:
        wrong.setdefault("ends_on", _("It ends before it begins."))
    if values["budget"] is not None and not values["currency"]:
        wrong.setdefault("currency", _("Say in which currency."))
    return values, wrong


def _personal(field: Field, text: str) -> str:
    if field.holds is not Holds.LINE or not clean_text(text)[1]:
        return ""
    return _(
        "This looks like a person’s name, telephone number or e-mail address. Leave it out: what "
        "is reported here says nothing of persons."
    )


def rows_of(one: Entered, reporter: Reporter) -> dict[str, list[dict[str, Any]]]:
    """Return an activity as rows of the picture's tables, by name of the table."""
    key: dict[str, Any] = {"activity_id": one.activity_id, "ordinal": 0}
    parties = [(Role.REPORTING, reporter.organization_id, reporter.name)]
    own = one.partner_id or (name_id(one.partner) if one.partner else reporter.organization_id)
    parties.append((Role.IMPLEMENTING, own, one.partner or reporter.name))
    dollars = _dollars(one, reporter.on)
    rows: dict[str, list[dict[str, Any]]] = {
        "activities": [_activity(one, reporter, dollars)],
        "participations": [
            {**key, "role": role, "organization_id": who, "name_as_reported": name}
            for role, who, name in parties
        ],
        "activity_locations": [
            {**key, "kind": "country", "source_code": reporter.country_code, "share": 1.0}
        ],
        "organizations": [
            {"organization_id": who, "name": name, "is_placeholder": False,
             "identifiers": [], "aliases": []}
            for _role, who, name in parties
        ],
    }  # fmt: skip
    if one.sector_code:
        rows["activity_sectors"] = [
            {**key, "sector_code": one.sector_code, "source_vocabulary": "99",
             "source_code": one.sector_code, "share": 1.0, "share_basis": Basis.STATED}
        ]  # fmt: skip
    if one.place_code:
        rows["activity_locations"].append(
            {**key, "kind": "location", "place_code": one.place_code,
             "source_code": one.place_code, "name_as_reported": one.place_name, "share": 1.0}
        )  # fmt: skip
    if one.budget is not None:
        rows["budgets"] = [
            {**key, "kind": "budget", "from_on": one.starts_on, "to_on": one.ends_on,
             "value": one.budget, "currency": one.currency, "value_on": one.starts_on,
             "value_usd": dollars}
        ]  # fmt: skip
    if one.people is not None:
        rows["people"] = [
            {**key, "measure": "targeted", "value": float(one.people), "unit": "people"}
        ]
    return rows


def _activity(one: Entered, reporter: Reporter, dollars: float | None) -> dict[str, Any]:
    status = Status.IMPLEMENTATION
    if one.starts_on is not None and one.starts_on > reporter.on:
        status = Status.PIPELINE
    elif one.ends_on is not None and one.ends_on < reporter.on:
        status = Status.CLOSED
    return {
        "activity_id": one.activity_id,
        "report_id": report_id_of(reporter),
        "file": FILE,
        "title": one.title,
        "organization_id": reporter.organization_id,
        "status": status,
        "status_basis": Basis.DERIVED,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "period_basis": Basis.STATED,
        "planned_starts_on": one.starts_on,
        "planned_ends_on": one.ends_on,
        "budget_usd": dollars,
        "budget_basis": "budgets" if dollars is not None else None,
        "target_group": one.target_group or None,
        "target_group_code": one.target_group or None,
        "people_targeted": None if one.people is None else float(one.people),
    }


def _dollars(one: Entered, on: dt.date) -> float | None:
    """Return the budget in dollars of its first day; of one that lies ahead, of today."""
    if one.budget is None:
        return None
    day = min(one.starts_on or on, on)
    found, _unknown = Rates.ecb().to_usd(
        pa.array([one.budget]), pa.array([one.currency]), pa.array([day], pa.date32())
    )
    dollars: float | None = found[0].as_py()
    return dollars


def report_id_of(reporter: Reporter) -> str:
    """Return the id of the one report that all that an organization enters stands in."""
    said = f"{FILE} {reporter.organization_id} {reporter.country_code}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def tables_of(entered: Iterable[Entered], reporter: Reporter) -> dict[str, pa.Table]:
    """Return activities as tables, with the organizations they name, each once."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for one in entered:
        for name, some in rows_of(one, reporter).items():
            rows.setdefault(name, []).extend(some)
    named = {row["organization_id"]: row for row in reversed(rows.get("organizations", []))}
    rows["organizations"] = list(reversed(named.values()))
    return {name: table_of(some, name) for name, some in rows.items() if some}


def picture_with(
    before: Picture, fresh: Mapping[str, pa.Table], gone: Iterable[str], reporter: Reporter
) -> Picture:
    """Return what an organization entered, with activities added, changed or withdrawn.

    fresh   tables of what is new or changed; gone: ids of what is withdrawn
    """
    ids = fresh["activities"]["activity_id"].to_pylist() if "activities" in fresh else []
    leaving = pa.array([*ids, *gone], pa.string())
    tables = {}
    for spec in ACTIVITY_TABLES:
        kept = before[spec.name]
        kept = kept.filter(pc.invert(pc.is_in(kept["activity_id"], leaving)))
        parts = [kept, *([fresh[spec.name]] if spec.name in fresh else [])]
        tables[spec.name] = pa.concat_tables(parts).combine_chunks()
    tables["organizations"] = _organizations(before, fresh)
    tables["reports"] = _report(tables["activities"], reporter)
    return Picture(tables, reporter.on)


def _organizations(before: Picture, fresh: Mapping[str, pa.Table]) -> pa.Table:
    known = before["organizations"]
    given = fresh.get("organizations", known.slice(0, 0))
    there = pc.is_in(known["organization_id"], given["organization_id"].combine_chunks())
    return pa.concat_tables([known.filter(pc.invert(there)), given]).combine_chunks()


def _report(activities: pa.Table, reporter: Reporter) -> pa.Table:
    count, said = activities.num_rows, activities.select(["starts_on", "ends_on"]).to_pylist()
    days = [day for row in said for day in row.values() if day is not None]
    line = {
        "report_id": report_id_of(reporter), "file": FILE, "sha256": report_id_of(reporter),
        "kind": "by-hand", "rows": count, "rows_kept": count, "rows_named": 0,
        "activities": count, "from_on": min(days, default=None), "to_on": max(days, default=None),
        "covers_countries": reporter.country_code,
    }  # fmt: skip
    return table_of([line], "reports")


def texts_in(picture: Picture, activity_id: str) -> dict[str, str]:
    """Return an activity that was entered here as the texts of its form."""

    def its(name: str, **wanted: str) -> dict[str, Any]:
        rows = picture[name].filter(pc.equal(picture[name]["activity_id"], activity_id)).to_pylist()
        fitting = (row for row in rows if all(row[key] == one for key, one in wanted.items()))
        return next(fitting, {})

    said, budget = its("activities"), its("budgets")
    partner = its("participations", role=Role.IMPLEMENTING)
    own = partner.get("organization_id") == said.get("organization_id")
    people = said.get("people_targeted")
    values = {
        "title": said.get("title"),
        "sector_code": its("activity_sectors").get("sector_code"),
        "place_code": its("activity_locations", kind="location").get("place_code"),
        "starts_on": said.get("starts_on"),
        "ends_on": said.get("ends_on"),
        "partner": None if own else partner.get("name_as_reported"),
        "budget": budget.get("value"),
        "currency": budget.get("currency"),
        "people": None if people is None else int(people),
        "target_group": said.get("target_group_code"),
    }
    return {name: BY_NAME[name].written(value) for name, value in values.items()}
