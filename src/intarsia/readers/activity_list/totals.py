"""Is a row under a header an activity, or a total, a note, a line between, nothing at all?

Cells of a table's body go in; the rows that are no data come out, each with the reason. Most rows
are passed after a look at a few columns: only those that differ from the others are read whole.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from intarsia.readers.grids import Cell
from intarsia.spelling import folded, says_nothing

__all__ = ["Body", "body_of", "is_note", "is_total_text", "left_out_rows"]

EMPTY, NOTE, TITLE, TOTAL = "empty", "note", "title", "total"
SAYS_NOTHING = "says nothing"

_TOTAL_PHRASES = frozenset(
    folded(phrase)
    for phrase in (
        "total|totals|grand total|overall total|overall|sub total|subtotal|sum|sum total|"
        "total général|total partiel|sous-total|totaux|ensemble|total global|somme|"
        "total general|totales|suma|suma total|gran total|total geral|"
        "итого|всего|общий итог|итог|промежуточный итог|общая сумма|сумма|итого всего|"
        "всього|усього|разом|підсумок|загальний підсумок|проміжний підсумок|загалом|сума|"
        "المجموع|المجموع الكلي|المجموع العام|المجموع الفرعي|الإجمالي|الإجمالي العام|"
        "الإجمالي الكلي|إجمالي|مجموع|gesamt|summe|gesamtergebnis|toplam|genel toplam"
    ).split("|")
)
#: What every total phrase contains, to pass other texts quickly.
_PARTS_OF_TOTALS = (
    "tota|overall|sum|somme|ensemble|gesamt|toplam|итог|всего|сумма|сума|всього|усього|разом|підсум|"
    "загал|مجموع|جمالي"
).split("|")
_LONGEST_TOTAL = 60
_NOTE_START = re.compile(
    r"[*†‡¹²³]|\[\d+\]|\(\*|\(\d\)|"
    r"(?:data )?sources?\b|notes?\b|n\.? ?b\b|remarks?\b|disclaimers?\b|legend\b|prepared by\b|"
    r"produced by\b|created on\b|last updated?\b|updated\b|status of\b|as of\b|for more info|"
    r"feedback\b|remarques?\b|légende\b|avertissement\b|mise? à jour\b|"
    r"fuentes?\b|notas?\b|elaborado por\b|actualizado\b|"
    r"источники?\b|примечани[ея]\b|прим\.|сноска\b|по состоянию на\b|обновлено\b|"
    r"джерел[оа]\b|примітк[аи]\b|станом на\b|оновлено\b|"
    r"المصدر|المصادر|ملاحظة|ملاحظات|تنويه",
    re.IGNORECASE,
)
#: A cell of a list that is longer and stands alone in its row is a sentence about the list.
_LONG = 80
_LONG_BELOW = 40
_SAMPLE = 200
_SOLID = 4
#: Filled cells that a row has beside others of which only the number is filled in.
_NUMBERED_BESIDE = 3


@dataclass(frozen=True)
class Body:
    """What the rows of a table's body usually look like.

    filled    indices of the rows that are not empty
    counts    filled cells of each of them
    typical   filled cells of a usual row: three quarters of the rows have no more
    solid     up to four columns that are nearly always filled with text, the fullest first
    columns   cells of these columns and of the first in the filled rows
    across    rows merged over most of the table, and the columns they cover
    """

    rows: Sequence[Sequence[Cell]]
    start: int
    end: int
    filled: Sequence[int]
    counts: Sequence[int]
    typical: int
    solid: tuple[int, ...]
    columns: Mapping[int, Sequence[Cell]]
    across: Mapping[int, int] = field(default_factory=dict)

    @property
    def sparse(self) -> int:
        """The most cells that a row which says something about the list has."""
        return 2 if self.typical >= 5 else 1 if self.typical >= 2 else 0


def body_of(
    rows: Sequence[Sequence[Cell]],
    start: int,
    end: int,
    merged: Iterable[tuple[int, int, int, int]] = (),
) -> Body:
    """Describe rows `start` to `end` (exclusive) of a table.

    merged  top, left, bottom, right of merged cells, inclusive
    """
    width = len(rows[0]) if rows else 0
    empty = [row.count(None) for row in rows[start:end]]
    filled = [start + at for at, count in enumerate(empty) if count < width]
    counts = [width - count for count in empty if count < width]
    typical = sorted(counts)[3 * len(counts) // 4] if counts else 0
    # Enough rows to find usual ones among short ones, and no more than needed of those.
    looked_at = range(0, len(filled), max(1, len(filled) // (4 * _SAMPLE)))
    usual = [filled[at] for at in looked_at if counts[at] >= 0.8 * typical]
    sample = [rows[row] for row in usual[:: max(1, len(usual) // _SAMPLE)]]
    shares = [
        (sum(isinstance(row[column], str) for row in sample), column) for column in range(width)
    ]
    solid = sorted(
        (share for share in shares if sample and share[0] >= 0.6 * len(sample)),
        key=lambda share: (-share[0], share[1]),
    )
    across = {
        top: right - left + 1
        for top, left, bottom, right in merged
        if top == bottom and start <= top < end and right - left + 1 >= max(3, 0.5 * typical)
    }
    chosen = tuple(column for _, column in solid[:_SOLID])
    written = rows[start:end] if len(filled) == len(empty) else [rows[row] for row in filled]
    columns = {
        column: list(map(itemgetter(column), written))
        for column in {*chosen, *range(min(1, width))}
    }
    return Body(rows, start, end, filled, counts, typical, chosen, columns, across)


def is_total_text(text: str) -> bool:
    """Whether a text names a total: alone ("TOTAL", "Итого:") or with what is added up.

    >>> [is_total_text(text) for text in ("Grand Total:", "WASH Total", "المجموع", "Totalle")]
    [True, True, True, False]
    """
    return _total_phrase(text) is not None


def is_note(text: str) -> bool:
    """Whether a text that stands alone in its row speaks of the list.

    >>> is_note("Source: cluster leads"), is_note("* planned"), is_note("UNHCR")
    (True, True, False)
    """
    return bool(_NOTE_START.match(text.strip())) or len(text) > _LONG


def left_out_rows(body: Body) -> dict[int, str]:
    """Return the rows of a body that are no data, by index: "empty", "total", "note", "title".

    A row "says nothing" when all its cells do ("#N/A", "None"), or when only its number is filled
    in, as in forms that were numbered in advance. A row is a total when one of its first filled
    cells names one, its other cells are nearly all numbers, and the columns that hold text in every
    other row are mostly empty: an organization or a village called Total stays.
    """
    empty = set(range(body.start, body.end)).difference(body.filled)
    found = dict.fromkeys(sorted(empty), EMPTY)
    for row in _unusual_rows(body):
        reason = _reason(body, row)
        if reason:
            found[row] = reason
    _add_numbered_in_advance(body, found)
    _add_sums_below(body, found)
    _add_notes_below(body, found)
    return found


@lru_cache(maxsize=1 << 14)
def _total_phrase(text: str) -> bool | None:
    """True for a total phrase alone, False for one with other words, None for none."""
    if len(text) > _LONGEST_TOTAL or not _may_name_total(text.casefold()):
        return None
    plain = folded(text)
    if plain in _TOTAL_PHRASES:
        return True
    words = plain.split()
    for length in range(1, min(4, len(words))):
        if (
            " ".join(words[:length]) in _TOTAL_PHRASES
            or " ".join(words[-length:]) in _TOTAL_PHRASES
        ):
            return False
    return None


def _may_name_total(text: str) -> bool:
    return any(part in text for part in _PARTS_OF_TOTALS)


def _unusual_rows(body: Body) -> list[int]:
    """Rows worth reading: emptier than the others, without their texts, or with a total's word."""
    few = max(0.6 * body.typical, 1)
    unusual = {at for at, count in enumerate(body.counts) if count <= few}
    without = [_without_text(body.columns[column]) for column in body.solid]
    at_least = (len(without) + 1) // 2
    unusual.update(
        at for at in set().union(*without) if sum(at in one for one in without) >= at_least
    )
    for values in body.columns.values():
        named = _totals_among(values)
        if named:
            unusual.update(at for at, value in enumerate(values) if value in named)
    silent = [_silent(body.columns[column]) for column in body.solid]
    unusual.update(set.intersection(*silent) if silent else ())
    return sorted({body.filled[at] for at in unusual}.union(body.across))


