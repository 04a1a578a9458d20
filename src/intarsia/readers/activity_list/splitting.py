"""Several names in one cell: "UNHCR / IRC; NRC" in, the three names out; a name with a stroke or
comma of its own stays whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import cache

#: Signs that only ever stand between names.
_ALWAYS = re.compile(r"\s*(?:;|\||\n|\r|•|\t|؛)\s*")
_STROKE_APART = re.compile(r"\s+[/\\]\s+|\s+\+\s+")
_STROKE = re.compile(r"\s*[/\\]\s*")
_COMMA = re.compile(r"\s*[,،]\s*")
_AND = re.compile(r"\s+(?:and|et|y|e|и|та|і|و)\s+|\s*&\s*", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-ZА-ЯІЇЄ][A-Za-zА-Яа-я0-9.-]{0,3}[A-ZА-ЯІЇЄ0-9]{1,9}|[A-ZА-ЯІЇЄ]{2,10}")


def split_names(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """Return the organizations that one cell names.

    is_known  whether a text is the name of an organization: of the register, or because it
              stands alone in another cell of the list

    >>> split_names("UNHCR / IRC; NRC", lambda name: False)
    ['UNHCR', 'IRC', 'NRC']
    >>> split_names("Ministry of Labour, Health and Social Affairs", lambda name: False)
    ['Ministry of Labour, Health and Social Affairs']
    >>> split_names("HEKS/EPER", {"HEKS/EPER"}.__contains__)
    ['HEKS/EPER']
    """
    if is_known(text) or _is_plain(text):
        return [text]
    parts = [part for part in _outside_brackets(_ALWAYS, text) if part]
    names: list[str] = []
    for part in parts:
        names += _split_one(part, is_known)
    return list(dict.fromkeys(names)) or [text]


def split_lines(lines: Sequence[str], is_known: Callable[[str], bool]) -> list[str]:
    """Return the organizations that the lines of one cell name; none where a line may be half one.

    >>> split_lines(["ACF / OXFAM", "NRC"], {"OXFAM", "NRC"}.__contains__)
    ['ACF', 'OXFAM', 'NRC']
    >>> split_lines(["Save the", "Children"], {"Save the Children"}.__contains__)
    []
    """
    if len(lines) < 2 or is_known(" ".join(lines)):
        return []
    names = [name for line in lines for name in split_names(line, is_known)]
    are_names = all(is_known(name) or _ACRONYM.fullmatch(name) for name in names)
    return list(dict.fromkeys(names)) if are_names else []


def _split_one(text: str, is_known: Callable[[str], bool]) -> list[str]:
    if is_known(text):
        return [text]
    apart = [part for part in _outside_brackets(_STROKE_APART, text) if part]
    if len(apart) > 1:
        return [name for part in apart for name in _split_one(part, is_known)]
    for sign in (_STROKE, _COMMA, _AND):
        parts = [part for part in _outside_brackets(sign, text) if part]
        if len(parts) > 1 and all(
            is_known(part) or (sign is not _AND and _ACRONYM.fullmatch(part)) for part in parts
        ):
            return parts
    return [text]


def split_places(text: str, alone: Collection[str], codes: int) -> list[str]:
    """Return the places that one cell names.

    alone  texts that fill whole cells of the column
    codes  how many codes stand beside the name: as many parts are as many places

    >>> split_places("Port-Amar ; Cap Orla", (), 0), split_places("Awsi /Zone 1", (), 1)
    (['Port-Amar', 'Cap Orla'], ['Awsi /Zone 1'])
    """
    if _is_plain(text):
        return [text]
    parts = [part for part in _ALWAYS.split(text) if part]
    if len(parts) > 1:
        return parts
    for sign in (_STROKE_APART, _STROKE, _COMMA, _AND):
        parts = [part for part in _outside_brackets(sign, text) if part]
        if len(parts) > 1 and (len(parts) == codes or all(part in alone for part in parts)):
            return parts
    return [text]


def split_place_lines(lines: Sequence[str], alone: Collection[str], codes: int) -> list[str]:
    """Return the places that the lines of one cell name; none where a line may be half a name.

    >>> split_place_lines(["Luuq", "Doolow"], {"Luuq", "Doolow"}, 0)
    ['Luuq', 'Doolow']
    """
    are_places = len(lines) == codes or all(line in alone for line in lines)
    return list(lines) if len(lines) > 1 and are_places else []


def split_codes(text: str, signs: Sequence[str] = ()) -> list[str]:
    """Return the codes that one cell holds; codes have no commas or strokes of their own.

    signs  further ones that a mapping states

    >>> split_codes("XA0704 ; XA0705, XA0706"), split_codes("A+B", "+")
    (['XA0704', 'XA0705', 'XA0706'], ['A', 'B'])
    """
    parts = split_at(text, signs) if signs else [text]
    return [one for part in parts for one in re.split(r"\s*[;|,/\n؛،]\s*", part) if one]


def split_at(text: str, signs: Sequence[str]) -> list[str]:
    """Return the parts of a text between the signs that a mapping states, each part once.

    A sign of letters ("and") parts only where it stands as a word.

    >>> split_at("Sand Fund and Health, Water", ("and", ","))
    ['Sand Fund', 'Health', 'Water']
    """
    found = _stated(tuple(signs))
    parts = [part.strip() for part in found.split(text)] if found is not None else [text]
    return list(dict.fromkeys(part for part in parts if part)) or [text]


@cache
def _stated(signs: tuple[str, ...]) -> re.Pattern[str] | None:
    """The longest sign first: "//" is not two strokes."""
    plain = sorted({sign.strip() or sign for sign in signs if sign}, key=len, reverse=True)
    words = [
        rf"(?<!\w){re.escape(sign)}(?!\w)" if sign.isalpha() else re.escape(sign) for sign in plain
    ]
    return re.compile("|".join(words), re.IGNORECASE) if words else None


def _is_plain(text: str) -> bool:
    return not any(sign in text for sign in ";|/\\,&+\n•؛،") and " " not in text


def _outside_brackets(pattern: re.Pattern[str], text: str) -> list[str]:
    """Split where the pattern stands outside brackets."""
    parts, start = [], 0
    for found in pattern.finditer(text):
        before = text[: found.start()]
        if before.count("(") > before.count(")") or before.count("[") > before.count("]"):
            continue
        parts.append(text[start : found.start()].strip())
        start = found.end()
    return [*parts, text[start:].strip()]
