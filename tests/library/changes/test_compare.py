"""New, gone and changed, field by field, as people read them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import changes_support as told
from intarsia import (
    compare_reports,
    difference_from_json,
    difference_to_json,
    fingerprints,
    say_value,
)
from intarsia.changes import FIELDS, TEMPLATE_FIELDS, ChangedField, Difference, Part
from intarsia.changes.parts import part
from intarsia.changes.stated import stated_columns
from intarsia.phrases import LANGUAGES, codes
from intarsia.tables import ACTIVITY_TABLES, Picture


def changes(
    before: Picture, after: Picture, language: str = "en", **how: Any
) -> list[tuple[str, str, str]]:
    (one,) = compare_reports(before, after, **how).changed
    return [
        (field.name, say_value(field.before, language), say_value(field.after, language))
        for field in one.fields
    ]


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
    assert changed.fields == (
        ChangedField(
            "title", (part("text", text="Clinics"),), (part("text", text="Clinics in Osh"),)
        ),
    )
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
        ("ends_on", "", "31 March 2012"),
        (
            "organizations",
            "carries it out: Red Crescent",
            "funds it: Ministry of Health; carries it out: Red Crescent",
        ),
        ("sectors", "Health system and hospitals", "Health system and hospitals 60%"),
        ("people_targeted", "1,000", "1,500"),
    ]
    assert changes(before, after, "ru") == [
        ("status", "Планирование", "Осуществление"),
        ("ends_on", "", "31 марта 2012\u202fг."),
        (
            "organizations",
            "осуществляет: Red Crescent",
            "финансирует: Ministry of Health; осуществляет: Red Crescent",
        ),
        (
            "sectors",
            "Система здравоохранения и больницы",
            "Система здравоохранения и больницы 60\N{NO-BREAK SPACE}%",
        ),
        ("people_targeted", "1\N{NO-BREAK SPACE}000", "1\N{NO-BREAK SPACE}500"),
    ]


def test_of_money_only_the_rows_that_differ_are_told_and_what_all_come_to() -> None:
    def paid(*said: tuple[float, dt.date]) -> Picture:
        return told.picture(
            activities=[told.activity("A")],
            transactions=[
                told.row(
                    "transactions",
                    "A",
                    kind="4",
                    value=value,
                    currency="EUR",
                    on=on,
                    ordinal=number,
                )
                for number, (value, on) in enumerate(said)
            ],
        )

    first, second = (100.0, dt.date(2012, 5, 3)), (50.5, dt.date(2012, 6, 30))

    assert changes(paid(first), paid(first, second)) == [
        ("spent", "100 EUR", "150.5 EUR"),
        ("transactions", "", "Expenditure, 50.5 EUR, 30 June 2012"),
    ]
    assert changes(paid(first, second), paid(second, (120.0, first[1])), "fr")[1:] == [
        (
            "transactions",
            "Dépenses, 100 EUR, 3 mai 2012",
            "Dépenses, 120 EUR, 3 mai 2012",
        ),
    ]


def test_a_budget_is_told_by_its_amount_and_days() -> None:
    def budgeted(value: float) -> Picture:
        days = {"from_on": dt.date(2012, 1, 1), "to_on": dt.date(2012, 12, 31)}
        first = told.row("budgets", "A", kind="budget", value=7.0, currency="USD", ordinal=0)
        second = {"kind": "budget", "value": value, "currency": "EUR", "ordinal": 1, **days}
        return told.picture(
            activities=[told.activity("A")],
            budgets=[first, told.row("budgets", "A", **second)],
        )

    *_totals, budgets = changes(budgeted(1000.0), budgeted(1250.0))

    assert budgets == (
        "budgets",
        "budget, 1,000 EUR, 1 January 2012 – 31 December 2012",
        "budget, 1,250 EUR, 1 January 2012 – 31 December 2012",
    )


def test_rows_that_are_told_alike_are_told_with_what_tells_them_apart() -> None:
    def with_reference(reference: str) -> Picture:
        return told.picture(
            activities=[told.activity("A")],
            transactions=[
                told.row(
                    "transactions",
                    "A",
                    kind="4",
                    value=1.0,
                    reference=reference,
                    provider_name="Ministry",
                )
            ],
        )

    one, two = with_reference("one"), with_reference("two")

    assert changes(one, two) == [
        ("transactions", "Expenditure, 1, reference: one", "Expenditure, 1, reference: two")
    ]
    ((_, before, _after),) = changes(one, two, "fr")
    assert before == "Dépenses, 1, référence\N{NO-BREAK SPACE}: one"


def test_of_everything_else_only_what_differs_is_told() -> None:
    def said(language: str, *tags: str) -> Picture:
        return told.picture(
            activities=[told.activity("A", language=language, hierarchy=1)],
            codes=[
                told.row("codes", "A", kind="tag", of=None, code=str(number), name=name)
                | {"ordinal": number}
                for number, name in enumerate(tags)
            ],
            narratives=[told.row("narratives", "A", element="WHEN – End date", text="June")],
        )

    before, after = said("en", "Peace", "Women"), said("fr", "Peace")

    assert changes(before, after) == [
        ("other", "language: English; tag: Women (1)", "language: French")
    ]
    assert changes(before, after, "fr") == [
        (
            "other",
            "langue\N{NO-BREAK SPACE}: anglais; étiquette\N{NO-BREAK SPACE}: Women (1)",
            "langue\N{NO-BREAK SPACE}: français",
        )
    ]


def test_two_days_of_one_field_are_named() -> None:
    def planned(on: dt.date) -> Picture:
        begun = dt.date(2012, 2, 1)
        return told.picture(
            activities=[told.activity("A", planned_starts_on=on, actual_starts_on=begun)]
        )

    assert changes(planned(dt.date(2012, 1, 1)), planned(dt.date(2012, 1, 15))) == [
        ("starts_on", "planned first day: 1 January 2012", "planned first day: 15 January 2012")
    ]


def test_a_place_is_called_as_the_reader_calls_it() -> None:
    value = (part("place", name="Darn", code="XA01"), part("place", name="Wells of Sel"))

    assert say_value(value, "fr", places={"XA01": "Darne"}.get) == "Darne (XA01); Wells of Sel"


def test_of_many_parts_the_first_are_told_and_the_rest_counted() -> None:
    value = tuple(part("number", value=one) for one in range(6))

    assert say_value(value, "en", most=2) == "0; 1; and 4 more"
    assert say_value(value, "ru", most=5).endswith("и ещё 1")
    assert say_value(value[:2], most=2) == "0; 1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_has_a_name_in_every_language(language: str) -> None:
    known = codes(language)

    unnamed = {
        f"{spec.name}.{column.name}"
        for spec in ACTIVITY_TABLES
        for column in stated_columns(spec)
        if f"difference.column.{column.name}" not in known
    }

    assert unnamed == set()


def test_every_row_is_told_whatever_it_states() -> None:
    """Each column alone, of each table: nothing is left out, and nothing stops."""
    for spec in ACTIVITY_TABLES:
        for column in stated_columns(spec):
            value = {
                "double": 2.5, "int32": 7, "bool": True, "date32[day]": "2012-05-31",
            }.get(str(column.type), "XQ7")  # fmt: skip
            if str(column.type).startswith("list"):
                value = ["XQ7", None]
            for language in LANGUAGES:
                said = say_value((Part("row", {"table": spec.name, column.name: value}),), language)
                assert said, (spec.name, column.name)
                if value == "XQ7":
                    assert "xq7" in said.lower(), (spec.name, column.name, said)


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

    assert changes(before, after, fields=["modality"]) == [("modality", "Cash", "in kind")]
    with pytest.raises(ValueError, match="no field colour"):
        compare_reports(before, after, fields=["colour"])


def test_a_difference_is_kept_as_short_json() -> None:
    difference = Difference(("новая",), ("gone",), compare_reports(*_changed_pair()).changed, 12)

    kept = difference_to_json(difference)

    assert difference_from_json(kept) == difference
    assert difference_from_json(json.loads(kept)) == difference
    assert "новая" in kept
    with pytest.raises(ValueError, match="no difference"):
        difference_from_json('{"form": 3}')


def test_a_difference_that_was_kept_as_texts_is_still_read() -> None:
    kept = (
        '{"form":1,"new":[],"gone":[],"changed":[["A","Wells",[["budgets",null,'
        '"kind: budget, value: 5"],["title","Well","Wells"]]]],"unchanged":3}'
    )

    (changed,) = difference_from_json(kept).changed

    assert [
        (f.name, say_value(f.before, "ru"), say_value(f.after, "ru")) for f in changed.fields
    ] == [
        ("budgets", "", "kind: budget, value: 5"),
        ("title", "Well", "Wells"),
    ]


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
