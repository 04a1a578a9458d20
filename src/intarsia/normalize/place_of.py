"""Which unit do a path of names and a path of codes mean? Both in, a unit with the reason out.

A code counts before a name, and both are compared; what does not fit is said, never guessed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intarsia.normalize.known_places import KnownPlaces
from intarsia.normalize.named_path import NamedPath, Note, is_whole_country, named_path
from intarsia.places.names import Candidate
from intarsia.spelling import says_nothing

#: Why a place is what it is, and how sure that is.
_SURENESS = {
    "code": 1.0,
    "code repaired": 0.95,
    "code finer": 0.98,
    "code against the names": 0.7,
    "code of the unit above": 0.7,
    "names against the code": 0.75,
}
#: A unit is named by names of at least so many levels before they are believed against one code.
_OUTVOTING = 2


@dataclass(frozen=True)
class PlaceMatch:
    """The unit that a path of names and codes means.

    because     "code", "code repaired", "code finer" (than the tree), "code against the names",
                "code of the unit above", "names against the code", "name",
                "name under another parent", "name of the unit above" (the finer one is not
                known), "confirmed name", "whole country", "several", "nothing"
    sureness    0-1
    candidates  units that come near, where a name was not found or fits several
    notes       what there is to say about it
    """

    place_code: str | None
    because: str
    sureness: float
    candidates: tuple[Candidate, ...] = ()
    notes: tuple[Note, ...] = ()


def place_of(
    tree: KnownPlaces,
    path_names: Sequence[str | None],
    path_codes: Sequence[str | None],
    country: str | None = None,
) -> PlaceMatch:
    """Return the unit that names and codes mean, coarse to fine, the first level first.

    tree     the units, ready to be looked up
    country  alpha-2, where it is known and the tree has several

    >>> from intarsia.places import places_from_rows
    >>> tree = KnownPlaces.of(places_from_rows([
    ...     {"admin1Pcode": "SO28", "admin1Name": "Lower Juba",
    ...      "admin2Pcode": "SO2801", "admin2Name": "Kismaayo"}]))
    >>> match = place_of(tree, ["Lower Juba", "Kismayo"], [None, None])
    >>> match.place_code, match.because, match.sureness
    ('SO2801', 'name', 0.92)
    >>> place_of(tree, ["Lower Juba", None], []).place_code
    'SO28'
    """
    names = tuple(None if name is None or says_nothing(name) else name for name in path_names)
    codes = tuple(None if code is None or says_nothing(code) else code for code in path_codes)
    code = _known_code(tree, codes, country)
    if code is not None and not code.is_weak and _is_plain(tree, code.place_code, names):
        return _by_code(tree, code)
    named = named_path(tree, names, country)
    if code is not None and not code.is_weak:
        return _code_and_names(tree, code, codes, names, named)
    return _by_names(tree, code, codes, names, named, country)


@dataclass(frozen=True)
class _Code:
    """The finest stated code that is known.

    how      as `places.codes.Coded` says
    stated   the code as it stands
    unknown  a finer one that stands beside it and is not known
    """

    place_code: str
    how: str
    stated: str
    unknown: str | None

    @property
    def is_weak(self) -> bool:
        return self.how == "coarser"


def _known_code(
    tree: KnownPlaces, codes: Sequence[str | None], country: str | None
) -> _Code | None:
    """The finest stated code that is known; only else one that begins as a known one does."""
    weak = unknown = None
    for number in range(len(codes) - 1, -1, -1):
        stated = codes[number]
        if stated is None:
            continue
        found = tree.codes.find(stated, country=country, level=number + 1)
        if found is not None and found.how != "coarser":
            return _Code(found.code, found.how, stated, unknown)
        if found is not None and weak is None:
            weak = _Code(found.code, found.how, stated, None)
        unknown = unknown or stated
    return weak


def _finest(codes: Sequence[str | None]) -> str:
    return next(code for code in reversed(codes) if code is not None)


def _is_plain(tree: KnownPlaces, code: str, names: Sequence[str | None]) -> bool:
    """Whether names of all levels of a unit are stated and fit, or none is stated at all.

    Then names need not be looked up. A unit above the tree's finest may be named more exactly.
    """
    if not any(names):
        return True
    chain = tree.chain(code)
    if tree.has_units_below(code) and any(names[chain[-1][0] :]):
        return False
    stated = [(one, names[level - 1]) for level, one in chain if 0 < level <= len(names)]
    return all(name is None or tree.names.fits(one, name) for one, name in stated)


def _by_code(tree: KnownPlaces, code: _Code) -> PlaceMatch:
    because = {"stated": "code", "finer": "code finer"}.get(code.how, "code repaired")
    if code.unknown is not None:
        because = "code of the unit above"
    notes = _code_notes(tree, code)
    return PlaceMatch(code.place_code, because, _SURENESS[because], notes=notes)


def _code_notes(tree: KnownPlaces, code: _Code) -> tuple[Note, ...]:
    notes = []
    if code.how in ("prefix", "zero"):
        notes.append(Note("place.code_repaired", code.stated, code.place_code))
    elif code.how == "finer":
        notes.append(Note("place.code_finer"))
    if code.unknown is not None:
        notes.append(Note("place.code_unknown", code.unknown, tree.path(code.place_code)))
    return tuple(notes)


def _code_and_names(
    tree: KnownPlaces,
    code: _Code,
    codes: Sequence[str | None],
    names: Sequence[str | None],
    named: NamedPath,
) -> PlaceMatch:
    chain = dict(tree.chain(code.place_code))
    if named.code is not None and code.place_code in tree.above(named.code):
        notes = (*_code_notes(tree, code), *named.notes)
        return PlaceMatch(named.code, named.because, named.sureness, named.candidates, notes)
    by_code = _by_code(tree, code)
    own_level = max(chain)
    own_name = names[own_level - 1] if 0 < own_level <= len(names) else None
    said = [name for name in names if name] if tree.names.has(code.place_code) else [own_name or ""]
    fits = any(tree.names.fits(code.place_code, name) for name in said if name)
    value = f"{_path(names)} ({code.stated})"
    if fits or (own_name is None and _fits_above(tree, chain, names)):
        if _fits_above(tree, chain, names):
            return by_code
        note = Note("place.other_parent", value, tree.path(code.place_code))
        return PlaceMatch(by_code.place_code, by_code.because, 0.9, notes=(*by_code.notes, note))
    against = [
        level for level, one in named.named.items() if level in chain and chain[level] != one
    ]
    if (
        named.code is not None
        and len(against) >= _OUTVOTING
        and tree.level(named.code) >= min(own_level, tree.depth)
        and _supporting(tree, codes, chain) < len(against)
    ):
        because = "names against the code"
        note = Note("place.code_outvoted", value, tree.path(named.code))
        return PlaceMatch(named.code, because, _SURENESS[because], notes=(note,))
    because = "code against the names"
    note = Note("place.name_disagrees", value, tree.path(code.place_code))
    return PlaceMatch(code.place_code, because, _SURENESS[because], notes=(*by_code.notes, note))


def _fits_above(tree: KnownPlaces, chain: dict[int, str], names: Sequence[str | None]) -> bool:
    """Whether the names of the levels above a unit are those of the units it lies in."""
    finest = max(chain)
    for level, code in chain.items():
        name = names[level - 1] if 0 < level <= len(names) and level < finest else None
        if name is not None and not tree.names.fits(code, name):
            return False
    return True


def _supporting(tree: KnownPlaces, codes: Sequence[str | None], chain: dict[int, str]) -> int:
    """How many of the stated codes are those of a unit or of the units it lies in."""
    found = [
        tree.codes.find(code, level=number + 1)
        for number, code in enumerate(codes)
        if code is not None
    ]
    return sum(one is not None and one.code in chain.values() for one in found)


def _by_names(
    tree: KnownPlaces,
    weak: _Code | None,
    codes: Sequence[str | None],
    names: Sequence[str | None],
    named: NamedPath,
    country: str | None,
) -> PlaceMatch:
    """The unit that names mean where no code is known."""
    stated_code = any(codes)
    if named.code is None and is_whole_country(names, codes, country or tree.country):
        whole = tree.whole_country(country)
        return PlaceMatch(whole, "whole country", 1.0, notes=(Note("place.whole_country"),))
    if weak is not None and (named.code is None or named.code in tree.above(weak.place_code)):
        because = "code of the unit above"
        note = Note("place.code_unknown", weak.stated, tree.path(weak.place_code))
        return PlaceMatch(weak.place_code, because, _SURENESS[because], named.candidates, (note,))
    notes = named.notes
    if stated_code:
        found = tree.path(named.code) if named.code else None
        notes = (Note("place.code_unknown", _finest(codes), found), *notes)
    return PlaceMatch(named.code, named.because, named.sureness, named.candidates, notes)


def _path(names: Sequence[str | None]) -> str:
    return " / ".join(" ".join(name.split()) for name in names if name)
