"""Which unit does a stated code mean? Codes as people write them in, codes of the tree out.

A repair is accepted only where its result is a code of the tree, and the only one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from intarsia import codelists

_NO_SIGN = re.compile(r"[\W_]+")
_A_FLOAT = re.compile(r"\s*(\d+)\.0+\s*")
_NUMBERED = re.compile(r"([A-Z]*)(\d+)")
#: Where lengths are not known, a finer code is at most this much longer than the unit it is in.
_LONGEST_PART = 4


@dataclass(frozen=True)
class Coded:
    """The unit a stated code means.

    how   "stated"; "prefix" (country exchanged or put back) or "zero" (put back);
          "finer" (the unit the code begins with, where the tree ends);
          "coarser" (the code is not in the tree, which has other units as fine; a weak answer)
    """

    code: str
    how: str


def folded_code(code: str) -> str:
    """Return a P-code in the form in which P-codes are compared.

    >>> folded_code("ge-11"), folded_code(" IQ G01 Q01")
    ('GE11', 'IQG01Q01')
    """
    return _NO_SIGN.sub("", unicodedata.normalize("NFKC", code)).upper()


@cache
def part_lengths(country: str) -> tuple[frozenset[int], ...]:
    """Return how long a P-code of a country may be at level 0, 1, 2 …; empty where not known.

    country  ISO 3166-1 alpha-2 code
    Source   codelists pcode_lengths

    >>> [sorted(lengths) for lengths in part_lengths("ET")]
    [[2], [4], [6], [8]]
    """
    row = next((row for row in codelists.rows("pcode_lengths") if row["code"] == country), None)
    if row is None:
        return ()
    totals: list[frozenset[int]] = []
    before = frozenset({0})
    for part in ("country", "admin1", "admin2", "admin3", "admin4", "admin5"):
        if not row[part] or "-" in row[part]:
            break
        before = frozenset(total + int(one) for total in before for one in row[part].split("|"))
        totals.append(before)
    return tuple(totals)


@cache
def _alpha3() -> Mapping[str, str]:
    return {row["code"]: row["alpha3"] for row in codelists.rows("countries") if row["alpha3"]}


class Codes:
    """The codes of a tree, ready to be looked up.

    >>> tree = {"AF01": ("AF", 1, True), "AF0101": ("AF", 2, False)}
    >>> codes = Codes(tree)
    >>> [codes.find(code, level=2).code for code in ("af 01-01", "AFG0101", "101.0", "AF010117")]
    ['AF0101', 'AF0101', 'AF0101', 'AF0101']
    >>> codes.find("AF0102", level=2)
    Coded(code='AF01', how='coarser')
    """

    def __init__(self, units: Mapping[str, tuple[str | None, int, bool]]) -> None:
        """Take code -> (country, level, whether there are units below it)."""
        self._units = units
        self._exact: dict[str, str] = {}
        self._prefixes: dict[str, set[str]] = defaultdict(set)
        self._widths: dict[str, set[int]] = defaultdict(set)
        for code in sorted(units):
            bare = folded_code(code)
            self._exact.setdefault(bare, code)
            country = units[code][0]
            if country:
                self._prefixes[country].add(_letters(bare))
            if match := _NUMBERED.fullmatch(bare):
                self._widths[match[1]].add(len(match[2]))

    @classmethod
    def of(cls, places: pa.Table) -> Codes:
        """Return the codes of PLACES."""
        columns = ("place_code", "parent_code", "country_code", "level")
        rows = list(zip(*(places[name].to_pylist() for name in columns), strict=True))
        above = {parent for _, parent, _, _ in rows}
        return cls({code: (country, level, code in above) for code, _, country, level in rows})

    def find(
        self, stated: str, *, country: str | None = None, level: int | None = None
    ) -> Coded | None:
        """Return the unit that a stated code means, or None.

        country  alpha-2; only its units, where it is known
        level    the level whose column the code stands in; without it no prefix is put back
        """
        number = _A_FLOAT.fullmatch(stated)
        bare = folded_code(number[1] if number else stated)
        exact = self._exact.get(bare)
        if exact is not None and self._is_in(exact, country):
            return Coded(exact, "stated")
        if len(bare) < 1 or not any(map(str.isdigit, bare)):
            return None
        repaired = self._repaired(bare, country, level)
        if repaired is not None:
            return repaired
        for form in (bare, *self._exchanged(bare, country)):
            if begun := self._begun(form, country):
                return begun
        return None

    def _is_in(self, code: str, country: str | None) -> bool:
        own = self._units[code][0]
        return country is None or own is None or own == country

    def _repaired(self, bare: str, country: str | None, level: int | None) -> Coded | None:
        found: dict[str, str] = {}
        for form in self._exchanged(bare, country):
            self._add(found, form, "prefix", country, level)
        match = _NUMBERED.fullmatch(bare)
        if match is not None and not found:
            letters, digits = match.groups()
            prefixes = {letters, *(_letters(one) for one in self._exchanged(bare, country))}
            if not letters and level is not None:
                prefixes |= self._own_prefixes(country)
            for prefix in prefixes:
                # One zero at most: no country begins its numbers with two.
                for width in self._widths[prefix] & {len(digits), len(digits) + 1}:
                    how = "prefix" if width == len(digits) else "zero"
                    self._add(found, prefix + digits.zfill(width), how, country, level)
        return Coded(*next(iter(found.items()))) if len(found) == 1 else None

    def _add(
        self, found: dict[str, str], form: str, how: str, country: str | None, level: int | None
    ) -> None:
        code = self._exact.get(form)
        if code is None or not self._is_in(code, country):
            return
        own = self._units[code][1]
        # Vanuatu's VUT01 is the country, its VU01 a province.
        if own == level or (level is None and own > 0):
            found.setdefault(code, how)

    def _own_prefixes(self, country: str | None) -> set[str]:
        countries = [country] if country else list(self._prefixes)
        # A number without a country could be of any of several.
        return self._prefixes[countries[0]] if len(countries) == 1 else set()

    def _exchanged(self, bare: str, country: str | None) -> list[str]:
        """The code with the country's two letters for its three, and the other way round."""
        forms = []
        for one in [country] if country else list(self._prefixes):
            three = _alpha3().get(one)
            if three and bare.startswith(three):
                forms.append(one + bare[3:])
            elif three and bare.startswith(one):
                forms.append(three + bare[2:])
        return forms

    def _begun(self, bare: str, country: str | None) -> Coded | None:
        """The longest code of the tree that a code begins with."""
        for end in range(len(bare) - 1, 2, -1):
            code = self._exact.get(bare[:end])
            if code is None or not self._is_in(code, country):
                continue
            own, level, has_units_below = self._units[code]
            if level == 0:
                return None
            lengths = part_lengths(country or own or "")
            # Some trees, such as Vanuatu's own, have codes of other lengths than the list says.
            if len(lengths) > level + 1 and end in lengths[level]:
                if not any(len(bare) in finer for finer in lengths[level + 1 :]):
                    return None
            elif len(bare) - end > _LONGEST_PART:
                return None
            return Coded(code, "coarser" if has_units_below else "finer")
        return None


def _letters(bare: str) -> str:
    return re.match(r"[A-Z]*", bare)[0]  # type: ignore[index]
