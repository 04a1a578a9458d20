"""One activity as another reporter would write it: a report in, a second report of it out.

Each kind of perturbation changes what its name says and leaves the rest; what an activity does not
have cannot be changed, and then the kind does not apply to it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import title_wording
from intarsia.normalize.organizations import organization_id

Row = dict[str, Any]


@dataclass
class Report:
    """What one reporter says of one activity: rows of the picture's tables.

    people, places   of PARTICIPATIONS; of ACTIVITY_LOCATIONS below the country
    """

    activity: Row
    people: list[Row]
    sectors: list[Row]
    places: list[Row]


@dataclass(frozen=True)
class World:
    """What others write in this country.

    country   its name
    names     names of an organization by its id: as the register and other reporters write it
    sectors   (code of the source, our sector, name) of every sector that the file states
    acronyms  of organizations of the file
    """

    country: str
    names: Mapping[str, Sequence[str]]
    sectors: Sequence[tuple[str, str, str]]
    acronyms: Sequence[str]


#: Changes a report; False where it has nothing to be changed.
Change = Callable[[Report, World, random.Random], bool]


@dataclass(frozen=True)
class Kind:
    """A kind of perturbation: its name, what it does in words, and the change."""

    name: str
    does: str
    change: Change = field(repr=False)


def perturbed(report: Report, kind: Kind, world: World, chance: random.Random) -> Report | None:
    """Return the report changed by a kind; None where the kind does not apply."""
    fresh = deepcopy(report)
    return fresh if kind.change(fresh, world, chance) else None


def _titled(wording: Callable[[str, World, random.Random], str | None]) -> Change:
    def change(report: Report, world: World, chance: random.Random) -> bool:
        title = report.activity["title"]
        fresh = wording(title, world, chance)
        if not fresh or fresh == title:
            return False
        report.activity["title"] = fresh
        return True

    return change


def _nothing(_report: Report, _world: World, _chance: random.Random) -> bool:
    return True


def _longer(title: str, world: World, chance: random.Random) -> str:
    return title_wording.extended(title, world.country, chance.choice(world.acronyms), chance)


# Days. The files state what was paid when, by the quarter.


def _quarter_of(day: dt.date, is_end: bool) -> dt.date:
    first = dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    if not is_end:
        return first
    following = dt.date(first.year + first.month // 10, (first.month + 3 - 1) % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _moved(days: int, *, by_quarter: bool) -> Change:
    """Both days moved by up to so many, each by itself; the first stays before the last."""

    def change(report: Report, _world: World, chance: random.Random) -> bool:
        starts, ends = report.activity["starts_on"], report.activity["ends_on"]
        if starts is None or ends is None:
            return False
        least = days // 3 + 1
        fresh = [
            day + dt.timedelta(days=chance.choice((-1, 1)) * chance.randint(least, days))
            for day in (starts, ends)
        ]
        if fresh[0] > fresh[1]:
            fresh = [fresh[0], fresh[0] + (ends - starts)]
        if by_quarter:
            fresh = [_quarter_of(fresh[0], False), _quarter_of(fresh[1], True)]
        report.activity["starts_on"], report.activity["ends_on"] = fresh
        return True

    return change


def _years(report: Report, _world: World, _chance: random.Random) -> bool:
    starts, ends = report.activity["starts_on"], report.activity["ends_on"]
    if starts is None or ends is None:
        return False
    report.activity["starts_on"] = starts.replace(month=1, day=1)
    report.activity["ends_on"] = ends.replace(month=12, day=31)
    return True


def _paid_once(report: Report, _world: World, chance: random.Random) -> bool:
    """One payment in one quarter, within the activity or up to a year before or after it."""
    starts, ends = report.activity["starts_on"], report.activity["ends_on"]
    if starts is None or ends is None:
        return False
    span = (ends - starts).days
    day = starts + dt.timedelta(days=chance.randint(-180, span + 365))
    report.activity["starts_on"] = _quarter_of(day, False)
    report.activity["ends_on"] = _quarter_of(day, True)
    return True


# Money


def _times(least: float, most: float, digits: int | None = None) -> Change:
    def change(report: Report, _world: World, chance: random.Random) -> bool:
        factor = chance.uniform(least, most)
        return _multiplied(report, factor, digits)

    return change


def _multiplied(report: Report, factor: float, digits: int | None) -> bool:
    known = [name for name in ("budget_usd", "spent_usd") if (report.activity[name] or 0) > 0]
    for name in known:
        amount = report.activity[name] * factor
        report.activity[name] = round(amount, digits) if digits is not None else amount
    return bool(known)


def _five_per_cent(report: Report, _world: World, chance: random.Random) -> bool:
    return _multiplied(report, 1 + chance.choice((-1, 1)) * chance.uniform(0.005, 0.05), None)


def _other_column(report: Report, _world: World, chance: random.Random) -> bool:
    """Where both are stated only one; else what is budgeted for what was spent, 0 to 30 % more."""
    budget, spent = report.activity["budget_usd"], report.activity["spent_usd"]
    if (budget or 0) > 0 and (spent or 0) > 0:
        report.activity[chance.choice(("budget_usd", "spent_usd"))] = None
    elif (spent or 0) > 0:
        report.activity["budget_usd"] = round(spent * chance.uniform(1.0, 1.3), -3)
        report.activity["spent_usd"] = None
    elif (budget or 0) > 0:
        report.activity["spent_usd"] = budget / chance.uniform(1.0, 1.3)
        report.activity["budget_usd"] = None
    else:
        return False
    return True


# Organizations and sectors


def _named_otherwise(report: Report, world: World, chance: random.Random) -> bool:
    """Every organization by a name that others write, without its identifier."""
    changed = False
    for row in report.people:
        name = row["name_as_reported"]
        if not name:
            continue
        fresh = _other_name(name, world.names.get(row["organization_id"], ()), chance)
        changed |= fresh != name
        row["name_as_reported"], row["identifier_as_reported"] = fresh, None
        row["organization_id"] = organization_id(None, fresh)
        if row["role"] == "reporting":
            report.activity["organization_id"] = row["organization_id"]
    return changed


def _other_name(name: str, known: Sequence[str], chance: random.Random) -> str:
    others = [one for one in known if one != name]
    if others and chance.random() < 0.5:
        return chance.choice(others)
    words = name.split()
    at = chance.randrange(len(words))
    way = chance.randrange(5)
    if way == 0:
        return name.upper()
    if way == 1:
        return name.replace("Ministry", "Min.").replace("Development", "Dev.").replace(
            "International", "Int'l"
        )  # fmt: skip
    if way == 2 and len(words) > 3:
        return " ".join(words[:at] + words[at + 1 :])
    if way == 3 and len(words[at]) > 5:
        cut = chance.randrange(1, len(words[at]) - 1)
        return " ".join([*words[:at], words[at][:cut] + words[at][cut + 1 :], *words[at + 1 :]])
    return f"{name} - {chance.choice(('Headquarters', 'Country Office', 'Project Office'))}"


def _other_sector(report: Report, world: World, chance: random.Random) -> bool:
    if not report.sectors or not world.sectors:
        return False
    row = {**report.sectors[0], "percentage": 100.0, "share": 1.0}
    row["source_code"], row["sector_code"], row["name_as_reported"] = chance.choice(world.sectors)
    report.sectors = [row]
    return True


# What is left out


def _without_money(report: Report, _world: World, _chance: random.Random) -> bool:
    report.activity["budget_usd"] = report.activity["spent_usd"] = None
    return True


def _without_days(report: Report, _world: World, _chance: random.Random) -> bool:
    report.activity["starts_on"] = report.activity["ends_on"] = None
    report.activity["period_basis"] = None
    return True


def _without_sectors(report: Report, _world: World, _chance: random.Random) -> bool:
    report.sectors = []
    return True


def _without_places(report: Report, _world: World, _chance: random.Random) -> bool:
    has_any = bool(report.places)
    report.places = []
    return has_any


def _without_partners(report: Report, _world: World, _chance: random.Random) -> bool:
    report.people = [row for row in report.people if row["role"] == "reporting"]
    return True


# A little of everything


def _one_of(*parts: tuple[float, Change]) -> Change:
    """One of several changes by its part; where it does not apply nothing is changed."""

    def change(report: Report, world: World, chance: random.Random) -> bool:
        drawn = chance.random()
        for part, one in parts:
            drawn -= part
            if drawn < 0:
                one(report, world, chance)
                break
        return True

    return change


def _in_turn(*changes: Change) -> Change:
    def change(report: Report, world: World, chance: random.Random) -> bool:
        return all(one(report, world, chance) for one in changes)

    return change


_ORDER = _titled(lambda title, _world, chance: title_wording.reordered(title, chance))
_SYNONYMS = _titled(
    lambda title, _world, chance: title_wording.replaced(title, "synonym", chance, 0.6)
)
_FEWER = _titled(lambda title, _world, chance: title_wording.thinned(title, chance))
_SHORT_WORDS = _titled(lambda title, _world, chance: title_wording.replaced(title, "short", chance))
_CUT_OFF = _titled(lambda title, _world, _chance: title_wording.cut_off(title))
_TAIL = _titled(lambda title, _world, _chance: title_wording.shortened(title))
_LONGER = _titled(_longer)
_FRENCH = _titled(lambda title, _world, chance: title_wording.replaced(title, "fr", chance))
_RUSSIAN = _titled(lambda title, _world, chance: title_wording.replaced(title, "ru", chance))
_MONTHS, _QUARTERS = _moved(75, by_quarter=False), _moved(190, by_quarter=True)
_ROUNDED, _SHARE = _times(0.93, 1.07, -3), _times(0.2, 0.8)
_BESIDE_TITLE = (
    _one_of((0.35, _MONTHS), (0.3, _QUARTERS), (0.1, _years), (0.15, _paid_once)),
    _one_of(
        (0.3, _five_per_cent), (0.2, _ROUNDED), (0.25, _SHARE), (0.15, _other_column),
        (0.05, _without_money),
    ),
    _one_of((0.35, _other_sector), (0.1, _without_sectors)),
    _one_of((0.5, _named_otherwise), (0.1, _without_partners)),
    _one_of((0.3, _without_places)),
)  # fmt: skip

KINDS = (
    Kind("only the reporter", "nothing but reporter, roles and identifier", _nothing),
    Kind("title: order", "its pieces in another order", _ORDER),
    Kind("title: synonyms", "six in ten words that the table knows", _SYNONYMS),
    Kind("title: fewer words", "small words and a third of the others gone", _FEWER),
    Kind("title: abbreviations", "every word that the table knows", _SHORT_WORDS),
    Kind("title: cut off", "after 30 letters", _CUT_OFF),
    Kind("title: shortened", "brackets or the last clause gone", _TAIL),
    Kind("title: extended", "country, acronym or number added; phase II is phase 2", _LONGER),
    Kind("title: French", "word by word, where the table has it", _FRENCH),
    Kind("title: Russian", "word by word, other words in Cyrillic letters", _RUSSIAN),
    Kind("days: weeks", "each by 8 to 20 days", _moved(20, by_quarter=False)),
    Kind("days: months", "each by 26 to 75 days", _MONTHS),
    Kind("days: quarters", "each by one or two", _QUARTERS),
    Kind("days: years", "the years alone", _years),
    Kind("days: one payment", "one quarter, within or up to a year beside it", _paid_once),
    Kind("money: 5 %", "0.5 to 5 % more or less", _five_per_cent),
    Kind("money: currency", "another day's rate, up to 7 %, whole thousands", _ROUNDED),
    Kind("money: a share", "20 to 80 %: what one of several funders paid", _SHARE),
    Kind("money: other column", "budgeted or spent alone, the other way", _other_column),
    Kind("names", "all organizations as others write them, no identifiers", _named_otherwise),
    Kind("sector", "another of the file's, at random", _other_sector),
    Kind("no money", "", _without_money),
    Kind("no days", "", _without_days),
    Kind("no sector", "", _without_sectors),
    Kind("no places", "where the file states any", _without_places),
    Kind("no partners", "it names nobody but itself", _without_partners),
    Kind(
        "as others write it",
        "title, days, money, sector and names, each as often as they differ in real pairs",
        _in_turn(
            _one_of(
                (0.1, _ORDER), (0.15, _SYNONYMS), (0.15, _FEWER), (0.1, _SHORT_WORDS),
                (0.05, _CUT_OFF), (0.15, _TAIL), (0.15, _LONGER),
            ),
            *_BESIDE_TITLE,
        ),
    ),
    Kind("the same, in French", "the same with a French title", _in_turn(_FRENCH, *_BESIDE_TITLE)),
    Kind("the same, in Russian", "with a Russian title", _in_turn(_RUSSIAN, *_BESIDE_TITLE)),
)  # fmt: skip
