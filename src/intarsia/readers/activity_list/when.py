"""When: first and last day, state and reporting period of each row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from intarsia.codelists.named import code_named
from intarsia.dates import DayOrder, Precision, Span, day_order, months_named, read_span
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.listed import Column, Listed, each_distinct, numbered, text_of
from intarsia.readers.activity_list.numbers import number_of
from intarsia.spelling import folded
from intarsia.tables import ProblemLog

Day = dt.date | None


@dataclass(frozen=True)
class When:
    """One value a row: the columns of ACTIVITIES that say when."""

    planned_starts_on: list[Day]
    actual_starts_on: list[Day]
    planned_ends_on: list[Day]
    actual_ends_on: list[Day]
    reported_from_on: list[Day]
    reported_to_on: list[Day]
    reported_for: list[str | None]
    updated_at: list[str | None]
    status_code: list[str | None]


def when(listed: Listed, whole: Span | None, order: DayOrder | None, log: ProblemLog) -> When:
    """Return when each row's activity goes on, and its state.

    whole  the period that the whole file or sheet speaks of, where its title or name says one
    order  which part of dates in figures comes first, where the language of the list says it

    What is no date, or could be two, stays null and is named with its cell.
    """
    year = whole.first.year if whole is not None and whole.first.year == whole.last.year else None
    order = _order_of_list(listed) or order
    starts = _spans(listed, Field.STARTS_ON, order, year, log)
    ends = _spans(listed, Field.ENDS_ON, order, year, log)
    periods = _periods(listed, order, year, log)
    status = _status(listed, log)
    first = [span.first if span else None for span in starts]
    last = [span.last if span else None for span in ends]
    if not listed.of(Field.ENDS_ON):
        # "January – April 2022" in the only column of dates says both.
        last = [s.last if s and s.precision not in ("day", "month") else None for s in starts]
    else:
        # The same, where the column of ends says nothing in this row.
        silent = [text is None for text in listed.texts(Field.ENDS_ON)]
        for row, span in enumerate(starts):
            if silent[row] and span is not None and span.precision == Precision.RANGE:
                last[row] = last[row] or span.last
    for row, said in enumerate(zip(first, last, strict=True)):
        if said[0] and said[1] and said[1] < said[0]:
            _ends_first(listed, row, said[0], said[1], log)
            last[row] = None
    planned = [code == "1" for code in status]
    over = [code == "4" for code in status]
    periods = [span or month for span, month in zip(periods, _months(listed), strict=True)]
    spoken = [span or whole for span in periods]
    return When(
        [day if plan else None for day, plan in zip(first, planned, strict=True)],
        [None if plan else day for day, plan in zip(first, planned, strict=True)],
        [None if done else day for day, done in zip(last, over, strict=True)],
        [day if done else None for day, done in zip(last, over, strict=True)],
        [span.first if span else None for span in spoken],
        [span.last if span else None for span in spoken],
        ["row" if row else "report" if whole else None for row in periods],
        listed.texts(Field.UPDATED_ON),
        status,
    )


def _ends_first(listed: Listed, row: int, first: dt.date, last: dt.date, log: ProblemLog) -> None:
    column = listed.of(Field.ENDS_ON, Field.STARTS_ON)[0]
    log.changed(
        "date.ends_before_it_starts",
        sheet=listed.sheet,
        cell=listed.cell(row, column),
        column=column.heading,
        value=f"{first} – {last}",
    )


def _spans(
    listed: Listed, field: Field, order: DayOrder | None, year: int | None, log: ProblemLog
) -> list[Span | None]:
    result: list[Span | None] = [None] * len(listed)
    for column in listed.of(field):
        said = _column_order(column, order)
        for row, span in enumerate(_read(listed, column, said, year, log)):
            result[row] = result[row] or span
    if field in listed.fixed:
        constant = read_span(listed.fixed[field], order=order, year=year)
        result = [span or constant for span in result]
    return result


def _order_of_list(listed: Listed) -> DayOrder | None:
    """What the dates in figures of all columns can only mean: one hand wrote them."""
    columns = listed.of(Field.STARTS_ON, Field.ENDS_ON, Field.PERIOD, Field.REPORTED_ON)
    said = {_said_order(column) for column in columns}
    said |= {column.day_order for column in columns}
    said.discard(None)
    return said.pop() if len(said) == 1 else None


def _column_order(column: Column, order: DayOrder | None) -> DayOrder | None:
    return column.day_order or _said_order(column) or order


def _said_order(column: Column) -> DayOrder | None:
    return day_order(cell for cell in set(column.cells) if isinstance(cell, str))


def _read(
    listed: Listed,
    column: Column,
    order: DayOrder | None,
    year: int | None,
    log: ProblemLog,
) -> list[Span | None]:
    """One span a row; each distinct cell is read once, what cannot be read is named once."""
    cells = column.cells
    distinct, at = numbered(list(zip(map(type, cells), cells, strict=True)))
    known: list[Span | None] = [
        read_span(cell, order=order, year=year)
        if isinstance(cell, str | int | float | dt.date) and text_of(cell) is not None
        else None
        for _, cell in distinct
    ]
    result = list(map(known.__getitem__, at))
    if None not in known:
        return result
    for row, (text, span) in enumerate(zip(column.texts, result, strict=True)):
        if text is None or span is not None:
            continue
        ambiguous = order is None and read_span(text, order=DayOrder.DAY_FIRST) is not None
        log.tally(
            "date.ambiguous" if ambiguous else "date.not_a_date",
            sheet=listed.sheet,
            column=column.heading,
            value=text,
            cell=listed.cell(row, column),
            expected="2011-05-31",
        )
        listed.unread.append((row, column))
    return result


def _periods(
    listed: Listed, order: DayOrder | None, year: int | None, log: ProblemLog
) -> list[Span | None]:
    """The month or period each row speaks of, put together from year and month where apart."""
    result = _spans(listed, Field.PERIOD, order, year, log)
    months, quarters = listed.texts(Field.MONTH), listed.texts(Field.QUARTER)
    years = each_distinct(listed.texts(Field.YEAR), number_of)
    for row, span in enumerate(result):
        if span is not None:
            continue
        said = years[row]
        of_year = int(said.value) if said is not None else year
        if months[row] is not None:
            result[row] = _month(str(months[row]), of_year)
        elif quarters[row] is not None:
            result[row] = read_span(_quarter(str(quarters[row])), year=of_year)
        elif said is not None:
            result[row] = read_span(said.value)
    reported = _spans(listed, Field.REPORTED_ON, order, year, log)
    return [span or other for span, other in zip(result, reported, strict=True)]


def _months(listed: Listed) -> list[Span | None]:
    """In a table with a column a month: from the first to the last month with a figure."""
    columns = [column for column in listed.columns if column.month is not None]
    if not columns:
        return [None] * len(listed)
    result: list[Span | None] = []
    for row in range(len(listed)):
        said = [c.month for c in columns if c.month and c.texts[row] not in (None, "0")]
        result.append(
            Span(min(m.first for m in said), max(m.last for m in said), Precision.RANGE)
            if said
            else None
        )
    return result


def _month(text: str, year: int | None) -> Span | None:
    if text.isdigit() and 1 <= int(text) <= 12 and year is not None:
        return read_span(f"{year}-{int(text):02d}")
    if folded(text) in months_named() and year is None:
        return None
    return read_span(text, year=year)


def _quarter(text: str) -> str:
    return f"Q{text}" if text.isdigit() else text


def _status(listed: Listed, log: ProblemLog) -> list[str | None]:
    """IATI ActivityStatus codes."""

    def code(text: str) -> str | None:
        found = code_named("activity_statuses", text)
        if found is None:
            log.tally("activity.unknown_status", column="status", value=text, sheet=listed.sheet)
        return found

    return each_distinct(listed.texts(Field.STATUS), code)
