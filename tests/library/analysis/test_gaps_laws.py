"""Laws of gaps, on pictures that are generated."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cells_support import PLACES, a_need, an_activity, picture_of, said
from intarsia.analysis.gaps import find_gaps
from intarsia.analysis.ground import lay_out

DAY = dt.date
WATER, SCHOOLS = "water_sanitation", "education"
NEEDS = [
    *(a_need(f"D{n}", WATER, people_in_need=500.0 * n) for n in range(1, 6)),
    *(a_need(f"D{n}", SCHOOLS, severity=3.0) for n in (1, 4)),
]
#: Reports speak of both sectors in both regions whatever is generated: the scope stays as it is.
ALWAYS = [
    an_activity(f"{sector}-{place}", sectors=[sector], places=[place], ends_on=DAY(2011, 2, 1),
                organization_id=f"org-{sector}-{place}", identifier=f"ID-{sector}-{place}")
    for sector in (WATER, SCHOOLS) for place in ("D3", "D5")
]  # fmt: skip
WORKS = ("wells", "latrines", "pumps", "teachers", "benches", "chalk", "pipes", "hygiene")


def activities(least: int = 0, most: int = 5):
    return st.lists(
        st.tuples(
            st.sampled_from([[WATER], [SCHOOLS], [WATER, SCHOOLS], ["unallocated"]]),
            st.sampled_from([[], ["R1"], ["D1"], ["D2", "D4"], ["D5"], ["R2", "D1"]]),
            st.sampled_from([None, DAY(2010, 6, 1), DAY(2011, 8, 1)]),
            st.sampled_from([None, DAY(2011, 3, 31), DAY(2011, 7, 15), DAY(2012, 12, 31)]),
            st.sampled_from([None, 50.0, 400.0, 9_000.0]),
        ),
        min_size=least,
        max_size=most,
    ).map(
        lambda rows: [
            an_activity(
                f"a{n}", title=f"{WORKS[n].capitalize()} of valley {n * 37}", sectors=sectors,
                identifier=f"ID-{n}",
                places=places, starts_on=starts, ends_on=ends, people_targeted=people,
                period_basis="stated" if starts or ends else None, organization_id=f"org-{n}",
            )
            for n, (sectors, places, starts, ends, people) in enumerate(rows)
        ]
    )  # fmt: skip


def findings_in(rows, **more):
    """Findings as rows, where no two activities are taken for one thing."""
    picture = picture_of([*ALWAYS, *rows], needs=NEEDS, **more)
    ground = lay_out(picture)
    assume(all(ground.works["is_counted"].to_pylist()))
    return said(find_gaps(picture, ground=ground))


def found_in(rows, **more):
    """People left and score by cell."""
    return {
        tuple(row["subjects"]): (row["people"], row["score"]) for row in findings_in(rows, **more)
    }


def without_doubt(rows):
    """Cells in which nobody is, and nothing is said that could make it otherwise."""
    return {
        tuple(row["subjects"])
        for row in findings_in(rows)
        if "gap.nobody.in" in row["reasons"] and not row["unknowns"]
    }


@settings(max_examples=8)
@given(activities(least=1))
def test_law_a_further_activity_never_enlarges_a_gap(rows: list[dict]) -> None:
    before, after = found_in(rows[:-1]), found_in(rows)

    for cell, (people, score) in after.items():
        # What is there now may end soon: a gap to come where before there was one.
        assert cell in before
        assert people <= before[cell][0]
        assert score <= before[cell][1]


@settings(max_examples=5)
@given(activities())
def test_law_other_ids_change_nothing(rows: list[dict]) -> None:
    renamed = [
        {**row, "activity_id": f"z-{row['activity_id'][::-1]}",
         "organization_id": f"z-{row['organization_id'][::-1]}"}
        for row in rows[::-1]
    ]  # fmt: skip

    assert found_in(rows) == found_in(renamed)


@settings(max_examples=5)
@given(activities())
def test_law_a_coarser_picture_shows_nothing_surer_and_nothing_finer(rows: list[dict]) -> None:
    above = {row["place_code"]: row["parent_code"] for row in PLACES}
    coarse = [
        {**row, "places": list({above[one] if one[0] == "D" else one for one in row["places"]})}
        for row in rows
    ]
    hidden = [{**row, "places": []} for row in rows]

    sure = without_doubt(rows)

    assert without_doubt(coarse) <= sure
    assert without_doubt(hidden) <= sure
    regions = [a_need(code, WATER) for code in ("R1", "R2")]
    picture = picture_of([*ALWAYS, *rows], needs=regions)
    assert {row["subjects"][1] for row in said(find_gaps(picture))} <= {"R1", "R2"}


@settings(max_examples=5)
@given(activities())
def test_law_what_is_not_known_is_never_evidence_of_nobody(rows: list[dict]) -> None:
    undated = [{**row, "starts_on": None, "ends_on": None, "period_basis": None} for row in rows]
    nobody = found_in([])

    for cell, (people, score) in found_in(undated).items():
        assert people == nobody[cell][0]
        assert score <= nobody[cell][1]
