"""An IATI file as a stream of parsed pieces, a handful of activities each.

The bytes are cut behind a closing `</iati-activity>` and parsed piece by piece. So memory holds
one piece, never the file; a piece fits the processor's cache, which makes it faster than one pass
over the whole; and one malformed activity costs itself, not what stands after it.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import BinaryIO

from lxml import etree

from intarsia.readers.iati.root import Root, is_ascii_based, safe_parser, without_comments
from intarsia.readers.source import Progress, ReaderError, SourceFile
from intarsia.tables import ProblemLog
from intarsia.terms import Severity

#: Bytes parsed at a time. Measured: 64 kB parse a quarter faster than 1 MB, whose trees leave the
#: processor's cache.
BLOCK_BYTES = 1 << 16
#: One activity larger than this is refused; the largest published ones are near a megabyte.
MAX_ACTIVITY_BYTES = 32 << 20
_CLOSE = b"</iati-activity>"
_BARE_AMPERSAND = re.compile(r"&(?!#\d+;|#x[0-9A-Fa-f]+;|(?:amp|lt|gt|quot|apos);)")
_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Where XML may hold tags that are none.
_OPAQUE = (b"<!--", b"<![CDATA[")
_MARK = re.compile(rb"<!--|<!\[CDATA\[|</iati-activity\s*>")
_OPENED = re.compile(rb"<iati-activity[\s>]")


@dataclass(frozen=True)
class Piece:
    """Some activities of the file, parsed; `lost` counts those that could not be."""

    activities: list[etree._Element]
    lost: int = 0


@dataclass(frozen=True)
class Span:
    """A part of the file that begins and ends between two activities; no end = the file's."""

    starts_at: int
    ends_at: int | None
    activities_before: int
    lines_before: int


def spans(source: SourceFile, root: Root, bytes_each: int) -> list[Span]:
    """Return the file cut into spans of about `bytes_each`, for several processes to read.

    One span where the encoding does not let bytes be searched for a closing tag.
    """
    first = Span(root.starts_at, None, 0, root.lines)
    if not is_ascii_based(root.encoding):
        return [first]
    found = [first]
    with source.path.open("rb") as file:
        while True:
            last = found[-1]
            file.seek(last.starts_at)
            block = file.read(bytes_each)
            if any(mark in block for mark in _OPAQUE):
                # Where a comment may begin or end, only one pass knows what is inside it.
                return [first]
            cut = last_end(block)
            if len(block) < bytes_each or not cut:
                return found
            ends_at = last.starts_at + cut
            found[-1] = replace(last, ends_at=ends_at)
            found.append(
                Span(
                    ends_at,
                    None,
                    last.activities_before + block.count(_CLOSE, 0, cut),
                    last.lines_before + block.count(b"\n", 0, cut),
                )
            )


def pieces(
    source: SourceFile,
    root: Root,
    log: ProblemLog,
    *,
    span: Span | None = None,
    progress: Progress | None = None,
) -> Iterator[Piece]:
    """Yield the activities of the file, or of a span of it, in order, parsed piece by piece.

    What cannot be parsed is named in `log` with its line, and counted in `Piece.lost`.
    """
    span = span or Span(root.starts_at, None, 0, root.lines)
    parse = _Parse(root, log, span.lines_before + 1)
    with source.path.open("rb") as file:
        for block in _cut(file, source, root, log, span, progress):
            yield parse(block)


def _cut(
    file: BinaryIO,
    source: SourceFile,
    root: Root,
    log: ProblemLog,
    span: Span,
    progress: Progress | None,
) -> Iterator[bytes]:
    """Yield bytes (UTF-8 or the declared single-byte encoding) that end behind an activity."""
    rest = b""
    for block in _blocks(file, source, root, span, progress):
        rest += block
        cut = last_end(rest)
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > MAX_ACTIVITY_BYTES:
            raise ReaderError(
                "xml.activity_too_large",
                f"{source.name}: an activity is larger than {MAX_ACTIVITY_BYTES:,} bytes; "
                "it was not read.",
                file=source.name,
            )
    if span.ends_at is None:
        yield from _tail(rest, source, root, log)


