"""What a register says about one text by itself: whose name, acronym, words or field it is.

A text in, the organizations it may mean out, with the strongest kind of evidence; and how several
are told apart by what is known around the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from intarsia import codelists
from intarsia.normalize.who_is_who.governments import (
    FOREIGN,
    WHOLE,
    GovernmentBody,
    government_body,
)
from intarsia.normalize.who_is_who.index import Index, acronym_key
from intarsia.normalize.who_is_who.match import Because, Context, Stated
from intarsia.normalize.who_is_who.names import (
    Reading,
    looks_like_acronym,
    read_name,
    reading_of,
)
from intarsia.normalize.who_is_who.words import word_lists

#: How sure each kind of evidence is, by itself.
SURENESS = {
    "match.identifier": 0.99,
    "match.name": 0.99,
    "match.alias": 0.97,
    "match.letters": 0.96,
    "match.acronym": 0.93,
    "match.acronym_in_small_letters": 0.85,
    "match.acronym_or_word": 0.5,
    "match.words": 0.92,
    "match.field": 0.9,
    "match.both_names": 0.92,
    "match.inside": 0.89,
    "match.corrected": 0.91,
}
#: Names of fewer letters are acronyms or too short to say that signs and spaces do not count.
_LEAST_LETTERS = 6
_LONGEST_ACRONYM = 12
#: IATI organization types that are the same kind of body.
_KINDS = {
    "10": "state",
    "11": "state",
    "15": "state",
    "21": "abroad",
    "22": "national",
    "23": "abroad",
    "24": "national",
    "40": "multilateral",
    "70": "private",
    "71": "private",
    "72": "private",
    "73": "private",
    "80": "academic",
}


#: Kinds of bodies that are of the country that the names are about.
_LOCAL = ("state", "national")


@dataclass(frozen=True)
class Found:
    """The organizations that a text may mean, and why."""

    ids: frozenset[str]
    because: Because

    @property
    def sureness(self) -> float:
        """How sure this kind of evidence is, 0-1."""
        return SURENESS[self.because.code]

    @property
    def is_by_acronym(self) -> bool:
        """Whether an acronym is all that it rests on."""
        return self.because.code.startswith("match.acronym")


class Evidence:
    """Looks texts up in a register, in a context."""

    def __init__(self, index: Index, context: Context) -> None:
        self.index = index
        self.context = context
        self._seen: dict[str, Found | None] = {}

    def look(self, text: str) -> Found | None:
        """Return whom a text means by the strongest kind of evidence that there is."""
        if text not in self._seen:
            self._seen[text] = self._look(text)
        return self._seen[text]

    def _look(self, text: str) -> Found | None:
        plain = self.index.plain_name(text)
        if plain is not None:
            return Found(frozenset((plain,)), Because("match.name", {"name": text}))
        reading = read_name(text)
        body = government_body(text)
        if body is not None and (body.country or body.topic != WHOLE):
            return self._by_body(text, body)
        ids, is_main = self.index.by_name(text)
        if ids:
            code = "match.name" if is_main else "match.alias"
            return Found(frozenset(ids), Because(code, {"name": text}))
        return (
            self._by_letters(reading)
            or self._by_acronym(text, reading)
            or self._by_words(reading, "match.words")
            or self._by_marked(reading)
            or self._by_corrected(reading)
        )

    def _by_letters(self, reading: Reading) -> Found | None:
        ids = self.index.by_letters.get(reading.letters)
        if not ids or len(reading.letters) < _LEAST_LETTERS:
            return None
        return Found(frozenset(ids), Because("match.letters", {"name": self._name(ids)}))

    def _by_acronym(self, text: str, reading: Reading) -> Found | None:
        if len(reading.letters) > _LONGEST_ACRONYM or len(text.split()) > 2:
            return None
        ids = self.index.by_acronym.get(acronym_key(text))
        if not ids:
            ids = self.index.by_letters.get(reading.letters)
        if not ids or len(reading.letters) < 2:
            return None
        is_written_so = looks_like_acronym(text) or text.isupper()
        if is_written_so:
            code = "match.acronym"
        elif text.casefold() in word_lists().ordinary:
            code = "match.acronym_or_word"
        else:
            code = "match.acronym_in_small_letters"
        return Found(frozenset(ids), Because(code, {"acronym": text}))

    def _by_words(self, reading: Reading, code: str) -> Found | None:
        written = [
            known
            for known in self.index.by_words.get(reading.key, ())
            if known.reading.numbers == reading.numbers
            and not (known.reading.weak and reading.weak and known.reading.weak != reading.weak)
        ]
        if not written:
            return None
        ids = frozenset(known.organization for known in written)
        return Found(ids, Because(code, {"name": written[0].reading.text}))

    def _by_marked(self, reading: Reading) -> Found | None:
        marked = frozenset(self.index.marked(reading))
        if not any(word[0] == "#" for word in marked):
            return None
        ids = set(self.index.by_marked.get(marked, ()))
        code = "match.inside"
        if len(marked) == 1 and (alone := self.index.here(next(iter(marked))[1:])) is not None:
            ids, code = {alone}, "match.both_names"
        ids = {key for key in ids if not self._is_of_other_form(reading, key)}
        if not ids:
            return None
        return Found(frozenset(ids), Because(code, {"name": self._name(ids)}))

    def _is_of_other_form(self, reading: Reading, key: str) -> bool:
        """Whether a name says a legal form, and the organization's names only others."""
        forms = [written.reading.weak for written in self.index.written_by[key]]
        known = frozenset[str]().union(*forms)
        return bool(reading.weak and known) and known.isdisjoint(reading.weak)

    def _by_corrected(self, reading: Reading) -> Found | None:
        """Letters that changed places, where that makes known words of unknown ones."""
        words = [self._corrected(word) for word in reading.words]
        if words == list(reading.words):
            return None
        corrected = reading_of(reading.text, reading.letters, tuple(words), reading.weak)
        return self._by_words(corrected, "match.corrected")

    def _corrected(self, word: str) -> str:
        if len(word) < 5 or word[0] == "@" or " " in word or self.index.words[word]:
            return word
        meant = {
            known
            for form, known in self.index.by_sorted_letters.get("".join(sorted(word)), ())
            if OSA.distance(word, form) == 1
        }
        return meant.pop() if len(meant) == 1 else word

    def _by_body(self, text: str, body: GovernmentBody) -> Found | None:
        """A government or ministry: its own country's, or the host country's, never another's."""
        ids, is_main = self.index.by_name(text)
        country = body.country or self.context.country
        if country is None:
            own = {key for key in ids if not self.index.known[key].is_packaged}
            ids = own or set(self.index.by_body.get(body, ()))
        else:
            ids = {key for key in ids if self.index.countries_of(key) <= {country}}
            if not ids or body.country is None:
                ids = self._of_country(body.in_country(country)) or ids
        if not ids:
            return None
        if len(ids) > 1 and (main := ids & self.index.by_name(text)[0]):
            ids = main
        code = "match.field" if not is_main else "match.name"
        return Found(frozenset(ids), Because(code, {"country": country or "", "field": body.topic}))

    def _of_country(self, body: GovernmentBody) -> set[str]:
        """Who the body is; abroad a country is spoken for by its foreign ministry."""
        topics = [body.topic]
        if body.country != self.context.country and body.topic in (WHOLE, FOREIGN):
            topics.append(FOREIGN if body.topic == WHOLE else WHOLE)
        found = [
            self.index.by_body.get(GovernmentBody(body.country, topic), set()) for topic in topics
        ]
        # What a user's own register has for either name of it is meant by both.
        own = {key for keys in found for key in keys if not self.index.known[key].is_packaged}
        return own or set(next((keys for keys in found if keys), ()))

    def _name(self, ids: Iterable[str]) -> str:
        return self.index.known[min(ids)].name

    def decide(self, ids: Iterable[str], stated: Stated) -> tuple[str | None, Because | None]:
        """Return the one of several organizations that is meant, and what told them apart.

        A user's own register outweighs the packaged one; a head organization is meant where the
        others are its branches; then who else reports, the type, the country and the sector
        count, each where it leaves some and not all.
        """
        left = sorted(ids)
        if len(left) == 1:
            return left[0], None
        known = self.index.known
        own = [key for key in left if not known[key].is_packaged]
        if own and len(own) < len(left):
            left = own
            if len(left) == 1:
                return left[0], Because("match.own_register", {})
        head = self.index.head_of(left)
        if head is not None:
            return head, Because("match.head", {})
        told = []
        for name, holds in self._circumstances(stated):
            some = [key for key in left if holds(key)]
            if some and len(some) < len(left):
                left = some
                told.append(name)
        if len(left) == 1 and told:
            return left[0], Because("match.context", {"by": told})
        return None, None

    def _circumstances(self, stated: Stated) -> list[tuple[str, Callable[[str], bool]]]:
        known = self.index.known
        context = self.context
        found: list[tuple[str, Callable[[str], bool]]] = []
        if context.others:
            found.append(("others", lambda key: key in context.others))
        if stated.type_code:
            found.append(("type", lambda key: self._is_of_kind(key, stated)))
        if context.types:
            found.append(("types", lambda key: known[key].type_code in context.types))
        if context.country:
            found.append(("country", lambda key: context.country in self.index.countries_of(key)))
        if context.sector:
            about = read_name(codelists.name("sectors", context.sector)).key
            found.append(("sector", lambda key: bool(about & read_name(known[key].name).key)))
        return found

    def _is_of_kind(self, key: str, stated: Stated) -> bool:
        code = self.index.known[key].type_code or ""
        return code == stated.type_code or (
            code in _KINDS and _KINDS[code] == _KINDS.get(stated.type_code or "")
        )

    def kinds_differ(self, key: str, stated: Stated) -> bool:
        """Whether a local body is stated where the register has one of another kind.

        Types are stated carelessly: only a government body or a national organization, which
        is sure not to be an agency from abroad, speaks against a match.
        """
        one = _KINDS.get(self.index.known[key].type_code or "")
        other = _KINDS.get(stated.type_code or "")
        at_home = self.context.country in self.index.countries_of(key)
        return one is not None and other in _LOCAL and one != other and not at_home

    def is_of_another_country(self, key: str) -> bool:
        """Whether an organization is a national one whose name says another country."""
        known = self.index.known[key]
        countries = self.index.own_countries(key)
        return (
            self.context.country is not None
            and _KINDS.get(known.type_code or "") == "national"
            and bool(countries)
            and self.context.country not in countries
        )
