"""A register made ready for looking up: by identifier, name, letters, acronym, words, field.

Goes in: a REGISTER (or ORGANIZATIONS) table. Every name of every organization is read once.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

import pyarrow as pa

from intarsia.normalize.organizations import normalized_identifier
from intarsia.normalize.who_is_who.candidates import Candidates
from intarsia.normalize.who_is_who.compare import Comparison
from intarsia.normalize.who_is_who.countries import country_phrases
from intarsia.normalize.who_is_who.governments import (
    GovernmentBody,
    government_body,
    may_be_a_body,
)
from intarsia.normalize.who_is_who.known import Known, Written, known_rows
from intarsia.normalize.who_is_who.names import (
    Reading,
    initials_of,
    looks_like_acronym,
    read_name,
)
from intarsia.normalize.who_is_who.words import (
    Phrases,
    forms_of,
    phrases_of,
    replaced,
    word_lists,
)
from intarsia.readers.collector import without_collector
from intarsia.register import packaged_register
from intarsia.spelling import folded, latin

#: A word weighs no less than this, and a word without weight this part of its own.
_LEAST_WEIGHT = 0.5
_LIGHT = 0.25
#: A word in no more names than this may be a name by itself.
_FEW_NAMES = 12
#: A word that only aliases have is a word of its own from so many on.
_SEVERAL = 4


class Index:
    """The organizations of a register by everything that they are known by."""

    def __init__(self, register: pa.Table, *, words_from: int = 1) -> None:
        """Read the register.

        words_from  in how many names a word must stand to be a word of its own, and no slip
        """
        self.known: dict[str, Known] = {}
        self.by_identifier: dict[str, set[str]] = defaultdict(set)
        self.by_acronym: dict[str, set[str]] = defaultdict(set)
        self.names: list[Written] = []
        self.identifiers_of: dict[str, list[str]] = defaultdict(list)
        self._weights: dict[str, float] = {}
        self._main: dict[str, set[str]] = defaultdict(set)
        self._also: dict[str, set[str]] = defaultdict(set)
        for row in known_rows(register):
            self._take_in(*row)
        self.by_letters: dict[str, set[str]] = defaultdict(set)
        self.by_words: dict[frozenset[str], list[Written]] = defaultdict(list)
        self.often: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        for written in self.names:
            self.by_letters[written.reading.letters].add(written.organization)
            self.by_words[written.reading.key].append(written)
            self.often.update(written.reading.key)
            if written.is_main:
                self.words.update(written.reading.key)
        # An alias may be a slip that somebody confirmed: its words are words where several have it.
        for word, times in self.often.items():
            if times >= _SEVERAL and word not in self.words:
                self.words[word] = 1
        if words_from > 1:
            self.words = Counter({w: n for w, n in self.words.items() if n >= words_from})

    def _take_in(self, known: Known, identifiers: list[str], aliases: list[str]) -> None:
        key = known.id
        self.known[key] = known
        for text in (key, *identifiers):
            identifier = normalized_identifier(text)
            if identifier is not None:
                self.by_identifier[identifier].add(key)
                self.identifiers_of[key].append(identifier)
        texts = [known.name, *aliases]
        acronyms = [text for text in texts if looks_like_acronym(text)]
        for acronym in (*acronyms, known.acronym):
            if acronym:
                self.by_acronym[acronym_key(acronym)].add(key)
        for position, text in enumerate(texts):
            # An acronym is no name: what it is worth depends on case and context.
            if position and text in acronyms:
                continue
            reading = read_name(text)
            if position and not reading.letters:
                continue
            self.names.append(Written(key, reading, position == 0))
            (self._also if position else self._main)[folded(text)].add(key)

    def by_name(self, text: str) -> tuple[set[str], bool]:
        """Return whose name or alias this is, and whether it is a name; names come first."""
        key = folded(text)
        main = self._main.get(key)
        return (main, True) if main else (self._also.get(key, set()), False)

    def plain_name(self, text: str) -> str | None:
        """Return whose own name this is and nobody else's, but for governments and ministries."""
        ids = self._main.get(folded(text))
        if ids is None or len(ids) > 1:
            return None
        (key,) = ids
        return None if may_be_a_body(read_name(self.known[key].name)) else key

    @cached_property
    def by_body(self) -> dict[GovernmentBody, set[str]]:
        """Who is the government or ministry of a country."""
        found: dict[GovernmentBody, set[str]] = defaultdict(set)
        for written in self.names:
            if not may_be_a_body(written.reading):
                continue
            body = government_body(written.reading.text)
            if body is not None:
                found[body.in_country(self.known[written.organization].country)].add(
                    written.organization
                )
        return found

    @cached_property
    def written_by(self) -> dict[str, list[Written]]:
        """The names of each organization."""
        found: dict[str, list[Written]] = defaultdict(list)
        for written in self.names:
            found[written.organization].append(written)
        return found

    @cached_property
    def by_sorted_letters(self) -> dict[str, list[tuple[str, str]]]:
        """The words of this register by their letters in alphabetical order: (form, word)."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        forms = [(form, word) for word in self.words if word[0] != "@" for form in forms_of(word)]
        forms += [
            (words[0], word)
            for words, word in country_phrases().words.items()
            if len(words) == 1 and word in self.words
        ]
        for form, word in forms:
            found["".join(sorted(form))].append((form, word))
        return found

    @cached_property
    def by_initials(self) -> dict[str, set[str]]:
        """Whose own name has three words or more with these initials."""
        found: dict[str, set[str]] = defaultdict(set)
        for written in self.names:
            for letters in initials_of(written.reading.text) if written.is_main else ():
                if len(letters) > 2:
                    found[letters].add(written.organization)
        return found

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Who belongs to an organization, as far as the register says."""
        found: dict[str, list[str]] = defaultdict(list)
        for known in self.known.values():
            if known.parent_id is not None:
                found[known.parent_id].append(known.id)
        return {parent: tuple(sorted(several)) for parent, several in found.items()}

    @cached_property
    def candidates(self) -> Candidates:
        """The search for near names."""
        return Candidates([written.reading for written in self.names])

    @cached_property
    def comparison(self) -> Comparison:
        """The comparison of names by the weight of their words in this register."""
        return Comparison(self.weight, self.words.__getitem__)

    def weight(self, word: str) -> float:
        """What a word weighs: the rarer in the register, the more."""
        known = self._weights.get(word)
        if known is None:
            known = self._weights[word] = self._weight(word)
        return known

    def _weight(self, word: str) -> float:
        weight = math.log((len(self.names) + 1) / (self.often[word] + 1))
        if word in word_lists().light:
            weight *= _LIGHT
        return max(weight, _LEAST_WEIGHT * (_LIGHT if word in word_lists().light else 1))

    def ancestors(self, key: str) -> list[str]:
        """Return what an organization belongs to, the nearest first."""
        found: list[str] = []
        parent = self.known[key].parent_id if key in self.known else None
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self.known[parent].parent_id if parent in self.known else None
        return found

    def countries_of(self, key: str) -> frozenset[str]:
        """Return the countries that an organization is of, or that its name says."""
        country = self.known[key].country
        return self.own_countries(key) | ({country} if country else set())

    def own_countries(self, key: str) -> frozenset[str]:
        """Return the countries that an organization's name says."""
        return read_name(self.known[key].name).countries

    def are_related(self, one: str, other: str) -> bool:
        """Whether one of two organizations belongs to the other."""
        return one == other or one in self.ancestors(other) or other in self.ancestors(one)

    def head_of(self, keys: Iterable[str]) -> str | None:
        """Return the one of several organizations to which all others belong, or None."""
        several = list(keys)
        for key in several:
            if all(key == other or key in self.ancestors(other) for other in several):
                return key
        return None

    @cached_property
    def phrases(self) -> Phrases:
        """Names and acronyms inside longer names: "#XM-DAC-41122" stands for UNICEF.

        The packaged register serves as a dictionary here, also where it is not searched.
        """
        return phrases_of({**self.own_phrases, **self._dictionary})

    @cached_property
    def _dictionary(self) -> dict[tuple[str, ...], str]:
        """The packaged register's names and acronyms, where this register is without them."""
        if any(known.is_packaged for known in self.known.values()):
            return {}
        return packaged_index().own_phrases

    @cached_property
    def _meant(self) -> dict[str, set[str]]:
        """Who in this register has a name of an organization of the packaged one."""
        found: dict[str, set[str]] = defaultdict(set)
        for words, word in self.own_phrases.items():
            other = self._dictionary.get(words)
            if other is not None:
                found[other[1:]].add(word[1:])
        return found

    def here(self, key: str) -> str | None:
        """Return the organization of this register that a marked word stands for, or None."""
        if key in self.known:
            return key
        meant = self._meant.get(key, set())
        return next(iter(meant)) if len(meant) == 1 else None

    @cached_property
    def own_phrases(self) -> dict[tuple[str, ...], str]:
        """The words of this register's names and acronyms, each with whom they mean."""
        meant: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for written in self.names:
            words = written.reading.words
            if self._is_phrase(words) and government_body(written.reading.text) is None:
                meant[words].add(written.organization)
        for acronym, keys in self.by_acronym.items():
            word = read_name(acronym).words
            if len(word) == 1 and len(word[0]) > 2 and self.is_name_word(word[0]):
                meant[word] |= keys
        found = {}
        for words, keys in meant.items():
            head = self.head_of(keys)
            if head is not None:
                found[words] = f"#{head}"
        return found

    def _is_phrase(self, words: Sequence[str]) -> bool:
        weighty = [word for word in words if word[0] != "@" and word not in word_lists().light]
        if not weighty:
            return False
        return len(words) > 1 or self.is_name_word(weighty[0])

    def is_name_word(self, word: str) -> bool:
        """Whether a single word is a name by itself: Oxfam, not "care" or "relief"."""
        lists = word_lists()
        return (
            len(word) > 2
            and " " not in word
            and word[0] != "@"
            and word not in lists.ordinary
            and word not in lists.same.values()
            and word not in lists.branch
            and self._is_of_one_family(word)
        )

    def _is_of_one_family(self, word: str) -> bool:
        """Whether the names that have a word are few, or mostly of one organization's branches."""
        if self.often[word] <= _FEW_NAMES:
            return True
        heads = Counter(self._head(key) for key in self._holders[word])
        return heads.most_common(1)[0][1] * 2 > sum(heads.values())

    def _head(self, key: str) -> str:
        return ([key, *self.ancestors(key)])[-1]

    @cached_property
    def _holders(self) -> dict[str, set[str]]:
        """The organizations whose names have a word."""
        found: dict[str, set[str]] = defaultdict(set)
        for written in self.names:
            for word in written.reading.key:
                found[word].add(written.organization)
        return found

    def marked(self, reading: Reading) -> tuple[str, ...]:
        """Return the words of a name with the organizations that it names put in for them."""
        return tuple(dict.fromkeys(replaced(reading.words, self.phrases)))

    @cached_property
    def by_marked(self) -> dict[frozenset[str], set[str]]:
        """Who has a name of these words, organizations in it put in."""
        found: dict[frozenset[str], set[str]] = defaultdict(set)
        for written in self.names:
            words = replaced(written.reading.words, self.phrases, inside=True)
            if any(word[0] == "#" for word in words):
                found[frozenset(words)].add(written.organization)
        return found


def acronym_key(text: str) -> str:
    """Return an acronym in the form in which acronyms are compared.

    >>> acronym_key("U.N.H.C.R."), acronym_key("CoE"), acronym_key("ООН")
    ('unhcr', 'coe', 'oon')
    """
    return latin(text.replace(".", "")).replace(" ", "")


_kept: list[tuple[pa.Table, Index]] = []


def index_of(register: pa.Table) -> Index:
    """Return the index of a register; that of the last few registers is kept."""
    for table, index in _kept:
        if table is register:
            return index
    with without_collector():
        index = Index(register)
    _kept.append((register, index))
    del _kept[:-4]
    return index


def packaged_index() -> Index:
    """Return the index of the packaged register."""
    return index_of(packaged_register())