def _totals_among(values: Sequence[Cell]) -> set[Cell]:
    """The texts of a column that name a total; one look at all of them says if there is one."""
    texts = [value for value in set(values) if type(value) is str and len(value) <= _LONGEST_TOTAL]
    if not _may_name_total("\n".join(texts).casefold()):
        return set()
    return {text for text in texts if is_total_text(text)}


def _silent(values: Sequence[Cell]) -> set[int]:
    """Where a column's texts only fill their cells; each distinct text is looked at once."""
    nothing = {value for value in set(values) if isinstance(value, str) and says_nothing(value)}
    return {at for at, value in enumerate(values) if value in nothing} if nothing else set()


def _without_text(values: Sequence[Cell]) -> set[int]:
    kinds = list(map(type, values))
    if kinds.count(str) == len(kinds):
        return set()
    return {at for at, kind in enumerate(kinds) if kind is not str}


def _reason(body: Body, row: int) -> str | None:
    cells = _filled(body.rows[row])
    if not cells:
        return EMPTY
    if _is_total(body, cells):
        return TOTAL
    texts = [value for _, value in cells if isinstance(value, str)]
    if len(texts) < len(cells):
        return None
    if all(map(says_nothing, texts)):
        return SAYS_NOTHING
    if len(cells) <= max(1, body.sparse) and len(cells) < body.typical and is_note(texts[0]):
        return NOTE
    if row in body.across and len(cells) == 1:
        return TITLE
    return None


