"""Several reports become one picture: ids unique, nothing twice, the order of no account."""

from __future__ import annotations

import itertools
from pathlib import Path

from intarsia import combine, normalize_report, select_country
from intarsia.tables import Picture
from normalize_support import AS_OF, codes, picture_of, rows
from readers_support import an_activity, file_of, reading_of


def dated(folder: Path, name: str, day: str, *activities: str) -> Picture:
    content = file_of(*activities).replace("2011-05-31T", f"{day}T")
    return normalize_report(reading_of(folder, content, name), as_of=AS_OF)


def test_the_older_report_keeps_an_id_and_the_newer_gets_a_mark(tmp_path: Path) -> None:
    old = dated(tmp_path, "old.xml", "2010-01-01", an_activity("A", title="Old"))
    new = dated(
        tmp_path,
        "new.xml",
        "2011-01-01",
        an_activity("A", title="New", inside='<sector code="15132"/>'),
    )

    both = combine([new, old])

    titles = {row["activity_id"]: row["title"] for row in rows(both, "activities")}
    assert titles == {"A": "Old", "A~2": "New"}
    assert rows(both, "activity_sectors")[0]["activity_id"] == "A~2"
    assert "activity.id_in_other_report" in codes(both)


def test_the_order_of_the_files_changes_nothing(tmp_path: Path) -> None:
    pictures = [
        dated(tmp_path, f"{day}.xml", day, an_activity("A", title=day), an_activity(day))
        for day in ("2010-01-01", "2010-06-01", "2011-01-01")
    ]

    combined = [combine(order) for order in itertools.permutations(pictures)]

    for other in combined[1:]:
        for name in combined[0]:
            assert other[name].equals(combined[0][name]), name


def test_splitting_a_file_gives_the_same_activities(tmp_path: Path) -> None:
    whole = picture_of(tmp_path, "", '<sector code="15132"/>', name="whole.xml")
    halves = combine(
        [
            dated(tmp_path, "a.xml", "2011-05-31", an_activity("A", title="Title 0")),
            dated(
                tmp_path,
                "b.xml",
                "2011-05-31",
                an_activity("B", '<sector code="15132"/>', title="Title 1"),
            ),
        ]
    )

    place = ["report_id", "file", "xpath"]
    assert (
        halves["activities"]
        .drop_columns(place)
        .sort_by("activity_id")
        .equals(whole["activities"].drop_columns(place).sort_by("activity_id"))
    )
    assert halves["activity_sectors"].equals(whole["activity_sectors"])


def test_a_file_handed_in_twice_is_counted_once_and_named(tmp_path: Path) -> None:
    first = picture_of(tmp_path, "", name="may.xml")
    again = picture_of(tmp_path, "", name="may (2).xml")

    both = combine([first, again])

    assert both["activities"].num_rows == 1
    assert both["reports"].num_rows == 1
    assert "report.same_file" in codes(both)


def test_selecting_a_country_keeps_shared_activities_whole_and_names_the_rest(
    tmp_path: Path,
) -> None:
    picture = picture_of(
        tmp_path,
        '<recipient-country code="GE" percentage="40"/>'
        '<recipient-country code="MD" percentage="60"/>',
        '<recipient-country code="MD"/>',
        '<transaction><value>1</value><recipient-country code="ge"/></transaction>',
    )

    georgia = select_country(picture, "GE")

    assert [row["activity_id"] for row in rows(georgia, "activities")] == ["A", "C"]
    assert [row["source_code"] for row in rows(georgia, "activity_locations")] == ["GE", "MD", "GE"]
    (left_out,) = [
        row for row in rows(georgia, "problems") if row["code"] == "report.other_countries"
    ]
    assert left_out["times"] == 1


def test_countries_of_transactions_stand_in_by_value(tmp_path: Path) -> None:
    picture = picture_of(
        tmp_path,
        '<transaction><value>30</value><recipient-country code="GE"/></transaction>'
        '<transaction><value>10</value><recipient-country code="MD"/></transaction>',
    )

    found = [
        (row["source_code"], row["share"], row["share_basis"])
        for row in rows(picture, "activity_locations")
    ]
    assert found == [("GE", 0.75, "from transactions"), ("MD", 0.25, "from transactions")]
    assert rows(picture, "reports")[0]["covers_countries"] == "GE MD"


def test_a_reading_can_be_normalized_twice(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, file_of(an_activity(inside='<sector code="99999"/>')))

    first, second = (normalize_report(reading, as_of=AS_OF) for _ in range(2))

    assert first["problems"].equals(second["problems"])


def test_a_picture_that_repeats_one_report_adds_the_others(tmp_path: Path) -> None:
    may = dated(tmp_path, "may.xml", "2011-05-01", an_activity("A"))
    june = dated(tmp_path, "june.xml", "2011-06-01", an_activity("B"))

    both = combine([may, combine([may, june])])

    assert sorted(row["activity_id"] for row in rows(both, "activities")) == ["A", "B"]
    assert both["reports"].num_rows == 2


def test_normalizing_the_same_file_twice_gives_the_same(tmp_path: Path) -> None:
    once = picture_of(tmp_path, '<sector code="15132"/>')
    twice = picture_of(tmp_path, '<sector code="15132"/>')

    for name in once:
        assert once[name].equals(twice[name]), name
