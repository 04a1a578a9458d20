"""What has no column of its own in the picture: kept as written, under the list's own heading."""

from __future__ import annotations

import pyarrow as pa

from intarsia.readers.activity_list.fields import Field
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
        element = column.heading or "(no heading)"
        for row, text in enumerate(column.texts):
            if text is not None:
                _add(columns, seen, ids[row], element, text)
    for row, column in listed.unread:
        _add(columns, seen, ids[row], column.heading, str(column.texts[row]))
    return fill(REMAINDERS, columns)


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
