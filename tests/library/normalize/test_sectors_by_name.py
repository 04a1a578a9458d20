"""Rows of a list that state a sector by name get its code; several in one name become rows."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from intarsia import codelists
from intarsia.normalize.sectors import normalize_sectors
from intarsia.tables import ACTIVITY_SECTORS, TRANSACTIONS, Problem, ProblemLog

Row = tuple[str, str, str | None, str | None, float | None]


def normalized(
    *rows: Row, transactions: tuple[tuple[str, str, str], ...] = ()
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Rows of activity, vocabulary, code, name and percentage; the table and its problems."""
    seen: dict[str, int] = {}
    stated = []
    for activity, vocabulary, code, name, percentage in rows:
        stated.append(
            {
                **dict.fromkeys(ACTIVITY_SECTORS.schema.names),
                "activity_id": activity,
                "ordinal": seen.setdefault(activity, 0),
                "source_vocabulary": vocabulary,
                "source_code": code,
                "name_as_reported": name,
                "percentage": percentage,
            }
        )
        seen[activity] += 1
    paid = [
        {
            **dict.fromkeys(TRANSACTIONS.schema.names),
            "activity_id": activity,
            "sector_vocabulary": vocabulary,
            "sector_code": code,
        }
        for activity, vocabulary, code in transactions
    ]
    log = ProblemLog("list.csv")
    tables = {
        "activity_sectors": pa.Table.from_pylist(stated, ACTIVITY_SECTORS.schema),
        "transactions": pa.Table.from_pylist(paid, TRANSACTIONS.schema),
    }
    return normalize_sectors(tables, log)["activity_sectors"].to_pylist(), list(log)


def sectors(rows: list[dict[str, Any]]) -> list[tuple[str | None, float | None]]:
    return [(row["sector_code"], row["share"]) for row in rows]


def test_a_name_gets_its_sector() -> None:
    rows, problems = normalized(("A", "99", None, "WASH", None), ("B", "99", "HEA", None, None))

    assert sectors(rows) == [("water_sanitation", 1.0), ("primary_health", 1.0)]
    assert problems == []


def test_a_name_of_two_sectors_becomes_two_rows_with_equal_shares() -> None:
    rows, (problem,) = normalized(
        ("A", "99", None, "Health & Nutrition", 60.0),
        ("A", "99", None, "Education", 40.0),
        ("B", "99", None, "Health & Nutrition", None),
    )

    assert [(row["activity_id"], row["ordinal"], row["percentage"]) for row in rows] == [
        ("A", 0, 30.0),
        ("A", 2, 30.0),
        ("A", 1, 40.0),
        ("B", 0, None),
        ("B", 1, None),
    ]
    assert sectors(rows) == [
        ("primary_health", pytest.approx(0.3)),
        ("nutrition", pytest.approx(0.3)),
        ("education", pytest.approx(0.4)),
        ("primary_health", 0.5),
        ("nutrition", 0.5),
    ]
    assert [row["share_basis"] for row in rows] == [
        "derived",
        "derived",
        "stated",
        "derived",
        "derived",
    ]
    assert {row["name_as_reported"] for row in rows} == {"Health & Nutrition", "Education"}
    assert (problem.code, problem.value, problem.expected, problem.times) == (
        "sector.several_in_name",
        "Health & Nutrition",
        "primary_health, nutrition",
        2,
    )


def test_an_unknown_name_is_named_once_with_three_suggestions() -> None:
    rows, (problem,) = normalized(
        ("A", "99", None, "Basket weaving", None), ("B", "99", None, "Basket weaving", None)
    )

    assert sectors(rows) == [(None, 1.0), (None, 1.0)]
    assert (problem.code, problem.value, problem.times) == (
        "sector.unknown_name",
        "Basket weaving",
        2,
    )
    assert problem.expected is not None
    near = problem.expected.split("; ")
    assert len(near) == 3
    assert set(near) <= set(codelists.names("sectors", "en").values())


def test_a_list_with_an_unknown_part_keeps_a_row_for_it() -> None:
    rows, problems = normalized(("A", "99", None, "Education; Basket weaving", None))

    assert sectors(rows) == [("education", 0.5), (None, 0.5)]
    assert [(problem.code, problem.value) for problem in problems] == [
        ("sector.unknown_name", "Basket weaving")
    ]


@pytest.mark.parametrize(
    ("name", "sector", "code"),
    [
        ("Multi-cluster", "multisector", "sector.name_of_many"),
        ("Other", None, "sector.name_of_none"),
        ("Educaton", "education", "sector.nearest_name"),
    ],
)
def test_what_a_name_was_taken_for_is_said(name: str, sector: str | None, code: str) -> None:
    rows, (problem,) = normalized(("A", "99", None, name, None))

    assert sectors(rows) == [(sector, 1.0)]
    assert (problem.code, problem.value) == (code, name)


def test_a_name_and_a_code_that_differ_are_reported_and_the_name_is_taken() -> None:
    rows, (problem,) = normalized(("A", "99", "WASH", "Health", None))

    assert sectors(rows) == [("primary_health", 1.0)]
    assert problem.code == "sector.code_differs"


def test_a_finer_code_is_taken_without_a_word() -> None:
    rows, problems = normalized(("A", "99", "PRO_GBV", "Protection", None))

    assert sectors(rows) == [("gender_based_violence", 1.0)]
    assert problems == []


def test_the_finer_of_two_own_names_counts() -> None:
    rows, _ = normalized(
        ("A", "99", None, "Protección", None), ("A", "98", None, "Acción contra minas", None)
    )

    assert sectors(rows) == [("protection", None), ("mine_action", 1.0)]


def test_a_finer_name_without_a_field_of_work_leaves_the_count_to_the_other() -> None:
    for said in ("Multi-sector", "Basket weaving", "Training"):
        rows, _ = normalized(("A", "99", None, "WASH", None), ("A", "98", None, said, None))

        assert [row["share"] for row in rows] == [1.0, None], said


def test_known_codes_of_another_vocabulary_go_before_names() -> None:
    rows, _ = normalized(("A", "99", None, "WASH", 100.0), ("A", "1", "15132", None, 100.0))

    assert sectors(rows) == [("water_sanitation", None), ("police", 1.0)]


def test_known_codes_of_transactions_go_before_names() -> None:
    rows, _ = normalized(
        ("A", "99", None, "WASH", None),
        ("B", "99", None, "WASH", None),
        transactions=(("A", "1", "15132"),),
    )

    assert sectors(rows) == [("water_sanitation", None), ("water_sanitation", 1.0)]


def test_an_unknown_code_of_a_cluster_is_read_as_a_name() -> None:
    rows, problems = normalized(
        ("A", "10", "WASH", None, None), ("B", "10", "77", None, None), ("C", "10", "3", "x", None)
    )

    assert [row["sector_code"] for row in rows] == ["water_sanitation", None, "education"]
    assert [(problem.code, problem.value) for problem in problems] == [
        ("sector.unknown_code", "77")
    ]


def test_own_codes_in_digits_stay_silent_and_unknown() -> None:
    rows, problems = normalized(("A", "99", "48", None, None))

    assert sectors(rows) == [(None, 1.0)]
    assert problems == []
