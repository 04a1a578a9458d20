"""The outermost element of an IATI file: what it is, its encoding, whether it is safe to read."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from lxml import etree

from intarsia.readers.source import ReaderError, SourceFile

#: Bytes in which the root element must open.
HEAD_BYTES = 1 << 20
_ROOT = re.compile(rb"<(iati-activities|iati-organisations)(?=[\s>/])")
_ACTIVITY = re.compile(rb"<iati-activity[\s>/]")
#: Comments that are looked at.
_MOST_COMMENTS = 100
_TAG_END = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
#: Codecs of Python that are no encodings of text files.
_NO_TEXT = frozenset({"undefined", "punycode", "idna", "unicode_escape", "raw_unicode_escape"})


@dataclass(frozen=True)
class Root:
    """The file's outermost element: its name, attributes, and how to open it again.

    comments   what is said before the first activity, beside its elements
    """

    name: str
    attributes: dict[str, str]
    opening: bytes
    starts_at: int
    encoding: str
    lines: int = 0
    comments: tuple[str, ...] = ()


def safe_parser() -> etree.XMLParser:
    """Return a parser that resolves no entity, loads nothing and refuses oversized trees."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=False,
    )


def find_root(source: SourceFile) -> Root:
    """Return the file's root element, read from its head.

    Raises  ReaderError "xml.entities" where the file declares entities (a safe report needs
            none), "iati.no_root" where no IATI root element opens in the first megabyte.
    """
    with source.path.open("rb") as file:
        raw = file.read(HEAD_BYTES)
    encoding = _encoding(raw, source.name)
    head = _as_utf8(raw, encoding)
    bare = without_comments(head)
    opening = _ROOT.search(bare)
    prolog = bare[: opening.start()] if opening else bare
    if b"<!ENTITY" in prolog:
        raise ReaderError(
            "xml.entities",
            f"{source.name} declares entities (<!ENTITY …>). They can be used to attack the "
            "reader and no IATI report needs them; the file was not read. Ask its sender for "
            "a file without a DOCTYPE.",
            file=source.name,
        )
    end = _TAG_END.match(head, opening.end()) if opening else None
    if opening is None or end is None:
        raise ReaderError(
            "iati.no_root",
            f"{source.name} opens no <iati-activities> in its first megabyte; it is no IATI "
            "activity file.",
            file=source.name,
        )
    tag = head[opening.start() : end.end()]
    name = opening.group(1).decode()
    closed = tag.endswith(b"/>")
    try:
        parsed = etree.XML(tag if closed else tag + b"</" + name.encode() + b">", safe_parser())
    except etree.XMLSyntaxError as reason:
        raise ReaderError(
            "iati.no_root",
            f"{source.name}: the opening <{name}> cannot be read: {reason.msg}.",
            file=source.name,
        ) from None
    attributes = {str(key): str(value) for key, value in parsed.attrib.items()}
    return Root(
        name,
        attributes,
        tag[:-2] + b">" if closed else tag,
        end.end(),
        encoding,
        head.count(b"\n", 0, end.end()),
        _comments(head),
    )


def _comments(head: bytes) -> tuple[str, ...]:
    """The comments before the first activity."""
    first = _ACTIVITY.search(head)
    end = first.start() if first else len(head)
    found: list[str] = []
    at = 0
    while len(found) < _MOST_COMMENTS and (begins := head.find(b"<!--", at, end)) >= 0:
        at = head.find(b"-->", begins + 4)
        if at < 0:
            break
        found.append(head[begins + 4 : at].decode("utf-8", "replace").strip())
    return tuple(found)


def without_comments(head: bytes) -> bytes:
    """The head with blanks in place of comments, in one pass however many open."""
    kept, at = [], 0
    while (begins := head.find(b"<!--", at)) >= 0:
        ends = head.find(b"-->", begins + 4)
        if ends < 0:
            break
        kept.append(head[at:begins])
        kept.append(b" " * (ends + 3 - begins))
        at = ends + 3
    return b"".join([*kept, head[at:]])


def is_ascii_based(encoding: str) -> bool:
    """Whether tags stand in the bytes as in ASCII, so that bytes can be searched for them."""
    return not encoding.startswith(("utf-16", "utf-32", "cp037", "cp500", "cp1026"))


def _encoding(head: bytes, name: str) -> str:
    """Return the Python name of the file's encoding: its mark, else its declaration."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return "utf-8" if encoding == "utf-8-sig" else encoding
    if head[:4] in (b"<\x00?\x00", b"<\x00i\x00"):
        return "utf-16-le"
    if head[:4] in (b"\x00<\x00?", b"\x00<\x00i"):
        return "utf-16-be"
    declared = _DECLARED.match(head)
    if declared is None:
        return "utf-8"
    try:
        codec = codecs.lookup(declared.group(1).decode())
        if not is_ascii_based(codec.name):
            # The declaration itself can be read byte by byte, so the file is no UTF-16.
            return "utf-8"
        if codec.name in _NO_TEXT or not getattr(codec, "_is_text_encoding", True):
            raise LookupError
        return codec.name
    except LookupError:
        raise ReaderError(
            "xml.unknown_encoding",
            f"{name} says it is encoded in {declared.group(1).decode()!r}, which is no known "
            "encoding; it was not read. Save it as UTF-8.",
            file=name,
        ) from None


def _as_utf8(head: bytes, encoding: str) -> bytes:
    if is_ascii_based(encoding):
        return head
    return codecs.getincrementaldecoder(encoding)(errors="replace").decode(head).encode()
