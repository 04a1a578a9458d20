"""An OpenDocument spreadsheet (.ods) without persons, and what its cells say, row by row."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.formulas import clean_formula, reaches_outside
from intarsia.keeping.markup import ATTRIBUTES, attribute, escaped, plain_markup, unescaped
from intarsia.keeping.persons import NOBODY, Persons
from intarsia.readers.archive import open_archive
from intarsia.readers.grids.opendocument import MEDIA_TYPE

__all__ = ["CONTENT", "cell_text", "clean_ods", "parts_of", "said_of", "times_of"]

CONTENT, _STYLES = "content.xml", "styles.xml"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
#: Notes and who wrote them, pictures and objects, macros, what was changed and by whom.
_LEFT_OUT = re.compile(
    r"<(office:annotation|office:scripts|office:event-listeners|table:tracked-changes"
    r"|table:shapes|draw:[\w-]+|office:forms|table:scenario|office:dde-source|dc:creator"
    r"|table:data-pilot-tables|table:dde-links)"
    rf"(?:\s{ATTRIBUTES}?)?(?:/>|>(?:(?!<\1[\s>]).)*?</\1\s*>)",
    re.DOTALL,
)
_PART = re.compile(
    rf"<(?P<end>/?)table:(?P<name>table|table-row|table-cell|covered-table-cell)"
    rf"(?P<attributes>(?:\s{ATTRIBUTES}?)?)(?P<closed>/?)>",
    re.DOTALL,
)
_VALUE = re.compile(r"""([\w-]+:[\w-]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG = re.compile(rf"<{ATTRIBUTES}/?>")
_PARAGRAPH = re.compile(rf"<text:p(?:\s{ATTRIBUTES}?)?(?:/>|>(.*?)</text:p\s*>)", re.DOTALL)
_MESSAGE = re.compile(r"<table:(help|error)-message[\s>].*?</table:\1-message\s*>", re.DOTALL)
_CONDITION = re.compile(r'\b(table:condition|table:value)="([^"]*)"')
_BETWEEN = re.compile(r"[^<>]+(?=<)")


def clean_ods(
    path: Path, name: str, to: Path, persons: Mapping[str, Persons], cleaner: Cleaner
) -> tuple[str, ...]:
    """Write a spreadsheet without persons; return the parts that were left out.

    persons   columns of persons by the name of their sheet
    """
    with (
        open_archive(path, name) as archive,
        zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as out,
    ):
        # The first part says what the file is, unpacked, so that a glance at its head tells.
        out.writestr(zipfile.ZipInfo("mimetype"), MEDIA_TYPE)
        kept = {"mimetype", "META-INF/manifest.xml", "meta.xml"}
        for member in archive.members:
            if member.filename == "meta.xml":
                cleaner.removed["author"] += archive.read(member).count(b"creator>") // 2
            if member.filename not in (CONTENT, _STYLES):
                continue
            kept.add(member.filename)
            xml = plain_markup(archive.read(member), name, member.filename)
            text = xml.decode("utf-8", "replace")
            # A chart within a frame holds other such elements: innermost first.
            text, notes = _without_left_out(text)
            cleaner.removed["author"] += notes
            if member.filename == CONTENT:
                text = _Cells(persons, cleaner).cleaned(text)
            else:
                text = _words(text, cleaner)
            out.writestr(_about(member.filename), text.encode())
        out.writestr(_about("META-INF/manifest.xml"), _manifest(kept))
        return tuple(sorted(one.filename for one in archive.members if one.filename not in kept))


def _about(part: str) -> zipfile.ZipInfo:
    about = zipfile.ZipInfo(part)
    about.compress_type = zipfile.ZIP_DEFLATED
    return about


def _manifest(kept: set[str]) -> bytes:
    lines = "".join(
        f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="text/xml"/>'
        for part in sorted(kept & {CONTENT, _STYLES})
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE.decode()}"/>'
        f"{lines}</manifest:manifest>"
    ).encode()


def _without_left_out(text: str) -> tuple[str, int]:
    notes = 0
    changed = 1
    while changed:
        notes += text.count("</office:annotation>")
        text, changed = _LEFT_OUT.subn("", text)
    return text, notes


def _words(text: str, cleaner: Cleaner) -> str:
    """Clean what stands between tags, such as the header of a printed page."""

    def cleaned(found: re.Match[str]) -> str:
        said = unescaped(found[0])
        new = cleaner.text(said)
        return found[0] if new == said else escaped(new)

    return _BETWEEN.sub(cleaned, text)


