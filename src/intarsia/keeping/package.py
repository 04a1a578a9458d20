"""The parts of an .xlsx that are kept, and what they say of each other.

Only parts that can be looked at are kept: sheets, tables over their cells, shared texts, formats.
Everything else stays out: macros, pictures, drawings and charts, embedded objects, comments and
those who wrote them, pivots (copies of the data), queries, links to other files, added data.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zipfile import ZipInfo

from lxml import etree

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.formulas import clean_formula, reaches_outside
from intarsia.keeping.markup import parsed, plain_markup, serialized
from intarsia.readers.archive import Archive
from intarsia.readers.workbook import unreadable

__all__ = ["BOOK", "Package", "Relation", "content_types", "relations_part"]

BOOK = "xl/workbook.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ID = f"{{{_OFFICE}}}id"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml."
#: Parts that are kept, by the last word of the type of the relation that leads to them.
CONTENT_TYPES = {
    "worksheet": _XLSX + "worksheet+xml",
    "sharedStrings": _XLSX + "sharedStrings+xml",
    "styles": _XLSX + "styles+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "table": _XLSX + "table+xml",
}
_BOOK_TYPE = _XLSX + "sheet.main+xml"
#: What a workbook says that others must not learn, or that leads to what is not kept.
_LEFT_OUT = (
    "fileSharing AlternateContent revisionPtr externalReferences customWorkbookViews pivotCaches"
    " smartTagPr smartTagTypes webPublishing webPublishObjects fileRecoveryPr extLst functionGroups"
).split()
_COMMENT = re.compile(rb"<(?:\w+:)?(?:comment|threadedComment)[\s>]")
_AUTHORS = frozenset("creator lastModifiedBy manager company keywords".split())


@dataclass(frozen=True)
class Relation:
    """One line of a part's relations: where it leads and as what."""

    id: str
    kind: str
    target: str
    is_external: bool
    type: str


class Package:
    """An open workbook as its parts, by name."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.name = archive.name
        self._members: dict[str, ZipInfo] = {one.filename: one for one in archive.members}
        if BOOK not in self._members:
            raise unreadable(self.name, f"there is no {BOOK} in it")

    @property
    def names(self) -> list[str]:
        """Names of all parts."""
        return list(self._members)

    def __contains__(self, part: str) -> bool:
        return part in self._members

    def read(self, part: str) -> bytes:
        """Return a part's bytes, without comments, as it can be searched."""
        return plain_markup(self._archive.read(self._members[part]), self.name, part)

    def stream(self, part: str) -> Iterator[bytes]:
        """Yield a part's bytes as they are, piece by piece."""
        return self._archive.stream(self._members[part])

    def tree(self, part: str) -> etree._Element:
        """Return a part as a tree."""
        return parsed(self.read(part), self.name, part)

    def relations(self, part: str) -> list[Relation]:
        """Return where a part leads; the targets inside the file as names of parts."""
        folder, file = posixpath.split(part)
        about = f"{folder}/_rels/{file}.rels"
        if about not in self._members:
            return []
        found = []
        for one in self.tree(about).iter("{*}Relationship"):
            target = str(one.get("Target", ""))
            is_external = one.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            type_ = str(one.get("Type", ""))
            found.append(
                Relation(
                    str(one.get("Id", "")), type_.rsplit("/", 1)[-1], target, is_external, type_
                )
            )
        return found

    def comments(self, sheets: Iterable[str]) -> int:
        """Return how many comments stand on sheets, each with its author. sheets: their parts."""
        parts = {
            one.target
            for sheet in sheets
            for one in self.relations(sheet)
            if one.kind in ("comments", "threadedComment") and one.target in self
        }
        return sum(len(_COMMENT.findall(self.read(part))) for part in parts)

    def authors(self) -> int:
        """Return how many properties of the document name somebody."""
        return sum(
            etree.QName(one).localname.casefold() in {each.casefold() for each in _AUTHORS}
            and bool((one.text or "").strip())
            for part in ("docProps/core.xml", "docProps/app.xml")
            if part in self._members
            for one in self.tree(part).iter(etree.Element)
        )

    def dates(self) -> list[tuple[str, str]]:
        """Return when the document was made and changed, as it says."""
        if "docProps/core.xml" not in self._members:
            return []
        return [
            (name, one.text.strip()[:40])
            for one in self.tree("docProps/core.xml").iter(etree.Element)
            if (name := etree.QName(one).localname) in ("created", "modified") and one.text
        ]


