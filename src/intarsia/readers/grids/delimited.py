"""A table that is text (.csv, .tsv, .txt) as a grid: its encoding, its separator, its rows.

Every record of the file is one row of the grid, so a row has the number that a spreadsheet
program shows for it. Cells are text; empty ones are null.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import cast

from intarsia.readers.grids.encodings import NAMES, Decoded, decode
from intarsia.readers.grids.grid import Cell, Grid, grid_of, too_many_cells
from intarsia.readers.grids.records import records, separator_of
from intarsia.readers.source import ReaderError
from intarsia.readers.workbook import MAX_CELLS, column_letters
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

#: Bytes of a table of text; a million rows of 200 letters have fewer.
MAX_BYTES = 256 * 1024**2
#: Lines of a table of text; a spreadsheet program shows half as many.
MAX_LINES = 2_000_000
#: Columns that a spreadsheet program can show; a row that is longer is no row of a table.
MAX_COLUMNS = 16_384
#: Rows of a table below which nothing is said of rows of another length.
_ENOUGH_ROWS = 3

#: The first line by which Excel is told the separator.
_STATED = re.compile(r"\"?sep=(.)\"?\r?\n?", re.IGNORECASE)
#: How a text that looks like a number is kept a text: ="007".
_KEPT_TEXT = re.compile(r'="([^"]*)"')


def text_of(path: Path, name: str, log: ProblemLog, *, most: int = MAX_BYTES) -> str:
    """Return a file's text; how it was decoded is named in the problems if it had to be guessed.

    name    what messages call the file
    most    bytes that the file may have
    Raises  ReaderError "reader.table_too_large".
    """
    size = path.stat().st_size
    if size > most:
        raise ReaderError(
            "reader.table_too_large",
            f"{name} has {size:,} bytes; at most {most:,} are read of such a file. "
            "It was not opened. Split it.",
            file=name,
            value=f"{size:,}",
            expected=f"{most:,}",
        )
    decoded = decode(path.read_bytes())
    _report_encodings(decoded, log)
    text = decoded.text
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        log.tally("grid.nul_bytes", cell=str(line), times=text.count("\x00"))
        text = text.replace("\x00", "")
    return text


def separator_in(text: str, *, tabs: bool = False) -> tuple[str, int]:
    """Return what separates the cells, and where the table begins: behind a line that states it.

    >>> separator_in("sep=;\\nwho;what\\n")
    (';', 6)
    """
    stated = _STATED.match(text)
    if stated:
        return stated[1], stated.end()
    return separator_of(text, usual="\t" if tabs else ","), 0


def delimited_grids(text: str, name: str, log: ProblemLog, *, tabs: bool = False) -> list[Grid]:
    """Return a text's rows as one grid, without a name.

    name    what messages call the file
    tabs    whether the file's name says that tabs separate the cells
    Raises  ReaderError "reader.too_many_cells", "reader.too_many_rows".
    """
    separator, start = separator_in(text, tabs=tabs)
    text = _without_empty_end(text[start:], separator)
    _check_size(text, separator, name)
    found, odd = records(text, separator)
    first_row = 2 if start else 1
    # In place: a second copy of a million rows costs more than reading them.
    rows = cast("list[list[Cell]]", found)
    for at, cells in enumerate(rows):
        if "" in cells:
            rows[at] = [cell or None for cell in cells]
    if '="' in text:
        _unwrap(rows)
    if odd:
        log.tally("grid.quotes_unbalanced", cell=str(first_row + odd[0]), times=len(odd))
    _report_lengths(rows, first_row, log)
    return [grid_of(None, _cut(rows, name, first_row, log), first_row=first_row)]


def _without_empty_end(text: str, separator: str) -> str:
    """Return the text without the empty lines below the table, which may be a million."""
    end = len(text.rstrip(f"{separator}\r\n"))
    line_end = text.find("\n", end)
    return text if line_end < 0 else text[: line_end + 1]


def _check_size(text: str, separator: str, name: str) -> None:
    if text.count(separator) > MAX_CELLS:
        raise too_many_cells(name, text.count(separator))
    lines = text.count("\n") or text.count("\r")
    if lines > MAX_LINES:
        raise ReaderError(
            "reader.too_many_rows",
            f"{name} has {lines:,} lines; at most {MAX_LINES:,} are read. It was not read. "
            "Split it.",
            file=name,
            value=f"{lines:,}",
            expected=f"{MAX_LINES:,}",
        )


def _report_encodings(decoded: Decoded, log: ProblemLog) -> None:
    guessed = decoded.guessed
    if not guessed:
        return
    for encoding in guessed:
        times, first = decoded.encodings[encoding]
        log.tally(
            "grid.encoding_guessed",
            severity=Severity.NOTE,
            value=NAMES[encoding],
            expected=NAMES["utf-8"],
            cell=str(first),
            times=times,
        )
    if decoded.unreadable:
        log.tally(
            "grid.bytes_unreadable",
            cell=str(decoded.unreadable[0]),
            value=", ".join(NAMES[encoding] for encoding in guessed),
            times=len(decoded.unreadable),
        )
    if len(decoded.encodings) > 1:
        others = sorted(decoded.encodings.items(), key=lambda item: -item[1][0])[1:]
        log.tally(
            "grid.encodings_mixed",
            value=", ".join(NAMES[encoding] for encoding in decoded.encodings),
            cell=str(min(first for _, (_, first) in others)),
            times=sum(times for _, (times, _) in others),
        )


def _unwrap(rows: list[list[Cell]]) -> None:
    for row in rows:
        for at, cell in enumerate(row):
            if isinstance(cell, str) and (kept := _KEPT_TEXT.fullmatch(cell)):
                row[at] = kept[1] or None


def _report_lengths(rows: list[list[Cell]], first_row: int, log: ProblemLog) -> None:
    """Name rows with more or fewer cells than the others; titles and notes have one or two."""
    lengths = Counter(len(row) for row in rows if len(row) > 1)
    if not lengths:
        return
    expected, times = lengths.most_common(1)[0]
    if times < _ENOUGH_ROWS:
        return
    start = next(at for at, row in enumerate(rows) if len(row) == expected)
    longer: list[int] = []
    shorter: list[int] = []
    for at in range(start, len(rows)):
        row = rows[at]
        if len(row) > expected and any(row[expected:]):
            longer.append(at)
        elif len(row) < expected and sum(map(bool, row)) > 1:
            shorter.append(at)
    for code, odd in (("grid.row_longer", longer), ("grid.row_shorter", shorter)):
        if odd:
            log.tally(
                code,
                severity=Severity.NOTE,
                cell=str(first_row + odd[0]),
                expected=str(expected),
                times=len(odd),
            )


def _cut(rows: list[list[Cell]], name: str, first_row: int, log: ProblemLog) -> list[list[Cell]]:
    """Return the rows without what stands beyond the last column that a program can show.

    Raises  ReaderError "reader.too_many_cells" where a few long rows would make every row long.
    """
    for at, row in enumerate(rows):
        while row and row[-1] is None:
            row.pop()
        if len(row) > MAX_COLUMNS:
            log.lost(
                "grid.row_cut",
                cell=f"{column_letters(MAX_COLUMNS)}{first_row + at}",
                value=str(len(row)),
                expected=str(MAX_COLUMNS),
            )
            del row[MAX_COLUMNS:]
    cells = len(rows) * max(map(len, rows), default=0)
    if cells > MAX_CELLS:
        raise too_many_cells(name, cells)
    return rows
