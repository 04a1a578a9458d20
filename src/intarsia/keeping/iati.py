"""An IATI file without persons: bytes in, bytes out, a few activities at a time.

Elements that hold persons go, texts are cleaned where they stand, everything else stays byte for
byte. Nothing is parsed as a tree, so an activity that is not well-formed is cleaned like others.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.markup import ATTRIBUTES, attribute, escaped, unescaped
from intarsia.readers.iati.root import find_root, is_ascii_based
from intarsia.readers.iati.stream import MAX_ACTIVITY_BYTES, last_end
from intarsia.readers.marked import Markings
from intarsia.readers.source import ReaderError, SourceFile
from intarsia.sharing.contact_info import PERSONAL, says_nothing_of_anybody

__all__ = ["clean_iati", "clean_markup"]

_BLOCK = 1 << 20
_PIECE = re.compile(
    r"<!--.*?(?:-->|$)|<!\[CDATA\[(?P<opaque>.*?)(?:\]\]>|$)|<\?.*?(?:\?>|$)"
    rf"|<(?P<end>/?)(?P<name>[\w.:-]+)(?P<attributes>(?:\s{ATTRIBUTES}?)?)(?P<closed>/?)>"
    r"|[^<]+|<",
    re.DOTALL,
)
_VALUE = re.compile(r"""=\s*("[^"]*"|'[^']*')""")
#: Their text is a code: its digits are no telephone number.
_CODES = frozenset("iati-identifier other-identifier related-activity value".split())


def clean_iati(source: SourceFile, out: BinaryIO, cleaner: Cleaner) -> None:
    """Write an IATI activity file without persons.

    Raises  ReaderError "iati.organisation_file", "iati.no_root", "xml.entities",
            "xml.unknown_encoding", "xml.activity_too_large" or "reader.classified".
    """
    root = find_root(source)
    if root.name == "iati-organisations":
        raise ReaderError(
            "iati.organisation_file",
            f"{source.name} is an IATI organisation file: it states an organization's budgets "
            "and documents, no activities. It was not read; hand in the activity file.",
            file=source.name,
        )
    marks = Markings(source.name)
    for said in (*root.comments, *root.attributes.values()):
        marks.line(said, "before the first activity")
    with source.path.open("rb") as file:
        for block, encoding in _blocks(file, source.name, root.encoding):
            out.write(clean_markup(block, cleaner).encode(encoding, "surrogateescape"))


def _blocks(file: BinaryIO, name: str, encoding: str) -> Iterator[tuple[str, str]]:
    """Yield the text cut behind activities, and the encoding in which it is written again."""
    if not is_ascii_based(encoding):
        whole = codecs.getincrementaldecoder(encoding)(errors="replace")
        first = file.read(4)
        file.seek(0)
        wide = encoding if encoding.endswith(("le", "be")) else _order(encoding, first)
        is_first = True
        for block in _cut(file, name, lambda raw: whole.decode(raw).encode()):
            mark = "\ufeff" if is_first and first[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
            is_first = False
            yield mark + block.decode().lstrip("\ufeff"), wide
        return
    for block in _cut(file, name, bytes):
        try:
            yield block.decode(encoding), encoding
        except UnicodeError:
            # Written back bit for bit, whatever it was.
            yield _whatever_it_is(block, encoding)


def _whatever_it_is(block: bytes, encoding: str) -> tuple[str, str]:
    """Bytes of which some are no letters in their encoding, as a text that gives them back."""
    try:
        text = block.decode(encoding, "surrogateescape")
        if text.encode(encoding, "surrogateescape") == block:
            return text, encoding
    except UnicodeError:
        pass
    return block.decode("latin-1"), "latin-1"


def _order(encoding: str, first: bytes) -> str:
    return encoding + ("-be" if first[:2] in (b"\xfe\xff", b"\x00\x00") else "-le")


def _cut(file: BinaryIO, name: str, decoded: object) -> Iterator[bytes]:
    rest = b""
    while raw := file.read(_BLOCK):
        rest += decoded(raw)  # type: ignore[operator]
        cut = last_end(rest)
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > MAX_ACTIVITY_BYTES:
            raise ReaderError(
                "xml.activity_too_large",
                f"{name}: an activity is larger than {MAX_ACTIVITY_BYTES:,} bytes; "
                "it was not read.",
                file=name,
            )
    if rest:
        yield rest


def clean_markup(text: str, cleaner: Cleaner) -> str:
    """Return XML without persons; well-formed or not, it is gone through once.

    >>> clean_markup("<email>a@b.org</email><t>Ask Ms Lee &amp; co</t>", Cleaner())
    '<t>Ask Ms [name removed] &amp; co</t>'
    """
    pieces = list(_PIECE.finditer(text))
    found = _suspicious(pieces, cleaner)
    out: list[str] = []
    hidden: list[str] = []
    inside: list[str] = []
    element = ""
    for piece, is_suspicious in zip(pieces, found, strict=True):
        name = (piece["name"] or "").rpartition(":")[2]
        if inside:
            hidden.append(piece[0])
            if name == inside[-1]:
                _step(piece, name, inside)
            if not inside:
                out.append(_of_a_person("".join(hidden), cleaner))
            elif piece["end"] and name == "iati-activity":
                out += _never_ended(hidden)
                inside = []
            continue
        if name in PERSONAL and not piece["end"] and not piece["closed"]:
            inside, hidden = [name], [piece[0]]
            continue
        if name and not piece["end"]:
            element = name
        out.append(_cleaned(piece, element, cleaner) if is_suspicious else piece[0])
    return "".join([*out, *(_never_ended(hidden) if inside else ())])


def _never_ended(parts: list[str]) -> list[str]:
    """What stays of an element that never ends: its tag and the ends of those around it."""
    return [parts[0], *(part for part in parts if part.startswith("</"))]


def _suspicious(pieces: list[re.Match[str]], cleaner: Cleaner) -> list[bool]:
    texts = [unescaped(piece[0]) for piece in pieces]
    return cleaner.suspicious(texts)


def _step(piece: re.Match[str], name: str, inside: list[str]) -> None:
    """Follow elements of the same name that stand in each other."""
    if piece["end"]:
        inside.pop()
    elif not piece["closed"]:
        inside.append(name)


def _of_a_person(element: str, cleaner: Cleaner) -> str:
    """Nothing in place of an element that holds a person; one that says "REDACTED" stays."""
    said = "".join(
        piece["opaque"] or ("" if piece[0].startswith("<") else unescaped(piece[0]))
        for piece in _PIECE.finditer(element)
    )
    if says_nothing_of_anybody(said):
        return element
    cleaner.removed["contact"] += 1
    return ""


def _cleaned(piece: re.Match[str], element: str, cleaner: Cleaner) -> str:
    written = piece[0]
    clean = cleaner.address if element in _CODES else cleaner.text
    if piece["name"]:
        return _VALUE.sub(lambda value: _attribute(value[0], value[1], cleaner), written)
    if piece["opaque"] is not None:
        return written.replace(piece["opaque"], clean(piece["opaque"]))
    if written.startswith("<"):
        return cleaner.text(written)
    said = unescaped(written)
    new = clean(said)
    return written if new == said else escaped(new)


def _attribute(written: str, value: str, cleaner: Cleaner) -> str:
    said = unescaped(value[1:-1])
    new = cleaner.address(said)
    if new == said:
        return written
    return "=" + attribute("", new).partition("=")[2]
