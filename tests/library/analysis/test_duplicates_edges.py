"""Bad input to duplicates: what is missing, impossible or collides is named and is no evidence."""

from __future__ import annotations

import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import pytest

from duplicates_support import SCHOOL, Row, an_activity, kinds, others, picture_of
from intarsia import count_once, find_duplicates
from intarsia.analysis.duplicates import ModelError, day_one, load_model, save_model
from intarsia.analysis.duplicates.facts import facts_of, shared_days
from intarsia.analysis.duplicates.fields import LEVELS, Field
from intarsia.analysis.duplicates.training import judged_pairs
from intarsia.tables import Picture
from rows import table_of

WHOLE = {
    "funder": "fund",
    "implementer": "ngo",
    "spent_usd": 310_000.0,
    "people_targeted": 1_250.0,
    "target_group_code": "children",
    "description": "Classrooms, a library and latrines for the pupils of the upper town.",
}
NOTHING: Row = dict.fromkeys(
    (*an_activity("a"), *WHOLE), None
)  # every column that a test picture fills


def two(**changes: Any) -> list[Row]:
    """A donor's and an implementer's report of one school; `changes` are of the first."""
    return [
        an_activity("a", **{**WHOLE, **changes}),
        an_activity("b", **{**WHOLE, "reporter": "ngo"}),
        *others(60),
    ]


def levels_of(picture: Picture) -> dict[str, str]:
    judged, _ = judged_pairs(picture, [("a", "b", True)])
    return {
        field.name.lower(): LEVELS[field][level]
        for field, level in zip(Field, judged.levels[0].tolist(), strict=True)
    }


def odds(picture: Picture) -> float:
    judged, _ = judged_pairs(picture, [("a", "b", True)])
    return float(day_one().log_odds(judged.levels)[0])


def finding(picture: Picture) -> dict[str, Any]:
    (found,) = [
        row
        for row in find_duplicates(picture).to_pylist()
        if {row["activity_a"], row["activity_b"]} == {"a", "b"}
    ]
    return dict(found)


@pytest.mark.parametrize(
    ("column", "unknown"),
    [("reporter", "reporter"), ("title", "title"), ("funder", "funder"),
     ("implementer", "implementer"), ("sector", "sector"), ("place", "place"),
     ("starts_on", "start"), ("ends_on", "end"), ("target_group_code", "target"),
     ("description", "description"), ("people_targeted", None), ("budget_usd", None),
     ("spent_usd", None), ("identifier", None)],
)  # fmt: skip
def test_what_one_does_not_state_makes_a_pair_no_surer_and_is_named(
    column: str, unknown: str | None
) -> None:
    whole, without = picture_of(two()), picture_of(two(**{column: None}))

    told = finding(without)

    assert odds(without) <= odds(whole)
    assert told["score"] <= finding(whole)["score"]
    assert unknown is None or [f"pair.unknown.{unknown}", {}] in json.loads(told["unknowns"])
    assert unknown is None or f"pair.unknown.{unknown}" not in finding(whole)["unknowns"]


def test_money_that_one_does_not_state_is_named_and_is_no_evidence() -> None:
    without = picture_of(two(budget_usd=None, spent_usd=None))

    told = finding(without)

    assert odds(without) < odds(picture_of(two()))
    assert ["pair.unknown.amount", {}] in json.loads(told["unknowns"])
    assert not any("pair.amount" in code for code, _ in json.loads(told["reasons"]))
    assert told["stake_usd"] is None


@pytest.mark.parametrize("identifier", [None, "ID-a"])
def test_two_that_state_nothing_are_no_pair(identifier: str | None) -> None:
    rows = [NOTHING | {"activity_id": key, "identifier": identifier} for key in "ab"]
    picture = picture_of([*rows, *others(60)])

    assert {key for pair in kinds(picture) for key in pair}.isdisjoint("ab")
    assert set(levels_of(picture).values()) == {"unknown"}
    assert odds(picture) == day_one().bias
    assert count_once(picture).activities == 62


def test_a_model_in_which_what_is_unknown_weighs_something_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    save_model(day_one(), path)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["weights"]["title"]["unknown"] = 3.0
    path.write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(ModelError) as error:
        load_model(path)

    assert error.value.code == "model.unreadable"


def test_of_pictures_without_anything_only_the_number_is_said() -> None:
    empty, single = picture_of([]), picture_of([an_activity("a")])
    blank = picture_of([NOTHING | {"activity_id": f"n{n}"} for n in range(50)])

    for picture, count in ((empty, 0), (single, 1), (blank, 50)):
        once = count_once(picture)
        assert find_duplicates(picture).num_rows == 0
        assert (once.activities, once.activities_reported) == (count, count)
        assert once.limits == []


def test_links_of_a_picture_without_activities_lead_nowhere() -> None:
    link = {"activity_id": "gone", "ordinal": 0, "kind": "child", "other_activity_id": "id-b"}

    assert kinds(picture_of([], [link])) == {}
    assert kinds(picture_of([an_activity("b")], [link])) == {}


@pytest.mark.parametrize("code", ["unallocated", None])
def test_a_sector_that_is_not_stated_is_no_sector(code: str | None) -> None:
    rows = two(sector=code, purpose="99810")
    rows[1] |= {"sector": code, "purpose": "99810"}

    assert levels_of(picture_of(rows))["sector"] == "unknown"
    assert levels_of(picture_of(two(sector=code, purpose="99810")))["sector"] == "unknown"


