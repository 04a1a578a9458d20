"""Real report files as they are handed in: cut where they are long, and their rows counted without
any reader of Intarsia's."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from python_calamine import CalamineWorkbook

#: Lists: the sheet in which a person finds the list, and how many lines stand above its rows.
LISTS: dict[str, tuple[str, int]] = {
    "3w/afghanistan-3w-2021-q3.csv": ("", 2),
    "3w/afghanistan-3w-2023-q1.csv": ("", 2),
    "3w/afghanistan-3w-2023-q3.csv": ("", 2),
    "3w/colombia-345w.xlsx": ("Records", 2),
    "3w/ethiopia-4w-2022-02.xlsx": ("Eth_4Ws_February_2022", 2),
    "3w/iraq-3w-2022-q1.xlsx": ("3W longtable Jan-Apr 2022 ", 2),
    "3w/libya-3w-2021-05.xlsx": ("3W as of May 2021", 2),
    "3w/nepal-2015/data__data.json": ("", 0),
    "3w/somalia-3w-2022-03.xlsx": ("Data", 2),
    "3w/vanuatu-2015/data__data.json": ("", 0),
    "needs/afghanistan-hno.csv": ("", 2),
}
#: Of XML as its publisher wrote it: only what parses as it stands can be cut.
_AS_IT_STANDS = etree.XMLParser(resolve_entities=False, no_network=True)
_MENDED = etree.XMLParser(
    recover=True, remove_comments=True, resolve_entities=False, no_network=True
)
_IN_ARCHIVE = ("projects.csv", "transactions.csv", "locations.csv")


@dataclass(frozen=True)
class Handed:
    """A file as it is handed in: its bytes, its rows, and how many activities these are.

    activities  None where the file itself does not say it by a column or an element
    """

    content: bytes
    rows: int
    activities: int | None


def handed(path: Path, name: str, most: int | None) -> Handed:
    """Return a file with its first rows, or all, and their count.

    name  its path below the folder of data
    """
    if name in LISTS:
        return _list(path, *LISTS[name], most)
    if path.suffix == ".xlsx":
        return _country_sheet(path, most)
    if path.suffix == ".zip":
        return _archive(path)
    return _xml(path, most)


def _list(path: Path, sheet: str, above: int, most: int | None) -> Handed:
    if path.suffix == ".json":
        records = json.loads(path.read_text(encoding="utf-8-sig"))[:most]
        return Handed(json.dumps(records).encode(), len(records), len(records))
    if path.suffix == ".csv":
        lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        content = path.read_bytes()
        if most is not None:
            lines = lines[: above + most]
            text = io.StringIO()
            csv.writer(text).writerows(lines)
            content = text.getvalue().encode()
        return Handed(content, _filled(lines[above:]), _filled(lines[above:]))
    book = CalamineWorkbook.from_path(str(path))
    sheets = {one: book.get_sheet_by_name(one).to_python() for one in book.sheet_names}
    content = path.read_bytes()
    if most is not None:
        sheets = {one: lines[: above + most] for one, lines in sheets.items()}
        content = _workbook(sheets)
    count = _filled(sheets[sheet][above:])
    return Handed(content, count, count)


def _filled(lines: Sequence[Sequence[Any]]) -> int:
    return sum(any(str(cell).strip() for cell in line) for line in lines)


def _workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append([None if cell == "" else cell for cell in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _country_sheet(path: Path, most: int | None) -> Handed:
    """Rows are transactions; an activity is its identifier, in the first column."""
    lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    content = path.read_bytes()
    if most is not None:
        lines = lines[: most + 1]
        content = _workbook({"Data": lines})
    return Handed(content, _filled(lines[1:]), len({str(line[0]).strip() for line in lines[1:]}))


def _archive(path: Path) -> Handed:
    """A release: a project is an activity; transactions and places are rows of it."""
    counts = {}
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.endswith(_IN_ARCHIVE):
                text = archive.read(member).decode("utf-8-sig")
                counts[member.rpartition("/")[2]] = sum(
                    1 for _ in csv.DictReader(io.StringIO(text))
                )
    return Handed(path.read_bytes(), sum(counts.values()), counts["projects.csv"])


def _xml(path: Path, most: int | None) -> Handed:
    content = path.read_bytes()
    try:
        root = etree.fromstring(content, _AS_IT_STANDS)
        activities = root.findall("iati-activity")
        if most is not None and len(activities) > most:
            for one in activities[most:]:
                root.remove(one)
            content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
            activities = activities[:most]
    except etree.XMLSyntaxError:
        root = etree.fromstring(content, _MENDED)
        activities = [] if root is None else root.findall("iati-activity")
    return Handed(content, len(activities), len(activities))
