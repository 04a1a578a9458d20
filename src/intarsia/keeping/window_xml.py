"""The element at an XPath of a kept IATI file, as indented lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from intarsia.keeping.window_parts import WindowLine
from intarsia.readers.iati.root import Root, find_root, is_ascii_based, safe_parser
from intarsia.readers.iati.stream import activity_parts, last_end
from intarsia.readers.source import HEAD_BYTES, ReaderError, SourceFile

__all__ = ["element_lines"]

_XPATH = re.compile(r"/iati-activities/iati-activity\[(\d{1,9})\]((?:/[\w.:@-]+(?:\[\d{1,6}\])?)*)")
_STEP = re.compile(r"([\w.:-]+)(?:\[(\d+)\])?")
_END = b"</iati-activity>"
_BLOCK = 4 << 20
_MOST_LETTERS = 2_000
#: Lines of one activity that are written out to find those to show.
_MOST_LINES = 20_000


def element_lines(kept: Path, xpath: str | None, lines: int) -> tuple[WindowLine, ...]:
    """Return the lines of the activity in which the element stands, the element's own marked.

    xpath   as problems and origins say it; None: the first activity
    lines   at most so many, from shortly before the element
    """
    found = _XPATH.fullmatch("/iati-activities/iati-activity[1]" if xpath is None else xpath)
    if found is None:
        return ()
    raw = _activity(kept, int(found[1]))
    if raw is None:
        return ()
    try:
        activity = etree.fromstring(raw, safe_parser())
    except (etree.XMLSyntaxError, ValueError):
        return _as_written(raw, lines)
    if activity.tag != "iati-activity":
        activity = next(activity.iter("{*}iati-activity"), activity)
    target = _inside(activity, found[2])
    if target is None:
        return ()
    marked = target if xpath is not None else None
    written = []
    for line in _lines(activity, 0, marked, False):
        written.append(line)
        if len(written) >= _MOST_LINES:
            break
    first = next((at for at, line in enumerate(written) if line.is_marked), 0)
    start = max(0, min(first - lines // 4, len(written) - lines))
    return tuple(written[start : start + lines])


def _activity(kept: Path, number: int) -> bytes | None:
    """The bytes of one activity within its root element, as UTF-8 or in the file's encoding."""
    size = kept.stat().st_size
    with kept.open("rb") as file:
        head = file.read(HEAD_BYTES)
    source = SourceFile(kept, kept.name, "", size, head)
    root = find_root(source)
    if not is_ascii_based(root.encoding):
        text = kept.read_bytes().decode(root.encoding, "replace").lstrip("\ufeff").encode()
        blocks: Iterator[bytes] = iter([text[root.starts_at :]])
        return _nth(blocks, number, root, "utf-8")
    return _nth(_blocks(kept, root), number, root, root.encoding)


def _blocks(kept: Path, root: Root) -> Iterator[bytes]:
    with kept.open("rb") as file:
        file.seek(root.starts_at)
        rest = b""
        while block := file.read(_BLOCK):
            rest += block
            cut = last_end(rest)
            yield rest[:cut]
            rest = rest[cut:]
            if len(rest) > 16 * _BLOCK:
                raise ReaderError(
                    "xml.activity_too_large",
                    f"{kept.name}: an activity is larger than {16 * _BLOCK:,} bytes.",
                    file=kept.name,
                )
        yield rest


def _nth(blocks: Iterator[bytes], number: int, root: Root, encoding: str) -> bytes | None:
    before = 0
    for block in blocks:
        here = block.count(_END)
        if before + here < number:
            # Counted as they are written; a closing tag within a comment counts only there.
            before += (
                here
                if b"<!--" not in block and b"<![CDATA[" not in block
                else len([part for part in activity_parts(block) if part.rstrip().endswith(_END)])
            )
            continue
        parts = [part for part in activity_parts(block) if part.rstrip().endswith(_END)]
        if number - before <= len(parts):
            declared = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
            close = b"</" + root.name.encode() + b">"
            return declared + root.opening + parts[number - before - 1] + close
        before += len(parts)
    return None


def _inside(activity: etree._Element, path: str) -> etree._Element | None:
    """The element that the rest of an XPath leads to; an attribute leads to its element."""
    element = activity
    for step in path.split("/")[1:]:
        if step.startswith("@"):
            return element
        found = _STEP.fullmatch(step)
        if found is None:
            return None
        same = [one for one in element if one.tag == found[1]]
        at = int(found[2] or 1) - 1
        if not 0 <= at < len(same):
            return None
        element = same[at]
    return element


def _lines(
    element: etree._Element, depth: int, marked: etree._Element | None, is_inside: bool
) -> Iterator[WindowLine]:
    if not isinstance(element.tag, str):
        return
    is_marked = is_inside or element is marked
    name = _name(element)
    attributes = "".join(f' {_short(str(key))}="{value}"' for key, value in element.attrib.items())
    text = " ".join((element.text or "").split())
    indent = "  " * depth
    if len(element) == 0:
        line = (
            f"{indent}<{name}{attributes}>{text}</{name}>"
            if text
            else f"{indent}<{name}{attributes}/>"
        )
        yield WindowLine(_cut(line), is_marked)
        return
    yield WindowLine(_cut(f"{indent}<{name}{attributes}>{text}"), is_marked)
    for inner in element:
        yield from _lines(inner, depth + 1, marked, is_marked)
    yield WindowLine(f"{indent}</{name}>", is_marked)


def _name(element: etree._Element) -> str:
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local


def _short(key: str) -> str:
    if key.startswith("{http://www.w3.org/XML/1998/namespace}"):
        return "xml:" + key.rpartition("}")[2]
    return key.rpartition("}")[2]


def _as_written(raw: bytes, lines: int) -> tuple[WindowLine, ...]:
    """An activity that is not well-formed, line by line as it stands in the file."""
    text = raw.decode("utf-8", "replace")
    return tuple(WindowLine(_cut(line), True) for line in text.splitlines()[:lines])


def _cut(line: str) -> str:
    return line if len(line) <= _MOST_LETTERS else line[: _MOST_LETTERS - 1] + "…"
