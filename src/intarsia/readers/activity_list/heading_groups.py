"""Which rows above and below a row of headings belong to it: groups, finer headings, translations?

One row of a header goes in; all its rows, and the groups' texts over the columns they reach, come
out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.hxl import is_tag_row
from intarsia.readers.grids import Cell

__all__ = [
    "Recognizer",
    "Table",
    "grown",
    "heading_text",
    "is_guidance",
    "is_numbering",
    "may_head",
    "spread",
]

#: What a heading is taken for, None where it is not known.
Recognizer = Callable[[str], Field | None]

_HEADER_DEPTH = 3
#: A heading with its explanation in the same cell; a text that is longer is none.
LONGEST_HEADING = 400
LONGEST_GROUP = 80
#: Words that stand over groups of columns and are no heading of one.
_QUESTIONS = frozenset(
    "who what where when whom for whom how how much|qui quoi où quand pour qui|"
    "quién qué dónde cuándo para quién|кто что где когда для кого|хто що де коли для кого|"
    "من ماذا أين متى لمن".replace("|", " ").split()
)
#: What forms write under their headings.
_GUIDANCE = re.compile(
    r"\b(select|choose|pick) (from|one|the|an?|all)\b|^\W*(select|choose)\W*$|drop-? ?down|"
    r"^\W*(mandatory|required|optional|automatic|auto|free text|text|number|numeric|date)\W*$|"
    r"\bd{1,2}[-/. ]m{1,3}[-/. ]y{2,4}\b|\bm{2,3}[-/. ]y{2,4}\b|\byyyy\b|\bnumbers? only\b|"
    r"liste déroulante|^\W*(obligatoire|facultatif|texte libre|texte|nombre)\W*$|"
    r"\bjj[-/. ]mm\b|sélectionne[rz]|seleccion[ae]|^\W*(obligatorio|opcional|texto libre)\W*$|"
    r"\bдд[-/. ]мм\b|выбрать|выберите|из списка|^\W*(обязательно|необязательно|число|текст)\W*$|"
    r"оберіть|зі списку|^\W*(обов'язково|обовʼязково)\W*$|اختر|القائمة المنسدلة"
)


@dataclass(frozen=True)
class Table:
    """The part of a sheet that is looked at as one table: some of its columns, all of its rows.

    rows    cells of these columns
    merged  merged cells, columns counted from `left`
    left    the sheet's column that is the first here
    """

    rows: Sequence[Sequence[Cell]]
    merged: tuple[tuple[int, int, int, int], ...]
    left: int
    recognized: Recognizer
    _known: dict[str, Field | None] = field(default_factory=dict, repr=False)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def merged_at(self) -> dict[int, list[tuple[int, int, int, int]]]:
        """Merged cells by each of their rows."""
        by_row: dict[int, list[tuple[int, int, int, int]]] = {}
        for area in self.merged:
            for row in range(area[0], min(area[2], area[0] + _HEADER_DEPTH) + 1):
                by_row.setdefault(row, []).append(area)
        return by_row

    def known(self, text: str) -> Field | None:
        """What a heading is taken for; remembered."""
        if len(text) > LONGEST_HEADING or not text:
            return None
        if text not in self._known:
            self._known[text] = self.recognized(text)
        return self._known[text]

    def texts(self, row: int) -> dict[int, str]:
        """The filled cells of a row as headings, by column."""
        return {
            column: text
            for column, value in enumerate(self.rows[row])
            if value is not None and (text := heading_text(value))
        }

    def hits(self, row: int) -> int:
        """Number of different fields that a row's texts are known headings of."""
        return len({known for text in self.texts(row).values() if (known := self.known(text))})

    def has_only_headings(self, row: int) -> bool:
        """Whether nothing but texts, years and days stands in a row."""
        return all(may_head(value) for value in self.rows[row])

    def has_tags(self, row: int) -> bool:
        """Whether a row holds HXL tags."""
        return is_tag_row([heading_text(value) for value in self.rows[row]])


def heading_text(value: Cell) -> str:
    """Return a header's cell as text: years and days that head a column too.

    >>> heading_text(" Start \\n date"), heading_text(2022.0), heading_text(None)
    ('Start date', '2022', '')
    """
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def may_head(value: Cell) -> bool:
    """Whether a header's cell can hold this: text, nothing, a year or a day.

    >>> may_head("Sector"), may_head(2022), may_head(17.5)
    (True, True, False)
    """
    if value is None or isinstance(value, str | dt.date):
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and 1980 <= value <= 2100


def is_numbering(table: Table, row: int) -> bool:
    """Whether a row only numbers the columns, 1, 2, 3, as forms do under their headings."""
    texts = [text.strip("(). ") for text in table.texts(row).values()]
    return len(texts) >= 3 and texts == [str(at) for at in range(1, len(texts) + 1)]


def is_guidance(table: Table, row: int, header: int) -> bool:
    """Whether a row under the headings says how to fill the form, not what was done."""
    texts = table.texts(row).values()
    if not all(isinstance(value, str | None) for value in table.rows[row]):
        return False
    told = sum(bool(_GUIDANCE.search(text.casefold())) for text in texts)
    return told >= 2 and 2 * told >= max(len(texts), 0.5 * len(table.texts(header)))


