"""Who does what, as fitted tiles: counts by row and column go in, tiles in five steps come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intarsia.charts.steps import Steps, five_steps


@dataclass(frozen=True)
class Tile:
    """One tile: its count, its step (0 none, 1 few to 5 many) and its money, where known."""

    count: int
    step: int
    usd: float | None


@dataclass(frozen=True)
class Inlay:
    """Rows of tiles in the order of the columns asked for, and the steps of the legend.

    The last row may stand for many (`rest`): its tiles have no step of their own, since adding up
    many organizations is another measure than one organization's.
    """

    rows: tuple[tuple[Tile, ...], ...]
    rest: tuple[Tile, ...] | None
    steps: Steps


Cell = tuple[int, float | None]


def inlay(
    cells: Mapping[tuple[str | None, str | None], Cell],
    rows: Sequence[str | None],
    columns: Sequence[str | None],
    *,
    rest: Sequence[str | None] = (),
) -> Inlay:
    """Return the tiles of a matrix.

    cells    (row, column) -> (count, US dollars or None)
    rows     keys of the rows to show, in order; `rest`: those that one last row adds up
    columns  keys of the columns, in order

    >>> inlay({("osce", "police"): (3, None)}, ["osce"], ["police", "media"]).rows
    ((Tile(count=3, step=1, usd=None), Tile(count=0, step=0, usd=None)),)
    """
    shown = {
        (row, column): cells.get((row, column), (0, None)) for row in rows for column in columns
    }
    steps = five_steps(count for count, _ in shown.values())

    def tile(row: str | None, column: str | None) -> Tile:
        count, usd = shown[row, column]
        return Tile(count, steps.of(count), usd)

    return Inlay(
        rows=tuple(tuple(tile(row, column) for column in columns) for row in rows),
        rest=tuple(_added(cells, rest, column) for column in columns) if rest else None,
        steps=steps,
    )


def _added(
    cells: Mapping[tuple[str | None, str | None], Cell],
    rows: Sequence[str | None],
    column: str | None,
) -> Tile:
    found = [cells[row, column] for row in rows if (row, column) in cells]
    known = [usd for _, usd in found if usd is not None]
    return Tile(sum(count for count, _ in found), 0, sum(known) if known else None)
