"""Timeliness: days between sharing and beginning; for the owner and the convenor, no ranking."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cells_support import a_report, an_activity, picture_of, said, told
from intarsia.analysis.timeliness import find_late_information, leads_of, measure_timeliness
from intarsia.phrases import LANGUAGES

DAY = dt.date
MARCH, JUNE = "2011-03-01T09:00:00Z", "2011-06-01"
REPORTS = [a_report("r1", generated_at=MARCH), a_report("r2", generated_at=JUNE)]


def begun(activity_id: str, day: DAY | None, report: str = "r2", **changes):
    return an_activity(
        activity_id, starts_on=day, report_id=report, identifier=activity_id, **changes
    )


def leads(*activities, shared_on=None, reports=REPORTS):
    table = leads_of(picture_of(activities, reports=reports), shared_on=shared_on)
    return {row["activity_id"]: row["why_unknown"] or row["lead_days"] for row in table.to_pylist()}


def test_a_lead_is_counted_from_the_day_of_sharing_to_the_first_day() -> None:
    shared = {"early": DAY(2011, 1, 1), "late": DAY(2011, 4, 15)}

    found = leads(begun("early", DAY(2011, 4, 1)), begun("late", DAY(2011, 4, 1)), shared_on=shared)

    assert found == {"early": 90, "late": -14}


def test_what_an_earlier_report_of_the_organization_did_not_have_came_with_the_later_one() -> None:
    known = begun("known", DAY(2010, 1, 1), "r1")

    found = leads(known, begun("late", DAY(2011, 5, 1)), begun("early", DAY(2011, 7, 1)))

    # What had begun before the first report may have been in one that is not here.
    assert found == {"known": "before", "late": -31, "early": 30}


def test_the_first_of_several_reports_that_state_an_activity_counts() -> None:
    again = {**begun("again", DAY(2011, 3, 15)), "activity_id": "again~2"}

    found = leads(begun("again", DAY(2011, 3, 15), "r1"), again)

    assert found == {"again": 14, "again~2": 14}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"starts_on": None}, "start"),
        ({"period_basis": "derived, weak"}, "start"),
        ({"organization_id": None}, "organization"),
        ({"report_id": "r3"}, "shared"),
    ],
)
def test_what_is_not_known_is_no_evidence_of_being_late(changes: dict, why: str) -> None:
    reports = [*REPORTS, a_report("r3", generated_at="in spring")]

    row = {**begun("a", DAY(2011, 5, 1)), **changes}

    assert leads(begun("other", DAY(2011, 4, 1), "r1"), row, reports=reports)["a"] == why


def test_one_report_alone_proves_nobody_late() -> None:
    activities = [begun(f"a{n}", DAY(2011, 1, n)) for n in range(1, 6)]

    assert find_late_information(picture_of(activities, reports=REPORTS)).num_rows == 0


def many(owner: str, days: list[DAY]):
    return [begun(f"{owner}-{n}", day, organization_id=owner) for n, day in enumerate(days)]


def test_a_finding_is_about_one_organization_and_names_no_other() -> None:
    days = [DAY(2011, 4, 1), DAY(2011, 5, 1), DAY(2011, 8, 1), DAY(2011, 9, 1)]
    shared = {f"{owner}-{n}": DAY(2011, 6, 1) for owner in ("osce", "undp") for n in range(4)}
    picture = picture_of([*many("undp", days), *many("osce", days)], reports=REPORTS)

    first, second = said(find_late_information(picture, shared_on=shared))

    assert (first["subjects"], second["subjects"]) == (["osce"], ["undp"])
    assert first["score"] == 0.5
    assert first["reasons"]["late.part"] == {"organization": "OSCE", "count": 2, "known": 4}
    assert first["reasons"]["late.median.before"] == {"days": 15}
    assert first["reasons"]["late.named"]["days"] == 61
    assert "UNDP" not in json.dumps(first["reasons"])


def test_few_leads_are_no_finding_and_have_no_median() -> None:
    shared = {"osce-0": DAY(2011, 6, 1), "osce-1": DAY(2011, 6, 1)}
    picture = picture_of(many("osce", [DAY(2011, 4, 1), DAY(2011, 5, 1)]), reports=REPORTS)

    assert find_late_information(picture, shared_on=shared).num_rows == 0
    (row,) = measure_timeliness(picture, shared_on=shared).to_pylist()
    assert (row["known"], row["late"], row["median_lead_days"]) == (2, 2, None)


def test_organizations_stand_in_the_order_of_names_however_late_they_are() -> None:
    late, early = [DAY(2011, 1, 1)] * 4, [DAY(2011, 12, 1)] * 3 + [DAY(2011, 1, 1)]
    picture = picture_of([*many("acted", early), *many("zonta", late)], reports=REPORTS)
    shared = dict.fromkeys(picture["activities"]["activity_id"].to_pylist(), DAY(2011, 6, 1))

    found = said(find_late_information(picture, shared_on=shared))

    assert [row["subjects"] for row in found] == [["acted"], ["zonta"]]
    assert found[0]["score"] < found[1]["score"]
    measured = measure_timeliness(picture, shared_on=shared)["organization"].to_pylist()
    assert measured == ["ACTED", "ZONTA"]
    assert measure_timeliness(picture_of()).num_rows == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_found_can_be_said(language: str) -> None:
    activities = [
        *many("osce", [DAY(2011, 4, 1)] * 3),
        begun("x", None, organization_id="osce"),
        begun("y", DAY(2009, 1, 1), "r1", organization_id="osce"),
        begun("z", DAY(2011, 1, 1), "r3", organization_id="osce"),
        *many("undp", [DAY(2011, 5, 1), DAY(2012, 5, 1), DAY(2012, 6, 1)]),
    ]
    picture = picture_of(activities, reports=[*REPORTS, a_report("r3")])
    shared = {
        key: DAY(2011, 6, 1) for key in ("osce-0", "osce-1", "osce-2", "undp-0", "undp-1", "undp-2")
    }

    rows = find_late_information(picture, shared_on=shared)

    texts = told(rows, language)
    assert len(texts) == 9
    assert not any("{" in text or "_" in text for text in texts)


@settings(max_examples=20)
@given(st.lists(st.integers(-400, 400), min_size=3, max_size=8), st.integers(0, 30))
def test_law_sharing_earlier_is_never_later(offsets: list[int], sooner: int) -> None:
    begins = [DAY(2011, 6, 1) + dt.timedelta(days=one) for one in offsets]
    picture = picture_of(many("osce", begins), reports=REPORTS)
    ids = picture["activities"]["activity_id"].to_pylist()

    def late(day: DAY) -> int:
        measured = measure_timeliness(picture, shared_on=dict.fromkeys(ids, day))
        return measured["late"][0].as_py()

    assert late(DAY(2011, 6, 1) - dt.timedelta(days=sooner)) <= late(DAY(2011, 6, 1))
    assert late(DAY(2011, 6, 1)) == sum(one < 0 for one in offsets)
