"""Some rows of a kept .ods."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from intarsia.keeping.opendocument import CONTENT, cell_text, parts_of, said_of, times_of
from intarsia.keeping.window_parts import HEAD_ROWS, SheetWindow, Wanted, window_of
from intarsia.readers.archive import open_archive

__all__ = ["ods_window"]


def ods_window(kept: Path, wanted: Wanted) -> SheetWindow:
    """Return the rows around one of a sheet."""
    with open_archive(kept, kept.name) as archive:
        member = next((one for one in archive.members if one.filename == CONTENT), None)
        text = "" if member is None else archive.read(member).decode("utf-8", "replace")
    names = [
        said.get("table:name", "")
        for _, part, _, _ in parts_of(text)
        if part["name"] == "table" and not part["end"] and (said := said_of(part))
    ]
    name = wanted.sheet if wanted.sheet is not None else next(iter(names), None)
    if name is None or name not in names:
        return SheetWindow("ods", tuple(names), None)
    return window_of("ods", tuple(names), name, _rows(text, name, wanted), wanted)


def _rows(text: str, name: str, wanted: Wanted) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a sheet; a row said to come many times is yielded where it is shown."""
    is_there, first, times = False, 1, 0
    cells: list[str] = []
    for _, part, content, _ in parts_of(text):
        if part["name"] == "table":
            if is_there:
                return
            is_there = not part["end"] and said_of(part).get("table:name") == name
        elif not is_there:
            continue
        elif part["name"] == "table-row":
            if part["end"]:
                last = min(first + times - 1, max(wanted.last, HEAD_ROWS) + 1)
                yield from ((number, cells) for number in range(first, last + 1))
            else:
                first, cells = first + times, []
                times = times_of(said_of(part), "rows")
        elif len(cells) <= wanted.columns:
            said = said_of(part)
            shown = cell_text(said, content or "")
            many = min(times_of(said, "columns"), wanted.columns + 1 - len(cells))
            cells += [shown] * many
