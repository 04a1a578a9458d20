"""One activity a row: its id, which stays when the file comes again, and what it is; ACTIVITIES
out."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate

import pyarrow as pa

from intarsia.readers.activity_list.fields import MONEY, PEOPLE, Field
from intarsia.readers.activity_list.for_whom import ForWhom
from intarsia.readers.activity_list.listed import (
    Column,
    Listed,
    each_distinct,
    joined,
    numbered,
    without_persons,
)
from intarsia.readers.activity_list.money import currencies_of
from intarsia.readers.activity_list.what import own_ids
from intarsia.readers.activity_list.when import When
from intarsia.readers.activity_list.where import key_of_where
from intarsia.readers.activity_list.who import key_of_who
from intarsia.readers.columns import fill
from intarsia.readers.source import SourceFile
from intarsia.sharing.headings import is_personal_heading
from intarsia.spelling import folded
from intarsia.tables import ACTIVITIES

_KEY = (Field.SECTOR, Field.SECTOR_CODE, Field.SUBSECTOR, Field.TITLE, Field.SUBACTIVITY)
_MORE_KEY = (Field.PROJECT_TITLE, Field.PROJECT_CODE, Field.INDICATOR, Field.TARGET_GROUP)
#: What a report corrects from month to month.
_CHANGING = (
    PEOPLE
    | MONEY
    | {
        Field.QUANTITY_PLANNED,
        Field.QUANTITY_REACHED,
        Field.STATUS,
        Field.REMARKS,
        Field.UPDATED_ON,
        Field.REPORTED_ON,
        Field.ENDS_ON,
        Field.OTHER,
        Field.TOTAL,
        Field.ROW_NUMBER,
    }
)
_TIMES = (Field.STARTS_ON, Field.PERIOD, Field.MONTH, Field.QUARTER, Field.YEAR)


def row_keys(listed: Listed) -> tuple[list[str], list[str | None]]:
    """Return for each row the text that its id is made of, and the id that the list states.

    An id of the list itself makes the key where its column holds ids of rows; else who, what,
    where and when do. What a report corrects from month to month (figures, states, remarks) is
    no part of it.
    """
    who, own = key_of_who(listed), own_ids(listed)
    keyed = _keys_of_all(listed, who)
    if not any(own):
        return keyed, own
    return [
        f"id\x1f{identifier}\x1f{one}" if identifier else key
        for identifier, one, key in zip(own, who, keyed, strict=True)
    ], own


def _keys_of_all(listed: Listed, who: list[str]) -> list[str]:
    # A column that says nothing is as none; what a title or the mapping says is of all rows.
    parts: list[list[str] | list[str | None] | None] = [who, key_of_where(listed)]
    for field in (*_KEY, *_MORE_KEY, *_TIMES):
        texts = without_persons(listed.texts(field)) if listed.of(field) else None
        parts.append(each_distinct(texts, folded) if texts and field not in _TIMES else texts)
    return joined(parts, "\x1f", len(listed))


def activity_ids(listed: list[Listed]) -> tuple[list[list[str]], list[list[str | None]]]:
    """Return the id of each row of each table, and the id that the list states.

    A further row under the same key gets ~2, ~3 in the order of what the rows say, so that a
    file in another order gives the same ids.
    """
    keys, own, at = [], [], []
    for number, table in enumerate(listed):
        found, stated = row_keys(table)
        keys += found
        own.append(stated)
        at += [(number, row) for row in range(len(table))]
    distinct, which = numbered(keys)
    names = ["row:" + hashlib.sha256(key.encode()).hexdigest()[:16] for key in distinct]
    ids = list(map(names.__getitem__, which))
    alike: dict[int, list[int]] = defaultdict(list)
    if len(distinct) < len(keys):
        times = Counter(which)
        for position, one in enumerate(which):
            if times[one] > 1:
                alike[one].append(position)
    said = [_Said(table) for table in listed] if alike else []
    for positions in alike.values():
        positions.sort(key=lambda p: said[at[p][0]].of(at[p][1]))
        for count, position in enumerate(positions[1:], 2):
            ids[position] = f"{ids[position]}~{count}"
    ends = accumulate(map(len, listed))
    return [ids[end - len(table) : end] for table, end in zip(listed, ends, strict=True)], own


def _is_of_persons(column: Column) -> bool:
    return column.field is Field.CONTACT or is_personal_heading(column.heading) is not None


class _Said:
    """What rows of one key are ordered by: what stays from month to month before what changes."""

    def __init__(self, listed: Listed) -> None:
        columns = sorted(
            (column for column in listed.columns if not _is_of_persons(column)),
            key=lambda c: (c.field, c.heading, c.position),
        )
        columns.sort(key=lambda c: c.field in _CHANGING)
        # Those that say nothing differ in nothing.
        self._texts = [without_persons(column.texts) for column in columns if column.distinct]
        self._stay = sum(c.field not in _CHANGING for c in columns if c.distinct)

    def of(self, row: int) -> tuple[list[str], list[str]]:
        said = [texts[row] or "" for texts in self._texts]
        return said[: self._stay], said[self._stay :]


def _all_of(listed: Listed, field: Field) -> list[str | None]:
    """What the columns of a field say, several one after the other."""
    columns = listed.of(field)
    if len(columns) < 2:
        return listed.texts(field)
    return [
        "; ".join(dict.fromkeys(text for text in said if text)) or listed.fixed.get(field)
        for said in zip(*(column.texts for column in columns), strict=True)
    ]


def activities(
    listed: Listed,
    ids: list[str],
    own: list[str | None],
    source: SourceFile,
    *,
    titles: tuple[list[str | None], list[str | None]],
    when: When,
    people: ForWhom,
    language: str | None,
) -> pa.Table:
    """Return ACTIVITIES of the rows."""
    rows = len(listed)
    columns: dict[str, Sequence[object]] = {
        "activity_id": ids,
        "identifier": list(own),
        "report_id": [source.report_id] * rows,
        "file": [source.name] * rows,
        "sheet": [listed.sheet] * rows,
        "row": list(listed.rows),
        "title": list(titles[0]),
        "description": list(titles[1]),
        "language": [language] * rows,
        "target_group": list(people.target_group),
        "people_targeted": list(people.people_targeted),
        "people_reached": list(people.people_reached),
        "people": list(people.people),
        "modality": list(_all_of(listed, Field.MODALITY)),
        "currency": list(currencies_of(listed)),
        "label": list(listed.texts(Field.LABEL)),
    }
    columns |= vars(when)
    return fill(ACTIVITIES, columns)
