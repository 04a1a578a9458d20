"""The CSV files themselves: their form, their sources, and a few facts that must stay true."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

import pytest

from intarsia import codelists

FOLDER = files("intarsia.codelists")
STEMS = sorted(f.name.removesuffix(".csv") for f in FOLDER.iterdir() if f.name.endswith(".csv"))
_BY_NAME = ("code", "language", "name")
TABLES = {
    "activity_status_names": _BY_NAME,
    "list_headings": ("field", "language", "heading"),
    "modality_names": _BY_NAME,
    "organization_type_names": _BY_NAME,
    "people_words": _BY_NAME,
    "sector_names": ("sector_code", "language", "name"),
    "target_group_names": _BY_NAME,
    "sector_crosswalk": ("vocabulary", "source_code"),
    "source_markings": ("marking",),
    "sources": ("list_file",),
    "v1_codes": ("list", "v1_code"),
}


def text_of(stem: str) -> str:
    return FOLDER.joinpath(f"{stem}.csv").read_bytes().decode("utf-8")


def rows_of(stem: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text_of(stem).splitlines()))


@pytest.mark.parametrize("stem", STEMS)
def test_a_file_is_plain_text_sorted_by_its_key_without_repeats(stem: str) -> None:
    text, rows = text_of(stem), rows_of(stem)
    keys = [tuple(row[column] for column in TABLES.get(stem, ("code",))) for row in rows]

    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.startswith("\ufeff")
    assert all(None not in row and None not in row.values() for row in rows)
    assert all(value == " ".join(value.split()) for row in rows for value in row.values())
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("list_name", codelists.lists())
def test_every_code_has_an_english_name(list_name: str) -> None:
    rows = codelists.rows(list_name)

    assert {"code", "name_en", "name_fr", "name_ru"} <= set(rows[0])
    assert all(row["code"] and row["name_en"] for row in rows)


def test_every_file_has_a_source_with_edition_and_licence() -> None:
    stated = {row["list_file"].removesuffix(".csv"): row for row in codelists.sources()}

    assert sorted([*stated, "sources"]) == STEMS
    for row in stated.values():
        assert row["title"]
        assert row["organization"]
        assert row["edition"]
        assert row["licence"]


def test_the_lists_carry_codes_and_names_but_no_definitions() -> None:
    longest = max(
        len(row["name_en"]) for list_name in codelists.lists() for row in codelists.rows(list_name)
    )

    assert longest < 150


def test_kosovo_is_user_assigned_and_carries_its_note() -> None:
    row = next(row for row in codelists.rows("countries") if row["code"] == "XK")

    assert (row["alpha3"], row["numeric"], row["status"]) == ("XKX", "", "user-assigned")
    assert "UN Security Council resolution 1244 (1999)" in row["note"]


def test_the_example_country_says_that_it_is_invented() -> None:
    row = next(row for row in codelists.rows("countries") if row["code"] == "XA")

    assert row["name_en"] == "Arvenia"
    assert row["note"].startswith("Invented")


def test_the_regions_of_the_paper_hold_their_host_countries() -> None:
    regions = Counter(row["osce_region"] for row in codelists.rows("countries"))
    del regions[""]

    assert regions == {
        "south_eastern_europe": 7,
        "eastern_europe": 3,
        "south_caucasus": 3,
        "central_asia": 5,
    }


def test_tlp_labels_are_never_translated_and_know_which_is_stricter() -> None:
    rows = codelists.rows("tlp_labels")
    strictest_first = sorted(rows, key=lambda row: -int(row["strictness"]))

    assert all(row["name_en"] == row["name_fr"] == row["name_ru"] for row in rows)
    assert [row["name_en"] for row in strictest_first] == [
        "TLP:RED",
        "TLP:AMBER+STRICT",
        "TLP:AMBER",
        "TLP:GREEN",
        "TLP:CLEAR",
    ]


def test_the_euro_rates_are_the_councils_six_significant_figures() -> None:
    rates = {row["code"]: row for row in codelists.rows("euro_conversion")}

    assert len(rates) == 21
    assert rates["DEM"]["units_per_euro"] == rates["BGN"]["units_per_euro"] == "1.95583"
    assert rates["HRK"]["from_on"] == "2023-01-01"
    assert rates["BGN"]["from_on"] == "2026-01-01"
    for row in rates.values():
        assert len(row["units_per_euro"].replace(".", "").lstrip("0")) == 6


def test_currencies_that_became_the_euro_are_withdrawn() -> None:
    status = {row["code"]: row["status"] for row in codelists.rows("currencies")}

    assert status["EUR"] == status["GEL"] == "active"
    assert {status[row["code"]] for row in codelists.rows("euro_conversion")} == {"withdrawn"}


def test_a_purpose_code_says_whether_it_is_in_use() -> None:
    status = {row["code"]: row["status"] for row in codelists.rows("dac_purposes")}

    assert status["15151"] == "active"
    assert status["15161"] == "withdrawn"
    assert status["15105"] == "reported"
    assert set(status.values()) == {"active", "withdrawn", "reported"}


def test_every_purpose_code_stands_in_a_known_category_and_group() -> None:
    for row in codelists.rows("dac_purposes"):
        assert codelists.has("dac_categories", row["category"]), row["code"]
        assert row["name_fr"], row["code"]
    for row in codelists.rows("dac_categories"):
        assert codelists.has("dac_categories", row["group"]), row["code"]
