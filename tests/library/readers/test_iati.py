"""IATI files become tables: every element in its place, in every version of the standard."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from intarsia.readers import Reading
from readers_support import RICH, RICH_1_05, an_activity, codes_of, file_of, reading_of


@pytest.fixture
def rich(tmp_path: Path) -> Reading:
    return reading_of(tmp_path, file_of(RICH))


def rows(reading: Reading, table: str) -> list[dict[str, Any]]:
    return list(reading.tables[table].to_pylist())


def test_an_activity_knows_its_file_element_texts_and_dates(rich: Reading) -> None:
    (activity,) = rows(rich, "activities")

    assert activity["activity_id"] == activity["identifier"] == "XX-1-POLICE"
    assert activity["file"] == "report.xml"
    assert activity["xpath"] == "/iati-activities/iati-activity[1]"
    assert activity["title"] == "Police training"
    assert activity["description"] == "Two academies."
    assert activity["planned_starts_on"] == dt.date(2011, 1, 1)
    assert activity["actual_starts_on"] == dt.date(2011, 2, 1)
    assert activity["planned_ends_on"] == dt.date(2011, 12, 31)
    assert activity["actual_ends_on"] is None
    assert activity["is_humanitarian"] is True


def test_further_languages_and_descriptions_are_kept_with_their_language(rich: Reading) -> None:
    said = {(row["element"], row["language"]): row["text"] for row in rows(rich, "narratives")}

    assert said["title", "fr"] == "Formation de la police"
    assert said["description:3", None] == "Women first."


def test_organizations_keep_role_identifier_name_and_their_own_activity(rich: Reading) -> None:
    found = [
        (
            row["role"],
            row["identifier_as_reported"],
            row["name_as_reported"],
            row["other_activity_id"],
        )
        for row in rows(rich, "participations")
    ]

    assert found == [
        ("reporting", "XX-1", "Mission", None),
        ("funding", "XX-2", "Donor", "XX-2-77"),
        ("implementing", None, "Local NGO", None),
    ]


def test_places_keep_code_level_point_and_share(rich: Reading) -> None:
    country, region, location = rows(rich, "activity_locations")

    assert (country["source_code"], country["percentage"]) == ("GE", 60.0)
    assert (region["kind"], region["source_code"]) == ("region", "489")
    assert (location["source_code"], location["source_level"]) == ("GE-TB", "1")
    assert (location["latitude"], location["longitude"]) == (41.69, 44.83)
    assert (location["precision"], location["reach_code"]) == ("1", "1")
    kinds = [row["kind"] for row in rows(rich, "codes") if row["of"] == 0]
    assert kinds == ["location_id", "administrative"]


def test_sectors_keep_vocabulary_code_and_percentage(rich: Reading) -> None:
    found = [
        (row["source_vocabulary"], row["source_code"], row["percentage"])
        for row in rows(rich, "activity_sectors")
    ]

    assert found == [("1", "15132", 75.0), ("1", "15130", 25.0)]


def test_a_transaction_keeps_giver_and_receiver_with_their_activities(rich: Reading) -> None:
    (transaction,) = rows(rich, "transactions")

    assert (transaction["kind"], transaction["value"], transaction["currency"]) == (
        "3",
        250.5,
        "EUR",
    )
    assert transaction["on"] == dt.date(2011, 3, 1)
    assert transaction["provider_activity_id"] == "XX-2-77"
    assert transaction["receiver_activity_id"] == "XX-9-1"
    assert transaction["receiver_type"] == "80"
    assert transaction["description"] == "First half"


def test_budgets_and_planned_disbursements_are_told_apart(rich: Reading) -> None:
    budget, planned = rows(rich, "budgets")

    assert (budget["kind"], budget["value"], budget["to_on"]) == (
        "budget",
        1000.0,
        dt.date(2011, 12, 31),
    )
    assert (planned["kind"], planned["currency"], planned["receiver_name"]) == (
        "planned_disbursement",
        None,
        "Academy",
    )


def test_codes_links_documents_and_results_are_rows(rich: Reading) -> None:
    kinds = {row["kind"]: row["code"] for row in rows(rich, "codes")}
    (link,) = rows(rich, "activity_links")
    (document,) = rows(rich, "documents")
    (result,) = rows(rich, "results")

    assert kinds["tag"] == "ABC"
    assert kinds["humanitarian_scope"] == "EQ-2011"
    assert kinds["other_identifier"] == "P-12"
    assert kinds["aid_type"] == "C01"
    assert (link["kind"], link["other_activity_id"]) == ("parent", "XX-1-ROOT")
    assert (document["title"], document["category_code"]) == ("Report", "A01")
    assert (result["target_value"], result["actual_value"]) == ("200", "120")


def test_elements_of_other_namespaces_are_kept_as_written(rich: Reading) -> None:
    kept = [
        row["source"]
        for row in rows(rich, "remainders")
        if row["element"] == "{https://example.org/ns}note"
    ]

    assert len(kept) == 1
    assert 'level="2"' in kept[0]
    assert "extra" in kept[0]


def test_a_1_05_activity_gives_the_tables_of_its_2_03_form(tmp_path: Path, rich: Reading) -> None:
    old = reading_of(tmp_path, file_of(RICH_1_05, version="1.05"), "old.xml")

    (activity,), (expected,) = rows(old, "activities"), rows(rich, "activities")
    for column in (
        "activity_id",
        "title",
        "description",
        "status_code",
        "planned_starts_on",
        "actual_starts_on",
        "planned_ends_on",
        "currency",
    ):
        assert activity[column] == expected[column], column
    assert [row["role"] for row in rows(old, "participations")] == [
        "reporting",
        "funding",
        "implementing",
    ]
    assert [
        (row["source_vocabulary"], row["source_code"]) for row in rows(old, "activity_sectors")
    ] == [("1", "15132"), ("1", "15130")]
    (transaction,) = rows(old, "transactions")
    assert (transaction["kind"], transaction["provider_activity_id"]) == ("3", "XX-2-77")
    location = rows(old, "activity_locations")[-1]
    assert (location["latitude"], location["source_code"]) == (41.69, "GE-TB")
    assert ("title", "fr") in {(row["element"], row["language"]) for row in rows(old, "narratives")}
    assert rows(old, "documents")[0]["url"] == "https://example.org"
    assert {row["code"] for row in rows(old, "codes")} >= {"P-12"}


def test_a_file_without_version_is_recognized_by_its_texts(tmp_path: Path) -> None:
    content = file_of(RICH_1_05).replace(' version="2.03"', "").replace(' version="1.05"', "")

    reading = reading_of(tmp_path, content)

    assert rows(reading, "activities")[0]["title"] == "Police training"
    assert reading.report["version"] == "1.0x"


def test_ids_do_not_depend_on_the_order_of_the_file(tmp_path: Path) -> None:
    first = an_activity("A", title="One")
    again = an_activity("A", title="Two", inside='<sector code="11110" percentage="100"/>')

    one = reading_of(tmp_path, file_of(first, again, an_activity("B")), "one.xml")
    other = reading_of(tmp_path, file_of(an_activity("B"), again, first), "other.xml")

    assert codes_of(one) == ["activity.id_again"]

    def titles(reading: Reading) -> dict[str, str]:
        return {row["activity_id"]: row["title"] for row in rows(reading, "activities")}

    assert titles(one) == titles(other)
    assert set(titles(one)) == {"A", "A~2", "B"}
    (sector,), (same,) = rows(one, "activity_sectors"), rows(other, "activity_sectors")
    assert sector["activity_id"] == same["activity_id"]


def test_an_activity_without_identifier_gets_a_key_that_stays(tmp_path: Path) -> None:
    nameless = an_activity().replace("<iati-identifier>XX-1-A</iati-identifier>", "")
    changed = nameless.replace("</iati-activity>", '<sector code="11110"/></iati-activity>')

    before = reading_of(tmp_path, file_of(nameless), "before.xml")
    after = reading_of(tmp_path, file_of(changed), "after.xml")

    assert codes_of(before) == ["activity.no_identifier"]
    assert rows(before, "activities")[0]["activity_id"].startswith("no-id:")
    assert (
        rows(before, "activities")[0]["activity_id"] == rows(after, "activities")[0]["activity_id"]
    )


def test_what_the_root_element_says_besides_is_noted(tmp_path: Path) -> None:
    content = file_of(an_activity()).replace(
        "<iati-activities ", '<iati-activities linked-data-default="https://example.org/" '
    )

    reading = reading_of(tmp_path, content)

    (problem,) = list(reading.problems)
    assert (problem.code, problem.value) == ("iati.root_attribute", "https://example.org/")


def test_a_location_of_1_0x_keeps_its_share(tmp_path: Path) -> None:
    inside = '<location percentage="70"><name>Osh</name></location><location percentage="30"/>'

    reading = reading_of(tmp_path, file_of(an_activity(inside=inside)))

    assert [row["percentage"] for row in rows(reading, "activity_locations")] == [70.0, 30.0]


def test_several_countries_stay_one_activity(tmp_path: Path) -> None:
    inside = (
        '<recipient-country code="GE" percentage="50"/>'
        '<recipient-country code="MD" percentage="50"/>'
    )

    reading = reading_of(tmp_path, file_of(an_activity(inside=inside)))

    assert len(rows(reading, "activities")) == 1
    assert [row["source_code"] for row in rows(reading, "activity_locations")] == ["GE", "MD"]


def test_a_transaction_of_several_sectors_keeps_them_all_as_written(tmp_path: Path) -> None:
    inside = (
        '<transaction><transaction-type code="3"/><value>5</value>'
        '<sector code="11110"/><sector code="77" vocabulary="99"/></transaction>'
    )

    reading = reading_of(tmp_path, file_of(an_activity(inside=inside)))

    (transaction,) = rows(reading, "transactions")
    (kept,) = rows(reading, "remainders")
    assert transaction["sector_code"] == "11110"
    assert kept["element"] == "transaction/*"
    assert kept["source"].count("<sector") == 2
