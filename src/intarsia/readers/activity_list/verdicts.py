"""Is a table a list of activities, a summary, a pivot, a list of places, of choices, of nothing?

A block and what its headings are taken for go in; a verdict comes out, with the figures and words
that a sentence about it needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from intarsia.readers.activity_list.fields import WHAT, WHERE, WHO, Field
from intarsia.readers.activity_list.heading_groups import Recognizer, heading_text
from intarsia.readers.activity_list.hxl import field_of_tag, is_vague, parse_tag
from intarsia.readers.activity_list.known_names import (
    is_registered,
    is_sent_by,
    name_organizations,
)
from intarsia.readers.activity_list.layout import Block
from intarsia.readers.grids import Cell, Grid
from intarsia.spelling import folded, says_nothing

__all__ = ["LIST", "NEARNESS", "Judged", "Refusal", "fields_of", "judged", "pivot_words"]

_TYPES = frozenset(one for one in WHO if one.endswith("_type"))
_NAMED = frozenset(
    one for one in WHO if one not in _TYPES and not one.startswith("funding_organization")
)
_DONORS = frozenset(
    one for one in WHO if one not in _TYPES and one.startswith("funding_organization")
)
#: A number of the row, which lists of anything have, says nothing of what is done.
_SAID_WHAT = WHAT - {Field.ACTIVITY_ID}
_SAID_WHERE = WHERE - {Field.COUNTRY, Field.COUNTRY_CODE, Field.SITE_TYPE}
_CHOSEN = _NAMED | _DONORS | _SAID_WHAT | _SAID_WHERE
_MEASURES_OF_PLACES = frozenset(
    {Field.LATITUDE, Field.LONGITUDE, Field.COORDINATES, Field.POPULATION, Field.ROW_NUMBER}
)
_SAMPLE = 200

_PIVOT = re.compile(
    r"row labels|column labels|etiquettes de lignes?|etiquettes de colonnes?|etiquetas de fila|"
    r"etiquetas de columna|названия строк|названия столбцов|назви рядків|назви стовпців|"
    r"تسميات الصفوف|تسميات الاعمده|zeilenbeschriftungen|spaltenbeschriftungen|"
    r"(distinct count|count|sum|average|max|min) of .+|(nombre|somme|moyenne) de .+|"
    r"(cuenta|recuento|suma|promedio) de .+|(количество|сумма|среднее) по полю .+|"
    r"(кількість|сума|середнє) за полем .+"
)
_INSTRUCTIONS = re.compile(
    r"(instructions?|read ?me|guidance|guidelines?|metadata|notes?|legend|about|help|glossary|"
    r"disclaimer|lisez moi|consignes|notice|legende|instrucciones|notas|guia|инструкция|"
    r"примечания|справка|інструкція|примітки|تعليمات|ملاحظات)\b"
)

_P_CODE = re.compile(r"[A-Z]{2,3}[- ]?\d{2,12}")
#: Headings of figures that count something for the whole row.
_COUNTED = re.compile(
    r"#|n°|№|%|(number|no|nb|nbr|nombre|count|total|sum|share|percentage|número|numero|cantidad|"
    r"количество|число|кол-во|кількість|عدد)\b"
)

#: So many columns headed with organizations' names are a table with a column an organization.
_ENOUGH_ACROSS = 3

#: Verdicts on a table; "list.activities" is what is wanted. The first are nearest to a list.
LIST = "list.activities"
NEARNESS = (
    LIST,
    "list.no_organizations",
    "list.nothing_said",
    "list.summary_by_place",
    "list.pivot",
    "list.summary",
    "list.organizations_across",
    "list.organizations_only",
    "list.headings_unknown",
    "list.place_list",
    "list.look_up",
    "list.instructions",
    "list.empty",
)


@dataclass(frozen=True)
class Refusal:
    """Why a sheet is no list of activities.

    code   "list.pivot", "list.summary_by_place", "list.summary", "list.no_organizations",
           "list.nothing_said", "list.organizations_across", "list.organizations_only",
           "list.place_list", "list.look_up", "list.instructions", "list.headings_unknown" or
           "list.empty"
    data   what was seen: `places`, `figures` (headings of the columns of numbers), `missing`
           ("who", "what", "where"), `headings`, `rows`, `found` (the words of a pivot)
    """

    code: str
    sheet: str | None
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """A table, its verdict, and what speaks for it. Without a block: a sheet without a table."""

    refusal: Refusal
    block: Block | None = None
    columns: Mapping[Field, int] = field(default_factory=dict)
    score: float = 0.0

    @property
    def is_list(self) -> bool:
        return self.refusal.code == LIST


def fields_of(block: Block, recognized: Recognizer) -> tuple[Field | None, ...]:
    """Return what each column of the grid is taken for: its tag says more than its heading."""
    fields: list[Field | None] = []
    for column, heading in enumerate(block.headings):
        tag = parse_tag(block.tags[column]) if block.tags and block.tags[column] else None
        known = field_of_tag(tag) if tag is not None else None
        if heading and (known is None or tag is None or is_vague(tag)):
            known = recognized(heading) or known
        fields.append(known)
    if not _NAMED.intersection(filter(None, fields)):
        for column, heading in enumerate(block.headings):
            is_tagged = block.tags and block.tags[column]
            if not is_tagged and is_sent_by(heading) and _names_reporters(block, column):
                fields[column] = Field.REPORTING_ORGANIZATION
                break
    return tuple(fields)


def _names_reporters(block: Block, column: int) -> bool:
    data = list(block.data_rows())
    sample = data[:: max(1, len(data) // _SAMPLE)]
    return name_organizations([block.grid.rows[row][column] for row in sample])


@dataclass(frozen=True)
class _Column:
    """What stands in a column's cells, from a sample of the rows."""

    position: int
    heading: str
    field: Field | None
    filled: int
    texts: int
    distinct: int
    longest: int
    place_codes: int

    @property
    def is_mark(self) -> bool:
        """A cross or tick where something is done."""
        return 0 < self.distinct <= 2 and 0 < self.longest <= 3 and self.texts == self.filled

    @property
    def is_figures(self) -> bool:
        return self.filled > 0 and self.texts <= 0.1 * self.filled

    @property
    def is_text(self) -> bool:
        return self.filled > 0 and self.texts >= 0.5 * self.filled


