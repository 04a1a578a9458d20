"""What is done, and for whom? From codes of modalities, or of the words of a title.

The words stand in `function_words.csv`: the function, the modalities it is, and how words of titles
begin that tell it, in Latin letters, in English, French, Spanish, Russian and Ukrainian.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from intarsia.people.words import find, stems
from intarsia.spelling import latin

#: Names of groups that have fewer letters are not looked for in titles.
_SHORTEST = 4
#: Groups that say no more than that there are people.
EVERYBODY = ("general_population",)
#: Groups that words of titles tell of a place or a reason, not of whom it is for.
_NOT_IN_TITLES = (*EVERYBODY, "rural_residents", "urban_residents", "low_income")


#: What keeps an organization or programme running, or pays into a State's budget: no work among
#: people.
ADMINISTER = "administer"
#: What only gives money to others.
FUND = "fund"


class _Words(NamedTuple):
    """Function of each modality; functions by beginnings of words, and of several words in a row.

    several   by the first of the words; with it the rest
    lengths   of the beginnings of words, the longest first
    """

    of_modality: Mapping[str, str]
    of_beginning: Mapping[str, str]
    several: Mapping[str, list[tuple[str, str]]]
    lengths: tuple[int, ...]


@cache
def _words() -> _Words:
    text = files("intarsia.analysis.ground").joinpath("function_words.csv").read_text("utf-8")
    of_modality: dict[str, str] = {}
    of_beginning: dict[str, str] = {}
    several: dict[str, list[tuple[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        of_modality |= dict.fromkeys(row["modalities"].split(), row["function"])
        for words in row["words"].split("; "):
            first, _, rest = words.partition(" ")
            if rest:
                several.setdefault(first, []).append((words, row["function"]))
            else:
                of_beginning[words] = row["function"]
    lengths = sorted({len(word) for word in of_beginning}, reverse=True)
    return _Words(of_modality, of_beginning, several, tuple(lengths))


def functions() -> tuple[str, ...]:
    """Return all functions, in the order of their table."""
    return (*dict.fromkeys(_words().of_modality.values()), ADMINISTER)


def functions_of(modalities: Iterable[str]) -> list[str]:
    """Return the functions of some modalities, each once.

    >>> functions_of(["training", "cash", "voucher"])
    ['train', 'pay']
    """
    known = _words().of_modality
    return list(dict.fromkeys(known[code] for code in modalities if code in known))


@lru_cache(maxsize=1 << 16)
def functions_in(title: str) -> tuple[str, ...]:
    """Return the functions that the words of a title tell, each once.

    >>> functions_in("Training and equipment of border guards"), functions_in("Обучение полиции")
    (('train', 'equip'), ('train',))
    """
    known = _words()
    found: dict[str, None] = {}
    text = latin(title)
    for word in text.split():
        for words, function in known.several.get(word, ()):
            if f" {words}" in f" {text}":
                found.setdefault(function)
        for length in known.lengths:
            if length <= len(word) and word[:length] in known.of_beginning:
                found.setdefault(known.of_beginning[word[:length]])
                break
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def targets_in(title: str) -> tuple[str, ...]:
    """Return the target groups that a title names, each once.

    >>> targets_in("Training of judges on the new code"), targets_in("Ремонт дорог")
    (('judges_and_prosecutors',), ())
    """
    codes = find("target_group_names", stems(title), shortest=_SHORTEST).codes
    return tuple(code for code in codes if code not in _NOT_IN_TITLES)
