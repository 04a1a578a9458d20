"""A template that came back is laid over what is so now: nothing else is lost, nothing is decided
for two people who differ."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import changes_support as told
from intarsia import compare_reports, say_value
from intarsia.changes import MergedTemplate, Side, merge_template
from intarsia.readers.template import Prefilled, ReturnedTemplate, TemplateKey
from intarsia.tables import Picture
from template_support import WRITTEN_ON

KEY = TemplateKey("source", "import", WRITTEN_ON)


def saying(**titles: str) -> Picture:
    """A picture of activities with these titles; each was paid once, which no template carries."""
    return told.picture(
        activities=[
            told.activity(key, title=title, people_targeted=100.0, sheet="3W", row=number)
            for number, (key, title) in enumerate(titles.items(), 7)
        ],
        transactions=[
            told.row("transactions", key, kind="D", value=10.0, currency="EUR") for key in titles
        ],
    )


def back(
    base: Picture, changed: dict[str, dict[str, Any]], *, without: tuple[str, ...] = ()
) -> tuple[Picture, ReturnedTemplate]:
    """The template of a picture as it comes back with these changes; new ids are added rows."""
    rows = {row["activity_id"]: row for row in base["activities"].to_pylist()}
    known = set(rows)
    for key, fields in changed.items():
        rows[key] = {**rows.get(key, told.activity(key)), **fields}
    for key in without:
        del rows[key]
    returned = told.picture(
        activities=[{**row, "sheet": "Activities", "report_id": "r2"} for row in rows.values()],
        reports=[
            {
                "report_id": "r2", "file": "back.xlsx", "sha256": "x", "kind": "activity-list",
                "rows": 1, "rows_kept": 1, "rows_named": 0, "activities": 1,
            }
        ],
    )  # fmt: skip
    template = ReturnedTemplate(
        KEY,
        {key: Prefilled("", {}) for key in known},
        {key: frozenset(changed.get(key, ())) for key in rows if key in known},
        tuple(key for key in rows if key not in known),
    )
    return returned, template


def titles(merged: MergedTemplate) -> dict[str, str]:
    table = merged.picture["activities"]
    return dict(zip(table["activity_id"].to_pylist(), table["title"].to_pylist(), strict=True))


def test_what_its_sender_changed_is_changed_and_nothing_else() -> None:
    base = saying(A="Wells", B="Schools")
    returned, template = back(base, {"A": {"title": "Deep wells"}})

    merged = merge_template(returned, template, base=base, current=base)

    assert titles(merged) == {"A": "Deep wells", "B": "Schools"}
    (changed,) = compare_reports(base, merged.picture).changed
    assert [one.name for one in changed.fields] == ["title"]
    assert merged.picture["transactions"].num_rows == 2


def test_an_untouched_template_changes_nothing_of_a_source_that_moved_on() -> None:
    base, current = saying(A="Wells", B="Schools"), saying(A="Deep wells", C="Roads")
    returned, template = back(base, {})

    merged = merge_template(returned, template, base=base, current=current)

    assert not compare_reports(current, merged.picture)
    assert not merged.undecided


def test_both_changed_different_fields_and_both_changes_stay() -> None:
    base, current = saying(A="Wells"), saying(A="Deep wells")
    returned, template = back(base, {"A": {"people_targeted": 250.0}})

    merged = merge_template(returned, template, base=base, current=current)

    (row,) = merged.picture["activities"].to_pylist()
    assert (row["title"], row["people_targeted"]) == ("Deep wells", 250.0)
    assert not merged.undecided


@pytest.mark.parametrize(
    ("chosen", "title", "undecided"),
    [
        ({}, "Deep wells", (("A", "title"),)),
        ({"A": {"title": Side.OURS}}, "Deep wells", ()),
        ({"A": {"title": Side.THEIRS}}, "Wells and pumps", ()),
    ],
)
def test_where_both_changed_one_field_a_person_decides(
    chosen: dict[str, dict[str, Side]], title: str, undecided: tuple[tuple[str, str], ...]
) -> None:
    base, current = saying(A="Wells"), saying(A="Deep wells")
    returned, template = back(base, {"A": {"title": "Wells and pumps"}})

    merged = merge_template(returned, template, base=base, current=current, chosen=chosen)

    assert titles(merged) == {"A": title}
    assert merged.undecided == undecided
    ((field,),) = (one.fields for one in merged.three_way.conflicts)
    said = [say_value(one) for one in (field.base, field.ours, field.theirs)]
    assert said == ["Wells", "Deep wells", "Wells and pumps"]


def test_both_changed_it_alike_and_nobody_is_asked() -> None:
    base, current = saying(A="Wells"), saying(A="Deep wells")
    returned, template = back(base, {"A": {"title": "Deep wells"}})

    merged = merge_template(returned, template, base=base, current=current)

    assert (titles(merged), merged.undecided) == ({"A": "Deep wells"}, ())


def test_a_row_that_was_taken_out_stays_until_somebody_says_that_it_is_withdrawn() -> None:
    base = saying(A="Wells", B="Schools")
    returned, template = back(base, {}, without=("B",))

    asked = merge_template(returned, template, base=base, current=base)
    said = merge_template(returned, template, base=base, current=base, withdrawn=["B"])

    assert (titles(asked), asked.gone) == ({"A": "Wells", "B": "Schools"}, ("B",))
    assert titles(said) == {"A": "Wells"}
    assert said.picture["transactions"].num_rows == 1


def test_only_rows_that_were_taken_out_can_be_withdrawn() -> None:
    base = saying(A="Wells", B="Schools")
    returned, template = back(base, {})

    merged = merge_template(returned, template, base=base, current=base, withdrawn=["A", "Z"])

    assert titles(merged) == {"A": "Wells", "B": "Schools"}


def test_an_added_row_comes_beside_those_that_others_added() -> None:
    base, current = saying(A="Wells"), saying(A="Wells", C="Roads")
    returned, template = back(base, {"D": {"title": "Bridges"}})

    merged = merge_template(returned, template, base=base, current=current)

    assert titles(merged) == {"A": "Wells", "C": "Roads", "D": "Bridges"}


def test_a_row_that_both_added_alike_is_there_once_and_differing_fields_are_asked_about() -> None:
    base, current = saying(A="Wells"), saying(A="Wells", D="Bridges")
    returned, template = back(base, {"D": {"title": "Long bridges", "people_targeted": 100.0}})

    merged = merge_template(returned, template, base=base, current=current)
    theirs = merge_template(
        returned, template, base=base, current=current, chosen={"D": {"title": Side.THEIRS}}
    )

    assert (titles(merged), merged.undecided) == (
        {"A": "Wells", "D": "Bridges"}, (("D", "title"),),
    )  # fmt: skip
    assert titles(theirs)["D"] == "Long bridges"


def test_what_others_withdrew_meanwhile_stays_withdrawn_unless_it_was_changed_and_chosen() -> None:
    base, current = saying(A="Wells", B="Schools"), saying(A="Wells")
    untouched = back(base, {})
    changed = back(base, {"B": {"title": "Large schools"}})
    wanted = {"B": {"activity": Side.THEIRS}}

    assert titles(merge_template(*untouched, base=base, current=current)) == {"A": "Wells"}
    asked = merge_template(*changed, base=base, current=current)
    chosen = merge_template(*changed, base=base, current=current, chosen=wanted)

    assert (titles(asked), asked.undecided) == ({"A": "Wells"}, (("B", "activity"),))
    assert titles(chosen) == {"A": "Wells", "B": "Large schools"}
    assert chosen.picture["transactions"].num_rows == 2


def test_activities_that_the_template_did_not_hold_stay() -> None:
    base = saying(A="Wells", S="Safe house")
    returned, template = back(saying(A="Wells"), {"A": {"title": "Deep wells"}})

    merged = merge_template(returned, template, base=base, current=base)

    assert titles(merged) == {"A": "Deep wells", "S": "Safe house"}
    assert merged.gone == ()


def test_what_is_not_in_the_file_that_came_back_stands_nowhere_in_it() -> None:
    base = saying(A="Wells", S="Safe house")
    returned, template = back(saying(A="Wells"), {})

    merged = merge_template(returned, template, base=base, current=base)

    rows = {row["activity_id"]: row for row in merged.picture["activities"].to_pylist()}
    assert (rows["A"]["sheet"], rows["A"]["report_id"]) == ("Activities", "r2")
    assert (rows["S"]["sheet"], rows["S"]["row"], rows["S"]["report_id"]) == (None, None, "r2")


def test_organizations_of_both_are_there_once() -> None:
    base = saying(A="Wells")
    undp = {"organization_id": "undp", "name": "UNDP", "is_placeholder": False}
    who = {"organization_id": "who", "name": "WHO", "is_placeholder": False}
    current = base.having(organizations=told.picture(organizations=[undp, who])["organizations"])
    returned, template = back(base, {})
    returned = returned.having(organizations=told.picture(organizations=[undp])["organizations"])

    merged = merge_template(returned, template, base=base, current=current)

    assert merged.picture["organizations"]["name"].to_pylist() == ["UNDP", "WHO"]


WORDS = st.sampled_from(["Wells", "Schools", "Roads", "Bridges"])
SAID = st.dictionaries(st.sampled_from("ABCD"), WORDS, max_size=4)


@settings(deadline=None, max_examples=25)
@given(SAID, SAID, st.dictionaries(st.sampled_from("ABCDE"), WORDS, max_size=3), st.data())
def test_no_activity_is_lost_and_none_is_there_twice(
    before: dict[str, str], now: dict[str, str], wanted: dict[str, str], data: st.DataObject
) -> None:
    base, current = saying(**before), saying(**now)
    out = tuple(data.draw(st.sets(st.sampled_from(sorted(before)))) if before else ())
    changed = {key: {"title": title} for key, title in wanted.items() if key not in out}
    returned, template = back(base, changed, without=out)

    merged = merge_template(returned, template, base=base, current=current)

    ids = merged.picture["activities"]["activity_id"].to_pylist()
    added = changed.keys() - before.keys()
    assert sorted(ids) == sorted(now.keys() | added)
    for key, title in titles(merged).items():
        assert title in (now.get(key), changed.get(key, {}).get("title"))
    payments: pa.Table = merged.picture["transactions"]
    assert set(payments["activity_id"].to_pylist()) <= set(ids)
