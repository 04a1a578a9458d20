"""A reporter's own file given back, with what was found in it beside the cells it is about."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from intarsia.keeping.delimited import edited
from intarsia.keeping.kinds import kind_of_kept
from intarsia.keeping.remarks import Remark, remarks_of
from intarsia.keeping.workbook_comments import comment_workbook
from intarsia.readers.activity_list.headings import field_of_heading
from intarsia.readers.activity_list.layout import blocks
from intarsia.readers.grids.delimited import delimited_grids, separator_in
from intarsia.readers.grids.encodings import decode
from intarsia.tables import ProblemLog

__all__ = ["Commented", "comment_file"]

#: What the added column, sheet and list are called.
TITLE = "Intarsia"
_ROW = re.compile(r"(?:row |[A-Z]{1,3})?(\d{1,7})")


@dataclass(frozen=True)
class Commented:
    """A file with comments.

    placed   problems that stand beside their cell or row
    listed   problems in the list that comes with the file; placed + listed = all of them
    """

    path: Path
    placed: int
    listed: int


def comment_file(kept: Path, problems: pa.Table, to: Path, *, lang: str) -> Commented:
    """Write a kept file again with a sentence for each problem.

    kept      a file that `keep_file` wrote
    problems  PROBLEMS table of this file
    to        the file to write: a workbook stays a workbook, with comments on its cells and a
              sheet "Intarsia" for problems that are about no cell; a table of text gets a last
              column of that name; any other file comes in a zip with a list beside it
    lang      of the sentences: "en", "fr", "ru"
    Raises    ReaderError where the kept file cannot be opened.
    Source    docs/methods/keeping.md
    """
    kept, to = Path(kept), Path(to)
    remarks = remarks_of(problems, lang)
    kind = kind_of_kept(kept)
    handle, draft_name = tempfile.mkstemp(prefix=".keeping-", dir=to.parent)
    os.close(handle)
    draft = Path(draft_name)
    try:
        if kind == "xlsx":
            placed = comment_workbook(kept, remarks, draft, TITLE)
        elif kind == "csv":
            placed = _comment_table(kept, remarks, draft)
        else:
            placed = 0
            _beside(kept, remarks, draft)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
    return Commented(to, placed, len(remarks) - placed)


def _beside(kept: Path, remarks: list[Remark], to: Path) -> None:
    """Write a zip of the file and a list of what was found in it."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["sheet", "cell", TITLE])
    rows.writerows(
        [one.safe(one.sheet or ""), one.safe(one.cell or ""), one.text] for one in remarks
    )
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as out:
        about = zipfile.ZipInfo(kept.name)
        about.compress_type = zipfile.ZIP_DEFLATED
        with kept.open("rb") as file, out.open(about, "w", force_zip64=True) as written:
            while block := file.read(1 << 20):
                written.write(block)
        about = zipfile.ZipInfo(f"{TITLE}.csv")
        about.compress_type = zipfile.ZIP_DEFLATED
        # With a mark, so that spreadsheet programs see at once that it is UTF-8.
        out.writestr(about, "\ufeff" + text.getvalue())


def _comment_table(kept: Path, remarks: list[Remark], to: Path) -> int:
    """Write a table of text with one more column; what is about no row stands below."""
    content = kept.read_bytes()
    text = decode(content).text.replace("\x00", "")
    separator, start = separator_in(text, tabs=kept.suffix.lower() in (".tsv", ".tab"))
    [grid] = delimited_grids(text, kept.name, ProblemLog(kept.name))
    width = grid.first_column + grid.width
    last = grid.first_row + len(grid.rows) - 1
    headers = [block.header_rows for block in blocks(grid, field_of_heading) if block.header_rows]
    head = grid.first_row + headers[0][0] if headers else 1
    by_row: dict[int, list[str]] = {}
    listed: list[str] = []
    for one in remarks:
        row = _row_of(one)
        if row is not None and 1 <= row <= last and row != head:
            by_row.setdefault(row, []).append(one.text)
        else:
            listed.append(one.text)
    said: Mapping[int, str] = {head: TITLE} | {row: "\n".join(x) for row, x in by_row.items()}

    def with_remark(number: int, cells: list[str]) -> list[str] | None:
        if number not in said:
            return None
        return [*cells, *[""] * (width - len(cells)), said[number]]

    changed = edited(content, separator, with_remark, stated=1 if start else 0)
    to.write_bytes(changed + _below(listed, width, separator, content))
    return len(remarks) - len(listed)


def _row_of(remark: Remark) -> int | None:
    found = _ROW.fullmatch(remark.cell or "")
    return int(found[1]) if found else None


def _below(listed: list[str], width: int, separator: str, content: bytes) -> bytes:
    """The problems that are about no row, under the table and an empty line."""
    if not listed:
        return b""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([[""] * width + [text] for text in listed])
    wide = next((one for one in decode(content).encodings if one.startswith("utf-")), "utf-8")
    start = "" if content.rstrip(b"\x00").endswith((b"\n", b"\r")) else "\r\n"
    return (start + "\r\n" + out.getvalue()).encode(wide)
