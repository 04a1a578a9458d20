"""What stands in a sheet of an .xlsx around its rows, without persons: print headers, filters,
lists to choose from, links; and the tables laid over its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.formulas import clean_formula, reaches_outside
from intarsia.keeping.sheet_cells import column_of

__all__ = ["clean_frame", "clean_table"]

#: Drawings, objects, other people's views and scenarios: nothing of them is read, and what they
#: show cannot be looked at.
_LEFT_OUT = frozenset(
    "drawing drawingHF legacyDrawing legacyDrawingHF picture oleObjects controls AlternateContent"
    " customSheetViews scenarios webPublishItems smartTags cellWatches protectedRanges".split()
)
#: Extensions that are kept: formats by condition, lists to choose from, small charts in cells.
_KEPT_EXTENSIONS = (
    "{78C0D931-6437-407D-A8EE-F0AAD7539E65}",
    "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}",
    "{05C60535-1F16-4FD2-B633-F4F36F0B64E0}",
)
_WORDS = frozenset("error errorTitle prompt promptTitle display tooltip text".split())
_FORMULAS = frozenset(
    "formula formula1 formula2 f calculatedColumnFormula totalsRowFormula".split()
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?\d*(?::\$?([A-Za-z]{1,3})\$?\d*)?")
_TO_A_PERSON = re.compile(r"\s*(?:mailto|tel|callto|skype|sip|sms|whatsapp|facetime)\s*:", re.I)


def clean_frame(
    root: etree._Element,
    columns: frozenset[int],
    targets: Mapping[str, str],
    keeps: Callable[[str], bool],
    cleaner: Cleaner,
) -> set[str]:
    """Clean a sheet without its rows in place; return the relations that it still needs.

    columns   positions of columns of persons
    targets   where the sheet's relations lead, by their id
    keeps     whether a relation's part stays in the file
    """
    gone: set[etree._Element] = set()
    for element in list(_elements(root)):
        name = etree.QName(element).localname
        if element in gone:
            continue
        if name in _LEFT_OUT or _is_left_out(element, name):
            gone.update(_elements(element))
            _remove(element)
        elif name == "hyperlink":
            _link(element, columns, targets, cleaner)
        elif name == "dataValidation" and _covers(_ranges(element), columns):
            gone.update(_elements(element))
            _remove(element)
            cleaner.removed["column"] += 1
        elif name == "autoFilter":
            gone.update(_elements(element))
            _filter(element, columns, cleaner)
        else:
            _words(element, name, cleaner)
    needed: set[str] = set()
    for element in _elements(root):
        relation = element.get(_RELATION)
        if relation is None:
            continue
        if keeps(relation):
            needed.add(relation)
        else:
            del element.attrib[_RELATION]
    _drop_empty(root)
    return needed


def clean_table(root: etree._Element, columns: frozenset[int], cleaner: Cleaner) -> None:
    """Clean a table laid over cells in place: its headings say what the cells under it say."""
    for name in ("tableType", "connectionId", "comment"):
        root.attrib.pop(name, None)
    for element in list(_elements(root)):
        name = etree.QName(element).localname
        element.attrib.pop("queryTableFieldId", None)
        if name == "autoFilter":
            _filter(element, columns, cleaner)
        elif name == "extLst":
            _remove(element)
        else:
            for words in ("name", "totalsRowLabel"):
                if name == "tableColumn" and words in element.attrib:
                    element.set(words, cleaner.text(element.get(words)))
            _words(element, name, cleaner)


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    yield from root.iter(etree.Element)


def _is_left_out(element: etree._Element, name: str) -> bool:
    if name == "ext":
        return str(element.get("uri", "")).upper() not in _KEPT_EXTENSIONS
    # A rule that reads from another file has nothing to read any more.
    return name in ("cfRule", "dataValidation") and any(
        reaches_outside(part.text or "") for part in _elements(element)
    )


def _link(
    element: etree._Element, columns: frozenset[int], targets: Mapping[str, str], cleaner: Cleaner
) -> None:
    target = targets.get(str(element.get(_RELATION)), "")
    if _TO_A_PERSON.match(target) or _covers(_ranges(element), columns):
        _remove(element)
        cleaner.removed["contact"] += 1
    else:
        _words(element, "hyperlink", cleaner)


def _filter(element: etree._Element, columns: frozenset[int], cleaner: Cleaner) -> None:
    """A filter repeats what cells say: in columns of persons it goes, elsewhere it is cleaned."""
    first = min((first for first, _ in _ranges(element)), default=0)
    for column in list(element):
        number = str(column.get("colId", ""))
        if number.isdecimal() and first + int(number) in columns:
            element.remove(column)
            continue
        for part in _elements(column):
            if "val" in part.attrib:
                part.set("val", cleaner.text(part.get("val")))


def _words(element: etree._Element, name: str, cleaner: Cleaner) -> None:
    for attribute in _WORDS.intersection(element.attrib):
        element.set(attribute, cleaner.text(element.get(attribute)))
    if "location" in element.attrib:
        element.set("location", cleaner.address(element.get("location")))
    if not element.text or not element.text.strip():
        return
    if name in _FORMULAS:
        element.text = clean_formula(element.text, cleaner)
    elif len(element) == 0:
        element.text = cleaner.text(element.text)


def _ranges(element: etree._Element) -> list[tuple[int, int]]:
    """The columns, first and last, of the cells that an element is about."""
    return [
        (column_of(found[1]), column_of(found[2] or found[1]))
        for part in str(element.get("sqref") or element.get("ref") or "").split()
        if (found := _RANGE.fullmatch(part))
    ]


def _covers(ranges: list[tuple[int, int]], columns: frozenset[int]) -> bool:
    """Whether all cells stand in columns of persons."""
    if not ranges or not columns:
        return False
    return all(
        all(column in columns for column in range(first, min(last, first + 64) + 1))
        for first, last in ranges
    )


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and element.tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _drop_empty(root: etree._Element) -> None:
    """Lists that hold nothing any more are not allowed to stand there."""
    for name in ("hyperlinks", "dataValidations", "conditionalFormatting", "ext", "extLst"):
        for element in list(root.iter(f"{{*}}{name}")):
            if len(element) == 0:
                _remove(element)
    for element in root.iter("{*}dataValidations"):
        if "count" in element.attrib:
            element.set("count", str(len(element)))