def clean_book(
    book: etree._Element, kept: set[str], cleaner: Cleaner
) -> tuple[list[tuple[str, str]], set[str]]:
    """Clean the part that lists the sheets, in place.

    kept      ids of the relations that lead to kept sheets
    Returns   names and relation ids of the sheets that stay, and the relations that are used
    """
    for name in _LEFT_OUT:
        for element in list(book.iter(f"{{*}}{name}")):
            element.getparent().remove(element)
    sheets: list[tuple[str, str]] = []
    places: dict[int, int] = {}
    for at, sheet in enumerate(list(book.iter("{*}sheet"))):
        relation = str(sheet.get(_ID))
        if relation in kept:
            places[at] = len(sheets)
            sheets.append((str(sheet.get("name")), relation))
        else:
            sheet.getparent().remove(sheet)
    if len(places) and max(places) + 1 > len(places):
        for view in book.iter("{*}workbookView"):
            view.attrib.pop("activeTab", None)
            view.attrib.pop("firstSheet", None)
    for defined in list(book.iter("{*}definedName")):
        _clean_name(defined, places, cleaner)
    for names in list(book.iter("{*}definedNames")):
        if len(names) == 0:
            names.getparent().remove(names)
    return sheets, {relation for _, relation in sheets}


def _clean_name(defined: etree._Element, places: dict[int, int], cleaner: Cleaner) -> None:
    local = defined.get("localSheetId")
    place = places.get(int(local)) if local is not None and str(local).isdecimal() else -1
    if place is None or reaches_outside(defined.text or ""):
        defined.getparent().remove(defined)
        return
    if place >= 0:
        defined.set("localSheetId", str(place))
    for words in ("comment", "description", "help", "statusBar", "customMenu"):
        defined.attrib.pop(words, None)
    defined.text = clean_formula(defined.text or "", cleaner)


def content_types(parts: dict[str, str]) -> bytes:
    """Return the part that says what every part is. parts: kind by name, BOOK left out."""
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{CONTENT_TYPES[kind]}"/>'
        for part, kind in sorted(parts.items())
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{BOOK}" ContentType="{_BOOK_TYPE}"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ).encode()


def relations_part(relations: list[Relation], folder: str) -> bytes:
    """Return the part that says where a part leads. folder: where that part stands."""
    root = etree.Element(
        f"{{{_PACKAGE}/relationships}}Relationships", nsmap={None: f"{_PACKAGE}/relationships"}
    )
    for one in relations:
        target = one.target
        if not one.is_external:
            target = posixpath.relpath("/" + target, "/" + folder)
        line = etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship")
        line.set("Id", one.id)
        line.set("Type", one.type)
        line.set("Target", target)
        if one.is_external:
            line.set("TargetMode", "External")
    return serialized(root)


def root_relations() -> bytes:
    """Return the relations of the file as a whole."""
    return relations_part(
        [
            Relation("rId1", "officeDocument", BOOK, False, f"{_OFFICE}/officeDocument"),
            Relation(
                "rId2",
                "core-properties",
                "docProps/core.xml",
                False,
                f"{_PACKAGE}/relationships/metadata/core-properties",
            ),
        ],
        "",
    )


def core_properties(dates: list[tuple[str, str]]) -> bytes:
    """Return the document's properties: when it was made, not by whom."""
    terms = "http://purl.org/dc/terms/"
    schema = "http://www.w3.org/2001/XMLSchema-instance"
    root = etree.Element(
        f"{{{_PACKAGE}/metadata/core-properties}}coreProperties",
        nsmap={"cp": f"{_PACKAGE}/metadata/core-properties", "dcterms": terms, "xsi": schema},
    )
    for name, said in dates:
        line = etree.SubElement(root, f"{{{terms}}}{name}")
        line.set(f"{{{schema}}}type", "dcterms:W3CDTF")
        line.text = said
    return serialized(root)
