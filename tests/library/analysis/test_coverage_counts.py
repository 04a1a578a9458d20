"""What is counted: activities, organizations, sectors and places of small pictures, by hand."""

from __future__ import annotations

import datetime as dt

from intarsia.analysis.coverage import summarize

AS_OF = dt.date(2011, 5, 31)
PLACES = [
    {"place_code": "A", "level": 1, "name": "North", "country_code": "XA"},
    {"place_code": "B", "level": 1, "name": "South", "country_code": "XA"},
    {"place_code": "A1", "parent_code": "A", "level": 2, "name": "Darn", "country_code": "XA"},
    {"place_code": "A2", "parent_code": "A", "level": 2, "name": "Sel", "country_code": "XA"},
    {"place_code": "B1", "parent_code": "B", "level": 2, "name": "Port", "country_code": "XA"},
]


def located(activity, code, ordinal=0, **more):
    return {
        "activity_id": activity, "kind": "location", "place_code": code, "ordinal": ordinal, **more
    }  # fmt: skip


def in_country(activity, code, ordinal=0, **more):
    return {
        "activity_id": activity, "kind": "country", "source_code": code, "ordinal": ordinal, **more
    }  # fmt: skip


def in_sector(activity, code, share=1.0, ordinal=0):
    return {"activity_id": activity, "sector_code": code, "share": share, "ordinal": ordinal}


def test_an_empty_picture_has_no_activities_and_unknown_money(a_picture):
    coverage = summarize(a_picture(), as_of=AS_OF)

    assert coverage.figures.activities == 0
    assert coverage.figures.committed_usd is None
    assert coverage.places is None


def test_organizations_are_counted_once_in_any_role_and_placeholders_are_not(a_picture):
    picture = a_picture(
        activities=[
            {"activity_id": "1", "organization_id": "undp"},
            {"activity_id": "2", "organization_id": "osce"},
            {"activity_id": "3", "organization_id": "osce"},
        ],
        participations=[
            {"activity_id": "1", "role": "funding", "organization_id": "osce"},
            {"activity_id": "1", "role": "implementing", "organization_id": "ngo"},
            {"activity_id": "2", "role": "implementing", "organization_id": "various"},
        ],
        organizations=[
            {"organization_id": "various", "name": "Various", "is_placeholder": True},
            {"organization_id": "osce", "name": "OSCE Mission"},
        ],
    )

    coverage = summarize(picture, as_of=AS_OF)

    assert (coverage.figures.reporters, coverage.figures.organizations) == (2, 3)
    assert coverage.organizations.to_pylist() == [
        {"organization_id": "osce", "organization": "OSCE Mission",
         "activities": 2, "running": 0, "usd": None},
        {"organization_id": "undp", "organization": "undp",
         "activities": 1, "running": 0, "usd": None},
    ]  # fmt: skip


def test_an_activity_runs_from_its_first_to_its_last_day_and_on_where_the_end_is_open(a_picture):
    periods = {
        "ends today": (dt.date(2011, 1, 1), AS_OF, None),
        "starts today": (AS_OF, dt.date(2011, 12, 31), None),
        "ended yesterday": (dt.date(2011, 1, 1), dt.date(2011, 5, 30), None),
        "starts tomorrow": (dt.date(2011, 6, 1), None, None),
        "open": (dt.date(2005, 1, 1), None, "implementation"),
        "cancelled": (dt.date(2011, 1, 1), None, "cancelled"),
        "planned only": (dt.date(2011, 1, 1), None, "pipeline"),
        "no period": (None, None, "implementation"),
    }
    picture = a_picture(
        activities=[
            {"activity_id": name, "starts_on": first, "ends_on": last, "status": status}
            for name, (first, last, status) in periods.items()
        ]
    )

    coverage = summarize(picture, as_of=AS_OF)

    assert coverage.figures.running == 3
    assert (coverage.unknowns.period, coverage.unknowns.open_end) == (1, 4)
    years = {row["starts_on"].year: row["running"] for row in coverage.years.to_pylist()}
    assert years[2005] == 1
    assert years[2011] == 6


def test_places_with_and_without_anyone_add_up_to_all_districts(a_picture):
    picture = a_picture(
        places=PLACES,
        activities=[
            {"activity_id": "1", "organization_id": "o", "starts_on": AS_OF},
            {"activity_id": "2", "organization_id": "p"},
            {"activity_id": "3", "organization_id": "p"},
            {"activity_id": "4"},
            {"activity_id": "5"},
        ],
        activity_locations=[
            located("1", "A1"),
            located("1", "A2", 1),
            located("2", "A1"),
            located("3", "B"),
            located("4", None, name_as_reported="Nowhere"),
        ],
    )

    coverage = summarize(picture, as_of=AS_OF)

    assert coverage.places is not None
    assert (coverage.places.level, coverage.places.total) == (2, 3)
    assert (coverage.places.with_someone, coverage.places.without_anyone) == (2, 1)
    assert (coverage.places.running, coverage.places.above) == (2, 1)
    assert (coverage.unknowns.place, coverage.unknowns.place_not_found) == (1, 1)
    counts = {row["place_code"]: row["activities"] for row in coverage.place_counts.to_pylist()}
    assert counts == {"A": 2, "B": 1, "A1": 2, "A2": 1, "B1": 0}


