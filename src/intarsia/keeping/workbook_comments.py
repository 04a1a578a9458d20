"""Comments on the cells of a kept workbook, and a sheet for what is about no cell.

Parts are added to the package: comments, the drawing that older programs want of each, the sheet.
All other parts are copied as they are.
Source  ECMA-376 Part 1, 18.7 (comments) and 18.3.1.99 (order of a sheet's elements); Part 4, 19.1
        (VML)
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from lxml import etree

from intarsia.keeping.markup import attribute, escaped, serialized
from intarsia.keeping.package import BOOK, Package, Relation, relations_part
from intarsia.keeping.remarks import Remark
from intarsia.keeping.sheet_cells import column_of
from intarsia.readers.archive import open_archive

__all__ = ["comment_workbook"]

#: Comments of one file; more would make the program slow, and nobody reads them.
MOST_COMMENTS = 5_000
#: Letters of one cell's comment that a program shows.
MOST_LETTERS = 30_000
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ROW = re.compile(r"(?:row )?([1-9]\d{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
#: Elements of a sheet that stand behind the one that leads to the comments.
_BEHIND = (
    "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()


@dataclass
class _Placed:
    """The comments of one sheet by cell, and how many problems they say."""

    part: str
    cells: dict[tuple[int, int], list[str]] = field(default_factory=dict)


def comment_workbook(kept: Path, remarks: list[Remark], to: Path, title: str) -> int:
    """Write a workbook with comments; return how many problems stand on a cell."""
    with (
        open_archive(kept, kept.name) as archive,
        zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as out,
    ):
        package = Package(archive)
        writing = _Writing(package, out, title)
        placed, listed = writing.sort(remarks)
        writing.copy(archive.members, placed, listed)
        return len(remarks) - len(listed)


class _Writing:
    def __init__(self, package: Package, out: zipfile.ZipFile, title: str) -> None:
        self._package = package
        self._out = out
        self._title = title
        self._book = package.tree(BOOK)
        self._relations = package.relations(BOOK)
        targets = {one.id: one.target for one in self._relations if one.kind == "worksheet"}
        self._sheets = {
            str(sheet.get("name")): targets[str(sheet.get(f"{{{_OFFICE}}}id"))]
            for sheet in self._book.iter("{*}sheet")
            if str(sheet.get(f"{{{_OFFICE}}}id")) in targets
        }

    def sort(self, remarks: list[Remark]) -> tuple[list[_Placed], list[Remark]]:
        """Return the comments sheet by sheet, and what can stand on no cell."""
        placed: dict[str, _Placed] = {}
        listed: list[Remark] = []
        cells = 0
        for remark in remarks:
            part = self._part(remark.sheet)
            place = _place(remark.cell)
            if part is None or place is None:
                listed.append(remark)
                continue
            there = placed.setdefault(part, _Placed(part)).cells
            said = there.get(place, [])
            is_full = sum(map(len, said)) + len(remark.text) > MOST_LETTERS
            if is_full or (not said and cells >= MOST_COMMENTS):
                listed.append(remark)
                continue
            cells += not said
            there.setdefault(place, []).append(remark.text)
        return [one for one in placed.values() if one.cells], listed

    def _part(self, sheet: str | None) -> str | None:
        if sheet is None and len(self._sheets) == 1:
            return next(iter(self._sheets.values()))
        part = self._sheets.get(sheet or "")
        has_others = part is not None and any(
            one.kind in ("comments", "vmlDrawing") for one in self._package.relations(part)
        )
        return None if has_others else part

    def copy(self, members: object, placed: list[_Placed], listed: list[Remark]) -> None:
        """Write all parts: those that are new, those that name them, and the rest as it was."""
        new: dict[str, bytes] = {}
        types: list[tuple[str, str]] = []
        # A file that has come back with comments before has parts of these names.
        free = (at for at in count(1) if f"xl/intarsiaComments{at}.xml" not in self._package)
        for one, number in zip(placed, free, strict=False):
            new |= self._commented(one, number)
            types.append((f"xl/intarsiaComments{number}.xml", _XLSX + "comments+xml"))
        if listed:
            part = next(
                name
                for at in count(1)
                if (name := f"xl/worksheets/intarsia{at}.xml") not in self._package
            )
            new |= self._listed(listed, part)
            types.append((part, _XLSX + "worksheet+xml"))
        new["[Content_Types].xml"] = self._types(types)
        first = "[Content_Types].xml"
        for name in (first, *(part for part in self._package.names if part != first)):
            content = new.pop(name, None)
            _put(self._out, name, self._package.read(name) if content is None else content)
        for name, content in new.items():
            _put(self._out, name, content)

    def _commented(self, placed: _Placed, number: int) -> dict[str, bytes]:
        """The parts of one sheet with comments."""
        comments, drawing = f"xl/intarsiaComments{number}.xml", f"xl/intarsiaNotes{number}.vml"
        folder, file = posixpath.split(placed.part)
        related = [
            *self._package.relations(placed.part),
            Relation("rIdIntarsiaC", "comments", comments, False, f"{_OFFICE}/comments"),
            Relation("rIdIntarsiaV", "vmlDrawing", drawing, False, f"{_OFFICE}/vmlDrawing"),
        ]
        return {
            placed.part: _pointing(self._package.read(placed.part)),
            f"{folder}/_rels/{file}.rels": relations_part(related, folder),
            comments: "".join(_comments(placed, self._title)).encode(),
            drawing: "".join(_notes(placed)).encode(),
        }

    def _listed(self, listed: list[Remark], part: str) -> dict[str, bytes]:
        """The added sheet, and the part of the workbook that names it."""
        relation = "rIdIntarsia" + posixpath.basename(part).removesuffix(".xml")
        sheets = next(self._book.iter("{*}sheets"))
        numbers = [int(str(one.get("sheetId", "0"))) for one in sheets]
        line = etree.SubElement(sheets, etree.QName(sheets[0]).text)
        line.set("name", _free_name(self._title, {name.casefold() for name in self._sheets}))
        line.set("sheetId", str(max(numbers, default=0) + 1))
        line.set(f"{{{_OFFICE}}}id", relation)
        related = [*self._relations, Relation(relation, "", part, False, f"{_OFFICE}/worksheet")]
        return {
            BOOK: serialized(self._book),
            "xl/_rels/workbook.xml.rels": relations_part(related, "xl"),
            part: "".join(_list(listed, self._title)).encode(),
        }

    def _types(self, parts: list[tuple[str, str]]) -> bytes:
        tree = self._package.tree("[Content_Types].xml")
        space = etree.QName(tree).namespace
        if parts and not any(one.get("Extension") == "vml" for one in tree):
            default = etree.SubElement(tree, f"{{{space}}}Default")
            default.set("Extension", "vml")
            default.set("ContentType", "application/vnd.openxmlformats-officedocument.vmlDrawing")
            # Defaults come before what says otherwise.
            tree.insert(0, default)
        for part, type_ in parts:
            override = etree.SubElement(tree, f"{{{space}}}Override")
            override.set("PartName", f"/{part}")
            override.set("ContentType", type_)
        return serialized(tree)


def _put(out: zipfile.ZipFile, part: str, content: bytes) -> None:
    about = zipfile.ZipInfo(part)
    about.compress_type = zipfile.ZIP_DEFLATED
    out.writestr(about, content)


def _place(cell: str | None) -> tuple[int, int] | None:
    """The row from 1 and the column from 0 of a cell; of a row, its first cell."""
    if found := _PLACE.fullmatch(cell or ""):
        row, column = int(found[2]), column_of(found[1])
        return (row, column) if row <= _LAST_ROW and column < _LAST_COLUMN else None
    found = _ROW.fullmatch(cell or "")
    return (int(found[1]), 0) if found and int(found[1]) <= _LAST_ROW else None


def _free_name(title: str, taken: set[str]) -> str:
    name, number = title, 2
    while name.casefold() in taken:
        name, number = f"{title} {number}", number + 1
    return name


def _pointing(xml: bytes) -> bytes:
    """A sheet that leads to its comments: the element stands before those that come behind it."""
    close = re.search(rb"</((?:\w+:)?)worksheet\s*>\s*$", xml)
    if close is None:
        return xml
    prefix = close[1]
    # Behind the rows and what belongs to them; the rows may be many, so the search starts there.
    start = max(xml.rfind(prefix + b"sheetData>"), xml.rfind(prefix + b"sheetData/>"), 0)
    behind = b"|".join(name.encode() for name in _BEHIND)
    found = re.compile(rb"<" + prefix + rb"(?:" + behind + rb")[\s/>]").search(xml, start)
    at = found.start() if found else close.start()
    element = b'<%slegacyDrawing xmlns:r="%s" r:id="rIdIntarsiaV"/>' % (prefix, _OFFICE.encode())
    return xml[:at] + element + xml[at:]


def _comments(placed: _Placed, title: str) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?><comments xmlns="{_MAIN}">'
    yield f"<authors><author>{escaped(title)}</author></authors><commentList>"
    for (row, column), texts in sorted(placed.cells.items()):
        text = escaped("\n".join(texts))
        yield f'<comment {attribute("ref", _cell(row, column))} authorId="0"><text><r>'
        yield f'<t xml:space="preserve">{text}</t></r></text></comment>'
    yield "</commentList></comments>"


def _cell(row: int, column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


def _notes(placed: _Placed) -> Iterator[str]:
    """The drawing of the comments: a hidden box each, beside its cell."""
    yield (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
        'office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        '<o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" '
        'coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke '
        'joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
    )
    for number, (row, column) in enumerate(sorted(placed.cells), 1):
        right, top = column + 1, max(row - 2, 0)
        yield (
            f'<v:shape id="_x0000_s{1024 + number}" type="#_x0000_t202" style="position:absolute;'
            'width:240pt;height:96pt;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
            '<v:fill color2="#ffffe1"/><v:path o:connecttype="none"/><v:textbox '
            'style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
            f"<x:SizeWithCells/><x:Anchor>{right}, 15, {top}, 2, {right + 4}, 15, {top + 6}, 4"
            f"</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
            f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
    yield "</xml>"


def _list(listed: list[Remark], title: str) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}">'
    yield '<cols><col min="1" max="1" width="120" customWidth="1"/></cols><sheetData>'
    for number, text in enumerate((title, *(one.text for one in listed)), 1):
        yield f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t xml:space="preserve">'
        yield f"{escaped(text)}</t></is></c></row>"
    yield "</sheetData></worksheet>"
