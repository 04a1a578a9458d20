"""What overlaps, what only complements, what does neither; and what is at stake."""

from __future__ import annotations

import datetime as dt

import pytest

from duplicates_support import others, picture_of
from intarsia import find_overlaps
from intarsia.analysis.duplicates import limits_in
from overlaps_support import found_in, overlaps, without_units, work

DAY = dt.date


def test_two_organizations_that_train_the_same_people_in_one_district_overlap() -> None:
    (found,) = overlaps([work("a", "osce"), work("b", "undp", budget_usd=730_000.0)])

    assert (found["kind"], found["activity_a"], found["activity_b"]) == ("overlap", "a", "b")
    assert (found["shared_days"], found["stake_usd"]) == (365, 365_000.0)
    assert found["score"] > 0.7
    assert {"overlap.ground.district", "overlap.target.shared", "overlap.function.shared"} <= set(
        found["reasons"]
    )


def test_the_stake_is_the_smaller_rate_on_each_shared_day_and_cell() -> None:
    one = work("a", "osce", budget_usd=36_500.0)
    other = work(
        "b", "undp", budget_usd=73_000.0, starts_on=DAY(2010, 7, 1), ends_on=DAY(2011, 6, 30)
    )

    (found,) = overlaps([one, other])

    assert (found["shared_days"], found["stake_usd"]) == (184, 18_400.0)


def test_of_three_all_but_the_largest_rate_is_at_stake() -> None:
    rows = [
        work("a", "osce", budget_usd=36_500.0),
        work("b", "undp", budget_usd=73_000.0),
        work("c", "eu", budget_usd=365_000.0),
    ]

    (found,) = overlaps(rows)

    assert found["subjects"] == ["a", "b", "c"]
    assert found["activity_a"] is None
    assert found["stake_usd"] == 36_500.0 + 73_000.0
    assert found["reasons"]["overlap.actors.three"]["names"] == ["eu", "osce", "undp"]


def test_another_function_for_the_same_people_complements() -> None:
    (found,) = overlaps([work("a", "osce"), work("b", "undp", modality_code="equipment")])

    assert found["kind"] == "complementary"
    assert found["reasons"]["overlap.function.other"]["one"] == ["train"]


def test_the_same_for_other_people_complements() -> None:
    rows = [work("a", "osce"), work("b", "undp", target_group_code="border_guards")]

    (found,) = overlaps(rows)

    assert found["kind"] == "complementary"


def test_groups_that_may_be_the_same_people_are_not_held_apart() -> None:
    rows = [
        work("a", "osce", target_group_code="returnees"),
        work("b", "undp", target_group_code="farmers"),
    ]

    (found,) = overlaps(rows)

    assert found["kind"] == "overlap"
    assert found["reasons"]["overlap.target.akin"]["weight"] == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"reporter": "osce"},
        {"place": "D2"},
        {"sector": "education"},
        {"starts_on": DAY(2012, 1, 1), "ends_on": DAY(2012, 12, 31)},
        {"funder": "osce"},
        {"implementer": "osce"},
        {"reporter": None},
        {"status": "cancelled"},
    ],
    ids=["same organization", "place", "sector", "time", "paid", "does it", "nobody", "cancelled"],
)
def test_what_is_one_organizations_or_on_other_ground_or_time_does_not_overlap(
    changes: dict[str, object],
) -> None:
    other = work("b", "undp") | {"title": "Policing courses of another kind"} | changes

    assert overlaps([work("a", "osce"), other]) == []


def test_two_reports_of_one_activity_do_not_overlap() -> None:
    same = {"title": "Community policing academy KESTREL-77 of Ostaveh", "budget_usd": 640_123.0}
    rows = [
        work("a", "osce", implementer="undp", **same),
        work("b", "undp", funder="osce", **same),
        *others(20),
    ]

    assert not [
        row for row in overlaps(rows) if {row["activity_a"], row["activity_b"]} & {"a", "b"}
    ]


def test_a_grant_beside_what_it_pays_for_is_not_compared() -> None:
    grant = work(
        "g", "norway", title="Contribution to the OSCE", target_group_code=None, modality_code=None
    )

    found = find_overlaps(picture_of([grant, work("a", "undp")]), most=None)

    assert found.num_rows == 0
    assert ("overlap.bounded.money", {"activities": 1}) in limits_in(found)


def test_days_that_payments_tell_are_weak_evidence_and_never_shared_days() -> None:
    rows = [work("a", "osce", period_basis="derived, weak"), work("b", "undp")]

    (found,) = overlaps(rows)

    assert (found["shared_days"], found["stake_usd"]) == (None, None)
    assert "overlap.time.weak" in found["reasons"]
    assert "overlap.unknown.days" in found["unknowns"]
    assert found["reasons"]["overlap.stake.amount"]["usd"] == 365_000.0


