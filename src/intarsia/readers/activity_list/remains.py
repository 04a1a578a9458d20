"""What has no column of its own in the picture: kept as written, under the list's own heading."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from intarsia.readers.activity_list.fields import ADMIN_CODES, ADMIN_NAMES, Field
from intarsia.readers.activity_list.listed import Column, Listed
from intarsia.readers.columns import fill
from intarsia.sharing.headings import is_personal_heading
from intarsia.tables import REMAINDERS, ProblemLog

#: Fields that other tables hold; everything else is kept here.
_ELSEWHERE = frozenset(Field) - {
    Field.REGION,
    Field.SITE_CODE,
    Field.SITE_TYPE,
    Field.POPULATION,
    Field.PEOPLE_IN_NEED,
    Field.SEVERITY,
    Field.VALUE,
    Field.GENDER_MARKER,
    Field.MARKING,
    Field.URL,
    Field.REMARKS,
    Field.ROW_NUMBER,
    Field.TOTAL,
    Field.OTHER,
    Field.CONTACT,
}

#: Of these the first column that says something is read.
_FIRST_ONLY = (
    *ADMIN_NAMES,
    *ADMIN_CODES,
    Field.PLACE,
    Field.PLACE_CODE,
    Field.SITE,
    Field.COUNTRY,
    Field.COUNTRY_CODE,
    Field.CURRENCY,
    Field.LABEL,
    Field.STATUS,
    Field.UNIT,
    Field.UPDATED_ON,
    Field.YEAR,
    Field.MONTH,
    Field.QUARTER,
)
_NO_HEADING = "(no heading)"


def remainders(listed: Listed, ids: list[str], log: ProblemLog) -> pa.Table:
    """Return REMAINDERS of the rows; columns of persons are taken out here, and counted."""
    kept: list[Column] = []
    for column in listed.columns:
        if column.field in _ELSEWHERE or column.month is not None:
            continue
        personal = column.field == Field.CONTACT or is_personal_heading(column.heading)
        if personal:
            _take_out(listed, column, log)
        else:
            kept.append(column)
    columns: dict[str, list[object]] = {
        "activity_id": [],
        "element": [],
        "ordinal": [],
        "source": [],
    }
    seen: dict[tuple[str, str], int] = {}
    for column in kept:
        element = column.heading or _NO_HEADING
        for row, text in enumerate(column.texts):
            if text is not None:
                _add(columns, seen, ids[row], element, text)
    positions = {column.position for column in kept}
    # What was read for two tables may be left by both.
    unread = dict.fromkeys((row, c.position, c.heading, c.texts[row]) for row, c in _left(listed))
    for row, position, heading, text in unread:
        if text is not None and position not in positions:
            _add(columns, seen, ids[row], heading or _NO_HEADING, text)
    return fill(REMAINDERS, columns)


def _left(listed: Listed) -> Iterator[tuple[int, Column]]:
    """The cells whose text no other table has, though their column is one of its."""
    yield from listed.unread
    for field in _FIRST_ONLY:
        columns = listed.of(field)
        if len(columns) < 2:
            continue
        for column in columns:
            for row, (text, first) in enumerate(
                zip(column.texts, listed.texts(field), strict=True)
            ):
                if text is not None and text != first:
                    yield row, column


def _add(
    columns: dict[str, list[object]],
    seen: dict[tuple[str, str], int],
    activity_id: str,
    element: str,
    text: str,
) -> None:
    number = seen.get((activity_id, element), 0)
    seen[activity_id, element] = number + 1
    for values, value in zip(columns.values(), (activity_id, element, number, text), strict=True):
        values.append(value)


def _take_out(listed: Listed, column: Column, log: ProblemLog) -> None:
    times = sum(text is not None for text in column.texts)
    if times:
        log.tally(
            "personal_data.column_removed",
            sheet=listed.sheet,
            column=column.heading,
            times=times,
        )
