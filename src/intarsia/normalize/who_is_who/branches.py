"""Is a name that of a branch: "UNHCR Iraq", "Italian Committee for UNICEF", "Save the Children
Sweden"? A text in; the organization it belongs to, and the branch if it is known, out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intarsia.normalize.who_is_who.evidence import Evidence
from intarsia.normalize.who_is_who.names import looks_like_acronym, read_name
from intarsia.normalize.who_is_who.words import word_lists
from intarsia.spelling import folded

#: What has more words than this is no name of a unit.
_MOST_WORDS = 10
#: An acronym of so few letters may be anybody's.
_SHORT = 4
_FIRST_WORD = re.compile(r"[\w.]+|$")
#: Words of a name that stands for a national body, which is never its parent.
_OWN_BODIES = frozenset({"committee", "comm", "national", "member", "chapter", "affiliate"})


@dataclass(frozen=True)
class Branch:
    """A branch of a known organization.

    parent   the organization
    known    the branches of the register that it may be; empty where it is a new one
    places   countries or places that tell the branch from its parent
    is_sure  whether the name can hardly mean anything else
    """

    parent: str
    known: tuple[str, ...]
    places: tuple[str, ...]
    is_sure: bool


def branch_of(text: str, evidence: Evidence) -> Branch | None:
    """Return what a name is a branch of, or None where it is none of a known organization.

    A branch is named by its organization, the country or a place, and words such as "office" or
    "committee"; any other word makes it something else.
    """
    index = evidence.index
    marked = index.marked(read_name(text))
    parents = [word[1:] for word in marked if word[0] == "#"]
    parent = index.here(parents[0]) if len(parents) == 1 else None
    if parent is None:
        return None
    countries = tuple(word[1:] for word in marked if word[0] == "@")
    rest = [word for word in marked if word[0] not in "#@"]
    places = _places(text, rest, evidence)
    lists = word_lists()
    if any(
        word not in lists.branch and word not in lists.light and word not in places for word in rest
    ):
        return None
    if not countries and not rest:
        return None
    known = _known(parent, countries, rest, evidence)
    return Branch(parent, known, countries + places, not _is_a_countrys_own(text, marked))


def _is_a_countrys_own(text: str, marked: tuple[str, ...]) -> bool:
    """Whether a short acronym stands behind a country: "Somali RWB" may be a body of its own.

    A branch is written the other way round: "WFP Somalia".
    """
    last = text.split()[-1]
    return marked[0][0] == "@" and len(last) <= _SHORT and looks_like_acronym(last)


def _places(text: str, rest: list[str], evidence: Evidence) -> tuple[str, ...]:
    """The words that name a place of the country the names are about."""
    known = evidence.context.place_names
    if not known:
        return ()
    return tuple(word for word in rest if word in known or folded(word) in known)


def _known(
    parent: str, countries: tuple[str, ...], rest: list[str], evidence: Evidence
) -> tuple[str, ...]:
    """The branches that the register has in this country; the parent where it sits there."""
    if len(countries) != 1:
        return ()
    index = evidence.index
    found = [
        key
        for key in _below(parent, evidence)
        if index.known[key].country == countries[0]
        or read_name(index.known[key].name).countries == {countries[0]}
    ]
    if found:
        return tuple(found)
    at_home = index.known[parent].country == countries[0]
    return (parent,) if at_home and not _OWN_BODIES & set(rest) else ()


def _below(parent: str, evidence: Evidence) -> list[str]:
    found: list[str] = []
    waiting = list(evidence.index.children.get(parent, ()))
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.append(key)
            waiting.extend(evidence.index.children.get(key, ()))
    return sorted(found)


def unit_of(text: str, evidence: Evidence) -> str | None:
    """Return the known organization with whose name or acronym a longer name begins, or None.

    "USAID/Food for Peace" may be a unit of USAID, or another name for it: that is not known. A
    name of one word, such as "Voice", begins many names that have nothing to do with it.
    """
    words = read_name(text).words
    marked = evidence.index.marked(read_name(text))
    if not 2 <= len(marked) <= _MOST_WORDS or marked[0][0] != "#":
        return None
    # How many words the organization's name takes of the whole.
    taken = words[: len(words) - len(marked) + 1]
    weighty = [word for word in taken if word not in word_lists().light]
    if len(weighty) < 2 and not looks_like_acronym(_FIRST_WORD.findall(text)[0]):
        return None
    return evidence.index.here(marked[0][1:])
