"""The museum's large pieces, made here: too many rows, too long cells, too many columns, bombs."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from intarsia.readers import ReaderError, Reading, read_report
from reports.sheets import HEADINGS, LANTERN, ROWS, TITLE
from reports.written import Row, Sheet, xlsx, zipped

NAMES = [row[0] for row in ROWS]


def a_list(folder: Path, *rows: Row, headings: Row = HEADINGS, **more: str) -> Path:
    path = folder / "list.xlsx"
    sheet = Sheet("3W", (TITLE, headings, *rows), **more)  # type: ignore[arg-type]
    path.write_bytes(xlsx(sheet, packed=True))
    return path


def reporters(reading: Reading) -> list[str]:
    return [
        row["name_as_reported"]
        for row in reading.tables["participations"].to_pylist()
        if row["role"] == "reporting"
    ]


def test_a_million_empty_rows_with_styles_are_no_rows(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(7, 1_000_007))
    path = a_list(tmp_path, *ROWS, more=empty)

    reading = read_report(path)

    assert reporters(reading) == NAMES
    assert reading.report["rows"] == reading.report["rows_kept"] == len(ROWS)


def test_a_million_rows_of_separators_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    lines = [",".join(map(str, row)) for row in (HEADINGS, *ROWS)]
    path.write_text("\n".join(lines) + "\n,,,," * 1_000_000 + "\n", encoding="utf-8")

    reading = read_report(path)

    assert reporters(reading) == NAMES


def test_cells_of_thirty_thousand_letters_are_kept_whole(tmp_path: Path) -> None:
    long = "clinic " * 4_285 + "end."
    path = a_list(tmp_path, (LANTERN, "Health", long, "Kestrel", 120), *ROWS)

    first = read_report(path).tables["activities"].to_pylist()[0]

    assert len(first["title"]) < 500
    assert first["title"].startswith("clinic clinic")
    assert first["description"].rstrip(".") == long.rstrip(".")


def test_the_last_of_sixteen_thousand_columns_is_read(tmp_path: Path) -> None:
    between = 16_384 - len(HEADINGS) - 1
    headings = (*HEADINGS, *(None,) * between, "Remarks")
    rows = [(*row, *(None,) * between, f"seen {row[0]}") for row in ROWS]
    path = a_list(tmp_path, *rows, headings=headings)

    reading = read_report(path)

    assert reporters(reading) == NAMES
    kept = [str(table.to_pydict()) for table in reading.tables.values()]
    assert any(f"seen {LANTERN}" in text for text in kept)


@pytest.mark.parametrize("name", ["bomb.xlsx", "bomb.ods"])
def test_a_file_that_unpacks_to_two_hundred_megabytes_is_refused_unopened(
    tmp_path: Path, name: str
) -> None:
    is_ods = name.endswith(".ods")
    member = "content.xml" if is_ods else "xl/worksheets/sheet1.xml"
    members: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(xlsx(Sheet("3W", (HEADINGS, *ROWS))))) as whole:
        members |= {} if is_ods else {one: whole.read(one) for one in whole.namelist()}
    if is_ods:
        members["mimetype"] = "application/vnd.oasis.opendocument.spreadsheet"
    members[member] = b" " * 200_000_000
    path = tmp_path / name
    path.write_bytes(zipped(members, packed=True))
    del members
    tracemalloc.start()

    with pytest.raises(ReaderError) as error:
        read_report(path)

    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.value.code == "archive.bomb"
    assert name in error.value.message
    assert path.stat().st_size < 1_000_000
    assert used < 20_000_000


def test_entities_that_multiply_inside_a_workbook_are_not_unfolded(tmp_path: Path) -> None:
    entities = '<!ENTITY a "clinic">' + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">'
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with zipfile.ZipFile(io.BytesIO(xlsx(Sheet("3W", (HEADINGS, *ROWS))))) as whole:
        members: dict[str, str | bytes] = {one: whole.read(one) for one in whole.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, bytes)
    head, _, rest = sheet.partition(b"?>")
    swollen = rest.replace(b"Mobile clinic", b"&i;")
    assert swollen != rest
    members["xl/worksheets/sheet1.xml"] = (
        head + b"?><!DOCTYPE worksheet [" + entities.encode() + b"]>" + swollen
    )
    path = tmp_path / "list.xlsx"
    path.write_bytes(zipped(members, packed=True))

    try:
        kept = str(read_report(path).tables["activities"].to_pydict())
    except ReaderError as error:
        kept = error.message

    assert len(kept) < 100_000
