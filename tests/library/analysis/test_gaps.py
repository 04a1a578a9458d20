"""Gaps: need without enough activity, with bounds, and nobody reported apart from nobody there."""

from __future__ import annotations

import datetime as dt

import pytest
import shapely

from cells_support import PLACES, a_mandate, a_need, a_report, an_activity, picture_of, said, told
from intarsia.analysis.cell_findings import DayError
from intarsia.analysis.duplicates import limits_in
from intarsia.analysis.gaps import find_gaps, gaps_page
from intarsia.phrases import LANGUAGES

DAY = dt.date
WATER = "water_sanitation"
#: Somebody at work on water in D3 and D5: reports speak of the sector and of both regions.
ELSEWHERE = (an_activity("else-3", places=["D3"]), an_activity("else-5", places=["D5"]))


def gaps(*activities, needs=None, **more):
    needs = [a_need("D1", WATER)] if needs is None else needs
    return said(find_gaps(picture_of([*ELSEWHERE, *activities], needs=needs, **more)))


def manner(found) -> str:
    return next(iter(reversed(found["reasons"])))


def test_need_where_reports_that_cover_it_name_nobody_is_a_gap() -> None:
    (found,) = gaps()

    assert found["subjects"] == [WATER, "D1"]
    assert found["people"] == 1_000
    # Severity 4 of 5; as many people as in the middle cell count half.
    assert found["score"] == 0.4
    assert found["reasons"]["gap.nobody.in"]["region"] == "Low Region"
    assert found["unknowns"] == {}


@pytest.mark.parametrize(
    "changes",
    [{}, {"ends_on": None}, {"ends_on": DAY(2011, 5, 31)}, {"starts_on": DAY(2011, 5, 31)}],
    ids=["runs", "open", "last day", "first day"],
)
def test_somebody_who_is_there_on_the_day_leaves_no_sure_gap(changes: dict) -> None:
    found = gaps(an_activity("a", **changes))

    assert [row for row in found if "gap.nobody.in" in row["reasons"]] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": DAY(2011, 5, 30)},
        {"starts_on": DAY(2011, 6, 1)},
        {"status": "pipeline"},
        {"status": "cancelled"},
        {"places": ["D2"]},
        {"sectors": ["education"]},
    ],
    ids=["over", "to come", "planned", "cancelled", "next door", "other work"],
)
def test_somebody_of_another_time_place_or_work_is_not_there(changes: dict) -> None:
    (found,) = gaps(an_activity("a", **changes))

    assert found["reasons"]["gap.nobody.in"]["code"] == "D1"


def test_what_is_planned_there_is_said() -> None:
    (found,) = gaps(an_activity("a", starts_on=DAY(2011, 9, 1)))

    assert found["reasons"]["gap.planned"] == {"count": 1, "on": "2011-09-01"}


def test_a_time_can_be_asked_about_instead_of_a_day() -> None:
    later = an_activity("a", starts_on=DAY(2011, 8, 1))
    picture = picture_of([*ELSEWHERE, later], needs=[a_need("D1", WATER)])

    june = find_gaps(picture, from_on=DAY(2011, 6, 1), to_on=DAY(2011, 6, 30))
    half = find_gaps(picture, from_on=DAY(2011, 6, 1), to_on=DAY(2011, 8, 1))

    assert june.num_rows == 1
    assert half.num_rows == 0


def test_a_day_is_wanted() -> None:
    nameless = picture_of(needs=[a_need("D1", WATER)], as_of=None)

    with pytest.raises(DayError, match="day"):
        find_gaps(nameless)
    with pytest.raises(DayError, match="day"):
        find_gaps(nameless, from_on=DAY(2011, 6, 1), to_on=DAY(2011, 5, 1))


def test_a_village_is_in_its_district_and_a_region_may_be_in_it() -> None:
    village = {"place_code": "V1", "name": "Village", "level": 3, "parent_code": "D1"}
    places = [*PLACES, village]

    assert gaps(an_activity("a", places=["V1"]), places=places) == []
    (found,) = gaps(an_activity("a", places=["R1"]), places=places)
    assert found["score"] == 0.2
    assert found["unknowns"]["gap.unknown.wider"] == {"count": 1}


