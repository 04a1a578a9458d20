"""A name that a code says already is no statement of its own: another language is no change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import changes_support as told
import intarsia
from intarsia.changes.rows import rows_apart
from intarsia.changes.said import said_by
from intarsia.tables import Picture

WHO = "XM-DAC-928"
#: table, what both state, the column with a name beside its code.
SAID = [
    ("participations", {"role": "funding", "identifier_as_reported": WHO}, "name_as_reported"),
    ("activity_sectors", {"source_vocabulary": "1", "source_code": "12220"}, "name_as_reported"),
    ("activity_locations", {"kind": "country", "source_code": "XA"}, "name_as_reported"),
    ("transactions", {"kind": "2", "value": 5.0, "provider_identifier": WHO}, "provider_name"),
    ("budgets", {"kind": "budget", "value": 5.0, "receiver_identifier": WHO}, "receiver_name"),
    ("codes", {"kind": "finance_type", "code": "110"}, "name"),
]
FIELDS = {
    "participations": "organizations", "activity_sectors": "sectors", "codes": "other",
    "activity_locations": "places", "transactions": "transactions", "budgets": "budgets",
}  # fmt: skip


def saying(table: str, *rows: dict[str, Any]) -> Picture:
    """Activity A, and rows of a table that speak of it."""
    numbered = [told.row(table, "A", ordinal=n, **one) for n, one in enumerate(rows)]
    return told.picture(activities=[told.activity("A", title="Wells")], **{table: numbered})


@pytest.mark.parametrize(("table", "stated", "name"), SAID)
def test_a_code_under_another_name_is_no_change(
    table: str, stated: dict[str, Any], name: str
) -> None:
    before = saying(table, {**stated, name: "World Health Organization"})
    after = saying(table, {**stated, name: "Organisation mondiale de la Santé"})

    assert not intarsia.compare_reports(before, after)
    sides = [said_by(one, ["A"])["A"] for one in (before, after)]
    assert rows_apart(FIELDS[table], sides) == [None, None]


@pytest.mark.parametrize(("table", "stated", "name"), SAID)
def test_a_name_without_a_code_counts(table: str, stated: dict[str, Any], name: str) -> None:
    plain = {key: value for key, value in stated.items() if not _is_code(key)}

    before = saying(table, {**plain, name: "World Health Organization"})
    after = saying(table, {**plain, name: "Organisation mondiale de la Santé"})

    (changed,) = intarsia.compare_reports(before, after).changed
    assert [one.name for one in changed.fields] == [FIELDS[table]]


def _is_code(column: str) -> bool:
    return column in ("source_code", "code") or "identifier" in column


def test_an_identifier_that_stands_for_nobody_says_no_name() -> None:
    stated = {"role": "funding", "identifier_as_reported": "NA"}

    before = saying("participations", {**stated, "name_as_reported": "WHO"})
    after = saying("participations", {**stated, "name_as_reported": "UNICEF"})

    assert intarsia.compare_reports(before, after).changed


def test_a_place_within_a_country_keeps_its_name_beside_its_code() -> None:
    stated = {"kind": "location", "source_code": "XA01"}

    before = saying("activity_locations", {**stated, "name_as_reported": "Lomara"})
    after = saying("activity_locations", {**stated, "name_as_reported": "Kessel"})

    assert intarsia.compare_reports(before, after).changed


def test_where_another_row_differs_only_that_row_is_told() -> None:
    paid = {"kind": "2", "value": 5.0, "provider_identifier": "XM-DAC-928"}
    more = {"kind": "2", "value": 9.0, "provider_identifier": "XM-DAC-928"}

    before = saying("transactions", {**paid, "provider_name": "WHO"})
    after = saying(
        "transactions", {**paid, "provider_name": "OMS"}, {**more, "provider_name": "OMS"}
    )

    (changed,) = intarsia.compare_reports(before, after).changed
    told_apart = next(one for one in changed.fields if one.name == "transactions")
    assert told_apart.before is None
    assert [one.data["value"] for one in told_apart.after or ()] == [9.0]


@pytest.mark.shared
def test_the_french_spreadsheet_of_a_country_after_the_english_says_little_new(
    shared: Path,
) -> None:
    """Azerbaijan, of one day: 1,688 activities; before, each of them had changed."""
    folder = shared / "data" / "iati" / "by-country"
    english, french = (
        intarsia.normalize_report(
            intarsia.read_report(folder / f"AZ-2023-02-17-{language}.xlsx"),
            as_of=dt.date(2023, 2, 17),
            country="AZ",
        )
        for language in ("en", "fr")
    )

    found = intarsia.compare_reports(english, french)

    assert (len(found.new), len(found.gone)) == (0, 0)
    assert found.unchanged == 1_558
    assert {field.name for one in found.changed for field in one.fields} == {
        "title", "organizations", "transactions", "budgets",
    }  # fmt: skip