def test_sectors_are_counted_by_activity_and_money_is_divided_by_share(a_picture):
    picture = a_picture(
        activities=[
            {"activity_id": "1", "organization_id": "o", "budget_usd": 100.0},
            {"activity_id": "2", "organization_id": "p", "budget_usd": 10.0},
            {"activity_id": "3", "organization_id": "p"},
            {"activity_id": "4", "organization_id": "p"},
        ],
        activity_sectors=[
            in_sector("1", "police", 0.25),
            in_sector("1", "elections", 0.75, 1),
            in_sector("2", "police"),
            in_sector("3", None),
        ],
    )

    coverage = summarize(picture, as_of=AS_OF)

    found = {row["sector_code"]: (row["activities"], row["usd"], row["organizations"])
             for row in coverage.sectors.to_pylist()}  # fmt: skip
    assert found == {"police": (2, 35.0, 2), "elections": (1, 75.0, 1)}
    assert (coverage.unknowns.sector, coverage.unknowns.sector_not_mapped) == (2, 1)
    tasks = {row["code"]: row["activities"] for row in coverage.tasks.to_pylist()}
    assert tasks == {"rule_of_law_security_reform": 2, "core_government": 1}
    matrix = {(row["organization_id"], row["group_code"]): row["activities"]
              for row in coverage.organization_groups.to_pylist()}  # fmt: skip
    assert matrix["p", None] == 2
    assert matrix["o", "law_order"] == 1


def test_a_sector_in_another_vocabulary_without_a_share_is_not_counted_again(a_picture):
    picture = a_picture(
        activities=[{"activity_id": "1"}],
        activity_sectors=[in_sector("1", "police"), in_sector("1", "elections", None, 1)],
    )

    coverage = summarize(picture, as_of=AS_OF)

    assert coverage.sectors.column("sector_code").to_pylist() == ["police"]


def test_a_country_takes_its_own_activities_and_says_what_it_leaves_out(a_picture):
    picture = a_picture(
        reports=[
            {"report_id": "r1", "covers_countries": "GE AM"},
            {"report_id": "r2", "covers_countries": "GE"},
        ],
        places=[{**PLACES[0], "country_code": "GE"}],
        activities=[
            {"activity_id": "here"},
            {"activity_id": "half here"},
            {"activity_id": "elsewhere"},
            {"activity_id": "placed here"},
            {"activity_id": "from a report of this country", "report_id": "r2"},
            {"activity_id": "nowhere"},
        ],
        activity_locations=[
            in_country("here", "GE"),
            in_country("half here", "GE", share=0.5),
            in_country("half here", "AM", 1, share=0.5),
            in_country("elsewhere", "AM"),
            located("placed here", "A"),
        ],
    )

    coverage = summarize(picture, as_of=AS_OF, country="ge")

    assert coverage.figures.activities == 4
    assert coverage.figures.shared_activities == 1
    assert coverage.scope.activities_left_out == 2
    assert coverage.scope.activities_without_country == 1


def test_problems_come_worst_first_and_alike_ones_are_added(a_picture):
    picture = a_picture(
        problems=[
            {"code": "date.not_a_date", "severity": "changed", "times": 4},
            {"code": "date.not_a_date", "severity": "changed", "file": "b.xlsx"},
            {"code": "row.lost", "severity": "lost"},
            {"code": "odd", "severity": "note", "times": 9},
        ],
        reports=[{"report_id": "r1"}],
    )

    coverage = summarize(picture, as_of=AS_OF)

    assert coverage.problems.to_pylist() == [
        {"code": "row.lost", "severity": "lost", "times": 1, "files": 1},
        {"code": "date.not_a_date", "severity": "changed", "times": 5, "files": 2},
        {"code": "odd", "severity": "note", "times": 9, "files": 1},
    ]


def test_counts_do_not_depend_on_the_order_of_rows(a_picture):
    activities = [{"activity_id": str(n), "organization_id": f"o{n % 3}"} for n in range(9)]
    sectors = [in_sector(str(n), "police" if n % 2 else "elections") for n in range(9)]

    forwards = summarize(a_picture(activities=activities, activity_sectors=sectors), as_of=AS_OF)
    backwards = summarize(
        a_picture(activities=activities[::-1], activity_sectors=sectors[::-1]), as_of=AS_OF
    )

    assert forwards == backwards
