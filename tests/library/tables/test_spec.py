"""A table is checked at each stage's door: columns, types and required values."""

from __future__ import annotations

import pyarrow as pa
import pytest

from intarsia.tables import TABLES, Column, Table, TableShapeError, check, from_rows

WELLS = Table(
    "wells",
    "a well",
    ("well_id",),
    (
        Column("well_id", pa.string(), "our key", required=True),
        Column("depth_m", pa.float64(), "metres"),
        Column("place_code", pa.string(), "where", added=True),
    ),
)


def wells(**columns: pa.Array) -> pa.Table:
    return pa.table(
        {
            "well_id": pa.array(["W1", "W2"]),
            "depth_m": pa.array([12.5, None]),
            "place_code": pa.array(["XA01", None]),
        }
        | columns
    )


def refusal(table: pa.Table, *, from_reader: bool = False) -> TableShapeError:
    with pytest.raises(TableShapeError) as caught:
        check(table, WELLS, from_reader=from_reader)
    return caught.value


def test_a_table_as_promised_passes() -> None:
    check(wells(), WELLS)


def test_the_order_of_columns_does_not_matter() -> None:
    check(wells().select(["place_code", "depth_m", "well_id"]), WELLS)


def test_a_missing_column_is_refused_by_name() -> None:
    error = refusal(wells().drop_columns(["depth_m"]))

    assert error.code == "table.column_missing"
    assert error.data == {"table": "wells", "columns": ["depth_m"]}
    assert "depth_m" in error.message


def test_an_unknown_column_is_refused_by_name() -> None:
    error = refusal(wells(colour=pa.array(["blue", "grey"])))

    assert error.code == "table.column_unknown"
    assert error.data["columns"] == ["colour"]


def test_a_column_of_another_type_is_refused_with_both_types() -> None:
    error = refusal(wells(depth_m=pa.array(["deep", "dry"])))

    assert error.code == "table.column_type"
    assert "double" in error.message
    assert "string" in error.message


def test_a_required_value_that_is_null_is_refused_and_counted() -> None:
    error = refusal(wells(well_id=pa.array(["W1", None])))

    assert error.code == "table.value_missing"
    assert "1 rows" in error.message


def test_a_value_that_may_be_unknown_may_be_null() -> None:
    check(wells(depth_m=pa.array([None, None], pa.float64())), WELLS)


def test_a_reader_hands_over_without_the_added_columns() -> None:
    check(wells().drop_columns(["place_code"]), WELLS, from_reader=True)

    assert refusal(wells(), from_reader=True).code == "table.column_unknown"


def test_rows_become_a_table_in_the_order_of_the_schema() -> None:
    table = from_rows([("W1", 12.5, None), ("W2", None, "XA01")], WELLS.schema)

    check(table, WELLS)
    assert table["place_code"].to_pylist() == [None, "XA01"]


def test_no_rows_become_an_empty_table_that_passes() -> None:
    check(from_rows([], WELLS.schema), WELLS)


def test_rows_of_different_lengths_are_no_table() -> None:
    with pytest.raises(ValueError, match="zip"):
        from_rows([("W1", 12.5, None), ("W2", None)], WELLS.schema)


@pytest.mark.parametrize("spec", TABLES.values(), ids=list(TABLES))
def test_every_table_names_its_key_and_says_what_each_column_means(spec: Table) -> None:
    names = [column.name for column in spec.columns]

    assert len(names) == len(set(names))
    assert set(spec.key) <= set(names)
    assert all(column.meaning for column in spec.columns)


@pytest.mark.parametrize("spec", TABLES.values(), ids=list(TABLES))
def test_a_column_that_is_added_later_is_never_required_of_a_reader(spec: Table) -> None:
    assert not [c.name for c in spec.columns if c.added and c.required]
