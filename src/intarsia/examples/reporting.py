"""Who reports which deed in which file, in which words, with which faults.

In: the deeds and a seed. Out: for every report file its `Statement`s in their order.
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from intarsia.examples.cast import cast
from intarsia.examples.deeds import Deed
from intarsia.examples.money import from_usd
from intarsia.examples.notice import AS_OF
from intarsia.examples.plots import LISTS

FILES = {
    "undp-xa": ("undp-xa.xml", "en"),
    "eu-delegation": ("eu-delegation.xml", "fr"),
    "osce-mission": ("osce-mission.xml", "en"),
    "donors-en": ("donors-en.xlsx", "en"),
    "donateurs-fr": ("donateurs-fr.xlsx", "fr"),
    "aims-release": ("aims-release.zip", "en"),
    "3w-health-water": ("3w-health-water.xlsx", "en"),
    "3w-protection-fr": ("3w-protection-fr.xlsx", "fr"),
    "3w-ngo-ru": ("3w-ngo-ru.csv", "ru"),
    "3w-shelter": ("3w-shelter.csv", "en"),
    "broken": ("broken.xml", "en"),
}

# How often each fault is put into a file; stories stay clean so that they can be recognized.
FAULTS: dict[str, dict[str, int]] = {
    "undp-xa": {
        "percentages_over_100": 2,
        "swapped_coordinates": 2,
        "ends_before_start": 1,
        "year_0201": 1,
        "no_dates": 2,
        "negative_correction": 2,
        "wrong_pcode": 2,
        "contact_person": 2,
        "person_in_text": 1,
        "title_not_applicable": 1,
        "no_sector": 1,
        "repeated_same": 1,
        "repeated_changed": 1,
    },
    "eu-delegation": {
        "percentages_over_100": 2,
        "ends_before_start": 1,
        "no_dates": 2,
        "no_sector": 1,
        "negative_correction": 2,
        "contact_person": 1,
        "number_with_commas": 1,
        "unknown_sector": 1,
        "title_not_applicable": 1,
        "repeated_same": 1,
    },
    "osce-mission": {
        "person_in_text": 2,
        "wrong_pcode": 2,
        "year_0201": 1,
        "no_dates": 2,
        "empty_title": 1,
        "percentages_over_100": 1,
        "swapped_coordinates": 1,
        "negative_correction": 1,
    },
    "donors-en": {"negative_correction": 4, "title_not_applicable": 1, "no_sector": 2},
    "donateurs-fr": {"negative_correction": 2, "title_not_applicable": 1, "no_sector": 1},
    "aims-release": {"swapped_coordinates": 2, "no_dates": 3, "ends_before_start": 1},
    "3w-health-water": {
        "wrong_pcode": 3,
        "no_dates": 2,
        "ends_before_start": 1,
        "number_in_words": 2,
        "several_organizations": 4,
        "person_in_text": 1,
        "contact_person": 2,
        "title_not_applicable": 1,
        "repeated_same": 3,
    },
    "3w-protection-fr": {
        "wrong_pcode": 2,
        "no_dates": 2,
        "ends_before_start": 1,
        "several_organizations": 2,
        "repeated_same": 2,
    },
    "3w-ngo-ru": {
        "impossible_date": 1,
        "no_dates": 1,
        "ends_before_start": 1,
        "wrong_pcode": 1,
        "person_in_text": 1,
        "number_in_words": 1,
        "repeated_same": 3,
    },
    "3w-shelter": {
        "wrong_pcode": 1,
        "number_in_words": 1,
        "region_for_district": 1,
        "repeated_same": 1,
    },
}


@dataclass(frozen=True)
class Statement:
    """One organization's entry for one deed in one file.

    statement_id   the id written into the file; empty in lists, whose rows have none
    repeats        same_report or same_activity when an earlier statement tells the same deed
    fault          what is wrong with it on purpose; the writers know how to make it so
    """

    deed: Deed
    file: str
    reporter: str
    language: str
    title: str
    statement_id: str
    starts_on: dt.date
    ends_on: dt.date
    amount: float
    currency: str
    repeats: str = ""
    fault: str = ""


_DATABASE = "database"


class _Ids:
    """Gives each organization's entry for a deed one id, in all files the same."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def of(self, deed: Deed, reporter: str, stem: str) -> str:
        """Return the id in a file; lists have none, the aid database has numbers of its own."""
        if stem in LISTS:
            return ""
        reporter = _DATABASE if stem == "aims-release" else reporter
        key = (deed.entity, reporter)
        if key not in self._given:
            count = self._counts[reporter] = self._counts.get(reporter, 0) + 1
            prefix = "" if reporter == _DATABASE else cast()[reporter].prefix
            if prefix == "EU-1-":
                self._given[key] = f"{prefix}{deed.starts_on.year}-{221000 + 17 * count}"
            elif not prefix:
                self._given[key] = str(879_000_000 + 13 * count)
            else:
                self._given[key] = f"{prefix}{80 + 7 * count:05}"
        return self._given[key]


