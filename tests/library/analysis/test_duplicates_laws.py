"""What holds of duplicates whatever the picture, and what bad pictures give."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duplicates_support import Row, an_activity, kinds, others, picture_of
from intarsia import compare_findings, count_once, find_duplicates
from intarsia.analysis.duplicates import ModelError, day_one, load_model, save_model
from intarsia.analysis.duplicates.training import judged_pairs, train

reports = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(
                ["School SC-2210 repaired", "Écoles réparées du nord", "Wells, phase II", None]
            ),
            "reporter": st.sampled_from(["donor", "fund", "ngo"]),
            "funder": st.sampled_from([None, "donor", "fund"]),
            "place": st.sampled_from([None, "D1", "D2", "D5"]),
            "sector": st.sampled_from([None, "education", "water"]),
            "starts_on": st.sampled_from([None, dt.date(2010, 1, 1), dt.date(2010, 1, 20)]),
            "ends_on": st.sampled_from([None, dt.date(2011, 1, 1), dt.date(2012, 1, 1)]),
            "budget_usd": st.sampled_from([None, 100_000.0, 103_000.0, 900_000.0, -5.0]),
        }
    ),
    max_size=12,
)  # fmt: skip


def numbered(given_reports: list[Row], prefix: str = "n") -> list[Row]:
    return [an_activity(f"{prefix}{at:02d}", **report) for at, report in enumerate(given_reports)]


@settings(max_examples=25)
@given(reports, st.randoms(use_true_random=False))
def test_the_order_of_the_activities_changes_nothing(
    given_reports: list[Row], chance: random.Random
) -> None:
    rows = numbered(given_reports) + others(20)
    mixed = list(rows)
    chance.shuffle(mixed)

    assert kinds(picture_of(mixed)) == kinds(picture_of(rows))


@settings(max_examples=25)
@given(reports)
def test_other_ids_change_nothing_but_the_ids(given_reports: list[Row]) -> None:
    rows = numbered(given_reports) + others(20)
    renamed = [row | {"activity_id": f"x:{row['activity_id']}"} for row in rows]

    expected = {
        (f"x:{one}", f"x:{other}"): kind for (one, other), kind in kinds(picture_of(rows)).items()
    }
    assert kinds(picture_of(renamed)) == expected


@settings(max_examples=25)
@given(reports)
def test_a_pair_has_one_kind_and_a_probability(given_reports: list[Row]) -> None:
    found = find_duplicates(picture_of(numbered(given_reports) + others(20))).to_pylist()

    ends = [frozenset((row["activity_a"], row["activity_b"])) for row in found]
    assert len(set(ends)) == len(ends) == len({row["finding_id"] for row in found})
    assert all(len(pair) == 2 for pair in ends)
    assert all(0.5 <= row["score"] <= 1 for row in found)


@settings(max_examples=25)
@given(reports, st.sampled_from(["donor", "implementer"]))
def test_counted_once_is_never_more_than_reported(given_reports: list[Row], level: str) -> None:
    once = count_once(picture_of(numbered(given_reports) + others(20)), level=level)  # type: ignore[arg-type]

    assert 0 < once.activities <= once.activities_reported
    assert once.budget_usd <= once.budget_usd_reported + 1e-6
    assert once.spent_usd <= once.spent_usd_reported + 1e-6
    assert once.people_least <= once.people_most


def chain() -> list[Row]:
    return [
        an_activity("a", implementer="ngo"),
        an_activity("b", reporter="ngo", funder="donor", budget_usd=600_000.0),
        *others(60),
    ]


def test_a_chain_is_counted_at_the_end_that_is_asked_for() -> None:
    picture = picture_of(chain())
    rest = sum(row["budget_usd"] for row in others(60))

    assert count_once(picture, level="donor").budget_usd == pytest.approx(rest + 640_000)
    assert count_once(picture, level="implementer").budget_usd == pytest.approx(rest + 600_000)
    assert count_once(picture).activities == 61


def test_another_level_is_refused() -> None:
    with pytest.raises(ValueError, match="donor"):
        count_once(picture_of(chain()), level="fund")  # type: ignore[arg-type]


def test_a_finding_goes_with_its_evidence() -> None:
    before = find_duplicates(picture_of(chain()))
    after = find_duplicates(picture_of([row for row in chain() if row["activity_id"] != "b"]))

    (change,) = compare_findings(before, after).to_pylist()

    assert (change["change"], change["kind_before"]) == ("resolved", "funding_chain")


def test_changes_between_two_runs_are_named() -> None:
    findings = find_duplicates(picture_of(chain()))
    (row,) = findings.to_pylist()

    def with_(**values: object) -> pa.Table:
        return pa.Table.from_pylist([row | values], schema=findings.schema)

    def change(before: pa.Table, after: pa.Table) -> list[tuple[str, bool]]:
        made = compare_findings(before, after).to_pylist()
        return [(one["change"], one["reopens"]) for one in made]

    assert change(findings, findings) == []
    assert change(findings.slice(1), findings) == [("appeared", False)]
    assert change(findings, with_(stake_usd=900_000.0)) == [("grew", False)]
    assert change(findings, with_(stake_usd=90_000.0)) == [("shrank", False)]
    assert change(findings, with_(kind="phase")) == [("kind_changed", True)]


def test_an_empty_picture_and_one_organization_give_nothing_to_judge() -> None:
    assert find_duplicates(picture_of([])).num_rows == 0
    alone = [row | {"reporter": "one"} for row in others(30)]
    assert not set(kinds(picture_of(alone)).values()) & {"same_activity", "funding_chain"}


@pytest.mark.parametrize("count", [4, 20, 300])
def test_however_often_a_row_is_repeated_it_is_one_statement(count: int) -> None:
    rows = [an_activity(f"n{n}", identifier=None) for n in range(count)]

    once = count_once(picture_of([*rows, *others(60)]))

    assert once.activities == 61
    assert once.activities_reported == 60 + count


def test_rows_that_are_much_alike_make_the_same_findings_in_any_order() -> None:
    rows = [an_activity(f"n{n}", identifier=None) for n in range(40)]
    rows += [an_activity(f"m{n}", reporter="ngo", funder="donor") for n in range(40)]
    rows += others(60)
    mixed = list(rows)
    random.Random(5).shuffle(mixed)

    assert kinds(picture_of(mixed)) == kinds(picture_of(rows))


def test_a_title_of_ten_thousand_letters_is_compared_by_its_first_words() -> None:
    long = "Bridge over the Kestrel river " * 340
    rows = [
        an_activity("a", title=long),
        an_activity("b", title=long, reporter="x", funder="donor"),
    ]

    assert kinds(picture_of([*rows, *others(60)]))["a", "b"] == "funding_chain"


def test_too_few_judgements_are_refused() -> None:
    judged, unknown = judged_pairs(picture_of(chain()), [("a", "b", True), ("a", "gone", False)])

    with pytest.raises(ModelError) as error:
        train(judged)

    assert error.value.code == "model.too_few"
    assert unknown == [("a", "gone")]


def test_weights_follow_the_judgements() -> None:
    rows = numbered([{"reporter": f"r{n}", "funder": "donor"} for n in range(12)])
    strange = numbered([{"reporter": f"s{n}", "place": "D5"} for n in range(12)], "s")
    ids, strange_ids = ([row["activity_id"] for row in some] for some in (rows, strange))
    yes = [(one, other, True) for one, other in itertools.pairwise(ids)]
    no = [(one, other, False) for one, other in zip(ids, strange_ids, strict=True)]
    judged, _ = judged_pairs(picture_of([*rows, *strange]), yes + no)

    trained = train(judged, name="ours")
    probabilities = trained.probabilities(judged.levels)

    assert probabilities[judged.is_one].min() > 0.5 > probabilities[~judged.is_one].max()
    assert trained.name == "ours"


def test_a_model_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "model.json"

    save_model(day_one(), path)

    assert (load_model(path).weights == day_one().weights).all()
    assert load_model(path).bias == day_one().bias


@pytest.mark.parametrize(
    ("name", "value"),
    [("slope", 0), ("slope", -1), ("slope", float("nan")), ("bias", float("inf")),
     ("bias", float("nan")), ("intarsia_model", 2)],
)  # fmt: skip
def test_figures_that_no_model_has_are_refused(tmp_path: Path, name: str, value: float) -> None:
    path = tmp_path / "model.json"
    save_model(day_one(), path)
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {name: value}), encoding="utf-8")

    with pytest.raises(ModelError) as error:
        load_model(path)

    assert error.value.code == "model.unreadable"


@pytest.mark.parametrize(
    "text", ["", "{}", "[" * 100_000, '{"weights": {"title": {"no level": 1}}}']
)
def test_a_damaged_model_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ModelError) as error:
        load_model(path)

    assert error.value.code == "model.unreadable"
