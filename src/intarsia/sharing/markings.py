"""Does this line carry a marking of its source, and is it one that must be refused?

Goes in: a heading, a line above a table, a header or footer, a cell of a column of markings.
Not the cells of a list's rows, where "Confidential" stands for an organization, and not the
headings of its columns. Method: docs/methods/sharing.md.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from intarsia import codelists
from intarsia.codelists import Row

__all__ = ["Marking", "marking"]

#: A line or a part of one that is longer is prose.
_LONGEST = 120
_JOIN = r"[\s/.:–—-]+"
_EDGE = r"[\s\[\](){}<>«»\"'“”*_=~#|.,:;!–—-]*"
_BEFORE = (
    r"(?:(?:SECURITY |DOCUMENT )?CLASSIFICATION(?: DE SECURITE)?|CLASSIFIED|CLASSIFIE"
    r"|MARKING|MARQUAGE|HANDLING|SENSITIVITY|(?:DEGRE|NIVEAU) DE (?:CLASSIFICATION|CONFIDENTIALITE)"
    r"|ГРИФ(?: СЕКРЕТНОСТИ)?|ПОМЕТКА)\s*[:=–—-]\s*"
)
_CAVEAT = (
    r"(?:\s*//.*|[\s.,;(–—-]+(?:REL(?:EASABLE)? (?:TO|FOR) .*|NOFORN|ATOMAL|CRYPTO"
    r"|(?:[A-Z]{2,3} )?EYES ONLY|(?:ЭКЗ\.|ЭКЗЕМПЛЯР|КОПИЯ|COPY)[\s№.]*\w{1,12}))"
)
_PAGE = r"(?:(?:PAGE|P\.|СТР\.|С\.)?\s*\d{1,4}(?:\s*(?:/|OF|SUR|ИЗ)\s*\d{1,4})?)"
_PARTS = re.compile(r"\t|\||\s{2,}|\s[–—-]\s")
_CELLS = re.compile(r"\t|\|")
_SPACED_OUT = re.compile(r"\W*(?:\w +){3,}\w\W*")


@dataclass(frozen=True)
class Marking:
    """A marking of a document's source.

    text            as it is written, without what stands around it
    is_classified   it must be refused; else it is kept and shown
    """

    text: str
    is_classified: bool


def marking(text: str) -> Marking | None:
    """Return the marking that a text carries, a classification before others, or None.

    A marking stands alone on a line, in brackets, behind "Classification:" or beside a page
    number; one that names its organization may stand in a part of a header line too. A single
    word needs a capital. Labels of TLP are none: see `labels.label_of`.

    >>> marking("Weekly report – NATO RESTRICTED")
    Marking(text='NATO RESTRICTED', is_classified=True)
    >>> marking("OSCE Restricted").is_classified, marking("A confidential hotline")
    (False, None)
    """
    found = [one for line in text.splitlines() if (one := _in_line(line))]
    return next((one for one in found if one.is_classified), found[0] if found else None)


def _in_line(line: str) -> Marking | None:
    if _SPACED_OUT.fullmatch(line):
        words = re.split(r"\s{2,}", line.strip())
        alone = _alone("  ".join("".join(word.split()) for word in words))
        return alone and Marking(line.strip(), alone.is_classified)
    found = [_alone(line)]
    found += [_alone(part, distinct=True) for part in _PARTS.split(line)]
    found += [_alone(cell) for cell in _CELLS.split(line) if cell.isupper()]
    known = [one for one in found if one]
    return next((one for one in known if one.is_classified), known[0] if known else None)


def _alone(part: str, *, distinct: bool = False) -> Marking | None:
    """The marking that a line or a part of one is, apart from its frame; only `distinct` ones."""
    if len(part) > _LONGEST:
        return None
    match = _forms().fullmatch(_folded(part))
    if match is None:
        return None
    written = part[slice(*match.span("marking"))]
    named = match["named"]
    rows = [_known()[_key(one)] for one in _phrases().findall(named)]
    if distinct and not any(row["is_distinct"] == "true" for row in rows):
        return None
    is_one_word = not re.search(r"\W", named) and not match["before"]
    if is_one_word and not written[0].isupper():
        return None
    return Marking(written, any(row["is_classified"] == "true" for row in rows))


@cache
def _known() -> dict[str, Row]:
    return {_key(row["marking"]): row for row in codelists.rows("source_markings")}


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(_known(), key=len, reverse=True)
    written = (_JOIN.join(map(re.escape, key.split())) for key in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)")


@cache
def _forms() -> re.Pattern[str]:
    one = _phrases().pattern
    named = rf"(?P<named>(?:{one})(?:\s*[/·]\s*(?:{one}))*)"
    return re.compile(
        rf"{_EDGE}(?:{_PAGE}{_EDGE})?(?P<before>{_BEFORE})?{_EDGE}"
        rf"(?P<marking>{named}{_CAVEAT}?){_EDGE}(?:{_PAGE}{_EDGE})?"
    )


def _key(text: str) -> str:
    return " ".join(re.split(_JOIN, _folded(text).strip()))


def _folded(text: str) -> str:
    """The text in capitals without accents, letter for letter, so that places stay the same."""
    return "".join(map(_letter, text))


@cache
def _letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0].upper()
    return base if len(base) == 1 else letter