@pytest.mark.parametrize(
    ("changes", "name", "score"),
    [
        ({"starts_on": None, "ends_on": None, "period_basis": None}, "undated", 0.2),
        ({"sectors": ["unallocated"]}, "no_sector", 0.36),
        # One of two cells in need, if it is in either: half a chance that it is not here.
        ({"places": []}, "unplaced", 0.2),
    ],
)
def test_who_may_be_there_makes_a_gap_less_sure_and_is_said(changes, name, score) -> None:
    (found,) = gaps(an_activity("a", **changes))

    assert found["score"] == score
    assert found["unknowns"][f"gap.unknown.{name}"] == {"count": 1}


def test_protection_may_include_violence_against_women_and_is_said_to() -> None:
    activities = [
        an_activity("a", sectors=["protection"]),
        an_activity("b", sectors=["gender_based_violence"], places=["D3"]),
    ]

    (found,) = gaps(*activities, needs=[a_need("D1", "gender_based_violence")])

    assert found["score"] == 0.24
    assert found["unknowns"]["gap.unknown.related"] == {"count": 1}


def test_where_no_report_speaks_of_a_region_nobody_reported_is_not_nobody_there() -> None:
    reports = [a_report("r1"), a_report("r2")]
    low = an_activity("low", places=["D3"])
    schools = an_activity("high", places=["D5"], sectors=["education"], report_id="r2")
    needs = [a_need("D1", WATER), a_need("D4", WATER)]

    there = find_gaps(picture_of([low, schools], needs=needs, reports=reports))
    nowhere = find_gaps(picture_of([low], needs=needs, reports=reports))

    assert [manner(row) for row in said(there)] == ["gap.nobody.in", "gap.silent_both.in"]
    assert [manner(row) for row in said(nowhere)] == ["gap.nobody.in", "gap.silent_region.in"]
    assert said(there)[1]["score"] == 0.16


def test_a_report_of_another_time_says_nothing_of_this_one() -> None:
    old = a_report(from_on=DAY(2009, 1, 1), to_on=DAY(2010, 12, 31))

    (found,) = gaps(reports=[old])

    assert manner(found) == "gap.silent_sector"


def test_a_sector_that_no_report_speaks_of_is_one_finding_and_not_one_a_place() -> None:
    needs = [a_need("D1", "justice"), a_need("D4", "justice", severity=5.0)]

    (found,) = gaps(needs=needs)

    assert found["subjects"] == ["justice", ""]
    assert found["people"] == 2_000
    assert found["reasons"]["gap.silent_sector"]["count"] == 2
    assert found["reasons"]["gap.severity"] == {"severity": 5.0}


def test_without_any_report_everything_is_unknown_and_nothing_is_said_to_be_empty() -> None:
    picture = picture_of(needs=[a_need("D1", WATER), a_need("D4", WATER)], reports=[])

    (found,) = said(find_gaps(picture))

    assert manner(found) == "gap.silent_sector"


def test_a_need_of_the_whole_country_counts_no_places() -> None:
    picture = picture_of(needs=[a_need(None, WATER, level=0)], reports=[])

    (found,) = said(find_gaps(picture))

    assert manner(found) == "gap.silent_everywhere"


def test_somebody_whose_name_is_hidden_is_there_all_the_same_and_nobody_is_named() -> None:
    hidden = an_activity("a", organization_id=None, title=None)

    assert gaps(hidden) == []
    (found,) = gaps({**hidden, "places": ["R1"]})
    assert found["unknowns"]["gap.unknown.wider"] == {"count": 1}
    assert "gap.near.here" not in found["reasons"]


def test_people_left_have_bounds_as_the_same_people_may_be_reached_twice() -> None:
    activities = [
        an_activity("a", people_targeted=200.0, title="Wells", organization_id="oxfam"),
        an_activity("b", people_reached=150.0, title="Hygiene kits", organization_id="care"),
    ]

    (found,) = gaps(*activities)

    assert manner(found) == "gap.partly.in"
    assert found["reasons"]["gap.unmet"] == {"least": 650.0, "most": 800.0}
    assert found["people"] == 800


def test_an_unknown_number_of_people_may_be_all_of_them() -> None:
    silent = an_activity("b", title="Hygiene kits", organization_id="care")

    assert gaps(an_activity("a", people_targeted=200.0, title="Wells"), silent) == []


