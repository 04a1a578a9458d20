"""What an activity states decides its fingerprint; where, when and how it was read does not."""

from __future__ import annotations

import datetime as dt
import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import changes_support as told
from intarsia import fingerprints
from intarsia.changes.stated import stated_columns
from intarsia.tables import ACTIVITIES, ACTIVITY_TABLES, Picture, Table


def of(picture: Picture) -> dict[str, str]:
    found = fingerprints(picture)
    return dict(zip(*(column.to_pylist() for column in found.columns), strict=True))


def test_an_activity_that_states_nothing_has_a_fingerprint() -> None:
    found = fingerprints(told.picture(activities=[told.activity("A")]))

    assert found["activity_id"].to_pylist() == ["A"]
    assert len(found["fingerprint"][0].as_py()) == 32


def test_a_fingerprint_stays_from_version_to_version() -> None:
    picture = told.picture(
        activities=[told.activity("A", title="Wells", actual_starts_on=dt.date(2011, 1, 1))],
        activity_locations=[
            told.row("activity_locations", "A", kind="location", path_names=["Osh", None, "Kara"])
        ],
    )

    assert of(picture) == {"A": "fda779abc439b10529be21fa22432aeb"}


def test_where_a_statement_stands_changes_nothing() -> None:
    before = told.picture(
        activities=[told.activity("A", title="Wells", row=7, sheet="May", file="may.xlsx")],
        people=[told.row("people", "A", value=5.0, unit="people", cell="H7")],
    )
    after = told.picture(
        activities=[told.activity("A", title="Wells", row=90, file="june.csv", report_id="other")],
        people=[told.row("people", "A", value=5.0, unit="people", cell="J90", ordinal=3)],
    )

    assert of(before) == of(after)


def test_what_follows_from_the_day_the_rates_and_the_register_changes_nothing() -> None:
    before = told.picture(activities=[told.activity("A", title="Wells")])
    after = told.picture(
        activities=[
            told.activity(
                "A",
                title="Wells",
                status="closed",
                starts_on=dt.date(2011, 1, 1),
                budget_usd=5.0,
                organization_id="XA-1",
                updated_at="2011-05-01",
            )
        ],
    )

    assert of(before) == of(after)


@pytest.mark.parametrize("spec", ACTIVITY_TABLES, ids=lambda spec: spec.name)
def test_every_column_that_states_something_is_in_it(spec: Table) -> None:
    stated = {
        f"{column.name} {number}": {column.name: value}
        for column in stated_columns(spec)
        for number, value in enumerate(_two_values(column.type))
    }
    if spec is ACTIVITIES:
        picture = told.picture(
            activities=[told.activity(key, **one) for key, one in stated.items()]
        )
    else:
        rows = [told.row(spec.name, key, **one) for key, one in stated.items()]
        activities = [told.activity(key) for key in stated]
        picture = told.picture(activities=activities, **{spec.name: rows})

    found = of(picture)

    assert len(set(found.values())) >= len(stated) - len(_given(spec))
    for column in stated_columns(spec):
        assert found[f"{column.name} 0"] != found[f"{column.name} 1"], column.name


def _given(spec: Table) -> list[str]:
    """Columns of which one of the two values is what each row of a test has."""
    return [column.name for column in stated_columns(spec) if column.required]


def _two_values(kind: pa.DataType) -> tuple[object, object]:
    if pa.types.is_date(kind):
        return dt.date(2011, 1, 1), dt.date(2011, 1, 2)
    if pa.types.is_boolean(kind):
        return True, False
    if pa.types.is_list(kind):
        return ["a", "b"], ["a b"]
    return (1, 2) if not pa.types.is_string(kind) else ("a", "b")


def test_a_code_belongs_to_its_location() -> None:
    locations = [
        told.row("activity_locations", "A", kind="location", ordinal=0, name_as_reported="Osh"),
        told.row("activity_locations", "A", kind="location", ordinal=1, name_as_reported="Naryn"),
    ]
    of_the_first = told.picture(
        activities=[told.activity("A")],
        activity_locations=locations,
        codes=[told.row("codes", "A", kind="location_id", of=0, code="1")],
    )
    of_the_second = told.picture(
        activities=[told.activity("A")],
        activity_locations=locations,
        codes=[told.row("codes", "A", kind="location_id", of=1, code="1")],
    )

    assert of(of_the_first) != of(of_the_second)


def test_a_name_of_several_sectors_counts_once() -> None:
    def divided(parts: int) -> Picture:
        return told.picture(
            activities=[told.activity("A")],
            activity_sectors=[
                told.row(
                    "activity_sectors",
                    "A",
                    ordinal=part,
                    source_vocabulary="99",
                    name_as_reported="Health, water",
                    percentage=100 / parts,
                )
                for part in range(parts)
            ],
        )

    assert of(divided(1)) == of(divided(3))


TEXTS = st.sampled_from([None, "", "Osh", "Health", "a:b ", "1", "title1:a "])
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "activity_id": st.sampled_from(["A", "B"]),
            "role": st.sampled_from(["funding", "reporting"]),
            "name_as_reported": TEXTS,
            "acronym_as_reported": TEXTS,
        }
    ),
    max_size=6,
)


@given(rows=ROWS, seed=st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_another_order_gives_the_same(rows: list[dict[str, object]], seed: int) -> None:
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)

    assert of(told.with_participations(rows)) == of(told.with_participations(shuffled))


@given(one=ROWS, other=ROWS)
@settings(max_examples=25, deadline=None)
def test_alike_fingerprints_state_the_same(
    one: list[dict[str, object]], other: list[dict[str, object]]
) -> None:
    first, second = of(told.with_participations(one)), of(told.with_participations(other))

    for key in ("A", "B"):
        assert (first[key] == second[key]) is (told.stated(one, key) == told.stated(other, key))
