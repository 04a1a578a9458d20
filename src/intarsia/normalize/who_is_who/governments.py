"""Which government or ministry is meant: "Norway (MFA)", "Gov. of Norway", "Ministerio de Salud".

A reading in, the country and the field of a government body out. The fields and their names in
six languages are `ministries.csv` beside this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from intarsia.normalize.who_is_who.countries import country_name
from intarsia.normalize.who_is_who.names import (
    Reading,
    initials_of,
    looks_like_acronym,
    read_name,
    sides_of,
)
from intarsia.normalize.who_is_who.words import one_word, packaged_rows
from intarsia.spelling import folded

#: The field of a whole government.
WHOLE = "government"
FOREIGN = "foreign"

_FILLERS = frozenset(
    "government republic kingdom state federal royal his her majesty people democratic".split()
)
_LANGUAGES = ("en", "fr", "es", "ru", "uk", "ar")


@dataclass(frozen=True)
class GovernmentBody:
    """A government (field `WHOLE`) or a ministry; country null where the name does not say it."""

    country: str | None
    topic: str

    def in_country(self, country: str | None) -> GovernmentBody:
        """The same body of this country, where the name does not say one."""
        return self if self.country is not None else GovernmentBody(country, self.topic)


@cache
def _topics() -> dict[frozenset[str], str]:
    found: dict[frozenset[str], str] = {}
    for row in packaged_rows("ministries.csv"):
        for language in _LANGUAGES:
            for form in filter(None, row[language].split("|")):
                found.setdefault(read_name(form).key, row["topic"])
    return found


@cache
def _acronyms() -> dict[str, str]:
    return {
        one_word(folded(acronym)): row["topic"]
        for row in packaged_rows("ministries.csv")
        for acronym in row["acronyms"].split("|")
        if acronym
    }


@cache
def _names() -> dict[str, str]:
    return {row["topic"]: row["en"].split("|")[0] for row in packaged_rows("ministries.csv")}


def government_body(text: str) -> GovernmentBody | None:
    """Return the government or ministry that a name says, or None where it says none.

    >>> government_body("Norway (MFA)")
    GovernmentBody(country='NO', topic='foreign')
    >>> government_body("Norwegian Ministry of Foreign Affairs (NMFA)").topic
    'foreign'
    >>> government_body("Gov. of Norway") == government_body("Gouvernement de la Norvège")
    True
    >>> government_body("Ministry of Health (MOH)")
    GovernmentBody(country=None, topic='health')
    """
    if not may_be_a_body(read_name(text)):
        return None
    for sides in sides_of(text):
        if sides.how == "comma":
            continue
        for name, other in ((sides.first, sides.second), (sides.second, sides.first)):
            body = _body(read_name(name), name)
            if body is not None and _only_repeats(other, name, body):
                return body
    return _body(read_name(text), text)


def may_be_a_body(reading: Reading) -> bool:
    """Whether a name has a word that those of governments and ministries have."""
    acronyms = _acronyms()
    return any(
        word[0] == "@" or word == "ministry" or word == "government" or word in acronyms
        for word in reading.words
    )


def _only_repeats(other: str, name: str, body: GovernmentBody) -> bool:
    """Whether the other side is but the acronym of this one."""
    if not looks_like_acronym(other) or read_name(other).countries:
        return False
    letters = one_word(folded(other.replace(".", "")))
    if _acronyms().get(letters) == body.topic != WHOLE:
        return True
    plain = initials_of(name)
    return "ministry" in read_name(name).key and any(
        letters == initials or letters.endswith(initials) for initials in plain
    )


def _body(reading: Reading, text: str) -> GovernmentBody | None:
    if len(reading.countries) > 1:
        return None
    country = next(iter(reading.countries), None)
    rest = [word for word in reading.words if word[0] != "@"]
    if not rest:
        return GovernmentBody(country, WHOLE) if country else None
    if set(rest) <= _FILLERS and (country or "government" in rest):
        return GovernmentBody(country, WHOLE)
    if len(rest) == 1 and rest[0] in _acronyms() and _in_capitals(text, rest[0]):
        return GovernmentBody(country, _acronyms()[rest[0]])
    is_ministry = "ministry" in rest or (
        country is not None and "foreign" in rest and {"department", "office"} & set(rest)
    )
    if not is_ministry:
        return None
    about = frozenset(rest) - {"ministry", "federal", "royal", "state", "republic", "government"}
    if "ministry" not in rest:
        about -= {"department", "office"}
    if about == {"foreign"}:
        return GovernmentBody(country, FOREIGN)
    topic = _topics().get(about)
    if topic is None:
        trimmed = frozenset(word for word in about if word not in _acronyms())
        topic = _topics().get(trimmed)
    if topic is None:
        topic = " ".join(sorted(about))
    return GovernmentBody(country, topic) if about else None


def _in_capitals(text: str, word: str) -> bool:
    """Whether the word stands as an acronym in the text: "MoH" and "MFA", not "mes"."""
    return any(
        looks_like_acronym(part) and one_word(folded(part.replace(".", ""))) == word
        for part in text.replace("(", " ").replace(")", " ").replace("-", " ").split()
    )


def is_known_field(topic: str) -> bool:
    """Whether a field is that of a whole government or one of the listed ministries."""
    return topic == WHOLE or topic in _names()


def body_name(body: GovernmentBody, stated: str) -> str:
    """Return the name of a government body of a country, for one that no register has.

    >>> body_name(GovernmentBody("IQ", "health"), "MoH")
    'Ministry of Health, Iraq'
    """
    country = country_name(body.country or "")
    if body.topic == WHOLE:
        return f"Government of {country}"
    known = _names().get(body.topic)
    if known is not None:
        return f"Ministry of {known}, {country}"
    return stated if read_name(stated).countries else f"{stated}, {country}"
