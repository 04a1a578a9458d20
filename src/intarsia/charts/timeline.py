"""When: how many activities run and what is spent, step by step; bars and a line come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True)
class Bar:
    """One step of time: where its bar stands and the figures it shows.

    x, width        in units of the drawing; `middle` is where its label and line point stand
    top, height     of all running activities; `weak_height` of that, with a weak period
    spent_y         height of the line; None where no spending is known
    is_after        the step begins after the picture's day: planned, not seen
    """

    starts_on: dt.date
    x: int
    width: int
    middle: int
    top: int
    height: int
    weak_height: int
    running: int
    weak: int
    spent_usd: float | None
    spent_y: int | None
    is_after: bool


@dataclass(frozen=True)
class Timeline:
    """Bars, a line of spending in unbroken pieces, and round marks for both scales.

    running_marks, spent_marks   (y, value), the lowest first
    as_of_x                      where the picture's day stands
    """

    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]
    lines: tuple[str, ...]
    running_marks: tuple[tuple[int, float], ...]
    spent_marks: tuple[tuple[int, float], ...]
    as_of_x: int | None


Step = tuple[dt.date, int, int, float | None]


def timeline(
    steps: Sequence[Step], *, as_of: dt.date, width: int = 760, height: int = 260
) -> Timeline:
    """Return the drawing of a timeline.

    steps   (first day, activities running, of those with a weak period, US dollars spent or
            None), in order
    as_of   the day of the picture; later steps are marked as planned

    Both scales begin at nothing. A step whose spending is not known breaks the line.
    """
    base, top = height - 22, 30
    left, right = 46, width - 70
    most = _round_up(max((running for _, running, _, _ in steps), default=0))
    spent = [usd for *_, usd in steps if usd is not None]
    richest = _round_up(max(spent, default=0.0))
    room = (right - left) / max(len(steps), 1)

    def height_of(value: float, largest: float) -> int:
        return round((base - top) * max(value, 0.0) / largest) if largest else 0

    bars = []
    for at, (starts_on, running, weak, usd) in enumerate(steps):
        x = round(left + at * room)
        bar_width = max(round(room * 0.72), 2)
        tall = height_of(running, most)
        bars.append(
            Bar(
                starts_on=starts_on,
                x=x,
                width=bar_width,
                middle=x + bar_width // 2,
                top=base - tall,
                height=tall,
                weak_height=height_of(weak, most),
                running=running,
                weak=weak,
                spent_usd=usd,
                spent_y=None if usd is None else base - height_of(usd, richest),
                is_after=starts_on > as_of,
            )
        )
    return Timeline(
        width=width,
        height=height,
        base=base,
        bars=tuple(bars),
        lines=tuple(_lines(bars)),
        running_marks=_marks(most, base, top),
        spent_marks=_marks(richest, base, top),
        as_of_x=_place_of(as_of, bars, room),
    )


def _round_up(largest: float) -> float:
    """Return the next of 1, 2, 3, 4, 5, 6, 8, 10, 20 … at or above a value, so that halves
    stay round.

    >>> [_round_up(value) for value in (0, 7, 43, 4100)]
    [0, 8.0, 50.0, 5000.0]
    """
    if largest <= 0:
        return 0
    unit = 10.0 ** floor(log10(largest))
    return next(unit * step for step in (1, 2, 3, 4, 5, 6, 8, 10) if largest <= unit * step)


def _marks(largest: float, base: int, top: int) -> tuple[tuple[int, float], ...]:
    if not largest:
        return ()
    parts = (0.5, 1.0) if largest % 2 == 0 or largest > 100 else (1.0,)
    return tuple((base - round((base - top) * part), largest * part) for part in parts)


def _lines(bars: Sequence[Bar]) -> list[str]:
    """Return SVG point lists; a piece of one point is doubled so that it can be seen."""
    pieces: list[list[str]] = [[]]
    for bar in bars:
        if bar.spent_y is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{bar.middle},{bar.spent_y}")
    return [" ".join(piece) for piece in pieces if len(piece) > 1]


def _place_of(day: dt.date, bars: Sequence[Bar], room: float) -> int | None:
    firsts = [bar.starts_on for bar in bars]
    ends = [*firsts[1:], *(first + _length(bars) for first in firsts[-1:])]
    for bar, end in zip(bars, ends, strict=True):
        if bar.starts_on <= day < end:
            part = (day - bar.starts_on) / (end - bar.starts_on)
            return ceil(bar.x + part * room)
    return None


def _length(bars: Sequence[Bar]) -> dt.timedelta:
    if len(bars) > 1:
        return bars[-1].starts_on - bars[-2].starts_on
    return dt.timedelta(days=366)
