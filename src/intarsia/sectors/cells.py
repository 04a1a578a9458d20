"""Takes a cell that speaks of sectors apart: what stands around a name, and where names meet.

A cell's text in, its forms and parts out. What the names mean is said in `sector_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intarsia.spelling import folded

__all__ = [
    "MULTI",
    "bracketed",
    "lists_in",
    "pieces",
    "steps_of",
    "stripped",
    "without_ending",
    "word_key",
    "words_apart",
]

#: Intarsia's code for several sectors together.
MULTI = "multisector"

#: Signs that only ever stand between names.
_LIST = re.compile(r"\s*[;|\n\r\t•؛]\s*")
#: From the whole to its part: "Protection - GBV", "Protection > GBV".
_STEP = re.compile(r"\s+[-–—]+\s+|\s*[:：>»›→]\s*")
_ENDING = re.compile(r"[\s,;]+etc\.?$|\s*(?:…|\.{3})$")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
#: Signs and words that join names, or stand inside one.
_JOIN = re.compile(
    r"\s*[,،/\\&+]\s*|\s+(?:and|et|y|e|и|та|і|й)\s+|\s+و(?=\S)|_(?=[^\W\d])|(?<=\w)-(?=[^\W\d])",
    re.IGNORECASE,
)
#: A line that goes on with the next one: "Food security\n& livelihoods".
_GOES_ON = re.compile(
    r"\s*[\n\r]+\s*(?=[&,/+]|(?:and|et|y|e|и|та|і|й)\s)|(?<=[&,/+])\s*[\n\r]+\s*", re.IGNORECASE
)
_ARTICLES = frozenset(
    "and et y e и та і й و of the for in to a de du des del la le les los las l d en el "
    "в во на по з із у та da do".split()
)
#: Numbers before a name: "3. WASH", "II) Health", "Pillar 2: Justice", "01_Education".
_NUMBER = re.compile(
    r"^\s*(?:(?:pillar|pilier|pilar|outcome|output|objective|objectif|objetivo|component|"
    r"composante|componente|axe|eje|so|sector|secteur|cluster|clúster|сектор|кластер)\s*"
    r"[\d.]+\s*[-–.:)_]*|[(\[]?\d{1,3}(?:\.\d{1,3})*\s*[-–.:)\]_]+|\d{1,3}\s+(?=\D)|"
    r"[(\[]?(?:[ivx]{1,4}|[a-z])[.)\]]+)\s*(?=\S)",
    re.IGNORECASE,
)
#: What stands before a name in folded texts; the name follows.
_BEFORE = re.compile(
    r"^(?:op\w{5,13} presence|(?:sub |sous |sub)?(?:clusters?|sector|secteur|kluster|klaster)"
    r"(?: (?:name|lead|of|for|de|del|du|des|d|l|la|le|les|los|las))*|"
    r"(?:wg|twg|task force|(?:technical |thematic )?working group)(?: (?:on|for|the))*|"
    r"groupe (?:sectoriel|de travail|technique)(?: (?:de|du|des|d|l|la|le|les|sur))*|"
    r"grupo(?: (?:de|del|la|el|los|las|trabajo|sectorial|tematico))*|"
    r"area of responsibility(?: (?:of|for))*|aor|(?:под|суб)?(?:кластер|сектор)(?: (?:по|з))*|"
    r"рабочая группа(?: по)?|робоча група(?: з| із)?|قطاع|القطاع|مجموعه|كتله|"
    r"(?:national|global|regional|general|emergency|humanitarian)) (?=\w)"
)
#: What stands behind one.
_BEHIND = re.compile(
    r" (?:(?:sub |sub)?(?:cluster|clusters|sector|sectors|secteur|working group|task force)|aor|"
    r"area of responsibility|wg|twg|tf|op|operational presence|кластер|сектор|"
    r"response|programmes?|programs?|programming|projects?|activity|activities|interventions?|"
    r"services?|assistance|support|issues|general|generale|unspecified|total|overall|department|"
    r"unit|section|component|pillar|partners|actors|in emergencies|in emergency)$"
)


def stripped(text: str) -> Iterator[str]:
    """Give the folded text, then each time with one thing less that stands around the name.

    >>> list(stripped("3. Operatioanl Presence: Water Sector"))[-1]
    'water'
    """
    seen = {""}
    waiting = [folded(text), folded(_NUMBER.sub("", text, count=1))]
    while waiting:
        form = waiting.pop(0)
        if form in seen:
            continue
        seen.add(form)
        yield form
        waiting += [_BEFORE.sub("", form, count=1), _BEHIND.sub("", form, count=1)]


def word_key(form: str) -> tuple[str, ...]:
    """Return the words of a folded text in alphabetical order, without articles and plural s.

    >>> word_key("hygiene water and sanitation") == word_key("water sanitation hygiene")
    True
    """
    return tuple(
        sorted(_bare(word) for word in form.split() if word not in _ARTICLES and len(word) > 1)
    )


def _bare(word: str) -> str:
    for article in ("وال", "ال"):
        if word.startswith(article) and len(word) > len(article) + 1:
            return word[len(article) :]
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def without_ending(text: str) -> str:
    """Return the text without an "etc." or dots at its end, broken lines joined.

    >>> without_ending("Health, WASH, etc. ")
    'Health, WASH'
    """
    return _ENDING.sub("", _GOES_ON.sub(" ", text.strip()))


def words_apart(text: str) -> list[str]:
    """Return what stands between signs and joining words of any kind.

    >>> words_apart("Health; food - Shelter/NFI (tents)")
    ['Health', 'food', 'Shelter', 'NFI', 'tents']
    """
    found = re.split(f"{_LIST.pattern}|{_STEP.pattern}|{_JOIN.pattern}|[()\\[\\]]", text)
    return [part.strip() for part in found if part and part.strip()]


def lists_in(text: str) -> list[str]:
    """Return the parts between signs that only ever stand between names.

    >>> lists_in("Health; WASH | Education")
    ['Health', 'WASH', 'Education']
    """
    return list(dict.fromkeys(part for part in _LIST.split(text) if part.strip()))


def bracketed(text: str) -> tuple[str, list[str]]:
    """Return the text without its brackets, and what stands in them.

    >>> bracketed("Health (MCH)")
    ('Health', ['MCH'])
    """
    inside = [part.strip() for part in _BRACKETS.findall(text) if part.strip()]
    return " ".join(_BRACKETS.sub(" ", text).split()), inside


def steps_of(text: str) -> tuple[str, list[str]]:
    """Return the first part of a text with dashes or colons, and the others.

    >>> steps_of("Protection - GBV")
    ('Protection', ['GBV'])
    """
    parts = [part for part in _STEP.split(text) if part.strip()]
    return (parts[0], parts[1:]) if parts else ("", [])


def pieces(text: str) -> list[tuple[int, int]]:
    """Return where the pieces between joining signs and words begin and end.

    >>> [text[a:b] for text in ("Health, Shelter/NFI and WASH",) for a, b in pieces(text)]
    ['Health', 'Shelter', 'NFI', 'WASH']
    """
    found, start = [], 0
    for sign in _JOIN.finditer(text):
        found.append((start, sign.start()))
        start = sign.end()
    found.append((start, len(text)))
    return [(begin, end) for begin, end in found if text[begin:end].strip()]
