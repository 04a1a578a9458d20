"""Where the cells and the records of a text end: separators, quotation marks, lines.

Text goes in; records come out, of as many cells as they have. A quotation mark that nobody closed
does not swallow the lines below it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

SEPARATORS = (",", ";", "\t", "|")
#: Lines by which the separator is found, and letters of them.
_SAMPLE_LINES, _SAMPLE_LETTERS = 200, 200_000
#: Lines that one cell may have; a longer one is a quotation mark left open.
MAX_CELL_LINES = 200


#: Records, and positions of those whose quotation marks could not be taken as they stand.
Records = tuple[list[list[str]], list[int]]


def separator_of(text: str, *, usual: str = ",") -> str:
    """Return what separates the cells: what gives the first lines the same number of them.

    Titles above the table and notes have other numbers and do not count; commas in sentences
    and in numbers lose against a separator that fits every line.

    >>> separator_of("List of partners, May\\nwho;what;share\\nUNDP;water, roads;1,5\\n")
    ';'
    """
    _allow_long_cells(text)
    lines = [line for line in _lines(text[:_SAMPLE_LETTERS], _SAMPLE_LINES) if line.strip()]
    order = (usual, *(separator for separator in SEPARATORS if separator != usual))
    return max(order, key=lambda separator: regularity(lines, separator))


def regularity(lines: list[str], separator: str) -> tuple[float, int]:
    """Return how regularly a separator divides lines: share of lines, number of cells."""
    widths = _widths(lines, separator)
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 0.0, 1
    width, times = max(several.items(), key=lambda item: (item[1], item[0]))
    others = sum(several.values()) - times
    return (times - others) / len(widths), width


def records(text: str, separator: str) -> Records:
    """Return all records of a text, empty ones too, in their order, and which have odd marks."""
    _allow_long_cells(text)
    if '"' not in text:
        return list(csv.reader(_stream(text), delimiter=separator, quoting=csv.QUOTE_NONE)), []
    whole = _read_whole(text, separator)
    return _read_apart(text, separator) if whole is None else (whole, [])


def records_with_lines(text: str, separator: str) -> Iterator[tuple[list[str], int]]:
    """Yield the same records, each with the number of lines that it takes in the text."""
    _allow_long_cells(text)
    if '"' not in text:
        for cells in csv.reader(_stream(text), delimiter=separator, quoting=csv.QUOTE_NONE):
            yield cells, 1
        return
    fits = all(cells is not None for cells, _ in _as_they_stand(text, separator))
    if not fits:
        for cells, taken, _ in _apart(text, separator):
            yield cells, taken
        return
    for whole, taken in _as_they_stand(text, separator):
        if whole is not None:
            yield whole, taken


def _read_whole(text: str, separator: str) -> list[list[str]] | None:
    """Return the records if every quotation mark stands where it should; null if not."""
    found: list[list[str]] = []
    for cells, _ in _as_they_stand(text, separator):
        if cells is None:
            return None
        found.append(cells)
    return found


def _as_they_stand(text: str, separator: str) -> Iterator[tuple[list[str] | None, int]]:
    """Yield records and the lines each takes; null and no more where a mark stands amiss."""
    reader = csv.reader(_stream(text), delimiter=separator, strict=True)
    line = 0
    try:
        for cells in reader:
            lines = reader.line_num - line
            # A cell that holds whole records was opened by a mark that nobody closed.
            if lines > 1 and (lines - 1 > MAX_CELL_LINES or _swallows(cells, separator)):
                yield None, lines
                return
            line = reader.line_num
            yield cells, lines
    except csv.Error:
        yield None, 0


def _read_apart(text: str, separator: str) -> Records:
    """Return the records line by line; lines are joined only where that makes a whole record."""
    found: list[list[str]] = []
    odd: list[int] = []
    for cells, _, is_odd in _apart(text, separator):
        if is_odd:
            odd.append(len(found))
        found.append(cells)
    return found, odd


def _apart(text: str, separator: str) -> Iterator[tuple[list[str], int, bool]]:
    """Yield the records, the lines each takes, and whether its marks do not fit."""
    lines = _lines(text)
    usual = Counter(_widths(lines[:_SAMPLE_LINES], separator)).most_common(1)
    expected = usual[0][0] if usual else 1
    at = 0
    while at < len(lines):
        cells, taken = _record_at(lines, at, separator, expected)
        if cells is None:
            yield _forgiving(lines[at], separator, expected), taken, True
        else:
            yield cells, taken, False
        at += taken


def _record_at(
    lines: list[str], at: int, separator: str, expected: int
) -> tuple[list[str] | None, int]:
    """Return the record that starts in a line, and how many lines it takes; null if none does."""
    reader = csv.reader(lines[at : at + MAX_CELL_LINES], delimiter=separator, strict=True)
    try:
        cells = next(reader)
    except csv.Error:
        return None, 1
    if reader.line_num > 1 and (len(cells) != expected or _swallows(cells, separator)):
        return None, 1
    return cells, reader.line_num


def _swallows(cells: list[str], separator: str) -> bool:
    """Whether a cell of several lines holds lines that are records of the same length."""
    if len(cells) == 1:
        # A title of several lines; or a whole table, whose lines have as many separators each.
        counts = Counter(line.count(separator) for line in cells[0].splitlines()[1:])
        count, times = counts.most_common(1)[0] if counts else (0, 0)
        return count > 0 and times > 1 and times * 2 > counts.total()
    for cell in cells:
        if "\n" not in cell and "\r" not in cell:
            continue
        inner = cell.splitlines()[1:-1]
        full = sum(line.count(separator) >= len(cells) - 1 for line in inner)
        if full and full * 2 >= len(inner):
            return True
    return False


def _forgiving(line: str, separator: str, expected: int) -> list[str]:
    """Return the cells of a line whose marks do not fit: as marks if that fits, or as text."""
    bare = line.rstrip("\r\n")
    cells: list[str] = next(csv.reader([bare], delimiter=separator), [])
    return cells if len(cells) == expected else bare.split(separator)


def _widths(lines: list[str], separator: str) -> list[int]:
    """Return the numbers of cells of the records in some lines."""
    widths = [len(cells) for cells in csv.reader(lines, delimiter=separator) if cells]
    # Marks left open swallow lines: then each line is counted alone.
    if len(widths) * 2 < len(lines):
        widths = [len(next(csv.reader([line], delimiter=separator), [])) for line in lines]
    return widths


def _allow_long_cells(text: str) -> None:
    # The module's own limit of 128 kB a cell is no limit of the reports'.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))


def _lines(text: str, limit: int | None = None) -> list[str]:
    return list(islice(_stream(text), limit))


def _stream(text: str) -> io.StringIO:
    # No other signs than CR and LF end a line: texts hold form feeds and U+2028.
    return io.StringIO(text, newline="")