class _Cells:
    """Cleans the cells of the sheets, one after the other."""

    def __init__(self, persons: Mapping[str, Persons], cleaner: Cleaner) -> None:
        self._all = persons
        self._persons = NOBODY
        self._cleaner = cleaner
        self._row = self._rows = 0
        self._column = 0

    def cleaned(self, text: str) -> str:
        out: list[str] = []
        end = 0
        for begins, part, content, ends in parts_of(text):
            new = self._part(part, content)
            if new is not None:
                out += (_outside(text[end:begins], self._cleaner), new)
                end = ends
        return "".join([*out, _outside(text[end:], self._cleaner)])

    def _part(self, part: re.Match[str], content: str | None) -> str | None:
        said = said_of(part)
        name = part["name"]
        if part["end"]:
            return None
        if name == "table":
            self._persons = self._all.get(said.get("table:name", ""), NOBODY)
            self._row = self._rows = 0
        elif name == "table-row":
            self._row += self._rows
            self._rows = times_of(said, "rows")
            self._column = 0
        else:
            times = times_of(said, "columns")
            column, self._column = self._column, self._column + times
            if content is None and len(said) < 2:
                return None
            return self._cell(part, said, content or "", column, times)
        return None

    def _cell(
        self, part: re.Match[str], said: dict[str, str], content: str, column: int, times: int
    ) -> str | None:
        kinds = self._kinds()
        here = {at: kinds[at] for at in range(column, column + min(times, 1 << 14)) if at in kinds}
        shown = cell_text(said, content)
        if not here or not shown:
            return self._free(part, said, content)
        is_valued = "office:value-type" in said or content
        if not is_valued:
            return None
        if len(here) == times or times == 1:
            kind = next(iter(here.values()))
            return self._of_person(part["name"], said, shown, kind, content)
        # A repeated cell stands partly in columns of persons: each is written on its own.
        single = {key: value for key, value in said.items() if "columns-repeated" not in key}
        tags = "".join(" " + attribute(*one) for one in single.items())
        return "".join(
            self._of_person(part["name"], single, shown, kinds[at], content)
            or f"<table:{part['name']}{tags}>{content}</table:{part['name']}>"
            if at in here
            else f"<table:{part['name']}{tags}>{content}</table:{part['name']}>"
            for at in range(column, column + times)
        )

    def _kinds(self) -> Mapping[int, str]:
        return self._persons.of(self._row + 1) if self._persons else {}

    def _of_person(
        self, name: str, said: dict[str, str], shown: str, kind: str, content: str
    ) -> str | None:
        new = self._cleaner.person(shown, kind)
        if new == shown and "table:formula" not in said:
            return None
        kept = {
            key: value
            for key, value in said.items()
            if key.startswith("table:")
            and key not in ("table:formula", "table:content-validation-name")
        }
        tags = "".join(" " + attribute(*one) for one in kept.items())
        return (
            f'<table:{name}{tags} office:value-type="string">'
            f"<text:p>{escaped(new)}</text:p></table:{name}>"
        )

    def _free(self, part: re.Match[str], said: dict[str, str], content: str) -> str | None:
        """A cell that is no person's: its text and the words of its formula are cleaned."""
        new_content = _PARAGRAPH.sub(self._paragraph, content)
        new_said = dict(said)
        if "office:string-value" in said:
            new_said["office:string-value"] = self._cleaner.text(said["office:string-value"])
        formula = said.get("table:formula")
        if formula is not None:
            if reaches_outside(formula) or "'file:" in formula:
                del new_said["table:formula"]
            else:
                new_said["table:formula"] = clean_formula(formula, self._cleaner)
        if new_content == content and new_said == said:
            return None
        tags = "".join(" " + attribute(*one) for one in new_said.items())
        return f"<table:{part['name']}{tags}>{new_content}</table:{part['name']}>"

    def _paragraph(self, paragraph: re.Match[str]) -> str:
        markup = paragraph[1] or ""
        said = unescaped(_TAG.sub("", markup))
        new = self._cleaner.text(said)
        if "xlink:href" in markup:
            # A link leads to somebody more often than it says so.
            return f"<text:p>{escaped(new)}</text:p>"
        return paragraph[0] if new == said else f"<text:p>{escaped(new)}</text:p>"


def parts_of(text: str) -> Iterator[tuple[int, re.Match[str], str | None, int]]:
    """Yield tags of tables, rows and cells; a cell with what is in it and where it ends."""
    at = 0
    while part := _PART.search(text, at):
        at = part.end()
        content = None
        if "cell" in part["name"] and not part["end"] and not part["closed"]:
            close = text.find(f"</table:{part['name']}", at)
            if close >= 0:
                content = text[at:close]
                at = text.find(">", close) + 1 or len(text)
        yield part.start(), part, content, at


def _outside(text: str, cleaner: Cleaner) -> str:
    """What stands between the cells that changed: filters, lists to choose from and their
    messages are cleaned."""
    if "-message" in text:
        text = _MESSAGE.sub(lambda found: _words(found[0], cleaner), text)
    if "table:condition" not in text and "table:filter" not in text:
        return text
    return _CONDITION.sub(
        lambda found: attribute(found[1], clean_formula(_said(found, cleaner), cleaner)), text
    )


def _said(found: re.Match[str], cleaner: Cleaner) -> str:
    said = unescaped(found[2])
    return said if found[1] == "table:condition" else cleaner.text(said)


def said_of(part: re.Match[str]) -> dict[str, str]:
    """Return the attributes of a tag."""
    return {name: unescaped(value[1:-1]) for name, value in _VALUE.findall(part["attributes"])}


def cell_text(said: Mapping[str, str], content: str) -> str:
    """Return what a cell shows."""
    shown = _shown(content)
    return shown or said.get("office:string-value", "") or said.get("office:value", "")


def times_of(said: Mapping[str, str], what: str) -> int:
    """Return how often a row or a cell comes; what: "rows" or "columns"."""
    text = said.get(f"table:number-{what}-repeated")
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1


def _shown(content: str) -> str:
    return "\n".join(
        unescaped(_TAG.sub("", paragraph or "")) for paragraph in _PARAGRAPH.findall(content)
    )
