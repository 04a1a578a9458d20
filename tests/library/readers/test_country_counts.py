"""The published by-country spreadsheets give the activities and reporters known to be in them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow.compute as pc
import pytest

from intarsia import normalize_report, read_report
from intarsia.tables import Picture
from intarsia.terms import Role


def picture_of(shared: Path, name: str) -> Picture:
    path = shared / "data" / "iati" / "by-country" / f"{name}.xlsx"
    return normalize_report(read_report(path), as_of=dt.date(2023, 2, 17))


def reporters(picture: Picture) -> int:
    rows = picture["participations"]
    reporting = rows.filter(pc.equal(rows["role"], str(Role.REPORTING)))
    return len(reporting["organization_id"].unique())


@pytest.mark.parametrize(
    ("name", "activities", "organizations"),
    [
        ("GE-2021-07-22", 7830, 85),
        ("AL-2021-07-22", 4780, 68),
        ("KG-2021-07-22", 3599, 78),
        ("MD-2021-07-22", 5867, 70),
        ("XK-2021-07-22", 5843, 52),
    ],
)
def test_a_country_has_its_activities_and_reporters(
    shared: Path, name: str, activities: int, organizations: int
) -> None:
    picture = picture_of(shared, name)

    (report,) = picture["reports"].to_pylist()
    assert report["rows"] == report["rows_kept"] + report["rows_named"]
    assert picture["activities"].num_rows == activities
    assert reporters(picture) == organizations


def test_english_and_french_give_the_same_activities_and_sums(shared: Path) -> None:
    english, french = (picture_of(shared, f"AZ-2023-02-17-{code}") for code in ("en", "fr"))

    assert english["activities"].num_rows == french["activities"].num_rows == 1688
    assert reporters(english) == reporters(french) == 72
    assert french["transactions"].num_rows == english["transactions"].num_rows + 1
    for table, column in (
        ("transactions", "value_usd"),
        ("budgets", "value_usd"),
        ("activities", "budget_usd"),
        ("activities", "spent_usd"),
    ):
        assert pc.sum(french[table][column]).as_py() == pytest.approx(
            pc.sum(english[table][column]).as_py()
        ), (table, column)
    ids = ["activity_id"]
    assert (
        english["activities"]
        .select(ids)
        .sort_by("activity_id")
        .equals(french["activities"].select(ids).sort_by("activity_id"))
    )
