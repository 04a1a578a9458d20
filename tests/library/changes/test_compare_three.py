"""Two people change one report: whose change is it, and where must somebody choose?"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import changes_support as told
from intarsia import compare_reports, compare_three, say_value
from intarsia.changes import TEMPLATE_FIELDS, Side
from intarsia.tables import Picture


def a_picture(**titles: str | tuple[str | None, str | None]) -> Picture:
    """Activities by title, or by title and label."""
    return told.picture(
        activities=[
            told.activity(key, title=said)
            if isinstance(said, str)
            else told.activity(key, title=said[0], label=said[1])
            for key, said in titles.items()
        ]
    )


def sides(base: Picture, ours: Picture, theirs: Picture, **how: Any) -> list[tuple[str, str, Side]]:
    return [
        (one.activity_id, field.name, field.side)
        for one in compare_three(base, ours, theirs, **how).activities
        for field in one.fields
    ]


def test_each_field_names_the_side_that_changed_it() -> None:
    base = a_picture(A=("Wells", None), B=("Roads", None), C=("Schools", None), D="Clinics")
    ours = a_picture(A=("Wells in Osh", None), B=("Road", "GREEN"), C=("School", None), D="Clinics")
    theirs = a_picture(A=("Wells", "RED"), B=("Road", None), C=("Pupils", None), D="Clinics")

    merged = compare_three(base, ours, theirs)

    assert sides(base, ours, theirs) == [
        ("A", "title", Side.OURS),
        ("A", "label", Side.THEIRS),
        ("B", "title", Side.BOTH),
        ("B", "label", Side.OURS),
        ("C", "title", Side.CONFLICT),
    ]
    assert merged.unchanged == 1
    assert [one.activity_id for one in merged.conflicts] == ["C"]
    (field,) = merged.conflicts[0].fields
    said = [say_value(one) for one in (field.base, field.ours, field.theirs)]
    assert said == ["Schools", "School", "Pupils"]


def test_what_is_added_or_taken_out_is_told_of_the_activity() -> None:
    base = a_picture(kept="Wells", ours_out="Roads", both_out="Clinics", quarrel="Schools")
    ours = a_picture(kept="Wells", added="Bridges", quarrel="Schools for all")
    theirs = a_picture(kept="Wells", ours_out="Roads", others="Mills")

    assert sides(base, ours, theirs) == [
        ("added", "activity", Side.OURS),
        ("both_out", "activity", Side.BOTH),
        ("others", "activity", Side.THEIRS),
        ("ours_out", "activity", Side.OURS),
        ("quarrel", "activity", Side.CONFLICT),
    ]


def test_what_both_add_differently_is_told_field_by_field() -> None:
    base = a_picture()
    ours, theirs = a_picture(A=("Wells", "GREEN")), a_picture(A=("Well", "GREEN"))

    assert sides(base, ours, theirs) == [
        ("A", "title", Side.CONFLICT),
        ("A", "label", Side.BOTH),
    ]


def test_only_what_a_template_carries_is_compared_where_asked() -> None:
    base = told.picture(activities=[told.activity("A", title="Wells", hierarchy=1)])
    ours = told.picture(activities=[told.activity("A", title="Wells")])

    assert sides(base, ours, base) == [("A", "other", Side.OURS)]
    assert sides(base, ours, base, fields=TEMPLATE_FIELDS) == []


SAID = st.dictionaries(
    st.sampled_from("ABC"),
    st.tuples(st.sampled_from([None, "Wells", "Roads"]), st.sampled_from([None, "GREEN"])),
    max_size=3,
)


@given(base=SAID, ours=SAID, theirs=SAID)
@settings(max_examples=15, deadline=None)
def test_the_sides_swap_and_nothing_that_a_side_changed_is_left_out(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    pictures = [a_picture(**said) for said in (base, ours, theirs)]
    swap = {Side.OURS: Side.THEIRS, Side.THEIRS: Side.OURS}

    there = sides(*pictures)
    back = sides(pictures[0], pictures[2], pictures[1])

    assert back == [(one, name, swap.get(side, side)) for one, name, side in there]
    touched = set()
    for side in pictures[1:]:
        difference = compare_reports(pictures[0], side)
        touched |= {*difference.new, *difference.gone}
        touched |= {one.activity_id for one in difference.changed}
    assert {one for one, _, _ in there} == touched


@given(base=SAID, ours=SAID)
@settings(max_examples=8, deadline=None)
def test_where_the_other_side_changed_nothing_there_is_no_conflict(
    base: dict[str, Any], ours: dict[str, Any]
) -> None:
    found = sides(a_picture(**base), a_picture(**ours), a_picture(**base))

    assert {side for _, _, side in found} <= {Side.OURS}
