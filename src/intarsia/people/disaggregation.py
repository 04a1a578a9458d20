"""Which people does a heading speak of? A heading, HXL tag or cell in, sex, age and status out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from intarsia.people.ages import Ages, age_group, ages_in
from intarsia.people.words import SIGNS, Found, Stems, find, stems

__all__ = ["Disaggregation", "disaggregation_of"]


@dataclass(frozen=True)
class Disaggregation:
    """Which people a figure counts; None everywhere = all of them, or not stated.

    sex         "f" or "m"
    age_from    youngest, in years
    age_to      oldest, in years, inclusive
    age         infants, children, adolescents, youth, adults or older
    disability  True: persons with disabilities; False: persons without
    status      idp, refugee, returnee, host, migrant, stateless, or other: a group that the
                other fields do not tell ("women and children")
    unit        "people" or "households", where the text says so
    """

    sex: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    age: str | None = None
    disability: bool | None = None
    status: str | None = None
    unit: str | None = None


_WORDS = "people_words"
_SEXES = frozenset({"f", "m"})
_AGES = ("infants", "children", "adolescents", "youth", "adults", "older")
_STATUSES = frozenset({"idp", "refugee", "returnee", "host", "migrant", "stateless"})
_UNITS = frozenset({"people", "households"})
_Group = tuple[str | None, str | None]
#: Ages that are part of another.
_WITHIN = {"infants": "children", "adolescents": "children", "older": "adults"}
_EVERYBODY = {(sex, age) for sex in ("f", "m") for age in ("children", "adults")}
_AND = frozenset("and et y e и та і и و & / +".split())
#: Single letters are words for people only beside words like these.
_BESIDE_LETTERS = frozenset(
    "reached targeted target planned planed assisted number nb no of total people in need sum "
    "atteint cible touche beneficiaire beneficiary nombre de numero alcanzada alcanzado actual "
    "охвачено всего количество план факт new old age year an ans ano лет and et y и".split()
)

#: HXL attributes, as the hashtag dictionary and real files write them.
_ATTRIBUTES = {
    "f": "f",
    "female": "f",
    "m": "m",
    "male": "m",
    "women": "f+adults",
    "men": "m+adults",
    "girls": "f+children",
    "boys": "m+children",
    "infants": "infants",
    "children": "children",
    "child": "children",
    "adolescents": "adolescents",
    "youth": "youth",
    "adults": "adults",
    "adult": "adults",
    "elderly": "older",
    "older": "older",
    "disabled": "disabled",
    "pwd": "disabled",
    "disability": "disabled",
    "nondisabled": "nondisabled",
    "idps": "idp",
    "idp": "idp",
    "displaced": "idp",
    "refugees": "refugee",
    "refugee": "refugee",
    "asylum_seekers": "refugee",
    "returnees": "returnee",
    "returnee": "returnee",
    "host": "host",
    "hosts": "host",
    "hostcommunity": "host",
    "host_community": "host",
    "nondisplaced": "host",
    "resident": "host",
    "migrants": "migrant",
    "migrant": "migrant",
    "stateless": "stateless",
    "hh": "households",
    "household": "households",
    "households": "households",
    "families": "households",
    "ind": "people",
    "individuals": "people",
    "people": "people",
}
_HXL_AGE = re.compile(r"age_?(lt|gt)?_?(\d{1,3})(?:_?(plus)|_(\d{1,3}))?")


@lru_cache(maxsize=1 << 13)
def disaggregation_of(text: str) -> Disaggregation | None:
    """Return what a text says of the people counted, None where it says nothing of them.

    text   a column's heading, an HXL tag or a cell, in six languages

    >>> disaggregation_of("Niñas")
    Disaggregation(sex='f', age_from=None, age_to=None, age='children', disability=None, \
status=None, unit=None)
    >>> disaggregation_of("Garçons <5 ans").age_to, disaggregation_of("IDPs reached").status
    (4, 'idp')
    >>> disaggregation_of("#reached+f+children+idps").sex, disaggregation_of("Total reached")
    ('f', None)
    """
    if text.lstrip().startswith("#") and len(text.strip()) > 1 and text.strip()[1].isalpha():
        return _of_tag(text)
    words = stems(text)
    found = find(_WORDS, words)
    codes = _without_letters(found, words)
    ages: Ages = (None, None)
    if stated := ages_in(text, is_about_people=bool(codes)):
        ages, left = stated
        words = stems(left)
        found = find(_WORDS, words)
        codes = _without_letters(found, words)
    is_joined = not _AND.isdisjoint(found.rest)
    return _told(codes, ages, is_joined=is_joined)


def _of_tag(text: str) -> Disaggregation | None:
    _, *attributes = (part.strip().casefold() for part in text.split("+"))
    codes = [_ATTRIBUTES[attribute] for attribute in attributes if attribute in _ATTRIBUTES]
    ages: Ages = (None, None)
    for attribute in attributes:
        if stated := _HXL_AGE.fullmatch(attribute):
            ages = _hxl_ages(stated)
    return _told(codes, ages)


def _hxl_ages(stated: re.Match[str]) -> Ages:
    sign, number, plus, oldest = stated.groups()
    if sign == "lt":
        return None, int(number) - 1
    if sign == "gt":
        return int(number) + 1, None
    if plus or oldest is None:
        return int(number), None if plus else int(number)
    return int(number), int(oldest)


def _without_letters(found: Found, words: Stems) -> tuple[str, ...]:
    """Leave out F, M, W … where the text is about something else: "Annex F"."""
    letters = [word for word in words if len(word) == 1 and word.isalpha()]
    if not letters or all(_is_beside(word) for word in found.rest):
        return found.codes
    return find(_WORDS, tuple(word for word in words if word not in letters)).codes


def _is_beside(word: str) -> bool:
    return word in _BESIDE_LETTERS or word in SIGNS or word.isdigit()


def _told(codes: Iterable[str], stated: Ages, *, is_joined: bool = False) -> Disaggregation | None:
    """Put codes such as "f+children" together; what does not fit one group is "other"."""
    parts = [frozenset(code.split("+")) for code in codes]
    every = frozenset().union(*parts)
    groups = {(_one(each & _SEXES), _age_in(each)) for each in parts} - {(None, None)}
    sex, age, is_one_group = _sex_and_age(groups, is_joined)
    statuses = every & _STATUSES
    status = _one(statuses) if len(statuses) < 2 and is_one_group else "other"
    if stated != (None, None):
        called = age_group(*stated)
        age = called if age is None or (age, called) == ("adults", "older") else age
    said = {part == "disabled" for part in every if part in ("disabled", "nondisabled")}
    told = Disaggregation(
        sex=sex,
        age_from=stated[0],
        age_to=stated[1],
        age=age,
        disability=next(iter(said)) if len(said) == 1 else None,
        status=status,
        unit="households" if "households" in every else _one(every & _UNITS),
    )
    return None if told == Disaggregation() else told


def _one(values: frozenset[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


def _age_in(parts: frozenset[str]) -> str | None:
    return next((age for age in _AGES if age in parts), None)


def _sex_and_age(groups: set[_Group], is_joined: bool) -> tuple[str | None, str | None, bool]:
    """Return sex, age and whether that tells the groups: "men and women" are all adults.

    is_joined  the text says "and": its words add up; else they narrow each other down
    """
    sexes = frozenset(sex for sex, _ in groups if sex)
    ages = frozenset(age for _, age in groups if age)
    if not is_joined:
        # "Female | Children" is girls, "Women (elderly)" older women.
        ages = ages - {whole for part, whole in _WITHIN.items() if part in ages}
    halves = {(sex is None, age is None) for sex, age in groups}
    if len(ages) <= 1 and (not is_joined or len(halves) <= 1 or len(sexes) > 1):
        return _one(sexes), _one(ages), True
    told = {
        (of_sex, of_age)
        for sex, age in groups
        for of_sex in ((sex,) if sex else ("f", "m"))
        for of_age in ((age,) if age else ("children", "adults"))
    }
    told -= {(sex, age) for sex, age in told if (sex, _WITHIN.get(age)) in told}
    if told == _EVERYBODY:
        return None, None, True
    for sex in ("f", "m"):
        if told == {(sex, "children"), (sex, "adults")}:
            return sex, None, True
    for age in ("children", "adults"):
        if told == {("f", age), ("m", age)}:
            return None, age, True
    return None, None, False
