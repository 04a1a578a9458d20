"""Lists of places: a gazetteer or a country's own list in, one mapping a row out.

Headings become the names that `properties.py` knows: "P-Code" p_code, "#adm1+code" adm1_code.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import python_calamine

from intarsia.places.errors import PlacesError
from intarsia.places.properties import alpha2, is_code, knows
from intarsia.spelling import folded, says_nothing

#: The heading of a list stands among its first rows.
_HEADER_WITHIN = 20

Row = dict[str, object]


def read_list(path: Path) -> list[Row]:
    """Return the rows of a csv or xlsx list of places by heading.

    Of a workbook, the sheet with the most codes counts, at whatever levels.
    Raises  PlacesError "places.unreadable_file", "places.no_codes".
    """
    sheets = _sheets(path)
    found = [rows_by_heading(sheet) for sheet in sheets]
    best = max(found, key=_codes_in, default=[])
    if not best:
        first = next((row for sheet in sheets for row in sheet if any(row)), ())
        raise PlacesError(
            "places.no_codes",
            f"{path.name}: no heading of a code and a name was found. Expected columns such as "
            "code, name, level and parent, or admin1Pcode and admin1Name; the first row has: "
            f"{', '.join(str(one) for one in first if one) or 'nothing'}.",
            file=path.name,
        )
    return best


def table_of(path: Path, is_heading: Callable[[Sequence[str]], bool]) -> list[Row] | None:
    """Return the rows of the first sheet that has such a heading, None where none has.

    Raises  PlacesError "places.unreadable_file".
    """
    for sheet in _sheets(path):
        if any(is_heading([heading_key(cell) for cell in row]) for row in sheet[:_HEADER_WITHIN]):
            return rows_by_heading(sheet, is_heading)
    return None


def rows_by_heading(
    cells: Sequence[Sequence[object]],
    is_heading: Callable[[Sequence[str]], bool] | None = None,
) -> list[Row]:
    """Return the rows below the heading of a list of places; none where it has no such heading."""
    is_heading = is_heading or _is_heading
    for number, row in enumerate(cells[:_HEADER_WITHIN]):
        headings = [heading_key(cell) for cell in row]
        if is_heading(headings):
            below = cells[number + 1 :]
            return [
                one
                for one in (_row(headings, values) for values in below)
                if one and not any(str(value).lstrip().startswith("#") for value in one.values())
            ]
    return []


def heading_key(heading: object) -> str:
    """Return a heading in the form in which `properties.py` knows it.

    >>> heading_key("P-Code"), heading_key("#adm1 +code"), heading_key("admin1Name_fr")
    ('p_code', 'adm1_code', 'admin1name_fr')
    """
    return folded(str(heading)).replace(" ", "_") if heading is not None else ""


def _codes_in(rows: Sequence[Row]) -> int:
    """How many codes of units, and names with a code beside them, the rows of a sheet hold."""
    columns = {key for row in rows for key in row if is_code(key)}
    return sum(len({row.get(key) for row in rows}) for key in columns)


def of_country(rows: Iterable[Row], country: str) -> list[Row]:
    """Return the rows of one country; those that do not say theirs stay.

    country  ISO 3166-1 alpha-2 code
    """
    country = country.upper()
    return [row for row in rows if _location(row) in (None, country)]


def _location(row: Mapping[str, object]) -> str | None:
    stated = str(row.get("location") or "").strip().upper()
    return alpha2().get(stated)


def _is_heading(headings: Sequence[str]) -> bool:
    known = [heading for heading in headings if heading and knows(heading)]
    has_code = any(map(is_code, known))
    return has_code and len(known) > 1


def _row(headings: Sequence[str], values: Sequence[object]) -> Row:
    row: Row = {}
    for heading, value in zip(headings, values, strict=False):
        if not heading or value is None or (isinstance(value, str) and says_nothing(value)):
            continue
        row.setdefault(heading, value.isoformat() if isinstance(value, dt.date) else value)
    return row


def _sheets(path: Path) -> Sequence[Sequence[Sequence[object]]]:
    try:
        if path.suffix.casefold() in (".xlsx", ".xlsm", ".xls", ".ods"):
            book = python_calamine.CalamineWorkbook.from_path(str(path))
            return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as reason:
        raise PlacesError(
            "places.unreadable_file",
            f"{path.name} cannot be opened: {reason.strerror}.",
            file=path.name,
        ) from None
    except (python_calamine.CalamineError, UnicodeDecodeError):
        raise PlacesError(
            "places.unreadable_file",
            f"{path.name} cannot be read: it is neither a workbook nor a text in UTF-8. "
            "Save it again as CSV UTF-8 or as xlsx.",
            file=path.name,
        ) from None
    delimiter = max(",;\t|", key=text[:4096].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[list(line) for line in lines]]
