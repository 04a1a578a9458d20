"""What: title, description, sectors, project codes and indicators of each row."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.listed import Column, Listed, is_mark
from intarsia.readers.activity_list.templates import Templates
from intarsia.readers.columns import fill
from intarsia.tables import ACTIVITY_SECTORS, CODES, RESULTS

#: IATI SectorVocabulary: the reporting organization's own, and its second, finer one.
OWN, OWN_FINER = "99", "98"
_LONG_TITLE = 300
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
    columns = listed.of(*_TITLES)
    titles: list[str | None] = []
    descriptions: list[str | None] = []
    for said in zip(*(column.texts for column in columns), strict=True):
        texts = list(dict.fromkeys(text for text in said if text is not None))
        title = texts[0] if texts else None
        if title is not None and len(title) > _LONG_TITLE:
            cut = re.match(rf".{{20,{_LONG_TITLE}}}(?=[\s.;,])", title)
            texts.insert(0, (cut[0] if cut else title[:_LONG_TITLE]) + " …")
            title = texts[0]
        titles.append(title)
        descriptions.append(". ".join(text.rstrip(".") for text in texts[1:]) or None)
    if not columns:
        return [None] * len(listed), [None] * len(listed)
    return titles, descriptions


def sectors(listed: Listed, ids: list[str]) -> pa.Table:
    """Return ACTIVITY_SECTORS of the rows: each stated name, and the finer one beside it."""
    said = [
        (OWN, listed.of(Field.SECTOR), listed.of(Field.SECTOR_CODE)),
        (OWN_FINER, listed.of(Field.SUBSECTOR), listed.of(Field.SUBSECTOR_CODE)),
    ]
    kinds: list[str] = []
    plain: list[list[str | None]] = []
    for kind, names, codes in said:
        for number in range(max(len(names), len(codes))):
            kinds.append(kind)
            plain += [_texts(codes, number, listed), _texts(names, number, listed)]
    if not said[0][1] and not said[0][2] and Field.SECTOR in listed.fixed:
        kinds.append(OWN)
        plain += [[None] * len(listed), [listed.fixed[Field.SECTOR]] * len(listed)]
    wide = [column for column in listed.columns if column.sector is not None]
    marks = [[_is_there(column, row) for row in range(len(listed))] for column in wide]
    templates = Templates(("ordinal", "source_vocabulary", "source_code", "name_as_reported"))
    for key in zip(*plain, *marks, strict=True) if plain or marks else [()] * len(listed):
        if templates.is_new(key):
            stated = key[: len(plain)]
            rows = list(zip(kinds, stated[::2], stated[1::2], strict=True))
            here = zip(wide, key[len(plain) :], strict=True)
            rows += [(OWN, None, column.sector) for column, is_there in here if is_there]
            rows = [row for row in rows if row[1] is not None or row[2] is not None]
            templates.add(key, [(number, *row) for number, row in enumerate(rows)])
        templates.place(key)
    return templates.table(ACTIVITY_SECTORS, ids)


def codes(listed: Listed, ids: list[str], also: dict[Field, str]) -> pa.Table:
    """Return CODES of the rows: project codes, response plans and appeals.

    also  further fields to keep so, with their kind
    """
    activity: list[str] = []
    ordinal: list[int] = []
    kind: list[str] = []
    code: list[str | None] = []
    name: list[str | None] = []
    columns = [(column, kinds) for kinds in ({**_CODED, **also},) for column in listed.of(*kinds)]
    for row, activity_id in enumerate(ids):
        number = 0
        for column, kinds in columns:
            text = column.texts[row]
            if text is None:
                continue
            activity.append(activity_id)
            ordinal.append(number)
            kind.append(kinds[column.field])
            is_name = column.field == Field.RESPONSE_PLAN
            code.append(None if is_name else text)
            name.append(text if is_name else None)
            number += 1
    columns_of_codes: dict[str, Sequence[object]] = {
        "activity_id": activity,
        "ordinal": ordinal,
        "kind": kind,
        "code": code,
        "name": name,
    }
    return fill(CODES, columns_of_codes)


def results(listed: Listed, ids: list[str]) -> pa.Table:
    """Return RESULTS of the rows: what was planned and done besides people, in its unit."""
    planned, reached = listed.of(Field.QUANTITY_PLANNED), listed.of(Field.QUANTITY_REACHED)
    months = [c for c in listed.columns if c.month is not None and c.field not in _PEOPLE]
    if not (planned or reached or months):
        return fill(RESULTS, {"activity_id": []})
    units, indicators = listed.texts(Field.UNIT), listed.texts(Field.INDICATOR)
    columns: dict[str, list[object]] = {
        name: []
        for name in (
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
    }

    def add(*row: object) -> None:
        for values, value in zip(columns.values(), row, strict=True):
            values.append(value)

    for row, activity_id in enumerate(ids):
        target = next((c.texts[row] for c in planned if c.texts[row] is not None), None)
        done = next((c.texts[row] for c in reached if c.texts[row] is not None), None)
        monthly = [(c, c.texts[row]) for c in months if c.texts[row] is not None]
        if target is None and done is None and not monthly:
            continue
        said = " | ".join(t for t in (indicators[row], units[row]) if t) or None
        period = 0
        if target is not None or done is not None or not monthly:
            add(activity_id, 0, 0, period, "1", said, None, None, target, done)
            period += 1
        for column, text in monthly:
            span = column.month
            assert span is not None  # noqa: S101 - chosen above
            add(activity_id, 0, 0, period, "1", said, span.first, span.last, None, text)
            period += 1
    return fill(RESULTS, columns)


_PEOPLE = frozenset({Field.PEOPLE, Field.PEOPLE_REACHED, Field.PEOPLE_TARGETED})


def _is_there(column: Column, row: int) -> bool:
    """Whether a cell of a sector's column says that the activity is in that sector."""
    cell = column.cells[row]
    return is_mark(cell) or (column.texts[row] not in (None, "0", "no", "No", "non", "нет"))


def _texts(columns: list[Column], number: int, listed: Listed) -> list[str | None]:
    return columns[number].texts if number < len(columns) else [None] * len(listed)
