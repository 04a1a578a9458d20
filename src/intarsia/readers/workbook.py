"""Opens an Excel workbook that a stranger sent: sheets and their cells, nothing executed.

An .xlsx is a zip of XML: its members are unpacked under a limit and looked at before the parser
sees them, for a few bytes of XML can ask the parser for more memory than any machine has.
"""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import ZipInfo

import python_calamine as calamine
from lxml import etree

from intarsia.readers.archive import first_member, open_archive, pack_again
from intarsia.readers.source import ReaderError

#: Cells between A1 and the last one; a full sheet of 26 columns has 27 million.
MAX_CELLS = 30_000_000
#: Cell errors that are looked up; a sheet with more is broken as a whole.
MAX_CELL_ERRORS = 100_000
#: Bytes in which a cell's tag says what it holds.
MAX_TAG = 500

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_FIRST_MEMBERS = ("[Content_Types].xml", "_rels/", "xl/", "docProps/", "customXml/")
#: What the parser needs; pictures, charts, macros and printer settings stay packed.
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/.*"
    r"|xl/(?!drawings/|charts/|chartsheets/|media/|theme/|pivot).*\.(xml|rels)",
    re.IGNORECASE,
)
_NO_SHEET = re.compile(r".*(\.rels|sharedStrings\.xml|styles\.xml|Types\]\.xml)", re.IGNORECASE)
#: Some programs write a prefix before every name: look closer then.
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
#: Cells with another reference than small tables have. Where every cell has a usual one, of one
#: of these kinds, the sheet stays below MAX_CELLS: the longer the table, the narrower it is.
_UNUSUAL_CELLS = tuple(
    re.compile(rb"<c(?! r=\"%s\")(?=[\s/>])" % usual)
    for usual in (
        rb"[A-Z]\d{1,6}",
        rb"[A-G]?[A-Z]\d{1,5}",
        rb"[A-Z]{1,2}\d{1,4}",
        rb"[A-Z]{1,3}\d{1,3}",
    )
)
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,9})(\d{1,20})[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^>]*)")
_HAS_REFERENCE = re.compile(rb"\br\s*=")
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_HAS_ERROR = re.compile(rb"t=(?:\"e\"|'e')")
_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\br=[\"']([A-Za-z]+)(\d+)[\"'])[^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Cell = Any
Row = list[Cell]


@dataclass(frozen=True)
class Sheet:
    """One sheet, loaded: where its first filled cell stands and its rows from there on."""

    name: str
    is_visible: bool
    _sheet: calamine.CalamineSheet = field(repr=False)

    @property
    def first_row(self) -> int:
        """The number that the program shows beside the first row handed over, from 1."""
        return self._sheet.start[0] + 1 if self._sheet.start else 1

    @property
    def first_column(self) -> int:
        """The position of the first column handed over, 0 = A."""
        return self._sheet.start[1] if self._sheet.start else 0

    @property
    def height(self) -> int:
        """Number of rows handed over."""
        return int(self._sheet.height)

    @property
    def width(self) -> int:
        """Number of columns handed over."""
        return int(self._sheet.width)

    @property
    def merged(self) -> list[tuple[int, int, int, int]]:
        """The merged ranges: top, left, bottom, right, inclusive; A1 is 0, 0."""
        ranges = self._sheet.merged_cell_ranges or []
        return sorted((top, left, bottom, right) for (top, left), (bottom, right) in ranges)

    def rows(self, limit: int | None = None) -> list[Row]:
        """Return the cells row by row: text, number, truth value, day; "" where empty."""
        rows: list[Row] = self._sheet.to_python(nrows=limit)
        return rows


@dataclass(frozen=True)
class Workbook:
    """An open workbook."""

    name: str
    _book: calamine.CalamineWorkbook = field(repr=False)
    _members: dict[str, bytes] = field(repr=False)
    _too_large: dict[str, int] = field(default_factory=dict, repr=False)

    @cached_property
    def too_large(self) -> dict[str, int]:
        """Sheets left out because they span too many cells, and how many."""
        return {
            sheet: self._too_large[path]
            for sheet, path in self._paths.items()
            if path in self._too_large
        }

    @property
    def sheet_names(self) -> list[str]:
        """Names of the worksheets in their order; chart sheets are left out."""
        return [
            sheet.name
            for sheet in self._book.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet and sheet.name not in self.too_large
        ]

    def sheet(self, name: str) -> Sheet:
        """Load a sheet.

        Raises  ReaderError "workbook.unreadable".
        """
        visible = {
            sheet.name: sheet.visible == calamine.SheetVisibleEnum.Visible
            for sheet in self._book.sheets_metadata
        }
        try:
            return Sheet(name, visible[name], self._book.get_sheet_by_name(name))
        except BaseException as reason:
            if parser_gave_up(reason):
                raise unreadable(self.name, f"sheet {name}: {reason}") from None
            raise

    def sheet_xml(self, name: str) -> bytes:
        """Return a sheet as it stands in an .xlsx; nothing where that is not known."""
        return self._members.get(self._paths.get(name, ""), b"")

    def cell_errors(self, name: str) -> dict[tuple[int, int], str]:
        """Return the cells that hold an error such as #REF!, which `rows` hands over as "".

        The keys are the row as the program shows it, from 1, and the column, 0 = A.
        """
        xml = self.sheet_xml(name)
        if not _HAS_ERROR.search(xml):
            return {}
        errors: dict[tuple[int, int], str] = {}
        for said in _HAS_ERROR.finditer(xml):
            start = xml.rfind(b"<", max(0, said.start() - MAX_TAG), said.start())
            found = _ERROR_CELL.match(xml, start) if start >= 0 else None
            if found is None:
                continue
            letters, row, text = found.groups()
            errors[int(row), _column(letters)] = text.decode("utf-8", "replace")
            if len(errors) >= MAX_CELL_ERRORS:
                break
        return errors

    @cached_property
    def _paths(self) -> dict[str, str]:
        """Sheet names and the members they stand in."""
        book = _xml(self._members.get("xl/workbook.xml", b""))
        relations = _xml(self._members.get("xl/_rels/workbook.xml.rels", b""))
        if book is None or relations is None:
            return {}
        targets = {
            str(relation.get("Id")): str(relation.get("Target"))
            for relation in relations.iter("{*}Relationship")
        }
        return {
            str(sheet.get("name")): posixpath.normpath(
                posixpath.join("/xl", targets.get(str(sheet.get(_RELATION)), ""))
            ).lstrip("/")
            for sheet in book.iter("{*}sheet")
        }


def is_workbook(head: bytes, name: str) -> bool:
    """Whether head and name of a file are an Excel workbook's, of the old kind too."""
    if head.startswith(_OLE):
        return name.lower().endswith((".xls", ".xlsx", ".xlsm"))
    first = first_member(head)
    return first is not None and first.startswith(_FIRST_MEMBERS)


def open_workbook(path: Path, name: str, *, sheet_by_sheet: bool = False) -> Workbook:
    """Open an .xlsx or .xlsm workbook.

    name            what messages call the file
    sheet_by_sheet  leave out a sheet that spans too many cells instead of refusing the file
    Raises          ReaderError "workbook.old_format", "workbook.unreadable",
                    "workbook.too_many_cells" or those of `archive.open_archive`.
    """
    _refuse_old(path, name)
    members: dict[str, bytes] = {}
    parts: list[tuple[ZipInfo, bytes]] = []
    too_large: dict[str, int] = {}
    with open_archive(path, name) as archive:
        for member in archive.members:
            if not _NEEDED.fullmatch(member.filename):
                continue
            packed = archive.packed(member)
            unpacked = archive.unpack(member, packed)
            if not _NO_SHEET.fullmatch(member.filename):
                rows, columns = _extent(unpacked, name, member.filename)
                if rows * columns > MAX_CELLS:
                    if not sheet_by_sheet:
                        raise _too_many_cells(name, member.filename, rows, columns)
                    too_large[member.filename] = rows * columns
                    continue
            parts.append((member, packed))
            members[member.filename] = unpacked
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(pack_again(parts)))
    except BaseException as reason:
        if parser_gave_up(reason):
            raise unreadable(name, str(reason)) from None
        raise
    return Workbook(name, book, members, too_large)


