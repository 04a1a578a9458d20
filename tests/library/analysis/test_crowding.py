"""Crowding: who is where, who pays for what, before and after counting once; no league table."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cells_support import a_need, an_activity, picture_of, said, told
from intarsia.analysis.cell_findings import DayError
from intarsia.analysis.crowding import find_crowding, measure_crowding
from intarsia.analysis.crowding.shares import herfindahl, significant, theil
from intarsia.phrases import LANGUAGES

DAY = dt.date
WATER = "water_sanitation"
DONORS = [
    {"organization_id": one, "name": one.upper(), "type_code": "10"}
    for one in ("sweden", "norway", "france")
]


def given_by(activity_id: str, donors: list[str], usd: float | None, sector: str = WATER, **more):
    """Money of some donors for an NGO's work that is like no other's."""
    number = sum(map(ord, activity_id))
    title = f"Work number {number * 37} of valley {activity_id}"
    return an_activity(activity_id, title=title, funders=donors, budget_usd=usd, sectors=[sector],
                       organization_id=f"ngo-{activity_id}", **more)  # fmt: skip


def many(count: int, place: str = "D1"):
    return [
        an_activity(f"{place}-{n}", title=f"Well {n * 37}", organization_id=f"ngo-{n}",
                    places=[place])
        for n in range(count)
    ]  # fmt: skip


def test_organizations_of_a_cell_are_counted_by_things_and_by_rows() -> None:
    school = {"identifier": "X-1", "title": "Rehabilitation of the Lantern Hill wells, ref. W-7",
              "budget_usd": 64_000.0, "implementers": ["care"]}  # fmt: skip
    activities = [
        an_activity("a", organization_id="sweden", funders=["sweden"], **school),
        an_activity("b", organization_id="care", funders=["sweden"], **school),
        an_activity("c", organization_id="oxfam", title="Hygiene in schools"),
        an_activity("over", organization_id="gone", ends_on=DAY(2011, 5, 30)),
    ]

    (cell,) = measure_crowding(picture_of(activities)).cells.to_pylist()

    assert (cell["activities_reported"], cell["activities"]) == (3, 2)
    assert cell["reporters"] == 3
    assert cell["organizations"] == ["care", "oxfam"]
    assert cell["herfindahl"] == 0.5
    assert cell["theil"] == 0.0


def test_money_is_shared_among_donors_and_every_measure_has_its_denominators() -> None:
    activities = [
        given_by("p", ["sweden"], 90.0),
        given_by("q", ["norway", "sweden"], 10.0),
        given_by("r", ["norway"], 100.0, "police"),
        given_by("s", ["norway"], None),
    ]
    measured = measure_crowding(picture_of(activities, organizations=DONORS))

    rows = [row for row in measured.sectors.to_pylist() if row["counting"] == "once"]
    water = next(row for row in rows if row["group_code"] == "health")
    assert (water["donors"], water["usd"], water["activities_without_money"]) == (2, 100.0, 1)
    assert water["herfindahl"] == pytest.approx(0.95**2 + 0.05**2)
    assert (water["relations"], water["significant_relations"]) == (2, 1)
    assert water["fragmentation"] == 0.5
    relation = next(
        row
        for row in measured.relations.to_pylist()
        if (row["organization_id"], row["group_code"]) == ("norway", "health")
    )
    # A twentieth of the sector, more than half of all money, and a larger one gives the rest.
    sums = [relation[f"usd{of}"] for of in ("", "_of_sector", "_of_donor", "_of_all")]
    assert sums == [5.0, 100.0, 105.0, 200.0]


def test_significance_follows_the_two_rules_of_the_oecd() -> None:
    amounts = {
        ("large", "x"): 80.0, ("second", "x"): 15.0, ("small", "x"): 5.0,
        ("small", "y"): 200.0, ("own field", "y"): 10.0, ("own field", "x"): 1.0,
    }  # fmt: skip

    found = significant(amounts)

    assert found["large", "x"]
    assert found["second", "x"]  # larger ones give 80, less than 0.9 of 101
    assert not found["small", "x"]  # larger ones give 95, and it gives more elsewhere
    assert not found["own field", "x"]
    assert found["small", "y"]
    assert found["own field", "y"]  # 10 of 210 is more than 11 of 311


@given(st.lists(st.floats(0.01, 1e9), min_size=1, max_size=12))
def test_law_concentration_lies_between_equal_shares_and_one(amounts: list[float]) -> None:
    assert 1 / len(amounts) - 1e-9 <= herfindahl(amounts) <= 1 + 1e-9
    assert -1e-9 <= theil(amounts) <= math.log(len(amounts)) + 1e-9
    assert herfindahl([one * 7 for one in amounts]) == pytest.approx(herfindahl(amounts))


def test_other_ids_change_no_measure() -> None:
    def measured(rename):
        activities = [
            {**row, "activity_id": rename(row["activity_id"]),
             "organization_id": rename(row["organization_id"]),
             "funders": [rename(one) for one in row["funders"]]}
            for row in (*many(7), given_by("p", ["sweden"], 90.0), given_by("q", ["norway"], 10.0))
        ]  # fmt: skip
        donors = [{**row, "organization_id": rename(row["organization_id"])} for row in DONORS]
        found = measure_crowding(picture_of(activities[::-1], organizations=donors))
        cells = [
            (row["sector_code"], row["place_code"], len(row["organizations"]), row["herfindahl"])
            for row in found.cells.to_pylist()
        ]
        return cells, found.sectors.to_pylist()

    assert measured(lambda one: one) == measured(lambda one: f"z{one[::-1]}")


def test_limits_are_counted_for_donors_in_broad_sectors_and_never_rank() -> None:
    sectors = [WATER, "police", "education", "agriculture"]
    donors = [f"d{n}" for n in range(6)]
    known = [{"organization_id": one, "name": one, "type_code": "10"} for one in donors]
    activities = [given_by(f"a{n}", ["d0"], 10.0, sector) for n, sector in enumerate(sectors)]
    activities += [given_by(f"b{n}", [one], 10.0) for n, one in enumerate(donors)]
    activities += [given_by("ngo", ["d0"], 10.0, "multisector")]
    picture = picture_of(activities, organizations=known)

    found = said(find_crowding(picture))
    limits = {
        tuple(row["subjects"]): row for row in found if row["subjects"][0] in ("donor", "sector")
    }

    assert set(limits) == {("donor", "d0"), ("sector", "health")}
    assert limits["donor", "d0"]["reasons"]["crowding.limit.donor"]["count"] == 4
    names = measure_crowding(picture).relations["organization"].to_pylist()
    assert names == sorted(names[: len(names) // 2]) * 2


def test_who_gives_is_the_head_of_its_family_and_never_the_host_country() -> None:
    known = [
        {"organization_id": "US-GOV-1", "name": "USAID", "type_code": "10", "parent_id": "us"},
        {"organization_id": "us", "name": "Government of the United States", "type_code": "10"},
        {"organization_id": "XA-GOV-1", "name": "Ministry", "type_code": "10"},
        {"organization_id": "club", "name": "Club", "type_code": "21"},
    ]
    activities = [
        given_by("a", ["US-GOV-1"], 10.0),
        given_by("b", ["XA-GOV-1"], 10.0),
        given_by("c", ["club"], 10.0),
    ]

    measured = measure_crowding(picture_of(activities, organizations=known))

    assert set(measured.relations["organization_id"].to_pylist()) == {"us"}


def test_many_for_little_need_are_a_finding_and_come_before_many_for_much() -> None:
    needs = [a_need("D1", WATER, people_in_need=100.0), a_need("D4", WATER, people_in_need=9_900.0)]

    little, much = said(find_crowding(picture_of([*many(6), *many(6, "D4")], needs=needs)))

    assert little["subjects"] == [WATER, "D1"]
    # 6 of 12 organizations for 1 of 100 people: fifty times; 6/11 * 50/51.
    assert little["score"] == 0.5348
    assert little["reasons"]["crowding.need"] == {"people": 100.0, "times": 50.0}
    assert much["score"] < little["score"]


def test_few_are_no_finding_and_an_unknown_need_is_said() -> None:
    assert said(find_crowding(picture_of(many(5)))) == []
    (found,) = said(find_crowding(picture_of(many(6))))
    assert found["unknowns"] == {"crowding.unknown.need": {}}
    assert found["score"] == 0.2727


def test_a_regions_work_crowds_no_district() -> None:
    wide = [{**row, "places": ["R1"]} for row in many(6)]

    (found,) = said(find_crowding(picture_of(wide)))

    assert found["subjects"] == [WATER, "R1"]


def test_without_a_day_or_without_rows_nothing_is_invented() -> None:
    with pytest.raises(DayError, match="day"):
        measure_crowding(picture_of(as_of=None))
    empty = measure_crowding(picture_of())
    assert empty.cells.num_rows == empty.sectors.num_rows == empty.limits.num_rows == 0
    (sector,) = [
        row
        for row in measure_crowding(
            picture_of([given_by("a", ["sweden"], None)], organizations=DONORS)
        ).sectors.to_pylist()
        if row["counting"] == "once"
    ]
    assert (sector["usd"], sector["herfindahl"], sector["fragmentation"]) == (None, None, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_found_can_be_said(language: str) -> None:
    known = [{"organization_id": f"d{n}", "name": f"d{n}", "type_code": "10"} for n in range(6)]
    sectors = [WATER, "police", "education", "agriculture"]
    activities = [
        *many(6),
        *(given_by(f"b{n}", [f"d{n}"], 10.0) for n in range(6)),
        *(given_by(f"a{n}", ["d0"], 10.0, sector) for n, sector in enumerate(sectors)),
    ]
    for needs in ([], [a_need("D1", WATER)]):
        findings = find_crowding(picture_of(activities, organizations=known, needs=needs))
        texts = told(findings, language)
        assert len(texts) >= 8
        assert not any("{" in text or "_" in text for text in texts)