def statements(found: list[Deed], seed: int) -> dict[str, list[Statement]]:
    """Return the statements of every file, by file stem."""
    chance = random.Random(f"reporting/{seed}")
    ids = _Ids()
    told: dict[str, list[Statement]] = {stem: [] for stem in FILES}
    for deed in found:
        told[deed.report].append(_own(deed, ids))
        for stem, reporter in deed.also:
            told[stem].append(_again(chance, deed, stem, reporter, ids))
    for copy in _COPIES:
        _add_copies(chance, told, copy, ids)
    for stem, entries in told.items():
        chance.shuffle(entries)
        if stem not in LISTS:
            entries.sort(key=lambda entry: entry.statement_id)
        _spoil(chance, entries, FAULTS.get(stem, {}))
    return told


def _own(deed: Deed, ids: _Ids) -> Statement:
    organization = cast()[deed.organization]
    file, language = FILES[deed.report]
    currency = _currency(deed.report, organization.currency)
    amount = from_usd(deed.budget_usd, currency, deed.starts_on.year)
    return Statement(
        deed=deed,
        file=file,
        reporter=deed.organization,
        language=language,
        title=deed.titles[language],
        statement_id=ids.of(deed, deed.organization, deed.report),
        starts_on=deed.starts_on,
        ends_on=deed.ends_on,
        amount=round(amount, -2),
        currency=currency,
    )


def _again(chance: random.Random, deed: Deed, stem: str, reporter: str, ids: _Ids) -> Statement:
    """Return another organization's words on a deed: other title, dates a little off."""
    file, language = FILES[stem]
    shift = chance.choice((0, 0, 14, 30, -14))
    currency = _currency(stem, cast()[reporter].currency)
    amount = from_usd(deed.budget_usd, currency, deed.starts_on.year)
    return replace(
        _own(deed, ids),
        file=file,
        reporter=reporter,
        language=language,
        title=deed.titles["other" if language == "en" else language],
        statement_id=ids.of(deed, reporter, stem),
        starts_on=deed.starts_on + dt.timedelta(days=shift),
        ends_on=deed.ends_on + dt.timedelta(days=chance.choice((0, 0, 30))),
        amount=round(amount * chance.choice((1, 1, 1, 0.93, 1.07)), -2),
        currency=currency,
        repeats="same_activity",
    )


def _currency(stem: str, usual: str) -> str:
    if stem in ("donors-en", "donateurs-fr", "aims-release", "3w-health-water", "3w-shelter"):
        return "USD"
    if stem == "3w-protection-fr":
        return usual if usual in ("USD", "EUR", "CHF") else "USD"
    return "XAD" if stem == "3w-ngo-ru" else usual


@dataclass(frozen=True)
class _Copy:
    """How deeds of some files come into another file once more."""

    to: str
    sources: tuple[str, ...]
    number: int
    wanted: Callable[[Deed], bool]
    reporter: Callable[[Deed], str]
    repeats: str


