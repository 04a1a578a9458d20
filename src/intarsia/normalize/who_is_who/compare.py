"""Are two names of organizations one, but for slips and words without weight? Two readings in,
how alike they are and what differs out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from intarsia.normalize.who_is_who.countries import country_forms
from intarsia.normalize.who_is_who.names import Reading, initials_of, reading_of
from intarsia.normalize.who_is_who.words import forms_of, word_lists
from intarsia.spelling import folded

#: A slip of the pen leaves a word of so many letters recognizable.
_LEAST_LETTERS = 4
#: One slip for each so many letters of a whole name, where its words are cut otherwise.
_LETTERS_A_SLIP = 12
#: From so many letters on, two that changed places leave a whole name recognizable.
_LEAST_TO_SWAP = 8
#: An abbreviation of fewer letters may be of many words.
_LEAST_ABBREVIATED = 3
#: What each slip takes from how alike two names are.
_A_SLIP = 0.02


@dataclass(frozen=True)
class Likeness:
    """How alike two names are.

    score     0-1: the part of their words' weight that they share
    slips     letters that differ in words that are one but for a slip
    left      words of the stated name without partner
    lacking   words of the known name without partner
    barrier   why they cannot be one whatever else they share; "" where they can
    because   slips, initials or words: what made up for the difference
    """

    score: float
    slips: int
    left: tuple[str, ...]
    lacking: tuple[str, ...]
    barrier: str
    because: str


class Comparison:
    """Compares names by the weight of their words in a register.

    weight   word -> what it weighs; the rarer in the register, the more
    known    whether the register has a word, so that it is a word of its own and no slip
    """

    def __init__(self, weight: Callable[[str], float], known: Callable[[str], int]) -> None:
        self._weight = weight
        self._known = known

    def likeness(self, stated: Reading, other: Reading) -> Likeness:
        """Return how alike a stated name and a known one are."""
        if self._letters_changed_places(stated, other):
            return Likeness(0.98, 1, (), (), "", "slips")
        if stated.countries != other.countries:
            stated = self._with_slipped_country(stated, other)
        barrier = barrier_between(stated, other)
        if barrier:
            return Likeness(0.0, 0, stated.words, other.words, barrier, "")
        left, lacking = _apart(stated.words, other.words)
        _pair_abbreviations(stated.text, left, lacking)
        slips = self._pair_slips(left, lacking) + _without_weight(left, lacking)
        because = "slips" if slips else "words"
        if self._pair_initials(stated, other, left, lacking):
            because = "initials"
        if left or lacking:
            whole = self._slips_of_the_whole(stated, other)
            if whole is not None:
                left, lacking, slips, because = [], [], whole, "slips"
        total = self._sum(stated.words) + self._sum(other.words)
        apart = self._sum(left) + self._sum(lacking)
        score = (1 - apart / total if total else 0.0) - _A_SLIP * slips
        return Likeness(max(score, 0.0), slips, tuple(left), tuple(lacking), "", because)

    def _sum(self, words: Sequence[str]) -> float:
        return sum(map(self._weight, words))

    def _letters_changed_places(self, stated: Reading, other: Reading) -> bool:
        """Whether two long names differ in nothing but two letters that changed places, and
        that made an unknown word: "New Zealnad". Numbers never change places."""
        if (
            len(stated.letters) != len(other.letters)
            or stated.letters == other.letters
            or len(stated.letters) < _LEAST_TO_SWAP
            or stated.numbers != other.numbers
            or OSA.distance(stated.letters, other.letters, score_cutoff=1) > 1
            or sorted(stated.letters) != sorted(other.letters)
        ):
            return False
        # Two acronyms of the same letters may be two organizations.
        plain = folded(stated.text).split()
        changed, _ = _apart(plain, folded(other.text).split())
        return all(len(word) > _LEAST_LETTERS for word in changed) and not all(
            map(self._known, stated.key - other.key)
        )

    def _with_slipped_country(self, stated: Reading, other: Reading) -> Reading:
        """The stated name, where one of its unknown words is a slip for the other's country."""
        missing = other.countries - stated.countries
        if len(missing) != 1 or stated.countries - other.countries:
            return stated
        (country,) = missing
        for word in stated.words:
            if len(word) < 6 or self._known(word) or word[0] == "@":
                continue
            forms = country_forms(country)
            if any(OSA.distance(word, form, score_cutoff=1) < 2 for form in forms):
                words = tuple(f"@{country}" if one == word else one for one in stated.words)
                return reading_of(stated.text, stated.letters, words, stated.weak)
        return stated

    def _pair_slips(self, left: list[str], lacking: list[str]) -> int:
        """Take the words out of both lists that are one but for a slip; return the slips."""
        slips = 0
        if not lacking:
            return 0
        for word in list(left):
            if len(word) < _LEAST_LETTERS:
                continue
            near = [
                (OSA.distance(word, form), other)
                for other in lacking
                for form in forms_of(other)
                if self.is_slip(word, form, other)
            ]
            if near:
                distance, best = min(near)
                slips += distance
                left.remove(word)
                lacking.remove(best)
        return slips

    def is_slip(self, stated: str, form: str, known: str) -> bool:
        """Whether a stated word is a slip of the pen for a form of a known one.

        Letters that changed places, that are missing or doubled: one in a word of four letters
        and more, two in a word of nine and more. Another letter in place of one is a slip only
        in a word of seven and more: "health" and "wealth" are two words. A word that the
        register knows from other names is a word of its own.
        """
        shorter = min(len(stated), len(form))
        allowed = 1 if shorter < 9 else 2
        if abs(len(stated) - len(form)) > allowed or shorter < _LEAST_LETTERS:
            return False
        if "@" in (stated[0], form[0]) or " " in form:
            return False
        distance = OSA.distance(stated, form, score_cutoff=allowed)
        if distance > allowed or _has_digit(stated) or _has_digit(form):
            return False
        if self._known(stated) and self._known(stated) >= self._known(known):
            return False
        replaced = len(stated) == len(form) and sorted(stated) != sorted(form)
        return not (replaced and shorter < 7)

    def _pair_initials(
        self, stated: Reading, other: Reading, left: list[str], lacking: list[str]
    ) -> bool:
        """Take out an acronym in one name and the words of the other whose initials it is."""
        for short, long, whole in ((left, lacking, other), (lacking, left, stated)):
            if len(short) != 1 or len(long) < 2 or len(short[0]) < 3:
                continue
            apart = Counter(long)
            run = [word for word in whole.words if apart[word]]
            letters = {*initials_of(whole.text), "".join(word[0] for word in run)}
            count = sum(len(word.split()) for word in run)
            if len(short[0]) == count and any(short[0] in found for found in letters):
                short.clear()
                long.clear()
                return True
        return False

    def _slips_of_the_whole(self, stated: Reading, other: Reading) -> int | None:
        """The slips between two names letter by letter, spaces apart; None where too many.

        Where every word of the stated name is a known word, no letter has slipped.
        """
        length = min(len(stated.letters), len(other.letters))
        allowed = min(length // _LETTERS_A_SLIP, 4)
        if not allowed or (stated.words and all(map(self._known, stated.words))):
            return None
        distance = OSA.distance(stated.letters, other.letters, score_cutoff=allowed)
        if distance > allowed:
            return None
        # The letters may be near because a short word is another: each must be near by itself.
        if len(stated.words) == len(other.words):
            left, lacking = _apart(stated.words, other.words)
            if len(left) == 1:
                (one,), (two,) = left, lacking
                if not any(self.is_slip(one, form, two) for form in forms_of(two)):
                    return None
        return distance


def _apart(stated: Sequence[str], other: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of each that the other does not have."""
    left = []
    lacking = list(other)
    for word in stated:
        if word in lacking:
            lacking.remove(word)
        else:
            left.append(word)
    return left, lacking


def _pair_abbreviations(text: str, left: list[str], lacking: list[str]) -> None:
    """Take out of both lists a word cut short with a dot, "Fed.", and the word that it begins."""
    if "." not in text:
        return
    plain = text.casefold()
    for word in list(left):
        whole = [other for other in lacking if other.startswith(word)]
        if len(word) >= _LEAST_ABBREVIATED and f"{word}." in plain and len(whole) == 1:
            left.remove(word)
            lacking.remove(whole[0])


def _without_weight(left: list[str], lacking: list[str]) -> int:
    """Take out a word that is one without weight but for letters that changed places: "fro"."""
    if lacking or len(left) != 1 or left[0] not in _slipped_without_weight():
        return 0
    left.clear()
    return 1


@cache
def _slipped_without_weight() -> frozenset[str]:
    lists = word_lists()
    weightless = lists.stop | lists.legal
    swapped = {
        word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        for word in weightless
        for at in range(len(word) - 1)
    }
    return frozenset(swapped - weightless)


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def barrier_between(stated: Reading, other: Reading) -> str:
    """Return why two names cannot be one organization's whatever else they share, or "".

    Another country, another number, another of two opposites: north and south, women and youth.
    """
    if stated.countries != other.countries:
        return "country"
    if stated.numbers != other.numbers:
        return "number"
    if _are_opposed(stated.opposites, other.opposites):
        return "opposite"
    if stated.weak and other.weak and stated.weak != other.weak:
        return "legal_form"
    return ""


def _are_opposed(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both say something of one kind, and not the same: north and south."""
    kinds = {word.split(":")[0] for word in one} & {word.split(":")[0] for word in other}
    return any(word.split(":")[0] in kinds for word in one ^ other)


def is_light(words: tuple[str, ...]) -> bool:
    """Whether words without a partner have no weight: "International", "Foundation".

    >>> is_light(("international",)), is_light(("relief",)), is_light(())
    (True, False, True)
    """
    return all(word in word_lists().light for word in words)
