"""A workbook (.xlsx, .xlsm) without persons: part after part, from one zip into another."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.markup import parsed, serialized
from intarsia.keeping.package import (
    BOOK,
    CONTENT_TYPES,
    Package,
    Relation,
    clean_book,
    content_types,
    core_properties,
    relations_part,
    root_relations,
)
from intarsia.keeping.persons import NOBODY, Persons
from intarsia.keeping.shared_texts import SharedTexts
from intarsia.keeping.sheet_cells import RowsCleaner
from intarsia.keeping.sheet_frame import clean_frame, clean_table
from intarsia.readers.archive import open_archive
from intarsia.readers.workbook import unreadable

__all__ = ["clean_workbook", "open_package_writer"]

#: What stands around the rows of a sheet is parsed as a tree, so it must be small.
_MAX_FRAME = 64 << 20
_DATA = re.compile(rb"<((?:\w+:)?)sheetData(?:\s[^<>]*)?(/?)>")
_FORMATS = "xl/styles.xml"
_REFERS = re.compile(rb"\st\s*=\s*[\"']s[\"']")
_REFERRED = re.compile(rb"\st\s*=\s*[\"']s[\"'][^<>]*>\s*<(?:\w+:)?v(?:\s[^<>]*)?>\s*(\d{1,9})")


def open_package_writer(to: Path) -> zipfile.ZipFile:
    """Open a zip for writing that says nothing of when and where it was written."""
    return zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=5)


def put(out: zipfile.ZipFile, part: str, content: bytes) -> None:
    """Write a part, dated as all parts of all kept files are."""
    about = zipfile.ZipInfo(part)
    about.compress_type = zipfile.ZIP_DEFLATED
    out.writestr(about, content)


def clean_workbook(
    path: Path,
    name: str,
    to: Path,
    persons: Mapping[str, Persons],
    unread: frozenset[str],
    cleaner: Cleaner,
) -> tuple[str, ...]:
    """Write a workbook without persons; return the parts and sheets that were left out.

    persons   columns of persons by the name of their sheet
    unread    sheets whose cells could not be looked at: they are emptied
    Raises    ReaderError "workbook.unreadable" and those of `archive.open_archive`.
    """
    with open_archive(path, name) as archive, open_package_writer(to) as out:
        return _Cleaning(Package(archive), out, persons, unread, cleaner).run()


class _Cleaning:
    def __init__(
        self,
        package: Package,
        out: zipfile.ZipFile,
        persons: Mapping[str, Persons],
        unread: frozenset[str],
        cleaner: Cleaner,
    ) -> None:
        self._package = package
        self._out = out
        self._persons = persons
        self._unread = unread
        self._cleaner = cleaner
        self._kept: dict[str, str] = {}
        self._shared: SharedTexts | None = None
        self._said: set[int] = set()
        self._released: set[int] = set()
        self._is_sure = True

    def run(self) -> tuple[str, ...]:
        package, cleaner = self._package, self._cleaner
        relations = [
            one
            for one in package.relations(BOOK)
            if one.kind in CONTENT_TYPES and one.kind != "table" and one.target in package
        ]
        book = package.tree(BOOK)
        wanted = {one.id for one in relations if one.kind == "worksheet"}
        sheets, used = clean_book(book, wanted, cleaner)
        if not sheets:
            raise unreadable(package.name, "there is no sheet in it")
        relations = [one for one in relations if one.kind != "worksheet" or one.id in used]
        # Some programs forget to say where the formats are; readers find them at this place.
        self._kept = {_FORMATS: "styles"} if _FORMATS in package else {}
        self._kept |= {one.target: one.kind for one in relations}
        targets = {one.id: one.target for one in relations}
        texts = next((one.target for one in relations if one.kind == "sharedStrings"), None)
        self._shared = SharedTexts(package.read(texts)) if texts else None
        parts = [targets[relation] for _, relation in sheets]
        tables = self._tables(parts)
        put(self._out, "[Content_Types].xml", content_types(self._kept))
        put(self._out, "_rels/.rels", root_relations())
        put(self._out, "docProps/core.xml", core_properties(package.dates()))
        cleaner.removed["author"] += package.authors() + package.comments(parts)
        put(self._out, BOOK, serialized(book))
        put(self._out, "xl/_rels/workbook.xml.rels", relations_part(relations, "xl"))
        for sheet, relation in sheets:
            self._sheet(sheet, targets[relation], tables)
        for part, kind in self._kept.items():
            if kind in ("styles", "theme"):
                put(self._out, part, package.read(part))
        if texts and self._shared is not None:
            # Where it is not sure what every cell says, only what persons said is emptied.
            unsaid = set(range(len(self._shared))) if self._is_sure else self._released
            put(self._out, texts, self._shared.cleaned(unsaid - self._said, cleaner))
        return self._left_out()

    def _tables(self, parts: list[str]) -> dict[str, list[Relation]]:
        """The relations of each sheet that are kept: its tables, and links to the web."""
        found: dict[str, list[Relation]] = {}
        for part in parts:
            kept = [
                one
                for one in self._package.relations(part)
                if (one.kind == "table" and one.target in self._package)
                or (one.kind == "hyperlink" and one.is_external)
            ]
            found[part] = kept
            self._kept |= {one.target: "table" for one in kept if one.kind == "table"}
        return found

    def _sheet(self, sheet: str, part: str, related: Mapping[str, list[Relation]]) -> None:
        xml = self._package.read(part)
        data = _DATA.search(xml)
        if data is None:
            raise unreadable(self._package.name, f"{part} holds no cells")
        prefix = data[1].decode()
        end = xml.rfind(b"</" + data[1] + b"sheetData") if not data[2] else data.end()
        close = xml.find(b">", end) + 1 if not data[2] else data.end()
        if end < data.end() or close <= 0:
            raise unreadable(self._package.name, f"{part} is cut off")
        persons = self._persons.get(sheet, NOBODY)
        frame = xml[: data.start()] + b"<" + data[1] + b"sheetData/>" + xml[close:]
        if sheet in self._unread:
            end = data.end()
        needed, before, after = self._frame(part, frame, persons, related[part])
        cleaning = RowsCleaner(prefix, persons, self._shared, self._cleaner)
        about = zipfile.ZipInfo(part)
        about.compress_type = zipfile.ZIP_DEFLATED
        with self._out.open(about, "w") as written:
            written.write(before + f"<{prefix}sheetData>".encode())
            for cleaned in cleaning.rows(xml, data.end(), end):
                self._note_said(cleaned)
                written.write(cleaned)
            written.write(f"</{prefix}sheetData>".encode() + after)
        self._released |= cleaning.released
        if needed:
            folder, file = part.rsplit("/", 1)
            put(self._out, f"{folder}/_rels/{file}.rels", relations_part(needed, folder))

    def _note_said(self, rows: bytes) -> None:
        """Remember which shared texts are still said."""
        if self._shared is None:
            return
        said = _REFERRED.findall(rows)
        self._is_sure &= len(said) == len(_REFERS.findall(rows))
        self._said.update(map(int, said))

    def _frame(
        self, part: str, frame: bytes, persons: Persons, related: list[Relation]
    ) -> tuple[list[Relation], bytes, bytes]:
        """Clean what stands around the rows; return its relations, and it in two pieces."""
        if len(frame) > _MAX_FRAME:
            raise unreadable(self._package.name, f"{part} says more beside its cells than in them")
        root = parsed(frame, self._package.name, part)
        targets = {one.id: one.target for one in related}
        used = clean_frame(
            root, persons.columns, targets, lambda relation: relation in targets, self._cleaner
        )
        needed = [self._web(one) for one in related if one.id in used]
        for one in needed:
            if one.kind == "table":
                table = self._package.tree(one.target)
                clean_table(table, persons.columns, self._cleaner)
                put(self._out, one.target, serialized(table))
        written = serialized(root)
        data = _DATA.search(written)
        if data is None:
            raise unreadable(self._package.name, f"{part} holds no cells")
        return needed, written[: data.start()], written[data.end() :]

    def _web(self, relation: Relation) -> Relation:
        if not relation.is_external:
            return relation
        target = self._cleaner.address(relation.target)
        return Relation(relation.id, relation.kind, target, True, relation.type)

    def _left_out(self) -> tuple[str, ...]:
        written = {*self._out.namelist(), "docProps/app.xml", "xl/calcChain.xml"}
        parts = [part for part in self._package.names if part not in written]
        parts = [part for part in parts if not part.endswith(".rels")]
        return (*sorted(parts), *sorted(self._unread))