def test_people_of_several_places_are_shared_among_them() -> None:
    (found,) = gaps(an_activity("a", people_targeted=400.0, places=["D1", "D2"]))

    assert found["reasons"]["gap.unmet"] == {"least": 800.0, "most": 800.0}


def test_one_activity_in_two_reports_is_counted_once() -> None:
    same = {
        "identifier": "OX-1",
        "title": "Rehabilitation of the Lantern Hill wells, ref. W-7",
        "people_targeted": 300.0,
        "budget_usd": 64_000.0,
        "organization_id": "oxfam",
    }
    twice = [an_activity("a", **same), an_activity("b", **same)]

    (once,) = gaps(twice[0])
    (both,) = gaps(*twice)

    assert both["reasons"]["gap.partly.in"]["here"] == 1
    assert both["reasons"]["gap.unmet"] == once["reasons"]["gap.unmet"]


def test_what_is_there_and_ends_soon_is_a_gap_to_come_where_its_end_is_stated() -> None:
    ends = an_activity("a", ends_on=DAY(2011, 7, 31))

    (found,) = gaps(ends)

    assert manner(found) == "gap.ends.in"
    assert found["reasons"]["gap.ends.in"]["on"] == "2011-07-31"
    assert gaps({**ends, "period_basis": "derived, weak"}) == []
    assert gaps(ends, an_activity("b", title="Other", organization_id="care", ends_on=None)) == []


def test_slight_needs_and_needs_of_nobody_are_no_gaps() -> None:
    assert gaps(needs=[a_need("D1", WATER, severity=2.0)]) == []
    assert gaps(needs=[a_need("D1", WATER, people_in_need=0.0)]) == []


def test_what_is_not_known_of_a_need_is_said_and_read_in_the_middle() -> None:
    (found,) = gaps(needs=[a_need("D1", WATER, severity=None, people_in_need=None)])

    assert found["people"] is None
    assert found["score"] == 0.3
    assert set(found["unknowns"]) == {"gap.unknown.people", "gap.unknown.severity"}


def test_a_severity_outside_the_scale_and_people_below_zero_are_not_known() -> None:
    needs = [
        a_need("D1", WATER, severity=9.0),
        a_need("D2", WATER, people_in_need=-5.0),
        a_need(None, WATER),
        a_need("D4", None, sector_as_reported="alchemy"),
    ]
    findings = find_gaps(picture_of(ELSEWHERE, needs=needs))

    assert dict(limits_in(findings)) == {
        "need.left_out.people": {"count": 1},
        "need.left_out.place": {"count": 1},
        "need.left_out.sector": {"count": 1},
        "need.left_out.severity": {"count": 1},
    }
    assert [row["subjects"][1] for row in said(findings)] == ["D2", "D1"]


def test_the_latest_figure_of_a_cell_counts() -> None:
    old = a_need("D1", WATER, people_in_need=9_000.0, as_of=DAY(2010, 1, 1))
    new = a_need("D1", WATER, people_in_need=500.0, as_of=DAY(2011, 3, 31))

    for needs in ([old, new], [new, old]):
        (found,) = gaps(needs=needs)
        assert found["people"] == 500


def test_a_regions_need_is_not_added_to_that_of_its_districts() -> None:
    needs = [a_need("R1", WATER, people_in_need=5_000.0), a_need("D1", WATER), a_need("R2", WATER)]
    found = gaps(needs=needs)

    assert sorted(row["subjects"][1] for row in found) == ["D1"]


def test_a_region_in_need_is_not_a_finding_about_its_districts() -> None:
    (found,) = said(
        find_gaps(picture_of([an_activity("a", places=["D4"])], needs=[a_need("R1", WATER)]))
    )

    assert found["subjects"] == [WATER, "R1"]
    assert manner(found) == "gap.silent_region.of"