def column_letters(position: int) -> str:
    """Return the letters over a column.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _column(letters: bytes) -> int:
    position = 0
    for letter in letters.upper():
        position = position * 26 + letter - 64
    return position - 1


def _refuse_old(path: Path, name: str) -> None:
    with path.open("rb") as file:
        if file.read(8) != _OLE:
            return
        file.seek(0)
        # The names of a compound file's streams stand in its directory, wherever that is.
        while block := file.read(1 << 20):
            if _ENCRYPTED_STREAM in block:
                raise ReaderError(
                    "archive.encrypted",
                    f"{name} is protected by a password and was not opened. "
                    "Send it without one, over a safe channel.",
                    file=name,
                )
    raise ReaderError(
        "workbook.old_format",
        f"{name} is a workbook of the kind used before Excel 2007 and was not read. "
        "Open it and save it as .xlsx.",
        file=name,
        expected=".xlsx",
    )


def _extent(xml: bytes, name: str, member: str) -> tuple[int, int]:
    """Return rows and columns that a sheet spans; 0, 0 where a glance says that they are few.

    The parser fills the space between two cells, so cells far apart can fill the memory.
    """
    if b"\x00" in xml[:200]:
        raise unreadable(name, f"{member} is not in UTF-8")
    is_small = not all(unusual.search(xml) for unusual in _UNUSUAL_CELLS)
    if is_small and not _PREFIXED.search(xml):
        return 0, 0
    rows = columns = 0
    for letters, digits in set(_REFERENCE.findall(xml)):
        rows = max(rows, int(digits))
        columns = max(columns, _column(letters) + 1)
    by_row = _ROW.split(xml)
    if not all(_HAS_REFERENCE.search(attributes) for attributes in set(_CELL.findall(xml))):
        # Cells without a reference stand one after the other, from the last one that has one.
        rows += len(by_row)
        columns += max(len(_CELL.findall(row)) for row in by_row)
    return rows, columns


def _too_many_cells(name: str, member: str, rows: int, columns: int) -> ReaderError:
    return ReaderError(
        "workbook.too_many_cells",
        f"{name}, {member}: the last cell stands in row {rows:,} and column {columns:,}, "
        f"which spans {rows * columns:,} cells; at most {MAX_CELLS:,} are read. It was not "
        "opened. Copy the table alone into a new workbook.",
        file=name,
        sheet=member,
        value=f"{rows * columns:,}",
        expected=f"{MAX_CELLS:,}",
    )


def _xml(xml: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        return None


def parser_gave_up(reason: BaseException) -> bool:
    """Whether the parser itself gave up: its panics are no ordinary exceptions."""
    return (
        isinstance(reason, calamine.CalamineError | OSError | ValueError)
        or type(reason).__name__ == "PanicException"
    )


def unreadable(name: str, reason: str) -> ReaderError:
    """The error for a workbook that cannot be parsed."""
    return ReaderError(
        "workbook.unreadable",
        f"{name} cannot be read as a workbook: {reason[:200]}. Nothing of it was read. "
        "Open it, save it as .xlsx and send it again.",
        file=name,
        value=reason[:200],
    )
