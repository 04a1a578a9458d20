"""Which rows of a sheet are the header: one or several, merged or not, with HXL tags or without?

The first rows of a table and what headings are known go in; the rows of the header, one heading a
column and one tag a column come out.
"""

from __future__ import annotations

from dataclasses import dataclass

from intarsia.readers.activity_list.fields import WHAT, WHERE, WHO
from intarsia.readers.activity_list.heading_groups import (
    LONGEST_GROUP,
    LONGEST_HEADING,
    Table,
    grown,
    is_numbering,
    may_head,
    spread,
)
from intarsia.readers.activity_list.hxl import parse_tag

__all__ = ["Header", "find_header", "header_at", "is_header_row"]

#: HXL asks to look for the tags in the first 25 rows.
TAG_ROWS = 25
#: Rows above a header: titles, notices, logos. A longer foreword is none.
_HEADER_WITHIN = 120


@dataclass(frozen=True)
class Header:
    """A table's header: its rows, the tag row among them, and what they say by column."""

    rows: tuple[int, ...]
    tag_row: int | None
    headings: tuple[str, ...]
    tags: tuple[str, ...]
    signatures: tuple[dict[int, str], ...]

    @property
    def below(self) -> int:
        """The first row under the header."""
        return self.rows[-1] + 1

    def is_again(self, texts: dict[int, str]) -> bool:
        """Whether a row repeats one of the header's rows, in the same columns."""
        for signature in self.signatures:
            same = sum(signature.get(column) == text for column, text in texts.items())
            if same >= 0.8 * max(len(texts), len(signature)) and same >= min(2, len(signature)):
                return True
        return False


def find_header(table: Table) -> Header | None:
    """Return the first header of a table, None where no row looks like one."""
    tag_row = next(
        (row for row in range(min(TAG_ROWS, len(table.rows))) if table.has_tags(row)),
        None,
    )
    if tag_row is not None:
        return _header_of_tags(table, tag_row)
    main = _main_row(table)
    return None if main is None else header_at(table, main)


def header_at(table: Table, row: int) -> Header:
    """Return the header of which this row is a part."""
    rows = grown(table, row)
    following = rows[-1] + 1
    if following < len(table.rows) and table.has_tags(following):
        return _made(table, rows, following)
    if following < len(table.rows) and is_numbering(table, following):
        return _made(table, rows, None, numbering=(following,))
    return _made(table, rows, None)


def is_header_row(table: Table, row: int, *, needed: int = 3) -> bool:
    """Whether a row by itself reads as the header of a list: most cells are known headings."""
    texts = table.texts(row)
    if len(texts) < needed or not table.has_only_headings(row):
        return False
    if any(len(text) > LONGEST_HEADING for text in texts.values()):
        return False
    fields = [known for text in texts.values() if (known := table.known(text))]
    questions = sum(any(one in fields for one in group) for group in (WHO, WHAT, WHERE))
    return len(set(fields)) >= needed and 2 * len(fields) >= len(texts) and questions >= 2


def _header_of_tags(table: Table, tag_row: int) -> Header:
    """The header around a tag row: the rows above it, else the row below it, else none."""
    above: list[int] = []
    for row in range(tag_row - 1, max(-1, tag_row - 5), -1):
        if table.texts(row):
            above.append(row)
        elif above:
            break
    tags = len(table.texts(tag_row))
    fitting = [row for row in above if len(table.texts(row)) >= max(2, 0.4 * tags)]
    if tags == 1:
        fitting = above[:1]
    if fitting:
        # The nearest row, unless one above it is better known: explanations may stand between.
        main = max(fitting, key=lambda row: (table.hits(row), row))
        rows = tuple(row for row in grown(table, main) if row < tag_row)
        return _made(table, rows, tag_row)
    if tag_row + 1 < len(table.rows) and is_header_row(table, tag_row + 1, needed=2):
        return _made(table, (tag_row + 1,), tag_row)
    return _made(table, (), tag_row)


def _made(
    table: Table, rows: tuple[int, ...], tag_row: int | None, numbering: tuple[int, ...] = ()
) -> Header:
    texts = {row: table.texts(row) for row in rows}
    headings: list[str] = []
    groups = {row: spread(table, row, rows) for row in rows[:-1]}
    for column in range(table.width):
        parts: list[str] = []
        for row in rows:
            text = groups[row].get(column, "") if row in groups else texts[row].get(column, "")
            if text and text not in parts:
                parts.append(text)
        headings.append(" | ".join(parts))
    tags = table.texts(tag_row) if tag_row is not None else {}
    signatures = [table.texts(row) for row in (*rows, *numbering)]
    return Header(
        rows=tuple(sorted({*rows, *numbering, *(() if tag_row is None else (tag_row,))})),
        tag_row=tag_row,
        headings=tuple(headings),
        tags=tuple(
            text if parse_tag(text := tags.get(column, "")) else "" for column in range(table.width)
        )
        if tags
        else (),
        signatures=tuple(one for one in (*signatures, tags) if one),
    )


def _main_row(table: Table) -> int | None:
    """The row of a header that is known best; where none is known, the first that looks so."""
    best: tuple[float, int] | None = None
    for row in range(min(_HEADER_WITHIN, len(table.rows))):
        if is_header_row(table, row):
            return row
        texts = table.texts(row)
        if len(texts) < 2:
            continue
        known = [one for text in texts.values() if (one := table.known(text))]
        numbers = sum(not may_head(value) for value in table.rows[row])
        score = len(set(known)) * (0.5 + 0.5 * len(known) / len(texts)) - 0.5 * numbers
        if score > 0 and (best is None or score > 1.25 * best[0]):
            best = (score, row)
    if best is not None:
        return best[1]
    return _row_of_texts(table)


def _row_of_texts(table: Table) -> int | None:
    """The first row of short texts over rows as wide; for headings in no known language."""
    if table.width < 2:
        return None
    for row in range(min(_HEADER_WITHIN, len(table.rows) - 1)):
        texts = table.texts(row)
        if len(texts) < 2 or not table.has_only_headings(row):
            continue
        if any(len(text) > LONGEST_GROUP for text in texts.values()):
            continue
        below = [len(table.texts(at)) for at in range(row + 1, min(row + 6, len(table.rows)))]
        if len(set(texts.values())) == len(texts) and max(below) >= 0.5 * len(texts) >= 1:
            return row
    return None
