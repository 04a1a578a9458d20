"""For whom: figures of people, by sex, age, disability and status; PEOPLE and totals out."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from intarsia.people import Disaggregation, Figure, people_of
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.listed import Column, Listed
from intarsia.readers.activity_list.numbers import decimal_sign, number_of
from intarsia.readers.columns import fill
from intarsia.tables import PEOPLE, ProblemLog
from intarsia.terms import Severity

_MEASURES = {
    Field.PEOPLE_TARGETED: "targeted",
    Field.PEOPLE_REACHED: "reached",
    Field.PEOPLE: None,
}


@dataclass(frozen=True)
class ForWhom:
    """Target group and people of each row, and the table of single figures."""

    target_group: list[str | None]
    people_targeted: list[float | None]
    people_reached: list[float | None]
    figures: pa.Table


def for_whom(listed: Listed, ids: list[str], log: ProblemLog) -> ForWhom:
    """Return for whom each row's activity is.

    ids  the activity of each row

    A stated total goes before the sum of its parts; households are no people. A figure of which
    the list does not say whether it is planned or reached is neither; it is in PEOPLE.
    """
    columns = [c for c in listed.columns if c.field in _MEASURES]
    values = [_values(listed, column, log) for column in columns]
    table: dict[str, list[object]] = {name: [] for name in PEOPLE.reader_schema.names}
    targeted: list[float | None] = [None] * len(listed)
    reached: list[float | None] = [None] * len(listed)
    for row, activity_id in enumerate(ids):
        said: list[Figure] = []
        for column, numbers in zip(columns, values, strict=True):
            value = numbers[row]
            if value is None:
                continue
            measure = _MEASURES[column.field]
            cell = listed.cell(row, column)
            _add(table, activity_id, len(said), measure, value, column, cell)
            said.append(Figure(None if column.month else measure, value, column.people))
        if said:
            first = listed.cell(row, columns[0])
            targeted[row], reached[row] = people_of(
                said, log, activity_id=activity_id, cell=first, sheet=listed.sheet
            )
    groups = _joined(listed)
    return ForWhom(groups, targeted, reached, fill(PEOPLE, table))


def _joined(listed: Listed) -> list[str | None]:
    columns = listed.of(Field.TARGET_GROUP)
    if not columns:
        return listed.texts(Field.TARGET_GROUP)
    return [
        "; ".join(dict.fromkeys(text for text in said if text)) or None
        for said in zip(*(column.texts for column in columns), strict=True)
    ]


def _values(listed: Listed, column: Column, log: ProblemLog) -> list[float | None]:
    """Whole, not negative numbers of people; anything else is named and stays unknown."""
    decimal = decimal_sign(cell for cell in column.cells if isinstance(cell, str))
    result: list[float | None] = []
    for row, cell in enumerate(column.cells):
        if column.texts[row] is None:
            result.append(None)
            continue
        found = number_of(cell, decimal)
        if found is None or found.value < 0:
            log.tally(
                "number.not_a_number",
                sheet=listed.sheet,
                column=column.heading,
                value=column.texts[row],
                cell=listed.cell(row, column),
            )
            listed.unread.append((row, column))
            result.append(None)
            continue
        if found.is_about:
            log.tally(
                "people.about",
                severity=Severity.NOTE,
                sheet=listed.sheet,
                column=column.heading,
                value=column.texts[row],
                cell=listed.cell(row, column),
            )
        result.append(found.value * column.factor)
    return result


def _add(
    table: dict[str, list[object]],
    activity_id: str,
    number: int,
    measure: str | None,
    value: float,
    column: Column,
    cell: str,
) -> None:
    people = column.people or Disaggregation()
    row = {
        "activity_id": activity_id,
        "ordinal": number,
        "measure": measure,
        "value": value,
        "unit": people.unit or "people",
        "sex": people.sex,
        "age": people.age,
        "age_from": people.age_from,
        "age_to": people.age_to,
        "has_disability": people.disability,
        "status": people.status,
        "from_on": column.month.first if column.month else None,
        "to_on": column.month.last if column.month else None,
        "name_as_reported": column.heading,
        "cell": cell,
    }
    for name, values in table.items():
        values.append(row[name])
