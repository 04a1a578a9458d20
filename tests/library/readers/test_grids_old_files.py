"""Old Office files: an .xls is read, a protected one and a letter are refused."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from intarsia.readers.grids import Grid, is_grid, old_records, open_grids
from intarsia.readers.grids.compound import pack_again, workbook_stream
from intarsia.readers.source import ReaderError, open_source
from intarsia.tables import ProblemLog

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(stream: str, content: bytes) -> bytes:
    """Return a compound file of one stream: header, sector table, directory, the stream."""
    content = content.ljust(4096, b"\x00")
    content += bytes(-len(content) % _SECTOR)
    sectors = len(content) // _SECTOR
    table = [_TABLE, _END, *range(3, sectors + 2), _END]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry(stream, 2, _FREE, 2, len(content))
    directory += _entry("", 0, _FREE, 0, 0) * 2
    return header + struct.pack("<128I", *table) + directory + content


def small_compound(stream: str, content: bytes) -> bytes:
    """Return a compound file whose one stream stands in the 64-byte sectors of small ones."""
    parts = -(-len(content) // 64)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 2, 1, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    sectors = -(-parts * 64 // _SECTOR)
    table = [_TABLE, _END, _END, *range(4, sectors + 3), _END]
    small = [*range(1, parts), _END]
    directory = _entry("Root Entry", 5, 1, 3, parts * 64)
    directory += _entry(stream, 2, _FREE, 0, len(content)) + bytes(256)
    return b"".join(
        (
            header,
            struct.pack("<128I", *table, *[_FREE] * (128 - len(table))),
            directory,
            struct.pack("<128I", *small, *[_FREE] * (128 - len(small))),
            content.ljust(sectors * _SECTOR, b"\x00"),
        )
    )


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = (name + "\x00").encode("utf-16-le") if name else b""
    about = struct.pack("<HBB3I", len(written), kind, 1, _FREE, _FREE, child)
    return written.ljust(64, b"\x00") + about + bytes(36) + struct.pack("<IQ", start, size)


def record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<2H", number, len(content)) + content


def old_workbook(cells: bytes, *, before: bytes = b"", hidden: int = 0) -> bytes:
    """Return a workbook of one sheet "Liste" with these cell records."""
    start = record(0x809, struct.pack("<4H2I", 0x600, 5, 0, 0, 0, 0)) + before
    title = b"Liste"
    length = len(start) + 4 + 8 + len(title) + 4
    bound = struct.pack("<IBB", length, hidden, 0) + bytes([len(title), 0]) + title
    start += record(0x85, bound) + record(0x0A)
    sheet = record(0x809, struct.pack("<4H2I", 0x600, 0x10, 0, 0, 0, 0))
    return start + sheet + cells + record(0x0A)


def text(row: int, column: int, said: str) -> bytes:
    about = struct.pack("<4HB", row, column, 0, len(said), 1)
    return record(0x204, about + said.encode("utf-16-le"))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<3Hd", row, column, 0, value))


def sheets(path: Path) -> list[Grid]:
    return open_grids(open_source(path), ProblemLog(path.name))


def refused(path: Path) -> str:
    with pytest.raises(ReaderError) as error:
        sheets(path)
    return error.value.code


def test_an_xls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "liste.xls"
    cells = text(2, 1, "Организация") + text(2, 3, "Budget") + text(3, 1, "PNUD")
    path.write_bytes(compound("Workbook", old_workbook(cells + number(3, 3, 1200.5))))

    [grid] = sheets(path)

    assert is_grid(open_source(path))
    assert grid.name == "Liste"
    assert grid.rows == [["Организация", None, "Budget"], ["PNUD", None, 1200.5]]
    assert grid.cell(1, 2) == "D4"


def test_a_hidden_sheet_of_an_xls_is_known_to_be_hidden(tmp_path: Path) -> None:
    path = tmp_path / "liste.xls"
    path.write_bytes(compound("Workbook", old_workbook(text(0, 0, "who"), hidden=1)))

    assert [grid.is_hidden for grid in sheets(path)] == [True]


def test_hidden_rows_and_cell_errors_of_an_xls_are_found(tmp_path: Path) -> None:
    path = tmp_path / "liste.xls"
    hidden = record(0x208, struct.pack("<6HI", 1, 0, 2, 255, 0, 0, 0x120))
    not_available = record(0x205, struct.pack("<3HBB", 2, 1, 0, 0x2A, 1))
    divided = struct.pack("<3H", 3, 1, 0) + bytes([2, 0, 7, 0, 0, 0, 0xFF, 0xFF]) + bytes(8)
    cells = hidden + text(0, 0, "who") + text(0, 1, "people") + text(1, 0, "IRC")
    cells += text(2, 0, "NRC") + not_available + text(3, 0, "DRC") + record(0x06, divided)
    path.write_bytes(compound("Workbook", old_workbook(cells)))
    log = ProblemLog(path.name)

    [grid] = open_grids(open_source(path), log)

    assert grid.rows == [["who", "people"], ["IRC", None], ["NRC", None], ["DRC", None]]
    assert grid.hidden_rows == {1}
    assert [(one.code, one.cell, one.value) for one in log] == [
        ("grid.cell_error", "B3", "#N/A"),
        ("grid.cell_error", "B4", "#DIV/0!"),
        ("grid.hidden_rows", "2", None),
    ]


def test_the_records_are_found_in_their_sectors() -> None:
    content = old_workbook(text(0, 0, "who"), before=record(0x2F, bytes(6)))
    large = compound("Book", content)

    assert workbook_stream(large).startswith(content)
    assert old_records.is_protected(workbook_stream(large))
    assert workbook_stream(large[:600]) == b""


def test_a_small_workbook_is_found_in_the_small_sectors(tmp_path: Path) -> None:
    path = tmp_path / "liste.xls"
    path.write_bytes(small_compound("Workbook", old_workbook(text(0, 0, "who" * 90))))

    assert [grid.rows for grid in sheets(path)] == [[["who" * 90]]]


@pytest.mark.parametrize("size", [1, 4096, 1021 * 4096, 1022 * 4096 + 1, 5_000_000])
def test_what_was_looked_at_is_packed_again_whole(size: int) -> None:
    content = random.Random(size).randbytes(size)

    assert workbook_stream(pack_again(content))[:size] == content


def test_a_long_xls_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "liste.xls"
    cells = b"".join(text(row, 0, "Ishtal") + number(row, 1, row) for row in range(60_000))
    path.write_bytes(pack_again(old_workbook(cells)))

    [grid] = sheets(path)

    assert (len(grid.rows), grid.rows[-1]) == (60_000, ["Ishtal", 59_999])


@pytest.mark.parametrize(
    "cells",
    [
        text(0, 0, "who") + text(65_535, 65_535, "far"),
        record(0x200, struct.pack("<2I2HH", 0, 0xFFFFFFF, 0, 255, 0)) + text(0, 0, "who"),
        record(0x200, struct.pack("<2I2HH", 255, 30, 0, 2, 0)) + text(0, 0, "who"),
    ],
)
def test_an_xls_that_claims_more_cells_than_any_sheet_has_is_refused(
    tmp_path: Path, cells: bytes
) -> None:
    path = tmp_path / "far.xls"
    path.write_bytes(compound("Workbook", old_workbook(cells)))

    assert refused(path) == "workbook.too_many_cells"


def test_an_xls_that_claims_more_texts_than_it_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "far.xls"
    texts = record(0xFC, struct.pack("<2I", 1, 0x7FFFFFFF))
    path.write_bytes(compound("Workbook", old_workbook(text(0, 0, "who"), before=texts)))

    assert refused(path) == "workbook.unreadable"


def test_an_xls_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.xls"
    protection = record(0x2F, struct.pack("<3H", 0, 0x1234, 0x5678))
    path.write_bytes(compound("Workbook", old_workbook(text(0, 0, "who"), before=protection)))

    assert refused(path) == "reader.password"


@pytest.mark.parametrize("name", ["secret.xlsx", "secret.xls"])
def test_a_protected_xlsx_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(compound("EncryptedPackage", b"nothing to read"))

    assert is_grid(open_source(path))
    assert refused(path) == "reader.password"


def test_a_letter_is_no_workbook_even_if_it_speaks_of_one(tmp_path: Path) -> None:
    path = tmp_path / "letter.doc"
    path.write_bytes(compound("WordDocument", "The Workbook of May".encode("utf-16-le")))

    assert not is_grid(open_source(path))
    assert refused(path) == "reader.no_workbook"


def test_a_letter_called_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.xls"
    path.write_bytes(compound("WordDocument", b"Dear colleagues"))

    assert refused(path) == "reader.no_workbook"


def test_an_xls_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.xls"
    path.write_bytes(compound("Workbook", old_workbook(text(0, 0, "who")))[:1700])

    assert refused(path) == "workbook.unreadable"
