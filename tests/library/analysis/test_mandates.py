"""Mandates side by side: what competes, where nobody is charged, what lies outside."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cells_support import a_mandate, a_need, an_activity, picture_of, said, told
from intarsia.analysis.duplicates import limits_in
from intarsia.analysis.mandates import compare_mandates
from intarsia.phrases import LANGUAGES

FUNCTIONS = ("lead", "implement", "fund", "monitor", "advise", "protect")
DAY = dt.date


def overlaps(*mandates, **more):
    return said(compare_mandates(picture_of(mandates=mandates, **more)), "mandate_overlap")


def test_two_that_lead_the_same_in_one_place_and_time_overlap() -> None:
    (found,) = overlaps(a_mandate("osce", "lead"), a_mandate("undp", "lead"))

    assert found["score"] == 1.0
    assert found["shared_days"] == 1096
    assert found["reasons"]["charge.overlap.lead.places"] == {
        "organizations": ["OSCE", "UNDP"],
        "sector": "police",
        "places": ["District 1"],
        "codes": ["D1"],
    }
    assert found["reasons"]["charge.text.from_to"]["text"] == "Text of osce, art. 1"


@pytest.mark.parametrize(
    ("function", "severity"),
    [("lead", 1.0), ("implement", 0.8), ("protect", 0.6), ("advise", 0.5), ("monitor", 0.4)],
)
def test_how_much_equal_functions_compete_is_graded(function: str, severity: float) -> None:
    (found,) = overlaps(a_mandate("osce", function), a_mandate("undp", function))

    assert found["score"] == severity


def test_different_functions_never_compete_and_several_may_fund() -> None:
    different = [
        (one, other) for one in FUNCTIONS for other in FUNCTIONS if one != other or one == "fund"
    ]

    for one, other in different:
        assert overlaps(a_mandate("osce", one), a_mandate("undp", other)) == [], (one, other)


@pytest.mark.parametrize(
    "other",
    [
        {"place_code": "D2"},
        {"sector_code": "justice"},
        {"starts_on": DAY(2013, 1, 1), "ends_on": None},
    ],
    ids=["place", "sector", "time"],
)
def test_another_place_sector_or_time_is_no_overlap(other: dict) -> None:
    assert overlaps(a_mandate("osce", "lead"), a_mandate("undp", "lead", **other)) == []


def test_two_texts_for_one_organization_are_no_overlap() -> None:
    again = a_mandate("osce", "lead", instrument="Another decision")

    assert overlaps(a_mandate("osce", "lead"), again) == []


@pytest.mark.parametrize("wide", ["R1", None], ids=["region", "country"])
def test_a_wider_charge_meets_a_narrower_one_on_its_ground_and_less_pressingly(wide) -> None:
    (found,) = overlaps(a_mandate("osce", "lead"), a_mandate("undp", "lead", place_code=wide))

    assert found["score"] == 0.8
    assert found["reasons"]["charge.overlap.lead.places"]["codes"] == ["D1"]
    assert "charge.factor.other_place" in found["reasons"]


def test_what_ended_before_the_day_is_left_out_and_what_begins_later_is_less_pressing() -> None:
    ended = a_mandate("undp", "lead", ends_on=DAY(2011, 5, 30))
    to_come = a_mandate("undp", "lead", starts_on=DAY(2012, 1, 1))

    assert overlaps(a_mandate("osce", "lead"), ended) == []
    (found,) = overlaps(a_mandate("osce", "lead"), to_come)
    assert found["score"] == 0.8
    assert found["shared_days"] == 366


def test_a_mandate_without_days_is_open_and_said_to_be_unknown() -> None:
    open_one = a_mandate("undp", "lead", starts_on=None, ends_on=None)

    (found,) = overlaps(a_mandate("osce", "lead"), open_one)

    assert found["score"] == 0.9
    assert found["unknowns"]["charge.unknown.days"] == {"organization": "UNDP"}
    assert found["reasons"]["charge.text.open"]["organization"] == "UNDP"


def test_many_that_hang_together_are_one_finding_and_more_pressing() -> None:
    names = ("coe", "eu", "osce", "undp", "unodc")

    (found,) = overlaps(*(a_mandate(name, "implement") for name in names))

    assert found["subjects"] == ["police", "implement", *names]
    # 1 - (1 - 0.8) * 0.9 ** 3
    assert found["score"] == 0.8542


def test_an_authority_of_the_host_country_is_said_and_less_pressing() -> None:
    ministry = {"organization_id": "XA-GOV-1", "name": "Ministry of Interior", "type_code": "10"}

    (found,) = overlaps(
        a_mandate("XA-GOV-1", "lead"), a_mandate("osce", "lead"), organizations=[ministry]
    )

    assert found["score"] == 0.7
    assert "charge.factor.host" in found["reasons"]


def test_a_place_that_was_not_found_is_not_read_as_the_whole_country() -> None:
    lost = a_mandate("undp", "lead", place_code=None, place_as_reported="Atlantis")
    findings = compare_mandates(picture_of(mandates=[a_mandate("osce", "lead"), lost]))

    assert findings.num_rows == 0
    assert limits_in(findings) == [("charge.left_out.place", {"count": 1})]


def test_the_code_of_the_country_is_the_whole_country() -> None:
    whole = a_mandate("undp", "lead", place_code=None, place_as_reported="XA")

    assert len(overlaps(a_mandate("osce", "lead"), whole)) == 1


def test_what_cannot_be_used_is_counted_and_nothing_is_invented() -> None:
    odd = [
        a_mandate("a", "lead", function=None),
        a_mandate("b", "lead", sector_code=None, sector_as_reported="alchemy"),
        a_mandate("c", "lead", starts_on=DAY(2012, 1, 1), ends_on=DAY(2011, 1, 1)),
    ]

    findings = compare_mandates(picture_of(mandates=[*odd, a_mandate("osce", "lead")]))

    assert findings.num_rows == 0
    assert dict(limits_in(findings)) == {
        "charge.left_out.function": {"count": 1},
        "charge.left_out.period": {"count": 1},
        "charge.left_out.sector": {"count": 1},
    }


def test_a_mandate_finds_its_organization_by_an_identifier_that_the_register_knows() -> None:
    known = {"organization_id": "XM-DAC-41114", "name": "UNDP", "identifiers": ["41114"]}
    mandates = [
        a_mandate("name:41114", "lead", organization_as_reported="41114"),
        a_mandate("XM-DAC-41114", "lead", instrument="Another"),
    ]
    picture = picture_of(mandates=mandates, organizations=[known])
    without_row = picture["organizations"].filter(
        [one != "name:41114" for one in picture["organizations"]["organization_id"].to_pylist()]
    )

    assert said(compare_mandates(picture.having(organizations=without_row))) == []


def gaps(needs, *mandates):
    picture = picture_of(mandates=mandates, needs=needs)
    return said(compare_mandates(picture), "mandate_gap")


def test_need_that_nobody_leads_or_carries_out_is_a_gap_by_region() -> None:
    needs = [a_need("D1", "justice"), a_need("D2", "justice"), a_need("D4", "justice")]

    lead, carry_out = gaps(needs, a_mandate("osce", "lead"))

    assert lead["reasons"]["charge.gap.lead.now"]["codes"] == ["R1", "R2"]
    assert lead["people"] == 3_000
    assert lead["score"] == 0.64
    assert carry_out["reasons"]["charge.gap.carry_out.now"]["codes"] == ["R1", "R2"]
    assert lead["unknowns"]["charge.unknown.list"] == {"organizations": 1}


def test_a_charge_anywhere_in_a_region_leaves_no_gap_there() -> None:
    needs = [a_need("D2", "police"), a_need("D4", "police")]

    found = gaps(needs, a_mandate("osce", "lead"), a_mandate("undp", "protect", place_code=None))

    assert [row["reasons"]["charge.gap.lead.now"]["codes"] for row in found] == [["R2"]]


def test_a_charge_that_ended_is_named_and_one_that_ends_soon_is_a_gap_to_come() -> None:
    needs = [a_need("D1", "police")]
    ended = a_mandate("osce", "lead", ends_on=DAY(2010, 12, 31))
    ends_soon = a_mandate("osce", "lead", ends_on=DAY(2011, 7, 31))
    hands = a_mandate("undp", "implement", ends_on=None)

    (now,) = gaps(needs, ended, hands)
    (soon,) = gaps(needs, ends_soon, hands)

    assert now["reasons"]["charge.gap.ended"] == {
        "organization": "OSCE", "text": "Text of osce, art. 1", "on": "2010-12-31",
    }  # fmt: skip
    assert soon["subjects"] == ["police", "lead", "soon"]
    assert soon["reasons"]["charge.gap.lead.soon"]["on"] == "2011-07-31"
    assert soon["score"] < now["score"]


def test_without_any_mandate_nothing_is_said_of_gaps() -> None:
    assert gaps([a_need("D1", "justice")]) == []


def test_a_need_that_is_slight_or_of_nobody_asks_for_no_charge() -> None:
    needs = [a_need("D1", "justice", severity=2.0), a_need("D2", "justice", people_in_need=0.0)]

    assert gaps(needs, a_mandate("osce", "lead")) == []


def outside(*activities, mandates):
    findings = compare_mandates(picture_of(activities, mandates=mandates))
    return said(findings, "outside_mandate")


def test_work_outside_any_known_mandate_is_one_question_an_organization() -> None:
    (found,) = outside(
        an_activity("a", organization_id="osce"),
        an_activity("b", organization_id="osce", sectors=["police"], places=["D4"]),
        an_activity("c", organization_id="osce", sectors=["police"]),
        mandates=[a_mandate("osce", "lead")],
    )

    assert found["subjects"] == ["osce"]
    assert found["reasons"]["charge.outside.organization"]["count"] == 2
    assert found["reasons"]["charge.outside.sector"]["activities"] == ["a"]
    assert found["reasons"]["charge.outside.place"]["places"] == ["District 4"]


def test_who_has_no_known_mandate_or_only_pays_is_not_asked() -> None:
    mandates = [a_mandate("osce", "lead")]

    assert outside(an_activity("a"), mandates=mandates) == []
    assert outside(an_activity("a", funders=["osce"]), mandates=mandates) == []


def test_work_that_is_over_or_partly_within_a_mandate_is_not_asked_about() -> None:
    mandates = [a_mandate("osce", "lead")]
    over = an_activity("a", organization_id="osce", ends_on=DAY(2011, 5, 30))
    both = an_activity("b", organization_id="osce", sectors=["justice", "police"])

    assert outside(over, both, mandates=mandates) == []


def test_work_whose_organization_or_place_is_hidden_accuses_nobody() -> None:
    mandates = [a_mandate("osce", "lead")]
    hidden = an_activity("a", organization_id=None, sectors=["police"], places=["D4"])
    placeless = an_activity("b", organization_id="osce", sectors=["police"], places=[])

    assert outside(hidden, placeless, mandates=mandates) == []


def test_work_in_a_region_is_within_a_mandate_for_a_district_of_it() -> None:
    coarse = an_activity("a", organization_id="osce", sectors=["police"], places=["R1"])

    assert outside(coarse, mandates=[a_mandate("osce", "lead")]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_found_can_be_said(language: str) -> None:
    mandates = [
        *(a_mandate(name, function) for name in ("osce", "undp") for function in FUNCTIONS),
        *(a_mandate(n, "lead", sector_code="media", place_code=None) for n in ("osce", "undp")),
        a_mandate("coe", "lead", sector_code=None, starts_on=None, ends_on=None, instrument=None),
        a_mandate("eu", "lead", starts_on=None, ends_on=DAY(2011, 7, 1)),
    ]
    activities = [an_activity("a", organization_id="osce"), an_activity("b", places=["D4"])]
    needs = [a_need("D1", "justice", severity=None, people_in_need=None), a_need("D4", "police")]
    findings = compare_mandates(picture_of(activities, mandates=mandates, needs=needs))

    texts = told(findings, language)

    assert len(texts) > 20
    assert not any("_" in text or "{" in text for text in texts)


CHARGES = st.lists(
    st.builds(
        lambda actor, function, place, sector, starts, ends: a_mandate(
            actor, function, place_code=place, sector_code=sector, starts_on=starts, ends_on=ends
        ),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(FUNCTIONS),
        st.sampled_from([None, "R1", "R2", "D1", "D2", "D4"]),
        st.sampled_from(["police", "justice", None]),
        st.sampled_from([None, DAY(2010, 1, 1), DAY(2012, 1, 1)]),
        st.sampled_from([None, DAY(2010, 12, 31), DAY(2012, 6, 30)]),
    ),
    max_size=8,
)
_NEEDS = [a_need("D1", "police"), a_need("D4", "justice")]


def shape(findings, names=None):
    """What is found, without ids of organizations and of findings."""
    return sorted(
        (row["kind"], row["score"], row["people"] or 0, row["shared_days"] or 0,
         tuple(names.get(one, one) if names else one for one in row["subjects"]))
        for row in findings.to_pylist()
    )  # fmt: skip


@given(CHARGES)
def test_law_other_ids_change_nothing_but_the_ids(charges: list[dict]) -> None:
    other = {"a": "z", "b": "y", "c": "x"}
    renamed = [{**row, "organization_id": other[row["organization_id"]]} for row in charges]

    before = compare_mandates(picture_of(mandates=charges, needs=_NEEDS))
    after = compare_mandates(picture_of(mandates=renamed, needs=_NEEDS))

    back = {new: old for old, new in other.items()}
    assert [row[:4] for row in shape(before)] == [row[:4] for row in shape(after)]
    assert sorted(sorted(row[4]) for row in shape(before)) == sorted(
        sorted(row[4]) for row in shape(after, back)
    )


@given(CHARGES)
def test_law_the_order_of_the_mandates_does_not_matter(charges: list[dict]) -> None:
    forwards = compare_mandates(picture_of(mandates=charges, needs=_NEEDS))
    backwards = compare_mandates(picture_of(mandates=charges[::-1], needs=_NEEDS))

    assert shape(forwards) == shape(backwards)
    assert set(forwards["finding_id"].to_pylist()) == set(backwards["finding_id"].to_pylist())


@given(CHARGES)
def test_law_a_further_charge_never_widens_a_gap_that_there_was(charges: list[dict]) -> None:
    def lacking(mandates):
        rows = said(compare_mandates(picture_of(mandates=mandates, needs=_NEEDS)), "mandate_gap")
        return {
            (*row["subjects"][:2], code)
            for row in rows
            for name, data in row["reasons"].items()
            if name.endswith(".now")
            for code in data["codes"]
        }

    further = a_mandate("further", "lead", sector_code="justice", place_code=None)

    # Without any mandate that can be used nothing is said: one of another kind is always there.
    known = [a_mandate("anchor", "monitor"), *charges]
    assert lacking([*known, further]) <= lacking(known)
