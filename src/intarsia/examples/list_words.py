"""How a list of who does what where writes things: names in several spellings, sectors, status.

In: a statement, a language and a seeded chance. Out: the words of one row, by column.
"""

import datetime as dt
import random
from dataclasses import dataclass

from intarsia.examples.cast import cast
from intarsia.examples.faults import stated_pcode
from intarsia.examples.geography import Place, places
from intarsia.examples.notice import AS_OF
from intarsia.examples.packaged import packaged_rows, parts
from intarsia.examples.reporting import Statement
from intarsia.examples.topics import target_name

_STATUS = {
    "en": {
        "now": ("Ongoing", "Ongoing", "on-going", "In progress"),
        "past": ("Completed",),
        "next": ("Planned",),
    },
    "fr": {"now": ("En cours", "En cours", "en cours "), "past": ("Terminé",), "next": ("Prévu",)},
    "ru": {"now": ("Выполняется", "В процессе"), "past": ("Завершено",), "next": ("Планируется",)},
}
_KINDS = {
    "en": {"40": "UN / International organization", "22": "National NGO", "10": "Government"},
    "fr": {"40": "Organisation internationale", "22": "ONG nationale", "10": "Gouvernement"},
}
_INTERNATIONAL = {"en": "International NGO", "fr": "ONG internationale"}


@dataclass(frozen=True)
class Row:
    """The words of one row; `places` and `pcodes` are lists because a cell may hold several."""

    organization: str
    kind: str
    implementer: str
    donor: str
    sector: str
    activity: str
    status: str
    region: str
    districts: tuple[str, ...]
    pcodes: tuple[str, ...]
    starts_on: dt.date | None
    ends_on: dt.date | None
    target: str
    people: int
    reached: int
    budget: int


def row_of(entry: Statement, chance: random.Random) -> Row:
    """Return the words of a statement's row in its file's language."""
    deed, language = entry.deed, entry.language
    units = [places()[code] for code in deed.places]
    starts_on: dt.date | None = entry.starts_on
    ends_on: dt.date | None = entry.ends_on
    if entry.fault == "ends_before_start":
        starts_on, ends_on = ends_on, starts_on
    if entry.fault == "no_dates":
        starts_on = ends_on = None
    done = (AS_OF - entry.starts_on).days / max(1, (entry.ends_on - entry.starts_on).days)
    filler = entry.fault == "title_not_applicable"
    return Row(
        organization=_organizations(entry, chance),
        kind=_KINDS.get(language, _KINDS["en"]).get(
            cast()[entry.reporter].type_code, _INTERNATIONAL.get(language, "")
        ),
        implementer=_spelt(deed.implementer, language, chance),
        donor=_spelt(deed.funder, language, chance),
        sector=sector_word(deed.topic.sector, language, chance),
        activity="Not Applicable" if filler else _activity(entry.title, chance),
        status=chance.choice(_STATUS[language][_when(entry)]),
        region=places()[units[0].parent].name(language)
        if units[0].level == 2
        else units[0].name(language),
        districts=tuple(_district(unit, language, chance) for unit in units),
        pcodes=tuple(stated_pcode(entry, unit.pcode) for unit in units),
        starts_on=starts_on,
        ends_on=ends_on,
        target=target_name(deed.topic.target, language),
        people=deed.people,
        reached=round(deed.people * min(1.0, max(0.0, done)) * chance.uniform(0.6, 1.05)),
        budget=round(entry.amount),
    )


def sector_word(sector: str, language: str, chance: random.Random) -> str:
    """Return one of the words that lists use for a sector."""
    words = {row["sector"]: row[language] for row in packaged_rows("sector_words.csv")}
    return chance.choice(parts(words[sector], ";"))


def _when(entry: Statement) -> str:
    if entry.ends_on < AS_OF:
        return "past"
    return "next" if entry.starts_on > AS_OF else "now"


def _organizations(entry: Statement, chance: random.Random) -> str:
    """Return the reporting organization, with the implementer in the same cell as a fault."""
    name = _spelt(entry.reporter, entry.language, chance)
    if entry.fault != "several_organizations":
        return name
    second = entry.deed.implementer
    if second == entry.reporter:
        second = entry.deed.funder if entry.deed.funder != entry.reporter else "XA-REG-0007"
    return name + chance.choice((" / ", ", ", " & ")) + cast()[second].acronym


def _spelt(organization_id: str, language: str, chance: random.Random) -> str:
    told = cast()[organization_id]
    usual = [told.name(language)] * 4 + [told.acronym] * 3
    return chance.choice(usual + (list(told.spellings) if language == "en" else []))


def _district(place: Place, language: str, chance: random.Random) -> str:
    if language == "en" and place.spellings and chance.random() < 0.28:
        return chance.choice(place.spellings)
    return place.name(language)


def _activity(title: str, chance: random.Random) -> str:
    """Return the title, now and then in capitals or with a space too many."""
    return chance.choice((title, title, title, title, title, title + " ", title.upper()))
