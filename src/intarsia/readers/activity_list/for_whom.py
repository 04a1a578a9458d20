"""For whom: figures of people, by sex, age, disability and status; PEOPLE and totals out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from intarsia.people import Disaggregation, Figure, people_of, total_of
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.figures import figures_of
from intarsia.readers.activity_list.listed import Column, Listed
from intarsia.readers.columns import Values, fill
from intarsia.readers.workbook import column_letters
from intarsia.tables import PEOPLE, ProblemLog

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
    people: list[float | None]
    figures: pa.Table


def for_whom(listed: Listed, ids: list[str], log: ProblemLog) -> ForWhom:
    """Return for whom each row's activity is.

    ids  the activity of each row

    A stated total goes before the sum of its parts; households are no people. A figure of which
    the list does not say whether it is planned or reached is apart from both.
    """
    columns = [c for c in listed.columns if c.field in _MEASURES]
    values = [figures_of(listed, column, log, is_count=True) for column in columns]
    totals: dict[str | None, list[float | None]] = {
        measure: [None] * len(listed) for measure in ("targeted", "reached", None)
    }
    slow = _stated_totals(columns, values, totals)
    for row in slow:
        found = [
            Figure(_MEASURES[column.field], value, column.people)
            for column, numbers in zip(columns, values, strict=True)
            if column.month is None and (value := numbers[row]) is not None
        ]
        if not found:
            continue
        cell = listed.cell(row, columns[0])
        totals["targeted"][row], totals["reached"][row] = people_of(
            found, log, activity_id=ids[row], cell=cell, sheet=listed.sheet
        )
        totals[None][row] = total_of([one for one in found if one.measure is None]).value
    groups = _joined(listed)
    table = _table(listed, ids, columns, values)
    return ForWhom(groups, totals["targeted"], totals["reached"], totals[None], table)


def _stated_totals(
    columns: list[Column],
    values: list[list[float | None]],
    totals: dict[str | None, list[float | None]],
) -> list[int]:
    """Fill in totals that nothing contradicts; return the rows that must be looked at closer.

    A total is plain where one column states it and the parts beside it do not come to more.
    """
    rows = len(values[0]) if values else 0
    slow: set[int] = set()
    for measure, found in totals.items():
        at = [
            n
            for n, column in enumerate(columns)
            if column.month is None and _MEASURES[column.field] == measure
        ]
        whole = [n for n in at if columns[n].people in (None, Disaggregation(unit="people"))]
        if len(whole) != 1:
            slow.update(range(rows) if at else ())
            continue
        totals_said = values[whole[0]]
        total = np.array(totals_said, dtype=float)
        together, is_said = np.zeros(rows), ~np.isnan(total)
        for n in at:
            if n != whole[0]:
                part = np.array(values[n], dtype=float)
                is_said |= ~np.isnan(part)
                together += np.nan_to_num(part)
        is_plain = together <= total
        found[:] = [
            value if plain else None
            for value, plain in zip(totals_said, is_plain.tolist(), strict=True)
        ]
        slow.update(np.flatnonzero(is_said & ~is_plain).tolist())
    return sorted(slow)


def _table(
    listed: Listed, ids: list[str], columns: list[Column], values: list[list[float | None]]
) -> pa.Table:
    """PEOPLE, column by column of the list."""
    schema = PEOPLE.reader_schema
    parts = [schema.empty_table()]
    activity = pa.array(ids, pa.string())
    at = pa.array(listed.rows, pa.int64()).cast(pa.string())
    numbers = np.zeros(len(listed), dtype=np.int64)
    for column, figures in zip(columns, values, strict=True):
        counted = np.array(figures, dtype=float)
        rows = np.flatnonzero(~np.isnan(counted))
        letters = column_letters(listed.first_column + column.position)
        people = column.people or Disaggregation()
        same = {
            "measure": _MEASURES[column.field],
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
        }
        said: dict[str, Values] = {
            name: pa.repeat(pa.scalar(value, schema.field(name).type), len(rows))
            for name, value in same.items()
        }
        said["activity_id"] = activity.take(rows)
        said["ordinal"] = numbers[rows]
        said["value"] = pa.array(counted[rows])
        said["cell"] = pc.binary_join_element_wise(letters, at.take(rows), "")
        parts.append(fill(PEOPLE, said))
        numbers[rows] += 1
    return pa.concat_tables(parts).combine_chunks()


def _joined(listed: Listed) -> list[str | None]:
    columns = listed.of(Field.TARGET_GROUP)
    if not columns:
        return listed.texts(Field.TARGET_GROUP)
    return [
        "; ".join(dict.fromkeys(text for text in said if text)) or None
        for said in zip(*(column.texts for column in columns), strict=True)
    ]