def judged(block: Block, recognized: Recognizer) -> Judged:
    columns = _columns(block, fields_of(block, recognized))
    by_field: dict[Field, int] = {}
    for one in columns:
        if one.field is not None:
            by_field.setdefault(one.field, one.position)
    code, data = _verdict(block, columns)
    if code == "list.headings_unknown" and (places := _places_by_codes(columns)):
        code, by_field = "list.place_list", places
    data = {"rows": block.row_count, **data}
    known = sum(one.field is not None for one in columns)
    fields = {one.field for one in columns if one.is_text}
    score = (
        0.4 * bool(fields & (_NAMED | _DONORS))
        + 0.2 * bool(fields & _SAID_WHAT)
        + 0.2 * bool({one.field for one in columns} & _SAID_WHERE)
        + 0.2 * known / max(1, len(columns))
    )
    return Judged(Refusal(code, block.grid.name, data), block, by_field, round(score, 3))


def _columns(block: Block, fields: Sequence[Field | None]) -> list[_Column]:
    data = list(block.data_rows())
    sample = data[:: max(1, len(data) // _SAMPLE)]
    found: list[_Column] = []
    for column in block.columns:
        values = [_said(block.grid.rows[row][column]) for row in sample]
        filled = [value for value in values if value is not None]
        heading, known = block.headings[column], fields[column]
        if not filled and not heading and known is None:
            continue
        texts = sum(isinstance(value, str) and not _is_figure(value) for value in filled)
        found.append(
            _Column(
                column,
                heading,
                None if known in {Field.OTHER, Field.IGNORED} else known,
                filled=len(filled),
                texts=texts,
                distinct=len(set(filled)),
                longest=max((len(v) for v in filled if isinstance(v, str)), default=0),
                place_codes=sum(bool(isinstance(v, str) and _P_CODE.fullmatch(v)) for v in filled),
            )
        )
    return found


def _said(value: Cell) -> Cell:
    return None if isinstance(value, str) and says_nothing(value) else value


def _is_figure(text: str) -> bool:
    bare = re.sub(r"[\s .,'’%+−-]", "", text)
    return bare.isdigit()


def _verdict(block: Block, columns: Sequence[_Column]) -> tuple[str, dict[str, object]]:
    """What a table is: the code, and the data that a sentence about it needs."""
    if not any(one.field for one in columns):
        return "list.headings_unknown", {"headings": _headings(columns)}
    empty = block.row_count == 0
    across = [one for one in columns if _is_organization_across(one)]
    named = [one for one in columns if one.field in _NAMED and one.is_text and one not in across]
    if len(across) >= _ENOUGH_ACROSS and not named:
        return "list.organizations_across", {"found": tuple(one.heading for one in across)}
    fields = {one.field for one in columns if one.is_text or empty or _is_code(one)}
    who = bool(fields & _NAMED)
    what = bool(fields & _SAID_WHAT)
    where = bool({one.field for one in columns if one.filled or empty} & _SAID_WHERE)
    if not who and fields & _DONORS and what and where:
        who = True
    figures = [one for one in columns if _is_cross_figure(one)]
    # Sectors as columns over figures or marks say what is done, too.
    wide = sum(_is_across(one) for one in columns) >= 3
    if who and (what or where or wide):
        if _are_choices(block, columns):
            return "list.look_up", {"headings": _headings(columns)}
        if empty:
            return "list.nothing_said", {"headings": _headings(columns)}
        return LIST, {}
    return _no_list(block, columns, figures, what=what, where=where, who=who)


def _no_list(
    block: Block,
    columns: Sequence[_Column],
    figures: Sequence[_Column],
    *,
    who: bool,
    what: bool,
    where: bool,
) -> tuple[str, dict[str, object]]:
    places = [one for one in columns if one.field in _SAID_WHERE]
    rest = [one for one in columns if one not in places and one.filled]
    if where and figures and len(figures) >= 0.4 * len(rest):
        seen = {"places": places[0].heading, "figures": tuple(one.heading for one in figures)}
        return "list.summary_by_place", dict(seen)
    if where and not what:
        others = [
            one
            for one in columns
            if one.field in WHO | WHAT or one.field in {Field.STATUS, Field.TARGET_GROUP}
        ]
        if not others and not who:
            return "list.place_list", {"headings": _headings(columns)}
    if who:
        return "list.organizations_only", {"missing": ("what", "where")}
    if figures and len(figures) >= 0.5 * max(1, len(columns) - 1):
        shown = {"headings": _headings(columns), "figures": tuple(one.heading for one in figures)}
        return "list.summary", dict(shown)
    if what and where and not _are_choices(block, columns):
        return "list.no_organizations", {"missing": ("who",)}
    if _INSTRUCTIONS.match(folded(block.grid.name or "")):
        return "list.instructions", {}
    return "list.look_up", {"headings": _headings(columns)}


def _is_cross_figure(column: _Column) -> bool:
    """Whether a column holds figures about a place, sector or kind: no code and no coordinate."""
    if not column.is_figures or column.field in _MEASURES_OF_PLACES:
        return False
    known = column.field
    if known is not None and (known in WHERE or known.endswith(("_code", "_id"))):
        return False
    # Numbers that only tell the rows of a map layer apart say nothing about them.
    return folded(column.heading) not in {
        "fid",
        "objectid",
        "id",
        "no",
        "n",
        "shape leng",
    } and not (folded(column.heading).startswith("shape"))


def _places_by_codes(columns: Sequence[_Column]) -> dict[Field, int]:
    """The finest column of P-codes and the names beside it, where no heading says so.

    Tables of map layers are headed "ADM2_Man_2"; their codes are plain all the same.
    """
    codes = [one for one in columns if one.filled and one.place_codes >= 0.9 * one.filled]
    if not codes:
        return {}
    code = max(codes, key=lambda one: (one.distinct, -one.position))
    names = [
        one
        for one in columns
        if one not in codes and one.is_text and one.distinct >= 0.8 * code.distinct > 1
    ]
    if not names:
        return {}
    name = min(names, key=lambda one: (abs(one.position - code.position), one.position))
    return {Field.PLACE: name.position, Field.PLACE_CODE: code.position}


def _is_code(column: _Column) -> bool:
    return (
        column.field is not None and column.filled > 0 and column.field.endswith(("_code", "_id"))
    )


def _is_across(column: _Column) -> bool:
    """Whether a column can be one of several, each for a sector or a place: figures or crosses."""
    if column.field is not None or _COUNTED.match(column.heading.strip().casefold()):
        return False
    return column.is_mark or _is_cross_figure(column)


def _is_organization_across(column: _Column) -> bool:
    """Whether a column stands for one organization: its name over crosses or figures."""
    is_filled = column.is_mark or column.is_figures
    return is_filled and is_registered(column.heading.split(" | ")[-1])


def _are_choices(block: Block, columns: Sequence[_Column]) -> bool:
    """Whether the columns are lists to choose from: each filled from the top, none twice, unequal.

    Such a sheet has organizations, sectors and districts beside each other and no row means
    anything.
    """
    chosen = [one.position for one in columns if one.field in _CHOSEN]
    data = list(block.data_rows())
    # In most lists a few rows are enough to see a name twice.
    if len(data) > _SAMPLE and not _filled_without_repeating(block, chosen, data[:_SAMPLE]):
        return False
    filled = _filled_without_repeating(block, chosen, data)
    return len(filled) >= 2 and max(filled) >= 5 and min(filled) < 0.8 * max(filled)


def _filled_without_repeating(
    block: Block, columns: Sequence[int], rows: Sequence[int]
) -> list[int]:
    """How far each column is filled; none where one has a gap or says a thing twice."""
    filled: list[int] = []
    for column in columns:
        values = [_said(block.grid.rows[row][column]) for row in rows]
        count = len(values) - values.count(None)
        if None in values[:count] or (count > 3 and len(set(values[:count])) < 0.95 * count):
            return []
        if count:
            filled.append(count)
    return filled


def _headings(columns: Sequence[_Column]) -> tuple[str, ...]:
    return tuple(one.heading for one in columns if one.heading)


def pivot_words(grid: Grid) -> str | None:
    """The words that a spreadsheet program writes over a pivot, if they stand on the sheet."""
    for row in grid.rows[:30]:
        for value in row:
            if isinstance(value, str) and len(value) <= 80 and _PIVOT.fullmatch(folded(value)):
                return heading_text(value)
    return None
