"""Lists in Parquet: read as any other table, kept without persons, refused where hostile."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import intarsia
from intarsia.keeping.kinds import kind_of_kept
from intarsia.readers.activity_list.own_columns import OWN_COLUMNS
from intarsia.readers.grids import open_grids, parquet
from intarsia.readers.grids.parquet_pages import unpacked_of
from intarsia.readers.source import ReaderError, open_source
from intarsia.tables import ProblemLog


def written(folder: Path, columns: dict[str, object], name: str = "list.parquet") -> Path:
    path = folder / name
    pq.write_table(pa.table(columns), path)
    return path


def rows_of(path: Path) -> list[list[object]]:
    [grid] = open_grids(open_source(path), ProblemLog(path.name))
    return grid.rows


def refused(path: Path) -> str:
    with pytest.raises(ReaderError) as error:
        open_grids(open_source(path), ProblemLog(path.name))
    assert path.name in error.value.message
    return error.value.code


def test_cells_are_what_a_table_can_hold(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {
            "who": ["UNHCR", ""], "on": [dt.date(2011, 5, 31), None], "n": [1, None],
            "usd": [Decimal("5.25"), None], "x": [float("nan"), 2.5], "is": [True, False],
            "for": [["a", "b"], []], "at": [{"code": "XA01", "in": {"c": "XA"}}, None],
            "more": [[{"a": 1}], None], "raw": [b"ab", None],
        },
    )  # fmt: skip

    assert rows_of(path) == [
        ["who", "on", "n", "usd", "x", "is", "for", "at.code", "at.in.c", "more", "raw"],
        [
            "UNHCR", dt.date(2011, 5, 31), 1, 5.25, None, True, "a; b", "XA01", "XA",
            '[{"a": 1}]', "ab",
        ],
        [None, None, None, None, 2.5, False, None, None, None, None, None],
    ]  # fmt: skip


def test_a_list_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    columns = {
        "Organization": ["UNHCR", "IRC"], "Activity": ["Shelter kits", "Wells"],
        "Sector": ["Shelter", "Water"], "District": ["Darn", "Sirin"],
    }  # fmt: skip

    reading = intarsia.read_report(written(tmp_path, columns, "list.bin"))

    assert reading.report["kind"] == "activity-list"
    assert reading.tables["activities"]["title"].to_pylist() == ["Shelter kits", "Wells"]


def test_what_is_no_parquet_inside_is_refused_with_the_reason(tmp_path: Path) -> None:
    whole = written(tmp_path, {"a": ["x"]}).read_bytes()
    broken = tmp_path / "broken.parquet"
    for content in (b"PAR1", b"PAR1" + b"\x00" * 50, whole[:-20], whole[:40] + b"\xff" * 40):
        broken.write_bytes(content)
        assert refused(broken) == "reader.not_parquet"


def test_what_would_fill_a_machine_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, {"a": ["x" * 1000] * 5000, "b": [1] * 5000})

    for limit, most, code in (
        ("MAX_CELLS", 9999, "reader.too_many_cells"),
        ("MAX_BYTES", 100, "reader.table_too_large"),
        ("MAX_UNPACKED", 1000, "reader.table_too_large"),
    ):
        with monkeypatch.context() as held:
            held.setattr(parquet, limit, most)
            assert refused(path) == code
    # A column that is one text over and over says little of itself, and unpacks to much.
    with monkeypatch.context() as held:
        held.setattr(parquet, "MAX_UNPACKED", 1_000_000)
        assert refused(path) == "reader.table_too_large"


def forged(path: Path, *, unpacked: int = 0, values: int = 0) -> None:
    """Have the header of a file's first page say other sizes than its foot does."""
    content = bytearray(path.read_bytes())
    at = pq.ParquetFile(path).metadata.row_group(0).column(0).data_page_offset
    # Fields 1 to 3 as whole numbers, the page's kind first: 0x15 is "the next field, 32 bits".
    assert content[at : at + 3] == b"\x15\x00\x15"
    end = _end_of_number(content, at + 3)
    if unpacked:
        content[at + 3 : end] = _number(unpacked, end - at - 3)
    if values:
        # Past the packed size and the structure of field 5, perhaps past a checksum.
        start = content.index(b"\x2c\x15", end) + 2
        end = _end_of_number(content, start)
        content[start:end] = _number(values, end - start)
    path.write_bytes(bytes(content))


def _end_of_number(content: bytearray, at: int) -> int:
    while content[at] >= 0x80:
        at += 1
    return at + 1


def _number(value: int, width: int) -> bytes:
    """A whole number as Thrift's compact protocol writes it, in so many bytes."""
    parts = [(2 * value >> 7 * n) & 0x7F | 0x80 for n in range(width)]
    parts[-1] &= 0x7F
    assert sum((part & 0x7F) << 7 * n for n, part in enumerate(parts)) == 2 * value
    return bytes(parts)


def test_a_page_that_says_it_is_larger_than_the_foot_says_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "forged.parquet"
    many = pa.table({"a": [f"{n} {'x' * 1000}" for n in range(5000)]})
    pq.write_table(many, path, use_dictionary=False, compression="zstd")
    assert len(parquet.parquet_columns(path, path.name)["a"]) == 5000

    forged(path, unpacked=130_000_000)

    assert pq.ParquetFile(path).metadata.row_group(0).total_byte_size < 6_000_000
    assert refused(path) == "reader.table_too_large"


def test_a_page_that_says_it_has_more_values_than_the_foot_says_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "MAX_CELLS", 500_000)
    path = written(tmp_path, {"a": pa.array([None] * 10_000, pa.string())})
    assert parquet.parquet_columns(path, path.name) == {"a": [None] * 10_000}

    forged(path, values=1_000_000)

    assert pq.ParquetFile(path).metadata.num_rows == 10_000
    assert refused(path) == "reader.too_many_cells"