def _works(group: str) -> Callable[[Deed], bool]:
    """Return a test for deeds of one group in districts that ran in the months before."""
    return lambda deed: (
        deed.topic.group == group
        and deed.starts_on <= AS_OF
        and deed.ends_on >= dt.date(2011, 2, 28)
        and len(deed.places[0]) == 6
    )


def _by_national(deed: Deed) -> bool:
    """True when a national NGO carries out somebody else's deed."""
    return (
        cast()[deed.implementer].type_code == "22"
        and deed.implementer != deed.organization
        and deed.starts_on <= AS_OF
    )


def _same(deed: Deed) -> str:
    return deed.organization


def _implementer(deed: Deed) -> str:
    return deed.implementer


_DONORS = ("donors-en", "donateurs-fr", "undp-xa", "eu-delegation")
_COPIES = (
    _Copy(
        "aims-release",
        _DONORS,
        40,
        lambda deed: deed.topic.group != "protection",
        lambda deed: "XA-GOV-12",
        "same_activity",
    ),
    _Copy(
        "3w-health-water",
        (*_DONORS, "aims-release"),
        14,
        _works("health"),
        _implementer,
        "same_activity",
    ),
    _Copy(
        "3w-health-water",
        (*_DONORS, "aims-release"),
        14,
        _works("water"),
        _implementer,
        "same_activity",
    ),
    _Copy(
        "3w-protection-fr",
        (*_DONORS, "osce-mission"),
        14,
        _works("protection"),
        _implementer,
        "same_activity",
    ),
    _Copy("3w-ngo-ru", _DONORS, 18, _by_national, _implementer, "same_activity"),
    _Copy(
        "3w-shelter",
        (*_DONORS, "3w-ngo-ru", "aims-release"),
        8,
        _works("shelter"),
        _implementer,
        "same_activity",
    ),
    _Copy(
        "donors-en",
        ("undp-xa", "osce-mission", "donateurs-fr"),
        14,
        lambda deed: True,
        _same,
        "same_report",
    ),
    _Copy("donateurs-fr", ("donors-en",), 10, lambda deed: True, _same, "same_report"),
)


def _add_copies(
    chance: random.Random, told: dict[str, list[Statement]], copy: _Copy, ids: _Ids
) -> None:
    """Let some deeds be told once more in another file."""
    here = {entry.deed.entity for entry in told[copy.to]}
    able = [
        entry
        for stem in copy.sources
        for entry in told[stem]
        if not entry.repeats
        and not entry.deed.is_grant
        and entry.deed.entity not in here
        and not entry.deed.story
        and copy.wanted(entry.deed)
    ]
    for entry in chance.sample(able, min(copy.number, len(able))):
        again = _again(chance, entry.deed, copy.to, copy.reporter(entry.deed), ids)
        if copy.repeats == "same_report":
            again = replace(
                entry,
                file=again.file,
                amount=float(entry.deed.budget_usd),
                currency=again.currency,
                repeats="same_report",
            )
        told[copy.to].append(again)


def _spoil(chance: random.Random, entries: list[Statement], faults: dict[str, int]) -> None:
    """Give faults to entries that have a title of their own and belong to no story."""
    sound = [
        index
        for index, entry in enumerate(entries)
        if not entry.deed.story
        and not entry.repeats
        and not entry.deed.relation
        and entry.deed.places[0].startswith("XA0")
        and len(entry.deed.places[0]) == 6
    ]
    chosen = iter(chance.sample(sound, sum(faults.values())))
    repeated = []
    for fault, number in faults.items():
        for _ in range(number):
            index = next(chosen)
            if fault.startswith("repeated"):
                repeated.append(replace(entries[index], fault=fault, repeats="same_report"))
            else:
                entries[index] = replace(entries[index], fault=fault)
    entries.extend(repeated)