def _blocks(
    file: BinaryIO, source: SourceFile, root: Root, span: Span, progress: Progress | None
) -> Iterator[bytes]:
    if is_ascii_based(root.encoding):
        decoder, skip = None, 0
        file.seek(span.starts_at)
    else:
        decoder = codecs.getincrementaldecoder(root.encoding)(errors="replace")
        skip = span.starts_at
    left = (span.ends_at or source.size) - file.tell()
    while left > 0 and (block := file.read(min(BLOCK_BYTES, left))):
        left -= len(block)
        if decoder is not None:
            block = decoder.decode(block).encode()
            block, skip = block[skip:], max(0, skip - len(block))
        yield block
        if progress is not None:
            progress(file.tell() / source.size)


def _tail(rest: bytes, source: SourceFile, root: Root, log: ProblemLog) -> Iterator[bytes]:
    """Look at what stands behind the last activity: it should be the root's end and no more."""
    end = b"</" + root.name.encode() + b">"
    tail = without_comments(rest)
    if end not in tail:
        if _OPENED.search(tail):
            yield rest
        elif not _closes_itself(source, root):
            log.note("xml.no_end", expected=end.decode())
        return
    before, after = rest.split(end, 1) if end in rest else (tail, b"")
    if before.strip():
        yield before
    if after.strip():
        log.note("xml.after_the_end")


def _closes_itself(source: SourceFile, root: Root) -> bool:
    with source.path.open("rb") as file:
        return file.read(root.starts_at).rstrip().endswith(b"/>")


class _Parse:
    """Parses a block; where that fails, activity by activity, so that one costs itself only."""

    def __init__(self, root: Root, log: ProblemLog, line: int) -> None:
        self.root = root
        self.log = log
        self.parser = safe_parser()
        self.lines = line
        declared = root.encoding if is_ascii_based(root.encoding) else "utf-8"
        self.before = f'<?xml version="1.0" encoding="{declared}"?>'.encode() + root.opening
        self.after = b"</" + root.name.encode() + b">"

    def __call__(self, block: bytes) -> Piece:
        try:
            piece = Piece(self._activities(self._parsed(block)))
        except (etree.XMLSyntaxError, UnicodeError):
            piece = self._one_by_one(block)
        self.lines += block.count(b"\n")
        return piece

    def _parsed(self, block: bytes) -> etree._Element:
        return etree.XML(self.before + block + self.after, self.parser)

    def _activities(self, root: etree._Element) -> list[etree._Element]:
        found: list[etree._Element] = root.findall("iati-activity")
        if len(found) != len(root):
            for other in list(root):
                name = etree.QName(other)
                if other.tag != "iati-activity" and name.localname == "iati-activity":
                    _without_namespace(other, str(name.namespace))
                    self.log.tally("iati.namespace", value=str(name.namespace))
                elif other.tag != "iati-activity":
                    self.log.tally(
                        "iati.element_outside_activity",
                        severity=Severity.LOST,
                        column=str(other.tag),
                        cell=f"line {self.lines}",
                    )
            found = root.findall("iati-activity")
        return found

    def _one_by_one(self, block: bytes) -> Piece:
        parts = activity_parts(block)
        read: list[etree._Element] = []
        lost, line = 0, self.lines
        for part in parts:
            found, missed = self._one_part(part, line)
            read.extend(found)
            lost += missed
            line += part.count(b"\n")
        return Piece(read, lost)

    def _one_part(self, part: bytes, line: int) -> tuple[list[etree._Element], int]:
        """Return the activities of a part, and how many of it could not be read."""
        try:
            return self._activities(self._parsed(part)), 0
        except (etree.XMLSyntaxError, UnicodeError) as failed:
            reason = failed
        repaired = self._repaired(part, line)
        if repaired is not None:
            return repaired, 0
        openings = [match.start() for match in _OPENED.finditer(part)]
        if len(openings) > 1:
            # An activity without its end would take those behind it along: each on its own.
            cuts = [0, *openings[1:], len(part)]
            read, lost = [], 0
            for begins, ends in pairwise(cuts):
                found, missed = self._one_part(part[begins:ends], line)
                read.extend(found)
                lost += missed
                line += part.count(b"\n", begins, ends)
            return read, lost
        if part.strip():
            complete = part.rstrip().endswith(b">") and _CLOSE in part
            self.log.lost(
                "xml.not_well_formed" if complete else "xml.truncated",
                cell=f"line {line + _leading_lines(part)}",
                column="iati-activity",
                value=_identifier_in(part),
                expected=_said_by(reason),
            )
        return [], len(openings)

    def _repaired(self, part: bytes, line: int) -> list[etree._Element] | None:
        """Mend what is unambiguous: bytes of another encoding, bare &, &nbsp;, control codes."""
        try:
            text, encoding_was = part.decode(self.root.encoding), None
        except (UnicodeError, LookupError):
            text, encoding_was = part.decode("cp1252", errors="replace"), "cp1252"
        mended = _NAMED_ENTITY.sub(lambda m: html.unescape(m.group()), text)
        mended = _FORBIDDEN.sub("", _BARE_AMPERSAND.sub("&amp;", mended))
        try:
            body = self.root.opening.decode("latin-1") + mended + self.after.decode()
            found = self._activities(etree.fromstring(body.encode(), safe_parser()))
        except etree.XMLSyntaxError:
            return None
        where = f"line {line + _leading_lines(part)}"
        if encoding_was:
            self.log.tally("xml.encoding", value=encoding_was, cell=where)
        if mended != text:
            self.log.tally("xml.mended", cell=where)
        return found


