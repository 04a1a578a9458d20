"""The sentence above each list of the registry, to be read aloud."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from intarsia_site.registry.nouns import Holds
from intarsia_site.registry.queries.record import Filter, Page
from intarsia_site.web.sentence import Pill, pill, search_pill, sentence

_WORDS: dict[str, Promise] = {
    "mandates": later(
        "Showing mandates of {organization_id} to {function} in {sector_code}, in {area_code} of "
        "{country_code}, that mention {search}"
    ),
    "capacities": later(
        "Showing {kind} of {organization_id} for {phase} and {sector_code} in {country_code}, that "
        "mention {search}"
    ),
    "profiles": later(
        "Showing profiles of {organization_id} in {country_code} that mention {search}"
    ),
    "commitments": later(
        "Showing what {organization_id} says on {commitment}, where it mentions {search}"
    ),
    "priorities": later(
        "Showing priorities for {sector_code} in {area_code} of {country_code} that mention "
        "{search}"
    ),
}
#: What stands for "not filtered by this".
_ANYTHING: dict[str, Promise] = {
    "organization_id": later("any organization"),
    "function": later("do anything"),
    "sector_code": later("any sector"),
    "area_code": later("any place"),
    "country_code": later("any country"),
    "kind": later("capacities and tools"),
    "phase": later("any phase"),
    "commitment": later("any commitment"),
}


def sentence_of(asked: QueryDict, page: Page) -> list[str | Pill]:
    """Return the parts of a list's sentence; a filter with no choices is words only."""
    noun = page.noun
    parts: dict[str, str | Pill] = {name: str(_ANYTHING[name]) for name in noun.filters}
    parts.update({one.name: _pill(asked, one, page) for one in page.filters})
    parts["search"] = search_pill(
        asked, "search", anything=_("anything"), hint=_("Words of the record")
    )
    return sentence(str(_WORDS[noun.plural]), **parts)


def _pill(asked: QueryDict, one: Filter, page: Page) -> Pill:
    made = pill(
        asked,
        one.name,
        [(choice.code, choice.label, choice.count) for choice in one.choices],
        anything=str(_ANYTHING[one.name]),
    )
    field = page.noun.by_name.get(one.name)
    if one.chosen and field and field.holds in (Holds.SECTOR, Holds.CHOICE):
        return replace(made, chosen=_inside(made.chosen))
    return made


def _inside(words: str) -> str:
    """Return words as they stand inside a sentence; what is written in capitals keeps them.

    >>> _inside("Police and policing"), _inside("HIV and AIDS")
    ('police and policing', 'HIV and AIDS')
    """
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
