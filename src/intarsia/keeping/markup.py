"""Pieces of XML as text: what stands in a spot, and how it is written back.

Used where a tree of the whole would not fit into memory; whatever is cut here was parsed before
or is parsed afterwards by a program that trusts nothing.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from intarsia.readers.source import ReaderError
from intarsia.readers.workbook import unreadable

__all__ = [
    "ATTRIBUTES",
    "attribute",
    "escaped",
    "parsed",
    "plain_markup",
    "serialized",
    "unescaped",
]

#: The inside of a tag behind its name; ">" may stand in a value. No tag of these formats has
#: more than a few dozen attributes, and the bound keeps hostile text from being gone through again
#: and again.
ATTRIBUTES = r"(?:[^<>\"'/]++|/(?!>)|\"[^\"]*+\"|'[^']*+'){0,128}"
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_OPAQUE = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ESCAPE = re.compile(r"&(?:#([xX][0-9A-Fa-f]{1,6}|\d{1,7})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
#: Signs that XML cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udc7f\udd00-\udfff]")


def plain_markup(xml: bytes, name: str, member: str) -> bytes:
    """Return a part of a document without comments and with its CDATA sections as text.

    Raises  ReaderError "workbook.unreadable" where it has a document type: no workbook has one,
            and it could hide text behind names.
    """
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise unreadable(name, f"{member} has a document type, which no workbook has")
    if b"<!--" in xml:
        xml = _COMMENT.sub(b"", xml)
    if b"<![CDATA[" in xml:
        xml = _OPAQUE.sub(lambda found: escape(found[1].decode("utf-8", "replace")).encode(), xml)
    return xml


def parsed(xml: bytes, name: str, member: str) -> etree._Element:
    """Return a part as a tree: no entities, no network.

    Raises  ReaderError "workbook.unreadable".
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as reason:
        raise _broken(name, member, str(reason)) from None


def serialized(tree: etree._Element) -> bytes:
    """Return a tree as a part of a document."""
    written: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def unescaped(markup: str) -> str:
    """Return what a piece of text between tags says."""
    return _ESCAPE.sub(_meant, markup) if "&" in markup else markup


def _meant(escape_: re.Match[str]) -> str:
    number = escape_[1]
    if number is None:
        return _NAMED[escape_[2]]
    point = int(number[1:], 16) if number[0] in "xX" else int(number)
    return chr(point) if point < 0x110000 else escape_[0]


def escaped(text: str) -> str:
    """Return a text as it may stand between tags; signs that XML cannot hold are left out."""
    # A line end of the old kind would be read as one of ours.
    return escape(_FORBIDDEN.sub("", text)).replace("\r", "&#13;")


def attribute(name: str, value: str) -> str:
    """Return an attribute as it is written in a tag."""
    return f"{name}={quoteattr(_FORBIDDEN.sub('', value))}"


def _broken(name: str, member: str, reason: str) -> ReaderError:
    return unreadable(name, f"{member}: {reason}")
