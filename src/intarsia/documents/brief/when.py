"""When: activities running and money spent, by year, or by quarter where all is recent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from intarsia.analysis.coverage import Coverage
from intarsia.charts import Timeline, timeline
from intarsia.documents.brief.speech import Speech

#: A picture that spans at most this many years is drawn by quarter.
_YEARS_FOR_QUARTERS = 3
#: On a page this many names find room below the bars, on a telephone this many.
_NAMES, _NAMES_SMALL = 14, 5


@dataclass(frozen=True)
class WhenRow:
    """One step of time in the table: its name and its figures."""

    name: str
    running: int
    spent: str
    committed: str
    is_after: bool


@dataclass(frozen=True)
class Name:
    """A name below a bar; `in_small`: shown on a telephone too."""

    x: int
    text: str
    in_small: bool


@dataclass(frozen=True)
class WhenSheet:
    """The timeline's drawing, its words and the same numbers as a table."""

    drawing: Timeline
    names: tuple[Name, ...]
    titles: tuple[str, ...]
    running_marks: tuple[tuple[int, str], ...]
    spent_marks: tuple[tuple[int, str], ...]
    rows: tuple[WhenRow, ...]
    label: str
    note: str
    step_name: str
    has_weak: bool
    has_after: bool


def when_sheet(coverage: Coverage, speech: Speech) -> WhenSheet | None:
    """Return the timeline, or None where no activity has a first day."""
    if coverage.unknowns.period == coverage.figures.activities:
        return None
    by_quarter = coverage.years.num_rows <= _YEARS_FOR_QUARTERS
    table = coverage.quarters if by_quarter else coverage.years
    steps = table.to_pylist()
    drawing = timeline(
        [(row["starts_on"], row["running"], row["weak"], row["spent_usd"]) for row in steps],
        as_of=coverage.scope.as_of,
    )
    rows = tuple(
        WhenRow(
            name=_name(row["starts_on"], by_quarter, speech),
            running=row["running"],
            spent=_money(row["spent_usd"], speech),
            committed=_money(row["committed_usd"], speech),
            is_after=row["starts_on"] > coverage.scope.as_of,
        )
        for row in steps
    )
    note = "when.note_quarters" if by_quarter else "when.note_years"
    return WhenSheet(
        drawing=drawing,
        names=_names(drawing, by_quarter),
        titles=tuple(
            ": ".join((row.name, ", ".join(filter(None, (speech.number(row.running), row.spent)))))
            for row in rows
        ),
        running_marks=tuple((y, speech.number(value)) for y, value in drawing.running_marks),
        spent_marks=tuple((y, speech.money(value)) for y, value in drawing.spent_marks),
        rows=rows,
        label=speech.say("when.label_quarters" if by_quarter else "when.label_years"),
        note=_note(coverage, speech, note),
        step_name=speech.say("when.quarter" if by_quarter else "when.year"),
        has_weak=any(row["weak"] for row in steps),
        has_after=any(row.is_after and row.running for row in rows),
    )


def _note(coverage: Coverage, speech: Speech, code: str) -> str:
    note = speech.say(code, unknown=coverage.unknowns.period)
    first = coverage.years.column("starts_on")[0].as_py() if coverage.years.num_rows else None
    if first is not None and coverage.scope.as_of.year - first.year >= 19:
        note += " " + speech.say("when.cut", year=first.year)
    return note


def _name(day: dt.date, by_quarter: bool, speech: Speech) -> str:
    if not by_quarter:
        return str(day.year)
    return speech.say("when.quarter_name", year=day.year, quarter=(day.month + 2) // 3)


def _names(drawing: Timeline, by_quarter: bool) -> tuple[Name, ...]:
    """Return the names that find room: every so many years, or the year at its first quarter."""
    bars = [bar for bar in drawing.bars if not by_quarter or bar.starts_on.month == 1]
    every = _every(len(bars), _NAMES)
    every_small = _every(len(bars), _NAMES_SMALL)
    # Round years carry the names: 2000, 2005, 2010, not 2003, 2008.
    return tuple(
        Name(bar.middle, str(bar.starts_on.year), bar.starts_on.year % every_small == 0)
        for bar in bars
        if by_quarter or bar.starts_on.year % every == 0
    )


def _every(count: int, room: int) -> int:
    return next(every for every in (1, 2, 5, 10, 20, 50, 100) if count / every <= room)


def _money(usd: float | None, speech: Speech) -> str:
    return "" if usd is None else speech.money(usd)