def test_codes_that_nobody_knows_are_compared_as_they_are() -> None:
    rows = two(sector="zz-not-ours", purpose="Ж-1")
    rows[1] |= {"sector": "zz-not-ours", "purpose": "Ж-2"}

    assert levels_of(picture_of(rows))["sector"] == "sector"
    assert levels_of(picture_of(two(sector="zz-not-ours", purpose="7")))["sector"] == "other"


@pytest.mark.parametrize(
    ("vocabularies", "level"),
    [(("1", "1"), "purpose"), (("99", "99"), "sector"), (("1", "2"), "sector")],
)
def test_a_code_says_something_in_its_vocabulary_only(
    vocabularies: tuple[str, str], level: str
) -> None:
    picture = picture_of(two())
    sectors = [
        {**row, "source_vocabulary": dict(zip("ab", vocabularies, strict=True)).get(
            row["activity_id"], "1")}
        for row in picture["activity_sectors"].to_pylist()
    ]  # fmt: skip

    stated = picture.having(activity_sectors=table_of("activity_sectors", sectors, {}))

    assert levels_of(stated)["sector"] == level


def test_one_organization_s_activities_are_never_one_activity_reported_by_two() -> None:
    alike = [an_activity(f"n{n}", reporter="one") for n in range(30)]
    unlike = [row | {"reporter": "one"} for row in others(30)]

    assert set(kinds(picture_of(alike + unlike)).values()) <= {"sibling", "phase", "part_of"}
    assert count_once(picture_of(alike + unlike)).activities == 60


@pytest.mark.parametrize("amount", [-640_000.0, 0.0, math.nan, math.inf, -math.inf, 1e300])
def test_an_amount_that_cannot_be_is_not_known(amount: float) -> None:
    rows = two(budget_usd=amount, spent_usd=amount, people_targeted=amount)
    rows[1] |= {"budget_usd": amount, "spent_usd": amount, "people_targeted": amount}
    picture = picture_of(rows)

    once, told = count_once(picture), finding(picture)

    assert levels_of(picture)["amount"] == levels_of(picture)["people"] == "unknown"
    assert ["pair.unknown.amount", {}] in json.loads(told["unknowns"])
    assert (told["stake_usd"], told["people"]) == (None, None)
    assert once.budget_usd == once.budget_usd_reported == sum(r["budget_usd"] for r in others(60))
    assert (once.spent_usd, once.people_least, once.people_most) == (0, 0, 0)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [(1e14, 1e14, "equal"), (0.01, 0.01, "equal"), (0.01, 1e14, "more")],
)
def test_large_and_small_amounts_are_compared(one: float, other: float, level: str) -> None:
    rows = two(budget_usd=one, spent_usd=None)
    rows[1] |= {"budget_usd": other, "spent_usd": None}

    assert levels_of(picture_of(rows))["amount"] == level


def test_an_end_before_the_start_is_no_period() -> None:
    swapped = {"starts_on": dt.date(2014, 6, 30), "ends_on": dt.date(2008, 7, 1)}
    rows = two(**swapped, title=f"{SCHOOL} 2010")
    picture = picture_of(rows)
    both = picture_of([rows[0], rows[1] | swapped, *rows[2:]])
    facts = facts_of(both, ["a", "b"])

    assert levels_of(picture)["time"] == levels_of(both)["time"] == "unknown"
    assert levels_of(both)["year"] == "unknown"
    assert shared_days(facts["a"], facts["b"]) is None
    assert levels_of(picture_of(two()))["time"] == "together"


@pytest.mark.parametrize("year", [1, 1695, 9999])
def test_days_of_other_ages_are_compared_like_others(year: int) -> None:
    days = {"starts_on": dt.date(year, 1, 1), "ends_on": dt.date(year, 12, 31)}
    rows = two(**days)
    rows[1] |= days

    assert kinds(picture_of(rows))["a", "b"] == "funding_chain"
    assert levels_of(picture_of(two(**days)))["start"] == "far"
    assert levels_of(picture_of(rows))["start"] == "same_day"


def chain(**changes: Any) -> list[Row]:
    """A donor and an implementer that agree on little but what `changes` say of both."""
    paid = {"sector": None, "place": None, "ends_on": None, "budget_usd": None, **changes}
    return [an_activity("a", **paid), an_activity("b", **{**paid, "reporter": "x"}), *others(60)]


@pytest.mark.parametrize(
    ("evidence", "without"),
    [
        ({"title": SCHOOL}, {"title": "Repair of a building"}),
        ({"title": "Repair, contract SC-2210"}, {"title": "Repair, contract"}),
        ({"title": "Schools WEPROSCH"}, {"title": "Schools"}),
    ],
)
def test_without_its_evidence_there_is_no_finding(evidence: Row, without: Row) -> None:
    given = {"starts_on": dt.date(2010, 7, 1), "implementer": "ngo", "budget_usd": 640_000.0}
    titles = [
        row | {"title": f"{row['title']}, repair of a building, school"} for row in others(60)
    ]
    pair = [*chain(**given, **evidence)[:2], *titles]
    bare = [pair[0], pair[1] | without, *titles]

    assert ("a", "b") in kinds(picture_of(pair))
    assert ("a", "b") not in kinds(picture_of(bare))


def test_without_its_link_there_is_no_finding() -> None:
    rows = [
        an_activity("a", title="Wells", sector=None, place=None),
        an_activity("b", title="Roads", reporter="x", budget_usd=9.0, starts_on=None),
        *others(60),
    ]
    link = {"activity_id": "a", "ordinal": 0, "kind": "receiver", "other_activity_id": "ID-b"}

    assert kinds(picture_of(rows, [link]))["a", "b"] == "funding_chain"
    assert ("a", "b") not in kinds(picture_of(rows))
