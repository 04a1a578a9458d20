"""What does a cell name? The text of a cell in, codes out, and the parts that name nothing known.

A part of a cell is known when it is a name, or when names and words that add nothing ("the",
"vulnerable", "families") make it up entirely. The nearest name is a suggestion, never an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from intarsia import codelists
from intarsia.people.ages import ages_in
from intarsia.people.words import SIGNS, Stems, book, find, stems
from intarsia.spelling import folded, says_nothing

__all__ = ["Named", "named_in", "nearest_name"]


@dataclass(frozen=True)
class Named:
    """What a cell names.

    codes    in the order of the cell, each once
    unknown  the parts of the cell that name nothing known, as they stand
    """

    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


_EITHER = re.compile(
    r"(?<!\w)(?:and ?/ ?or|et ?/ ?ou|y ?/ ?o|и ?/ ?или|та ?/ ?або)(?!\w)", re.IGNORECASE
)
#: What stands between several names in one cell, the strongest first.
_BETWEEN = (
    re.compile(r"[;|\n\r•]"),
    re.compile(r"[+/]|\s[-–—]\s"),
    re.compile(r"[,،]"),
    re.compile(r"\s(?:and|et|y|e|и|та|і|й)\s|&|(?<=\s)و(?=\w{3})", re.IGNORECASE),
)
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
#: Names of one word that are shorter are known only where they stand alone: "TA", "IT".
_SHORTEST = 3
#: "Non-displaced" is near to "displaced" and the opposite of it.
_NOT = frozenset(
    "non not no without out outside sans hors sin fuera без не вне поза غير خارج".split()
)
#: Below this likeness, of 100, a name is no suggestion.
_NEAR = 78

#: "Members of", "miembros de": who is of a group is that group.
_HEADS = frozenset(
    "member membre miembro representative representant representante group groupe grupo category "
    "categorie categoria people person personne persona individual number nombre".split()
)
_OF = frozenset("of de del des du d".split())
#: Words that add nothing to the names beside them, as `stems` gives them.
_FILLERS = (
    frozenset(
        word
        for text in (
            "the and or including also in with a an newly new most all both "
            "especially prolonged protracted "
            "people person individual population household hh family member representative group "
            "affected vulnerable targeted target local needy general age aged year month old yr",
            "et ou le la l un une y compri avec aux au a les des personne population menage "
            "famille "
            "membre representant groupe affecte touche vulnerable cible local an moi",
            "y o e u el la lo las los en con un una persona poblacion hogar hogare familia miembro "
            "representante grupo afectado afectada vulnerable condicion año mes",
            "и или а также в с со лица люди население домохозяйства семьи члены представители "
            "группы "
            "уязвимые пострадавшие наиболее местные из числа лет возраст возрасте месяцев",
            "та і й або в у з особи люди населення домогосподарства сім'ї родини члени "
            "представники "
            "групи вразливі постраждалі найбільш місцеві з числа років віком",
            "و او في من مع الاسر السكان الاشخاص افراد المتضررون المتضررين الضعيفه",
        )
        for word in stems(text)
    )
    | SIGNS
)
#: Says no more than that there are people; beside a group it adds nothing.
_EVERYBODY = "general_population"


def named_in(table: str, text: str | None) -> Named:
    """Return what a cell names, and what of it is unknown.

    table   "target_group_names" or "modality_names"
    text    a cell; several names in one are split at ; / + | , "and" and line breaks

    >>> named_in("target_group_names", "IDPs, returnees and stilt walkers")
    Named(codes=('idps', 'returnees'), unknown=('stilt walkers',))
    """
    return Named() if text is None else _named_in(table, text)


@lru_cache(maxsize=1 << 13)
def _named_in(table: str, text: str) -> Named:
    if says_nothing(text) or not folded(text):
        return Named()
    whole = book(table).get(stems(text))
    read = Named(whole) if whole else _read(table, _EITHER.sub(",", text), _BETWEEN)
    bare = [part.strip(" \t.,;:-–—\"'") for part in read.unknown]
    if not read.codes and not any(bare):
        bare = [text.strip()]  # "vulnerable", "2000": nothing known, and not nothing
    codes, unknown = dict.fromkeys(read.codes), dict.fromkeys(part for part in bare if part)
    return Named(tuple(codes), tuple(unknown))


def _read(table: str, text: str, between: tuple[re.Pattern[str], ...]) -> Named:
    """Read a part of a cell: as one name, else split at the first of `between` that splits it."""
    codes = _codes_of(table, text)
    if codes is not None:
        return Named(codes)
    for depth, separator in enumerate(between, 1):
        parts = [part for part in separator.split(text) if part and part.strip()]
        if len(parts) > 1:
            found = [_read(table, part, between[depth:]) for part in parts]
            if separator is _BETWEEN[-1] and not any(named.codes for named in found):
                break  # "arms and legs": one name that we lack, not two
            return Named(
                tuple(code for named in found for code in named.codes),
                tuple(part for named in found for part in named.unknown),
            )
    return Named((), (text,))


def _codes_of(table: str, text: str) -> tuple[str, ...] | None:
    """Return the codes of one part; () where it says nothing, None where it is unknown."""
    known = book(table)
    if exact := known.get(stems(text)):
        return exact
    stated = ages_in(text, is_about_people=True)
    words = stems(text if stated is None else stated[1])  # "children under 5" are children
    words = _without_head(tuple(word for word in words if not word.isdigit()))
    found = find(table, words, shortest=_SHORTEST)
    if all(word in _FILLERS for word in found.rest):
        if not SIGNS.isdisjoint(found.rest):
            return found.codes
        return tuple(code for code in found.codes if code != _EVERYBODY) or found.codes
    return known.get(stems(_BRACKETS.sub(" ", text)))


def _without_head(words: Stems) -> Stems:
    if len(words) > 2 and words[0] in _HEADS and words[1] in _OF:
        return words[2:]
    return words


def _denies(name: str) -> bool:
    return not _NOT.isdisjoint(name.split())


@cache
def _names(table: str) -> dict[str, str]:
    """Folded name -> the name as the table writes it."""
    return {folded(row["name"]): row["name"] for row in codelists.rows(table) if row["code"]}


@lru_cache(maxsize=1 << 12)
def nearest_name(table: str, text: str) -> str | None:
    """Return the known name most like a text, None where none is near: a suggestion to ask about.

    >>> nearest_name("target_group_names", "Retunrees"), nearest_name("modality_names", "Zebra")
    ('Returnees', None)
    """
    names = [name for name in _names(table) if _denies(name) == _denies(folded(text))]
    for likeness in (fuzz.ratio, fuzz.token_sort_ratio):
        found = process.extractOne(folded(text), names, scorer=likeness, score_cutoff=_NEAR)
        if found is not None:
            return _names(table)[found[0]]
    return None
