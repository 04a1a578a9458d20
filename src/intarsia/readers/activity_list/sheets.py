"""Which sheets of a workbook are lists of activities, and what are the others?

The grids of a file go in; out come the tables that list activities, the lists of places beside
them, and for every sheet what it was taken for. Summaries and pivots are refused with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.heading_groups import Recognizer
from intarsia.readers.activity_list.layout import Block, blocks
from intarsia.readers.activity_list.verdicts import (
    NEARNESS,
    Judged,
    Refusal,
    judged,
    pivot_words,
)
from intarsia.readers.grids import Grid
from intarsia.spelling import folded

__all__ = ["Choice", "Considered", "PlaceList", "Refusal", "choose"]

_EXAMPLE = re.compile(
    r"(examples?|samples?|templates?|exemples?|modeles?|ejemplos?|plantillas?|пример|образец|"
    r"шаблон|приклад|зразок|مثال|نموذج)\b"
)


@dataclass(frozen=True)
class Considered:
    """One sheet and what it was taken for.

    verdict    "list.activities" for a list, whether taken or not; else as `Refusal.code`
    score      0-1: how much of a list its headings make it
    rows       rows of data
    is_taken   whether its rows are read
    because    why a list was not taken: "other_shape", "hidden", "example", "repeats"; else None
    same_as    the sheet whose rows it repeats, or whose shape was preferred
    """

    sheet: str | None
    verdict: str
    score: float
    rows: int
    is_hidden: bool
    is_taken: bool = False
    because: str | None = None
    same_as: str | None = None


@dataclass(frozen=True)
class PlaceList:
    """A list of administrative units or sites that came with the list: columns by field."""

    block: Block
    columns: Mapping[Field, int]


@dataclass(frozen=True)
class Choice:
    """The tables of a file that list activities, and everything else that was looked at.

    blocks       tables to read, in the order of the file; () where none lists activities
    reason       "only_list", "best_list" (others were not taken), "same_shape" (several taken),
                 "hidden_list" (only hidden sheets hold one) or "no_list"
    considered   every sheet, in the order of the file
    place_lists  lists of places, hidden ones too
    refusals     what is no list, the nearest to one first: one a sheet, and each other table that
                 stands on the sheet of a list
    no_organization   tables that say what and where and lack only the organization: to be read
                 where a mapping says whose they are
    """

    blocks: tuple[Block, ...]
    reason: str
    considered: tuple[Considered, ...]
    place_lists: tuple[PlaceList, ...]
    refusals: tuple[Refusal, ...]
    no_organization: tuple[Block, ...] = ()

    @property
    def refusal(self) -> Refusal | None:
        """Why the file as a whole is refused: the sheet that comes nearest to a list."""
        return None if self.blocks or not self.refusals else self.refusals[0]


def choose(grids: Sequence[Grid], recognized: Recognizer) -> Choice:
    """Return the tables of a file that list who does what where.

    A list names organizations and says what they do or where. Visible sheets come first; a hidden
    one is taken where no visible one is a list. Several lists of the same shape (a sheet a month,
    a sector) are all taken, but not one whose rows stand in another as well.
    """
    sheets = [_Sheet.of(grid, recognized) for grid in grids]
    lists = [sheet for sheet in sheets if sheet.lists]
    taken, why = _taken(lists)
    considered = tuple(
        Considered(
            sheet=sheet.grid.name,
            verdict=sheet.verdict,
            score=sheet.score,
            rows=sheet.rows,
            is_hidden=sheet.grid.is_hidden,
            is_taken=sheet in taken,
            because=why.get(id(sheet), (None, None))[0],
            same_as=why.get(id(sheet), (None, None))[1],
        )
        for sheet in sheets
    )
    refusals = sorted(
        (one.refusal for sheet in sheets for one in sheet.refused),
        key=lambda refusal: NEARNESS.index(refusal.code),
    )
    return Choice(
        blocks=tuple(table.block for sheet in taken for table in sheet.lists if table.block),
        reason=_reason(taken, lists),
        considered=considered,
        place_lists=tuple(
            PlaceList(table.block, table.columns)
            for table in _of_code("list.place_list", sheets)
            if table.block
        ),
        refusals=tuple(refusals),
        no_organization=tuple(
            table.block for table in _of_code("list.no_organizations", sheets) if table.block
        ),
    )


def _of_code(code: str, sheets: Sequence[_Sheet]) -> list[Judged]:
    return [table for sheet in sheets for table in sheet.tables if table.refusal.code == code]


@dataclass(frozen=True, eq=False)
class _Sheet:
    """A sheet and its tables, those nearest to a list first."""

    grid: Grid
    tables: tuple[Judged, ...]

    @classmethod
    def of(cls, grid: Grid, recognized: Recognizer) -> _Sheet:
        found = [judged(block, recognized) for block in blocks(grid, recognized)]
        if not found:
            code = "list.instructions" if grid.rows else "list.empty"
            found = [Judged(Refusal(code, grid.name, {"rows": len(grid.rows)}))]
        if not any(one.is_list for one in found) and (words := pivot_words(grid)):
            data = {**found[0].refusal.data, "found": words}
            found = [
                Judged(Refusal("list.pivot", grid.name, data), one.block, one.columns, one.score)
                for one in found
            ]
        found.sort(key=lambda one: NEARNESS.index(one.refusal.code))
        return cls(grid, tuple(found))

    @property
    def lists(self) -> list[Judged]:
        """The tables that are lists, in their order on the sheet."""
        found = [one for one in self.tables if one.is_list and one.block]
        return sorted(found, key=lambda one: (one.block.top, one.block.columns.start))  # type: ignore[union-attr]

    @property
    def refused(self) -> list[Judged]:
        """What is refused of it: tables beside a list, else what comes nearest to one."""
        others = [one for one in self.tables if not one.is_list]
        return others if self.lists else others[:1]

    @property
    def verdict(self) -> str:
        return self.tables[0].refusal.code

    @property
    def score(self) -> float:
        return max(one.score for one in self.tables)

    @property
    def rows(self) -> int:
        wanted = self.lists or self.tables
        return sum(one.block.row_count for one in wanted if one.block)


# Which lists are taken


def _taken(
    lists: Sequence[_Sheet],
) -> tuple[list[_Sheet], dict[int, tuple[str, str | None]]]:
    """The sheets whose rows are read, and why the other lists are not."""
    why: dict[int, tuple[str, str | None]] = {}
    visible = [sheet for sheet in lists if not sheet.grid.is_hidden]
    candidates = visible or list(lists)
    for sheet in lists:
        if sheet not in candidates:
            why[id(sheet)] = ("hidden", candidates[0].grid.name)
    in_earnest = [one for one in candidates if not _EXAMPLE.match(folded(one.grid.name or ""))]
    if in_earnest:
        for sheet in candidates:
            if sheet not in in_earnest:
                why[id(sheet)] = ("example", in_earnest[0].grid.name)
        candidates = in_earnest
    if not candidates:
        return [], why
    best = max(candidates, key=lambda one: (round(one.score, 1), one.rows))
    taken = [best]
    for sheet in sorted(candidates, key=lambda one: -one.rows):
        if sheet is best:
            continue
        if not _same_shape(sheet, best):
            why[id(sheet)] = ("other_shape", best.grid.name)
        elif whole := next((one for one in taken if _repeats(sheet, one)), None):
            why[id(sheet)] = ("repeats", whole.grid.name)
        else:
            taken.append(sheet)
    return [sheet for sheet in candidates if sheet in taken], why


def _same_shape(sheet: _Sheet, other: _Sheet) -> bool:
    """Whether two lists have the same columns, or nearly: a sheet a month, a sheet a sector."""
    one, two = (_names(each.lists[0]) for each in (sheet, other))
    fields = [set(each.lists[0].columns) for each in (sheet, other)]
    shared, smaller = one & two, min(len(one), len(two))
    if len(shared) >= 0.7 * smaller:
        return True
    return len(fields[0] & fields[1]) >= 0.7 * min(len(fields[0]), len(fields[1])) >= 2


def _names(table: Judged) -> set[str]:
    return {folded(one) for one in table.block.headings if one} if table.block else set()


def _repeats(sheet: _Sheet, whole: _Sheet) -> bool:
    """Whether nearly every row of a sheet stands in another: a sector's sheet beside the whole."""
    one, two = sheet.lists[0].block, whole.lists[0].block
    if one is None or two is None:
        return False
    columns = {folded(text): at for at, text in enumerate(two.headings) if text}
    pairs = [
        (at, columns[folded(text)])
        for at, text in enumerate(one.headings)
        if text and folded(text) in columns
    ]
    if len(pairs) < 3:
        return False
    there = {tuple(two.grid.rows[row][column] for _, column in pairs) for row in two.data_rows()}
    rows = [tuple(one.grid.rows[row][column] for column, _ in pairs) for row in one.data_rows()]
    return bool(rows) and sum(row in there for row in rows) >= 0.95 * len(rows)


def _reason(taken: Sequence[_Sheet], lists: Sequence[_Sheet]) -> str:
    if not taken:
        return "no_list"
    if all(sheet.grid.is_hidden for sheet in taken):
        return "hidden_list"
    if len(taken) > 1:
        return "same_shape"
    return "only_list" if len(lists) == 1 else "best_list"