def _is_total(body: Body, cells: Sequence[tuple[int, Cell]]) -> bool:
    named = next(
        (
            (column, phrase)
            for column, value in cells[:3]
            if isinstance(value, str) and (phrase := _total_phrase(value)) is not None
        ),
        None,
    )
    if named is None:
        return False
    column, alone = named
    rest = [(at, value) for at, value in cells if at != column]
    texts = [at for at, value in rest if isinstance(value, str) and not _is_number(value)]
    numbers = len(rest) - len(texts)
    usual = [at for at in body.solid if at != column]
    still = sum(at in usual for at in texts)
    if usual and still > len(usual) / 2:
        return False
    if alone:
        return len(texts) <= 1 and (numbers > 0 or not texts)
    # "WFP Total" without its figure, as an error in the cell leaves it, is a total all the same.
    return not texts and (numbers > 0 or (not rest and body.typical >= _NUMBERED_BESIDE))


def _add_numbered_in_advance(body: Body, found: dict[int, str]) -> None:
    """Rows of which only the number is filled in, where the rows above are numbered alike."""
    at = len(body.filled)
    while at and body.counts[at - 1] == 1:
        at -= 1
    bare = [row for row in body.filled[at:] if row not in found]
    if not bare or not at or max(body.counts) < _NUMBERED_BESIDE:
        return
    places = {column for row in bare for column, _ in _filled(body.rows[row])}
    if len(places) != 1:
        return
    column = places.pop()
    numbers = [body.rows[row][column] for row in (body.filled[at - 1], *bare)]
    if all(
        isinstance(value, int | float) and value == _number(numbers[0]) + step
        for step, value in enumerate(numbers)
    ):
        found.update(dict.fromkeys(bare, SAYS_NOTHING))


def _add_sums_below(body: Body, found: dict[int, str]) -> None:
    """A last row of numbers alone that are the sums of the rows above is a total without a name."""
    last = next((row for row in reversed(body.filled) if found.get(row) != EMPTY), None)
    if last is None or last in found:
        return
    cells = _filled(body.rows[last])
    if not cells or any(isinstance(v, bool) or not isinstance(v, int | float) for _, v in cells):
        return
    above = [row for row in body.filled if row < last and row not in found]
    if len(above) < 2 or len(cells) >= body.typical:
        return
    for column, value in cells:
        total = sum(_number(body.rows[row][column]) for row in above)
        if total and abs(total - _number(value)) <= 1e-6 * abs(total):
            found[last] = TOTAL
            return


def _number(value: Cell) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def _add_notes_below(body: Body, found: dict[int, str]) -> None:
    """Short rows of text after the last full row are notes where a gap or their length says so."""
    lines: list[int] = []
    row = body.end - 1
    while row >= body.start:
        if row not in found:
            cells = _filled(body.rows[row])
            if len(cells) > body.sparse or not all(isinstance(v, str) for _, v in cells):
                break
            lines.append(row)
        row -= 1
    if row < body.start:
        return
    after_gap = False
    for line in range(row + 1, body.end):
        if found.get(line) in (EMPTY, NOTE):
            after_gap = True
        elif line in lines:
            text = next(str(value) for _, value in _filled(body.rows[line]))
            if after_gap or len(text) > _LONG_BELOW or line in body.across:
                found[line] = NOTE


def _filled(row: Sequence[Cell]) -> list[tuple[int, Cell]]:
    """The cells of a row that say something, with their columns."""
    return [
        (column, value)
        for column, value in enumerate(row)
        if value is not None and not (isinstance(value, str) and not value.strip())
    ]


_NUMBER = re.compile(r"[-+−(]?[\d٠-٩][\d٠-٩\s .,'’٫٬]*%?\)?")


def _is_number(value: Cell) -> bool:
    """Whether a cell holds a number, also one that is written as text ("1 200,50")."""
    if isinstance(value, str):
        return bool(_NUMBER.fullmatch(value.strip()))
    return isinstance(value, int | float | dt.timedelta) and not isinstance(value, bool)