def last_end(block: bytes) -> int:
    """Return where the last complete activity of the bytes ends; 0 where none does.

    A closing tag inside a comment or CDATA section ends nothing.

    >>> last_end(b"<a></iati-activity><!-- </iati-activity> -->")
    19
    """
    if not any(mark in block for mark in _OPAQUE):
        cut = block.rfind(_CLOSE)
        return cut + len(_CLOSE) if cut >= 0 else 0
    ends = _ends(block)
    return ends[-1] if ends else 0


def activity_parts(block: bytes) -> list[bytes]:
    """Return the bytes cut behind every closing tag that ends an activity."""
    cuts = [0, *_ends(block)]
    parts = [block[begins:ends] for begins, ends in pairwise(cuts)]
    return [*parts, block[cuts[-1] :]]


def _ends(block: bytes) -> list[int]:
    found, at = [], 0
    while match := _MARK.search(block, at):
        if match.group().startswith(b"</"):
            at = match.end()
            found.append(at)
            continue
        closing = b"-->" if match.group() == b"<!--" else b"]]>"
        closed = block.find(closing, match.end())
        if closed < 0:
            break
        at = closed + len(closing)
    return found


def _without_namespace(node: etree._Element, namespace: str) -> None:
    """Take a namespace that stands on the whole activity off its elements."""
    mark = f"{{{namespace}}}"
    for element in node.iter(etree.Element):
        if str(element.tag).startswith(mark):
            element.tag = str(element.tag)[len(mark) :]


def _leading_lines(part: bytes) -> int:
    return len(part[: len(part) - len(part.lstrip())].splitlines()) or 0


def _identifier_in(part: bytes) -> str | None:
    found = re.search(rb"<iati-identifier[^>]*>\s*([^<]{1,150}?)\s*<", part)
    return found.group(1).decode("utf-8", errors="replace") if found else None


def _said_by(reason: Exception | None) -> str | None:
    return reason.msg if isinstance(reason, etree.XMLSyntaxError) else None
