"""What: title, description, sectors, project codes and indicators of each row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
import pyarrow as pa

from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.listed import Column, Listed, is_mark
from intarsia.readers.activity_list.numbers import number_of
from intarsia.readers.activity_list.splitting import split_at
from intarsia.readers.activity_list.templates import from_templates
from intarsia.readers.columns import Values, fill
from intarsia.sectors import sector_named
from intarsia.tables import ACTIVITY_SECTORS, CODES, RESULTS

#: IATI SectorVocabulary: the reporting organization's own, and its second, finer one.
OWN, OWN_FINER = "99", "98"
_LONG_TITLE = 300
#: A column of ids whose ids repeat more often than this counts something else: projects, say.
_MOSTLY_UNIQUE = 0.9
#: Fields that may stand in for a title, the best first.
_TITLES = (
    Field.TITLE,
    Field.SUBACTIVITY,
    Field.PROJECT_TITLE,
    Field.INDICATOR,
    Field.DESCRIPTION,
)
_CODED = {
    Field.PROJECT_CODE: "other_identifier",
    Field.RESPONSE_PLAN: "humanitarian_scope",
    Field.APPEAL: "humanitarian_scope",
}


def titles(listed: Listed) -> tuple[list[str | None], list[str | None]]:
    """Return title and description of each row.

    The title is the activity's name, else the finest thing the list says was done; the
    description is what it says besides.
    """
    columns = []
    for field in _TITLES:
        found = [column.texts for column in listed.of(field)]
        columns += [listed.texts(field)] if field in listed.fixed else found
    if not columns:
        return [None] * len(listed), [None] * len(listed)
    known: dict[tuple[str | None, ...], tuple[str | None, str | None]] = {}
    said = list(zip(*columns, strict=True))
    for one in dict.fromkeys(said):
        known[one] = _title(one)
    both = [known[one] for one in said]
    return [title for title, _ in both], [text for _, text in both]


def _title(said: Sequence[str | None]) -> tuple[str | None, str | None]:
    if len(said) == 1 and len(said[0] or "") <= _LONG_TITLE:
        return said[0], None
    texts = list(dict.fromkeys(text for text in said if text is not None))
    if not texts:
        return None, None
    if len(texts[0]) > _LONG_TITLE:
        cut = re.match(rf".{{20,{_LONG_TITLE}}}(?=[\s.;,])", texts[0])
        texts.insert(0, (cut[0] if cut else texts[0][:_LONG_TITLE]) + " …")
    return texts[0], ". ".join(text.rstrip(".") for text in texts[1:]) or None


def own_ids(listed: Listed) -> list[str | None]:
    """Return the id that the list states for each row; None for all where its ids repeat.

    A column of ids that repeat counts something else, projects perhaps: see `codes`.
    """
    own = listed.texts(Field.ACTIVITY_ID)
    stated = [text for text in own if text is not None]
    if stated and len(set(stated)) >= _MOSTLY_UNIQUE * len(stated):
        return own
    return [None] * len(listed)


def sectors(listed: Listed, ids: list[str]) -> pa.Table:
    """Return ACTIVITY_SECTORS of the rows: each stated name, and the finer one beside it.

    Several names in one cell stay together, unless the mapping says which sign is between them.
    """
    said = [
        (OWN, Field.SECTOR, Field.SECTOR_CODE),
        (OWN_FINER, Field.SUBSECTOR, Field.SUBSECTOR_CODE),
    ]
    kinds: list[str] = []
    plain: list[list[str | None]] = []
    for kind, *fields in said:
        # A column that stands for one sector holds marks and figures, no names.
        names, codes = ([c for c in listed.of(field) if c.sector is None] for field in fields)
        for number in range(max(len(names), len(codes))):
            kinds.append(kind)
            plain += [
                _texts(codes, number, listed),
                _in_lines(_texts(names, number, listed), names),
            ]
        name, code = (listed.fixed.get(field) for field in fields)
        if name is not None or code is not None:
            # What the mapping fixes holds where no column says anything.
            beside = [column.texts for column in (*names, *codes)]
            free = [not any(row) for row in zip(*beside, strict=True)] or [True] * len(listed)
            kinds.append(kind)
            plain += [[text if is_free else None for is_free in free] for text in (code, name)]
    wide = [column for column in listed.columns if column.sector is not None]
    marks = [_marked(listed, column) for column in wide]

    def rows_of(said: tuple[str | bool | None, ...]) -> list[tuple[object, ...]]:
        stated: tuple[str | None, ...] = said[: len(plain)]  # type: ignore[assignment]
        rows = list(zip(kinds, stated[::2], stated[1::2], strict=True))
        here = zip(wide, said[len(plain) :], strict=True)
        rows += [(OWN, None, column.sector) for column, is_there in here if is_there]
        rows = [part for row in rows for part in _several(row, listed.split)]
        return [(number, *row) for number, row in enumerate(rows)]

    names_of = ("ordinal", "source_vocabulary", "source_code", "name_as_reported")
    keys = list(zip(*plain, *marks, strict=True)) or [()] * len(listed)
    return from_templates(ACTIVITY_SECTORS, names_of, ids, keys, rows_of)


def _several(
    row: tuple[str, str | None, str | None], signs: tuple[str, ...]
) -> list[tuple[str, str | None, str | None]]:
    """The sectors that a name and a code beside it state: one, unless the signs part them."""
    kind, code, name = row
    if code is None and name is None:
        return []
    if not signs:
        return [row]
    codes, names = (split_at(text, signs) if text else [] for text in (code, name))
    if len(codes) == len(names):
        return [(kind, *pair) for pair in zip(codes, names, strict=True)]
    if len(codes) < 2 and len(names) < 2:
        return [row]
    return [*((kind, one, None) for one in codes), *((kind, None, one) for one in names)]


def codes(listed: Listed, ids: list[str], also: dict[Field, str]) -> pa.Table:
    """Return CODES of the rows: project codes, response plans, appeals, and ids that repeat.

    also  further fields to keep so, with their kind
    """
    also = {Field.ACTIVITY_ID: "other_identifier", **also}
    own = own_ids(listed)
    kinds = {**_CODED, **also}
    numbers = np.zeros(len(listed), dtype=np.int64)
    parts, rows_of_parts = [CODES.reader_schema.empty_table()], [numbers[:0]]
    activity = pa.array(ids, pa.string())
    for column in listed.of(*kinds):
        texts = column.texts
        if column.field == Field.ACTIVITY_ID:
            texts = [None if text == one else text for text, one in zip(texts, own, strict=True)]
        text = pa.array(texts, pa.string())
        rows = np.flatnonzero(text.is_valid().to_numpy(zero_copy_only=False))
        said: dict[str, Values] = {
            "activity_id": activity.take(rows),
            "ordinal": numbers[rows],
            "kind": pa.repeat(kinds[column.field], len(rows)),
            "name" if column.field == Field.RESPONSE_PLAN else "code": text.take(rows),
        }
        parts.append(fill(CODES, said))
        rows_of_parts.append(rows)
        numbers[rows] += 1
    in_order = np.argsort(np.concatenate(rows_of_parts), kind="stable")
    return pa.concat_tables(parts).combine_chunks().take(in_order)


def results(listed: Listed, ids: list[str]) -> pa.Table:
    """Return RESULTS of the rows: what was planned and done besides people, in its unit.

    A second pair of columns is a second result; a column a month is a period of the first.
    """
    stated = [
        [column for column in listed.of(field) if column.month is None]
        for field in (Field.QUANTITY_PLANNED, Field.QUANTITY_REACHED)
    ]
    months = [c for c in listed.columns if c.month is not None and c.field not in _NO_RESULT]
    pairs = list(zip_longest(*stated))
    units, indicators = listed.texts(Field.UNIT), listed.texts(Field.INDICATOR)
    columns: dict[str, list[object]] = {name: [] for name in _RESULT}
    unit = next(iter(listed.of(Field.UNIT)), None)
    states_any = bool(pairs or months or unit)
    for row, activity_id in enumerate(ids if states_any else ()):
        said = " | ".join(t for t in (indicators[row], units[row]) if t) or None
        found: list[tuple[object, ...]] = []
        for number, pair in enumerate(pairs):
            target, done = (None if c is None else _quantity(c, row) for c in pair)
            if target is not None or done is not None:
                found.append((number, None, None, target, done))
        for column in months:
            if column.texts[row] is None:
                continue
            if is_mark(column.cells[row]) and column.field == Field.OTHER:
                # It says when, and no quantity.
                listed.unread.append((row, column))
            elif (span := column.month) is not None:
                found.append((0, span.first, span.last, None, _quantity(column, row)))
        if not found and unit is not None and unit.texts[row] is not None:
            listed.unread.append((row, unit))
        for period, (ordinal, *rest) in enumerate(found):
            values = (activity_id, ordinal, 0, period, "1", said, *rest)
            for kept, value in zip(columns.values(), values, strict=True):
                kept.append(value)
    return fill(RESULTS, columns)


_RESULT = (
    "activity_id",
    "ordinal",
    "indicator",
    "period",
    "type_code",
    "indicator_title",
    "from_on",
    "to_on",
    "target_value",
    "actual_value",
)
#: Columns a month of these fields are in PEOPLE, BUDGETS and TRANSACTIONS.
_NO_RESULT = frozenset(
    {
        Field.PEOPLE,
        Field.PEOPLE_REACHED,
        Field.PEOPLE_TARGETED,
        Field.BUDGET,
        Field.SPENT,
    }
)


def _quantity(column: Column, row: int) -> str | None:
    """A figure as text, in ones where the column counts in thousands."""
    text = column.texts[row]
    if column.factor == 1 or text is None:
        return text
    found = number_of(column.cells[row])
    return text if found is None else f"{found.value * column.factor:.15g}"


def _marked(listed: Listed, column: Column) -> list[bool]:
    """Whether each cell of a sector's column says that the activity is in that sector.

    A figure says so too, and is kept as text besides.
    """
    marked = []
    for row, text in enumerate(column.texts):
        is_plain = text is None or is_mark(text)
        if not is_plain:
            listed.unread.append((row, column))
        marked.append(text is not None and (is_plain or text.casefold() not in _ABSENT))
    return marked


_ABSENT = frozenset("0 no non нет ні لا false n н".split())


def _in_lines(texts: list[str | None], columns: list[Column]) -> list[str | None]:
    """The same, line by line where a cell has several lines that are no one sector's name."""
    lines = {
        text: "\n".join(said)
        for column in columns
        for text, said in column.lines.items()
        if (one := sector_named(text)) is None or not one.sector_codes or one.is_nearest
    }
    return [lines.get(text, text) if text else text for text in texts] if lines else texts


def _texts(columns: list[Column], number: int, listed: Listed) -> list[str | None]:
    return columns[number].texts if number < len(columns) else [None] * len(listed)
