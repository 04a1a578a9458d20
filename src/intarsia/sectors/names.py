"""Which of Intarsia's sectors does a name in a list mean?

Goes in: what a cell says of sector, cluster or area of responsibility, in six languages, and the
code beside it. Comes out: the sectors it names with the reason, or None with `suggestions`.
The names are in `codelists/sector_names.csv`; docs/methods/sectors.md says why each is where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from intarsia import codelists
from intarsia.sectors.cells import (
    MULTI,
    bracketed,
    lists_in,
    pieces,
    steps_of,
    stripped,
    without_ending,
    word_key,
    words_apart,
)
from intarsia.spelling import folded, latin, says_nothing

__all__ = ["MULTI", "SectorMatch", "sector_named", "suggestions"]

#: How sure a reading is, by how it came about.
_EXACT, _SAME_WORDS, _PURPOSE, _STRIPPED, _NEAREST, _ONE_SIDE = 1.0, 0.97, 0.9, 0.95, 0.8, 0.75
_BASIS = {"direct": _PURPOSE, "nearest": 0.8, "broad": 0.7}
#: The finer sectors that stand behind or beside the name of the whole: "Protection (GBV)".
_PROTECTION = frozenset(
    "child_protection gender_based_violence housing_land_property mine_action human_trafficking "
    "displacement_return".split()
)
_WITHIN = {
    **dict.fromkeys(_PROTECTION, "protection"),
    **dict.fromkeys(("disease_control", "reproductive_health", "health_system"), "primary_health"),
    **dict.fromkeys(("vocational_training", "higher_education"), "education"),
    **dict.fromkeys(("police", "prisons"), "justice"),
}
#: The longest cell that is read as a name; longer ones are sentences.
_LONGEST = 200
#: The longest text that is compared with names letter by letter.
_LONGEST_NAME = 80
_MANY_SECTORS = re.compile(
    r"(?:multi|inter|cross|trans|pluri|мульти|много|меж|між|багато) ?"
    r"(?:sect|sekt|clust|сект|класт)"
)


@dataclass(frozen=True, slots=True)
class SectorMatch:
    """What a cell says: the sectors it names, or why it names none.

    `sureness` is 0 to 1. `is_multi` goes with the one code "multisector". `is_nearest` says that
    a name was not known as written and the nearest was taken. `unknown` holds the parts of a
    list in one cell that are no known name. No codes and no unknown parts: the cell names no
    sector, as "Other" does.
    """

    sector_codes: tuple[str, ...]
    sureness: float
    because: str
    is_multi: bool = False
    is_nearest: bool = False
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    """A known name: `sector` is "" where it names none."""

    sector: str
    name: str
    kind: str
    sureness: float


@cache
def _names() -> dict[str, _Name]:
    """Every known name by its folded form; the earlier source wins."""
    found: dict[str, _Name] = {}

    def add(sector: str | None, name: str, kind: str, sureness: float = _EXACT) -> None:
        if sector is not None and name:
            found.setdefault(folded(name), _Name(sector, name, kind, sureness))

    crosswalk = {
        (row["vocabulary"], row["source_code"]): row for row in codelists.rows("sector_crosswalk")
    }
    for row in codelists.rows("sector_names"):
        add(row["sector_code"], row["name"], row["kind"])
    languages = ("en", "fr", "ru")
    for row in codelists.rows("clusters"):
        cluster = crosswalk["10", row["code"]]["sector_code"]
        for language in languages:
            add(cluster, row[f"name_{language}"], "name")
    for (vocabulary, code), row in crosswalk.items():
        if vocabulary == "10" and not code.isdigit():
            add(row["sector_code"], code, "code")
    for row in codelists.rows("sectors"):
        sector = "" if row["code"] == "unallocated" else row["code"]
        add(sector, row["code"], "code")
        for form in ("name", "short"):
            for language in languages:
                add(sector, row[f"{form}_{language}"], form)
    for vocabulary, list_name in (("1", "dac_purposes"), ("2", "dac_categories")):
        for row in codelists.rows(list_name):
            pair = crosswalk.get((vocabulary, row["code"]))
            if pair is not None and not (vocabulary == "2" and pair["basis"] == "broad"):
                sector = "" if pair["sector_code"] == "unallocated" else pair["sector_code"]
                for language in ("en", "fr"):
                    add(sector, row[f"name_{language}"], "purpose", _BASIS[pair["basis"]])
    return found


@cache
def _by_words() -> dict[tuple[str, ...], _Name | None]:
    """Names by their words in any order; None where names of two sectors have the same words."""
    found: dict[tuple[str, ...], _Name | None] = {}
    for form, name in _names().items():
        key = word_key(form)
        if not key:
            continue
        other = found.setdefault(key, name)
        if other is not None and other.sector != name.sector and name.kind != "purpose":
            found[key] = None
    return found


@cache
def _spellings() -> dict[str, _Name]:
    """Names in Latin letters that are long enough to be compared by letters."""
    found: dict[str, _Name] = {}
    for form, name in _names().items():
        if name.kind != "purpose" and name.kind != "code":
            found.setdefault(latin(form), name)
    return {form: name for form, name in found.items() if len(form) > 3}


@cache
def _by_first_letter() -> dict[str, list[str]]:
    """The same by their first letter: a slip of the keys hardly ever falls on it."""
    found: dict[str, list[str]] = {}
    for form in _spellings():
        found.setdefault(form[0], []).append(form)
    return found


@cache
def _vocabulary() -> frozenset[str]:
    """All words of all names: a word that is one of them is not misspelt."""
    return frozenset(word for form in _names() for word in latin(form).split())


@lru_cache(maxsize=1 << 14)
def sector_named(text: str | None, code: str | None = None) -> SectorMatch | None:
    """Return the sectors that a cell names, or None where it says something that is not known.

    text   what the cell says: name, acronym or code of a sector, or several of them
    code   the code that stands beside it, if any; it decides where the name says nothing, or
           where it is a finer sector within the named one. Digits alone are no code here.

    >>> sector_named("Cluster: WASH / EHA").sector_codes, sector_named("Shelter/NFI").sector_codes
    (('water_sanitation',), ('emergency_relief',))
    >>> sector_named("Health & Nutrition").sector_codes
    ('primary_health', 'nutrition')
    >>> sector_named("Multi-cluster").is_multi, sector_named("Other").sector_codes
    (True, ())
    >>> sector_named("Foreign affairs of Mars") is None
    True
    """
    named = _read(text) if text is not None and not says_nothing(text) else None
    coded = _read(code, nearest=False) if code and any(map(str.isalpha, code)) else None
    if coded is not None and not coded.sector_codes:
        coded = None
    if coded is None:
        if named is None and (text is None or says_nothing(text)) and not code:
            return SectorMatch((), 1.0, "the cell says nothing")
        return named
    if named is None or not named.sector_codes:
        return replace(coded, because=f"the code: {coded.because}")
    return _of_both(named, coded, str(code))


def _of_both(named: SectorMatch, coded: SectorMatch, code: str) -> SectorMatch:
    """What a name and the code beside it say together."""
    if set(named.sector_codes) == set(coded.sector_codes):
        sureness = 1 - (1 - named.sureness) * (1 - coded.sureness)
        return replace(named, sureness=sureness, because=f'{named.because}; so does "{code}"')
    if named.is_nearest or all(_WITHIN.get(c) in named.sector_codes for c in coded.sector_codes):
        return replace(coded, because=f"the code: {coded.because}")
    because = f'{named.because}; the code "{code}" says {", ".join(coded.sector_codes)}'
    return replace(named, sureness=named.sureness * 0.8, because=because)


def suggestions(text: str, limit: int = 3) -> list[tuple[str, str, float]]:
    """Return the sectors whose names come nearest to a text: code, name, likeness 0 to 1.

    The nearest first, each sector once.

    >>> [sector for sector, _, _ in suggestions("Hygeine and watter")][0]
    'water_sanitation'
    """
    written = latin(text[:_LONGEST])
    found = process.extract(written, _spellings().keys(), scorer=fuzz.token_ratio, limit=40)
    best: dict[str, tuple[str, str, float]] = {}
    for form, score, _ in found:
        name = _spellings()[form]
        if name.sector not in ("", *best):
            best[name.sector] = (name.sector, name.name, round(score / 100, 2))
    return list(best.values())[:limit]


def _read(text: str, *, nearest: bool = True) -> SectorMatch | None:
    """What a text names: as a whole, as a list, as a whole and its part, as names joined."""
    text = without_ending(text)
    if len(text) > _LONGEST:
        return None
    found = _whole(text)
    if found is not None:
        return found
    parts = lists_in(text)
    if len(parts) > 1:
        return _list(parts, nearest=nearest)
    for part, rest in (bracketed(text), steps_of(text)):
        if rest and found is None:
            found = _finest([part, *rest], nearest=nearest)
    if found is None:
        found = _joined(text, nearest=nearest)
    if found is None and _MANY_SECTORS.match(folded(text)):
        found = SectorMatch((MULTI,), 0.9, "it says several sectors without naming them", True)
    return found


def _whole(text: str, *, is_part: bool = False) -> SectorMatch | None:
    """The text as one known name, with what stands before and behind it taken off."""
    for number, form in enumerate(stripped(text)):
        name = _names().get(form)
        if name is not None and is_part and name.kind == "acronym" and text.strip().islower():
            name = None
        sureness = _EXACT
        if name is None:
            name = _by_words().get(word_key(form))
            sureness = _SAME_WORDS
        if name is not None and not _says_more(text, name):
            sureness = min(sureness, name.sureness, _EXACT if number == 0 else _STRIPPED)
            return _match(name, sureness, f'"{name.name}" is a known {name.kind}')
    return None


def _says_more(text: str, name: _Name) -> bool:
    """Whether signs between the words make two names of one: "Health; Education"."""
    words = words_apart(text)
    if len(words) < 2 or (len(words_apart(name.name)) > 1 and len(lists_in(text)) < 2):
        return False
    found = {
        _names().get(folded(word)) or _by_words().get(word_key(folded(word))) for word in words
    }
    return None not in found and {one.sector for one in found if one} != {name.sector}


def _match(name: _Name, sureness: float, because: str) -> SectorMatch:
    because = because.replace("_", " ")
    if not name.sector:
        return SectorMatch((), sureness, f'"{name.name}" names no sector')
    if name.sector == MULTI:
        because = f'"{name.name}" says several sectors without naming them'
        return SectorMatch((MULTI,), sureness, because, True)
    return SectorMatch((name.sector,), sureness, because)


def _list(parts: list[str], *, nearest: bool) -> SectorMatch | None:
    """A cell that lists names: what is known of them, and what is not."""
    found = {part: _read(part, nearest=nearest) for part in parts}
    unknown = tuple(part for part, match in found.items() if match is None)
    matches = [match for match in found.values() if match is not None]
    together = _together(matches, "the cell lists them")
    if together is None or (unknown and not together.sector_codes):
        return None
    return replace(together, unknown=together.unknown + unknown)


def _finest(parts: list[str], *, nearest: bool) -> SectorMatch | None:
    """A name and what stands in brackets or behind a dash: the finest of them."""
    matches = [_read(part, nearest=nearest) for part in parts if not says_nothing(part)]
    known = [match for match in matches if match is not None and match.sector_codes]
    if not known:
        return matches[0] if matches else None
    if any(match.unknown for match in known):
        return None
    if len(known) < len(matches) and (known[0].is_nearest or len(known) > 1):
        return None
    together = _without_wholes(_together(known, "the parts name them"), frozenset(_WITHIN))
    if together is None or all(matches):
        return together
    rest = "the rest is no name of a sector"
    return replace(
        together,
        sureness=min(together.sureness, 0.9 if matches[0] is not None else _ONE_SIDE),
        because=f"{together.because}; {rest}",
    )


def _joined(text: str, *, nearest: bool) -> SectorMatch | None:
    """Names joined by signs or words, as few as cover the text; "Shelter/NFI" is one.

    Each piece must be known; one piece is the whole text, taken for the nearest name.
    """
    atoms = pieces(text)
    if len(atoms) > 12:
        return None
    best: list[tuple[float, list[SectorMatch]] | None] = [(0.0, [])]
    for end in range(1, len(atoms) + 1):
        best.append(None)
        for start in range(end):
            before = best[start]
            if before is None:
                continue
            piece = text[atoms[start][0] : atoms[end - 1][1]]
            match = _whole(piece, is_part=len(atoms) > 1)
            cost = 1.0
            if match is None and nearest:
                match, cost = _nearest(piece), 2.5
            known = best[end]
            if match is not None and (known is None or before[0] + cost < known[0]):
                best[end] = (before[0] + cost, [*before[1], match])
    covered = best[len(atoms)]
    if covered is None:
        return None
    together = _together(covered[1], "the cell joins them")
    strokes = "/" in text and not re.search(r"[,&+]", text)
    return _without_wholes(together, _PROTECTION) if strokes else together


def _together(matches: Iterable[SectorMatch], because: str) -> SectorMatch | None:
    """Several readings as one; what is named goes before "several sectors" and "other"."""
    matches = list(matches)
    if len(matches) <= 1:
        return matches[0] if matches else None
    codes = dict.fromkeys(code for match in matches for code in match.sector_codes)
    says_more = len(codes) > 1 and codes.pop(MULTI, MULTI) is None
    used = [m for m in matches if set(m.sector_codes) & set(codes)] or matches
    return SectorMatch(
        tuple(codes),
        min(match.sureness for match in used) * (0.85 if says_more else 1),
        "; ".join(dict.fromkeys(match.because for match in used)) + f" ({because})",
        is_multi=tuple(codes) == (MULTI,),
        is_nearest=any(match.is_nearest for match in used),
        unknown=tuple(part for match in used for part in match.unknown),
    )


def _without_wholes(match: SectorMatch | None, finer: frozenset[str]) -> SectorMatch | None:
    """Leave out the whole where its part is named: "Protection / GBV" is GBV."""
    if match is None:
        return None
    wholes = {_WITHIN[code] for code in match.sector_codes if code in finer}
    return replace(match, sector_codes=tuple(c for c in match.sector_codes if c not in wholes))


def _nearest(text: str) -> SectorMatch | None:
    """The one name that is so near that only a slip of the keys can lie between."""
    for form in stripped(text):
        written = latin(form)
        size = len(written)
        if not 6 <= size <= _LONGEST_NAME:
            continue
        found = process.extract(
            written,
            _by_first_letter().get(written[0], ()),
            scorer=OSA.distance,
            score_cutoff=1 if size < 9 else 2 if size < 16 else 3,
            limit=None,
        )
        words = set(written.split())
        near = [(n, far) for n, far, _ in found if not (words - set(n.split())) & _vocabulary()]
        least = min((far for _, far in near), default=None)
        nearest = [_spellings()[name] for name, far in near if far == least]
        if nearest and len({name.sector for name in nearest}) == 1:
            match = _match(nearest[0], _NEAREST, f'nearest to "{nearest[0].name}"')
            return replace(match, is_nearest=True)
    return None
