"""New, gone and changed, field by field, as people read them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import changes_support as told
from intarsia import compare_reports, difference_from_json, difference_to_json, fingerprints
from intarsia.changes import FIELDS, TEMPLATE_FIELDS, ChangedField, Difference
from intarsia.tables import Picture


def changes(
    before: Picture, after: Picture, **how: Any
) -> list[tuple[str, str | None, str | None]]:
    (one,) = compare_reports(before, after, **how).changed
    return [(field.name, field.before, field.after) for field in one.fields]


def test_what_is_new_gone_changed_and_unchanged_is_told() -> None:
    before = told.picture(
        activities=[
            told.activity("gone", title="Wells"),
            told.activity("kept", title="Schools"),
            told.activity("changed", title="Clinics"),
        ]
    )
    after = told.picture(
        activities=[
            told.activity("changed", title="Clinics in Osh"),
            told.activity("kept", title="Schools"),
            told.activity("new", title="Roads"),
        ]
    )

    difference = compare_reports(before, after)

    assert (difference.new, difference.gone, difference.unchanged) == (("new",), ("gone",), 1)
    (changed,) = difference.changed
    assert (changed.activity_id, changed.title) == ("changed", "Clinics in Osh")
    assert changed.fields == (ChangedField("title", "Clinics", "Clinics in Osh"),)
    assert difference.summary() == {
        "new": 1,
        "gone": 1,
        "changed": 1,
        "unchanged": 1,
        "fields": {"title": 1},
    }


def test_fields_read_as_people_read_them() -> None:
    before = told.picture(
        activities=[told.activity("A", status_code="1", people_targeted=1000.0)],
        participations=[told.row("participations", "A", name_as_reported="Red Crescent")],
        activity_sectors=[
            told.row("activity_sectors", "A", source_code="12220", sector_code="health_system")
        ],
    )
    after = told.picture(
        activities=[
            told.activity(
                "A", status_code="2", people_targeted=1500.0, actual_ends_on=dt.date(2012, 3, 31)
            )
        ],
        participations=[
            told.row("participations", "A", name_as_reported="Red Crescent"),
            told.row("participations", "A", role="funding", name_as_reported="Ministry of Health"),
        ],
        activity_sectors=[
            told.row(
                "activity_sectors",
                "A",
                source_code="12220",
                sector_code="health_system",
                percentage=60.0,
            )
        ],
    )

    assert changes(before, after) == [
        ("status", "Pipeline/identification", "Implementation"),
        ("ends_on", None, "2012-03-31"),
        (
            "organizations",
            "implementing: Red Crescent",
            "funding: Ministry of Health; implementing: Red Crescent",
        ),
        ("sectors", "Health system and hospitals", "Health system and hospitals 60%"),
        ("people_targeted", "1,000", "1,500"),
    ]


def test_money_is_told_by_its_rows_and_by_what_they_come_to() -> None:
    def spent(*values: float) -> Picture:
        return told.picture(
            activities=[told.activity("A")],
            transactions=[
                told.row("transactions", "A", kind="4", value=value, currency="EUR", ordinal=number)
                for number, value in enumerate(values)
            ],
        )

    assert changes(spent(100), spent(100, 50.5)) == [
        ("spent", "100 EUR", "150.50 EUR"),
        ("transactions", "1 (100 EUR)", "2 (150.50 EUR)"),
    ]


def test_what_the_short_text_does_not_show_is_told_in_full() -> None:
    def with_reference(reference: str) -> Picture:
        return told.picture(
            activities=[told.activity("A")],
            transactions=[told.row("transactions", "A", kind="4", reference=reference)],
        )

    ((name, before, after),) = changes(with_reference("one"), with_reference("two"))

    assert name == "transactions"
    assert before == "kind: 4, on_basis: stated, reference: one"
    assert after == "kind: 4, on_basis: stated, reference: two"


def test_what_a_template_cannot_carry_is_no_change_of_it() -> None:
    before = told.picture(
        activities=[told.activity("A", title="Wells ", identifier="XA-1", hierarchy=1)],
        documents=[told.row("documents", "A", url="https://example.org")],
        activity_sectors=[
            told.row("activity_sectors", "A", sector_code="health_system", percentage=100.0),
        ],
        activity_locations=[told.row("activity_locations", "A", kind="country", source_code="XA")],
    )
    after = told.picture(
        activities=[told.activity("A", title="Wells")],
        activity_sectors=[
            told.row("activity_sectors", "A", source_vocabulary="99", sector_code="health_system")
        ],
    )

    assert compare_reports(before, after).changed
    assert not compare_reports(before, after, fields=TEMPLATE_FIELDS)


def test_only_the_fields_asked_for_are_compared() -> None:
    before = told.picture(activities=[told.activity("A", title="Wells", modality="cash")])
    after = told.picture(activities=[told.activity("A", title="Well", modality="in kind")])

    assert changes(before, after, fields=["modality"]) == [("modality", "cash", "in kind")]
    with pytest.raises(ValueError, match="no field colour"):
        compare_reports(before, after, fields=["colour"])


def test_a_difference_is_kept_as_short_json() -> None:
    difference = Difference(("новая",), ("gone",), compare_reports(*_changed_pair()).changed, 12)

    kept = difference_to_json(difference)

    assert difference_from_json(kept) == difference
    assert difference_from_json(json.loads(kept)) == difference
    assert "новая" in kept
    with pytest.raises(ValueError, match="no difference"):
        difference_from_json('{"form": 2}')


def _changed_pair() -> tuple[Picture, Picture]:
    return (
        told.picture(activities=[told.activity("A", title="Wells")]),
        told.picture(activities=[told.activity("A")]),
    )


TITLES = st.sampled_from([None, "Wells", "Schools", ""])
ACTIVITIES = st.dictionaries(
    st.sampled_from("ABCD"),
    st.fixed_dictionaries(
        {
            "title": TITLES,
            "label": TITLES,
            "people": st.sampled_from([None, 1.0]),
            "language": st.sampled_from([None, "en"]),
            "spent": st.lists(st.sampled_from([1.0, 2.0]), max_size=2),
        }
    ),
    max_size=4,
)


def a_picture(given: dict[str, dict[str, Any]], file: str = "3w.xlsx") -> Picture:
    return told.picture(
        activities=[
            told.activity(key, **{k: v for k, v in one.items() if k != "spent"} | {"file": file})
            for key, one in given.items()
        ],
        transactions=[
            told.row("transactions", key, ordinal=number, value=value, kind="3")
            for key, one in given.items()
            for number, value in enumerate(one["spent"])
        ],
    )


@given(one=ACTIVITIES)
@settings(max_examples=8, deadline=None)
def test_a_report_does_not_differ_from_itself_in_another_order_and_file(
    one: dict[str, dict[str, Any]],
) -> None:
    turned = {
        key: {**said, "spent": said["spent"][::-1]} for key, said in reversed(list(one.items()))
    }
    for fields in (None, FIELDS, TEMPLATE_FIELDS):
        difference = compare_reports(a_picture(one), a_picture(turned, "x.csv"), fields=fields)

        assert not difference
        assert difference.unchanged == len(one)


@given(one=ACTIVITIES, other=ACTIVITIES)
@settings(max_examples=20, deadline=None)
def test_changed_is_what_fingerprints_say_and_turning_round_swaps(
    one: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]
) -> None:
    before, after = a_picture(one), a_picture(other)

    there, back = compare_reports(before, after), compare_reports(after, before)

    assert (there.new, there.gone, there.unchanged) == (back.gone, back.new, back.unchanged)
    prints = [
        dict(zip(*(c.to_pylist() for c in fingerprints(p).columns), strict=True))
        for p in (before, after)
    ]
    differing = {key for key in one.keys() & other.keys() if prints[0][key] != prints[1][key]}
    assert {changed.activity_id for changed in there.changed} == differing
    for changed, turned in zip(there.changed, back.changed, strict=True):
        assert changed.fields
        assert [(f.name, f.before, f.after) for f in changed.fields] == [
            (f.name, f.after, f.before) for f in turned.fields
        ]
        assert all(field.before != field.after for field in changed.fields)