def test_a_long_text_that_stands_for_many_rows_is_written_out_a_few_rows_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A foot that says 50 kB, and 2,000 rows that would be 100 MB at once."""
    path = tmp_path / "long.parquet"
    pq.write_table(pa.table({"a": ["x" * 50_000] * 2000, "b": ["y"] * 2000}), path)
    at_once = []

    def cells(batch: pa.RecordBatch) -> list[tuple[str, list[object]]]:
        at_once.append(batch.num_rows)
        return []

    monkeypatch.setattr(parquet, "_columns_of", cells)
    monkeypatch.setattr(parquet, "_BYTES_AT_ONCE", 1_000_000)
    parquet.parquet_columns(path, path.name)
    assert max(at_once) == 19
    assert sum(at_once) == 2000

    monkeypatch.setattr(parquet, "MAX_UNPACKED", 2_000_000)
    assert refused(path) == "reader.table_too_large"


@pytest.mark.parametrize("packing", ["none", "snappy", "gzip", "brotli", "lz4", "zstd"])
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_pages_are_measured_however_they_are_packed(
    packing: str, version: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.parquet"
    table = pa.table({"a": ["x" * 40, "y", None], "b": [["p", "qq"], [], ["r"]], "c": [1, 2, 3]})
    pq.write_table(table, path, compression=packing, data_page_version=version)

    said = unpacked_of(path, pq.ParquetFile(path).metadata, most=1_000_000)

    # Three texts and four places of a list, each a number that stands for the longest text at the
    # most; three whole numbers.
    assert said.values == 3 + 4 + 3
    assert said.in_all == 3 * 40 + 4 * 2 + 3 * 16
    assert said.in_a_row == 40 + 4 * 2 + 16


def test_damaged_pages_are_refused_and_nothing_else_happens(tmp_path: Path) -> None:
    whole = written(tmp_path, {"a": ["x" * 40, "y"] * 20, "b": list(range(40))}).read_bytes()
    path = tmp_path / "damaged.parquet"
    codes = set()

    for at in range(4, len(whole) - 8):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            parquet.parquet_columns(path, path.name)
        except ReaderError as error:
            codes.add(error.code)

    assert codes <= {
        "reader.not_parquet", "reader.table_too_large", "reader.too_many_cells",
    }  # fmt: skip
    assert "reader.not_parquet" in codes


def test_it_is_kept_without_persons(tmp_path: Path) -> None:
    columns = {
        "Organization": ["UNHCR", "IRC", "NRC"],
        "Activity": ["Kits, ask a.b@example.org", "Wells", "Schools"],
        "Sector": ["Shelter", "Water", "Education"],
        "Contact phone": [77123456, 77123457, None],
        "Contact person": ["Xavier Quill", "Yara Quill", None],
        "Starts on": [dt.date(2011, 1, 1)] * 3,
    }
    to = tmp_path / "kept"

    kept = intarsia.keep_file(written(tmp_path, columns), to)

    assert kept.kind == kind_of_kept(to) == "parquet"
    table = pq.read_table(to)
    said = str(table.to_pylist())
    assert "Quill" not in said
    assert "7712345" not in said
    assert "example.org" not in said
    assert table["Starts on"].to_pylist() == columns["Starts on"]
    assert table["Activity"].to_pylist()[1:] == ["Wells", "Schools"]
    assert kept.removed["column"] == 4
    window = intarsia.open_sheet(to, sheet=None, row=3, xpath=None)
    assert window.kind == "parquet"
    assert any("Wells" in row.cells for row in window.rows)


def test_a_classified_list_is_refused(tmp_path: Path) -> None:
    columns = {
        "Organization": ["A"],
        "Activity": ["x"],
        "Sector": ["Health"],
        "Marking": ["NATO SECRET"],
    }

    with pytest.raises(ReaderError) as error:
        intarsia.keep_file(written(tmp_path, columns), tmp_path / "kept")
    assert error.value.code == "reader.classified"


def test_a_list_of_ours_is_known_by_its_columns(tmp_path: Path) -> None:
    row: dict[str, object] = dict.fromkeys(OWN_COLUMNS)
    row |= {
        "id": "k7m2qx9d3fhp", "precision": "full", "activity_id": "A-1", "title": "Clinic",
        "organization_name": "UN health agency", "country_code": "XA",
        "sector_code": "health", "sector_codes": ["health", "water"],
        "place_codes": ["XA0101", "XA02"], "budget_usd": 5.5, "starts_on": dt.date(2011, 1, 1),
        "ends_on": dt.date(2011, 6, 30), "implementers": ["Doctors", "Helpers"],
        "from_quarter_on": dt.date(2011, 1, 1), "status": "implementation",
    }  # fmt: skip
    path = written(tmp_path, {name: [value] for name, value in row.items()})

    reading = intarsia.read_report(path)

    tables = reading.tables
    assert tables["activities"]["identifier"].to_pylist() == ["A-1"]
    assert tables["activity_sectors"]["source_code"].to_pylist() == ["health", "water"]
    assert tables["budgets"]["currency"].to_pylist() == ["USD"]
    places = tables["activity_locations"].to_pylist()
    assert [one["source_code"] for one in places] == ["XA", "XA0101", "XA02"]
    acting = tables["participations"].to_pylist()
    assert [one["name_as_reported"] for one in acting if one["role"] == "implementing"] == [
        "Doctors", "Helpers",
    ]  # fmt: skip
    assert reading.mapping.unsure == ()