def grown(table: Table, main: int) -> tuple[int, ...]:
    """The rows of the header around its main row: groups above it, finer headings under it."""
    rows = [main]
    while len(rows) < _HEADER_DEPTH and rows[0] > 0 and _is_group(table, rows[0] - 1, rows[0]):
        rows.insert(0, rows[0] - 1)
    while len(rows) < _HEADER_DEPTH and rows[-1] + 1 < len(table.rows):
        row = rows[-1] + 1
        if not (_is_finer(table, row, rows[-1]) or _is_translation(table, row, rows[-1])):
            break
        rows.append(row)
    return tuple(rows)


def _spans(table: Table, row: int) -> dict[int, tuple[int, bool]]:
    """The last column over which each filled cell of a row reaches, and whether it is merged.

    Without merged cells (csv), a cell reaches as far as the cells right of it are empty.
    """
    texts = sorted(table.texts(row))
    areas = {area[1]: area for area in table.merged_at.get(row, []) if area[0] <= row <= area[2]}
    some_merged = any(area[3] > area[1] for area in areas.values())
    spans: dict[int, tuple[int, bool]] = {}
    for position, column in enumerate(texts):
        if column in areas:
            spans[column] = (areas[column][3], True)
        elif some_merged:
            spans[column] = (column, False)
        else:
            following = texts[position + 1 :]
            spans[column] = ((following[0] if following else table.width) - 1, False)
    return spans


def spread(table: Table, row: int, rows: tuple[int, ...]) -> dict[int, str]:
    """The texts of a row over all columns of their groups, as far as the rows under it speak."""
    texts = table.texts(row)
    finer = {column for under in rows if under > row for column in table.texts(under)}
    spread: dict[int, str] = {}
    for column, (last, _) in _spans(table, row).items():
        spread[column] = texts[column]
        for covered in range(column + 1, last + 1):
            if covered in finer:
                spread[covered] = texts[column]
    return spread


def _is_group(table: Table, row: int, under: int) -> bool:
    """Whether a row holds the groups of the headings in the row under it."""
    texts, finer = table.texts(row), table.texts(under)
    if not texts or not table.has_only_headings(row):
        return False
    if any(len(text) > LONGEST_GROUP or text.endswith(":") for text in texts.values()):
        return False
    if table.has_tags(row):
        return False
    spans = _spans(table, row)
    if len(texts) == 1:
        ((column, (last, merged)),) = spans.items()
        if last - column + 1 >= table.width or (not merged and column == 0):
            return False
        return (merged and last > column) or _is_wanted(table, texts[column], finer, column, last)
    if any(merged and last > column for column, (last, merged) in spans.items()):
        return True
    if any(column not in finer and merged for column, (_, merged) in spans.items()):
        return True
    if all(text.casefold() in _QUESTIONS for text in texts.values()):
        return True
    if len(texts) > 0.5 * len(finer) and all(column in finer for column in texts):
        return False
    return any(
        _is_wanted(table, texts[column], finer, column, last) for column, (last, _) in spans.items()
    )


def _is_wanted(table: Table, text: str, finer: dict[int, str], column: int, last: int) -> bool:
    """Whether the headings under a group say more with it: they are unknown, it is known."""
    under = [finer[at] for at in range(column, last + 1) if at in finer]
    words = {word.strip(".,:;?!") for word in text.casefold().split()}
    if words and words <= _QUESTIONS:
        return True
    if len(under) < 2 or table.known(text) is None:
        return False
    return 2 * sum(table.known(one) is None for one in under) >= len(under) or all(
        table.known(one) == table.known(f"{text} | {one}") for one in under
    )


def _is_finer(table: Table, row: int, above: int) -> bool:
    """Whether a row only says more under the groups of the row above it."""
    texts, groups = table.texts(row), table.texts(above)
    if not texts or not table.has_only_headings(row):
        return False
    if any(len(text) > LONGEST_GROUP for text in texts.values()) or table.has_tags(row):
        return False
    spans = _spans(table, above)
    open_columns = {
        covered
        for column, (last, _) in spans.items()
        if last > column
        for covered in range(column, last + 1)
    }
    # Under groups ("WHO", "WHAT") the finer row is the header by itself, also where a group is
    # one column wide.
    if len(texts) > len(groups) and table.hits(row) >= max(3, 0.5 * len(texts)):
        return True
    single = {column for column in groups if column not in open_columns}
    if not set(texts) <= open_columns:
        return False
    # Where every column is under a group, the row is the header and the groups stand above it.
    return len(texts) >= 2 and (bool(single) or table.hits(row) >= 2)


def _is_translation(table: Table, row: int, above: int) -> bool:
    """Whether a row says the header again in another language, column by column."""
    texts, first = table.texts(row), table.texts(above)
    both = [column for column in texts if column in first]
    if len(both) < 3 or texts == first:
        return False
    same = sum(
        (known := table.known(texts[column])) is not None and known == table.known(first[column])
        for column in both
    )
    differing = sum(texts[column] != first[column] for column in both)
    return same >= max(3, 0.6 * len(texts)) and differing >= 0.5 * len(both)