def test_a_region_meets_a_district_in_it_with_the_part_that_is_spent_there() -> None:
    rows = [work("a", "osce", place="R1", budget_usd=109_500.0), work("b", "undp")]

    (found,) = overlaps(rows)

    # Region 1 has three districts, and nothing is known of their people: a third of 300 a day.
    assert found["stake_usd"] == pytest.approx(100 * 365)
    assert "overlap.ground.within" in found["reasons"]
    assert "overlap.unknown.in_within" in found["unknowns"]


def test_months_of_a_list_by_the_same_organizations_are_one_finding() -> None:
    months = [(DAY(2010, 3, 1), DAY(2010, 3, 31)), (DAY(2010, 4, 1), DAY(2010, 4, 30))]
    rows = [
        work(
            f"{who}{at}", who, title=None, period_basis="derived", budget_usd=None,
            starts_on=first, ends_on=last,
        )
        for who in ("osce", "undp")
        for at, (first, last) in enumerate(months)
    ]  # fmt: skip

    (found,) = overlaps(rows)

    assert found["subjects"] == ["osce0", "osce1", "undp0", "undp1"]
    assert found["shared_days"] is None


def test_one_more_month_leaves_a_group_the_same_finding() -> None:
    listed = {"title": None, "period_basis": "derived", "budget_usd": None}
    march = {**listed, "starts_on": DAY(2010, 3, 1), "ends_on": DAY(2010, 3, 31)}
    april = {**listed, "starts_on": DAY(2010, 4, 1), "ends_on": DAY(2010, 4, 30)}
    rows = [work("a", "osce", **march), work("b", "undp", **march), work("c", "undp", **april)]

    (before,) = overlaps(rows)
    (after,) = overlaps([*rows, work("d", "osce", **april)])

    assert before["finding_id"] == after["finding_id"]
    assert after["subjects"] == ["a", "b", "c", "d"]


def test_without_places_only_words_and_people_that_agree_make_a_finding() -> None:
    agreed = [
        work("a", "osce", place=None, title="Adversarial procedure: courses for magistrates"),
        work(
            "b", "undp", place=None, title="Magistrates and lawyers learn adversarial procedure",
            starts_on=DAY(2009, 3, 1), budget_usd=2_000_000.0,
        ),
    ]  # fmt: skip
    vague = [work("a", "osce", place=None), work("b", "undp", place=None, title="Better policing")]

    (found,) = overlaps([*agreed, *others(40)])

    assert "overlap.ground.country" in found["reasons"]
    assert overlaps([*vague, *others(40)]) == []


def test_a_place_that_is_not_known_is_not_taken_for_a_place_that_is() -> None:
    rows = [work("a", "osce", place=None), work("b", "undp"), *others(40)]

    assert overlaps(rows) == []


def test_a_viewer_who_may_see_regions_only_is_shown_no_district() -> None:
    picture = picture_of([work("a", "osce"), work("b", "undp")])

    (fine,) = found_in(picture)
    (coarse,) = found_in(without_units(picture, level=1))

    assert fine["reasons"]["overlap.ground.district"]["names"] == ["District 1"]
    assert coarse["reasons"]["overlap.ground.region"]["names"] == ["Region 1"]
    assert coarse["score"] < fine["score"]


def test_an_open_end_is_read_as_the_pictures_day_and_said(a_picture: object) -> None:
    rows = [work("a", "osce", ends_on=None), work("b", "undp")]
    picture = picture_of(rows)
    at_may = type(picture)(picture.tables, DAY(2010, 5, 31))

    (found,) = found_in(at_may)

    assert found["shared_days"] == 151
    assert found["unknowns"]["overlap.unknown.end"] == {"activities": 1}


def test_people_of_all_but_the_largest_figure_are_concerned() -> None:
    rows = [work("a", "osce", people_targeted=120.0), work("b", "undp", people_targeted=300.0)]

    (found,) = overlaps(rows)

    assert found["people"] == 120


def test_a_page_leaves_out_what_is_long_over() -> None:
    rows = [
        work("a", "osce"),
        work("b", "undp"),
        work("c", "eu", place="D5", starts_on=DAY(2013, 1, 1), ends_on=DAY(2014, 1, 1)),
    ]

    assert len(overlaps(rows)) == 1
    assert overlaps(rows, most=20) == []


@pytest.mark.parametrize(
    ("ends_on", "basis", "is_asked"),
    [
        (DAY(2011, 5, 31), "stated", True),
        (DAY(2011, 5, 30), "stated", False),
        # Payments by quarters: the last of them ended on 30 April, as new as can be.
        (DAY(2011, 4, 30), "derived, weak", True),
        (DAY(2011, 4, 29), "derived, weak", False),
    ],
)
def test_a_page_asks_about_what_is_not_over(ends_on: dt.date, basis: str, is_asked: bool) -> None:
    rows = [
        work("a", "osce", ends_on=ends_on, period_basis=basis),
        work("b", "undp", ends_on=ends_on, period_basis=basis),
        work("c", "iom", place="D2", starts_on=DAY(2011, 5, 31), ends_on=DAY(2012, 5, 31)),
    ]

    assert len(overlaps(rows, most=20)) == is_asked
    assert len(overlaps(rows)) == 1