def test_who_could_be_asked_is_named_in_the_order_of_names() -> None:
    mandates = [a_mandate("unicef", "lead", sector_code=WATER, place_code="R1")]
    activities = [
        an_activity("a", organization_id="oxfam", sectors=["education"]),
        an_activity("b", organization_id="oxfam", places=["D4"]),
        an_activity("c", organization_id="care", places=["D2"]),
        an_activity("d", organization_id="acted", ends_on=DAY(2011, 3, 31)),
        an_activity("e", organization_id="donor", places=["D2"], funders=["donor"],
                    implementers=["care"]),
    ]  # fmt: skip

    (found,) = gaps(*activities, mandates=mandates)

    near = {
        code: data["organizations"] for code, data in found["reasons"].items() if "near" in code
    }
    assert near == {
        "gap.near.charged": ["UNICEF"],
        "gap.near.was_here": ["ACTED"],
        "gap.near.here": ["OXFAM"],
        "gap.near.sibling": ["CARE", "SAVE"],
    }


def test_a_district_that_touches_goes_before_others_of_the_region() -> None:
    squares = {"D1": (0, 0), "D2": (1, 0), "D3": (5, 5), "D4": (0, 1)}
    places = [
        {**row, "boundary": shapely.box(x, y, x + 1, y + 1).wkb}
        if (corner := squares.get(row["place_code"]))
        and (x := corner[0]) is not None
        and (y := corner[1]) is not None
        else row
        for row in PLACES
    ]

    (found,) = gaps(an_activity("a", organization_id="care", places=["D4"]), places=places)

    assert found["reasons"]["gap.near.adjacent"]["organizations"] == ["CARE"]
    assert "gap.near.sibling" not in found["reasons"]


def test_what_is_left_is_told_in_money_where_enough_activities_state_what_a_person_costs() -> None:
    told = [
        an_activity(f"t{n}", title=f"Wells number {n * 37} of valley {n}", places=["D5"],
                    organization_id=f"o{n}", people_targeted=100.0, budget_usd=100.0 * n)
        for n in range(1, 6)
    ]  # fmt: skip

    (found,) = gaps(*told)

    assert found["reasons"]["gap.money"] == {"low_usd": 2_000.0, "high_usd": 4_000.0, "count": 5}
    assert found["stake_usd"] == 2_000
    assert "gap.money" not in gaps(*told[1:])[0]["reasons"]


def test_gaps_of_one_sector_and_region_are_one_call_on_the_page() -> None:
    needs = [a_need("D1", WATER), a_need("D2", WATER, people_in_need=3_000.0), a_need("D4", WATER)]
    findings = find_gaps(picture_of(ELSEWHERE, needs=needs))

    assert [row["subjects"][1] for row in said(gaps_page(findings))] == ["D2", "D4"]
    assert said(findings)[0]["reasons"]["gap.also.people"]["places"] == ["District 1"]


def test_trees_that_are_broken_and_pictures_of_one_row_do_no_harm() -> None:
    lost = {
        "place_code": "D1",
        "name": "Lost",
        "level": 2,
        "parent_code": "gone",
        "population": 0.0,
    }
    circle = [
        {"place_code": "A", "name": "A", "level": 2, "parent_code": "B"},
        {"place_code": "B", "name": "B", "level": 2, "parent_code": "A"},
    ]
    one = picture_of([an_activity("a", places=["A"])], needs=[a_need("D1", WATER)],
                     places=[lost, *circle])  # fmt: skip

    (found,) = said(find_gaps(one))

    assert manner(found) == "gap.silent_region.of"
    assert find_gaps(picture_of()).num_rows == 0
    assert find_gaps(picture_of(needs=[a_need("D1", WATER)], places=[])).num_rows == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_found_can_be_said(language: str) -> None:
    activities = [
        an_activity("a", places=["R1"]),
        an_activity("b", starts_on=None, ends_on=None, places=["D2"]),
        an_activity("c", sectors=["education"], places=["D2"]),
        an_activity("d", places=["D2"], starts_on=DAY(2012, 1, 1)),
        an_activity("e", places=["D4"], ends_on=DAY(2011, 6, 30), people_targeted=10.0),
    ]
    needs = [
        *(a_need(f"D{n}", WATER) for n in range(1, 6)),
        a_need("R2", "education", severity=None),
        a_need("D1", "justice", people_in_need=None),
    ]
    findings = find_gaps(picture_of(activities, needs=needs))

    texts = told(findings, language)

    assert len(texts) > 15
    assert not any("{" in text or "_" in text for text in texts)
