"""What really happens in Arvenia: the planned stories and everything around them.

In: the cast, the topics, `data/stories.csv` and a seed. Out: the list of `Deed`s, each once.
"""

import calendar
import datetime as dt
import math
import random
from collections.abc import Iterable
from dataclasses import replace

from intarsia.examples.cast import Organization, cast
from intarsia.examples.deeds import Deed
from intarsia.examples.geography import districts
from intarsia.examples.notice import AS_OF
from intarsia.examples.packaged import packaged_rows, parts
from intarsia.examples.topics import Topic, titles, topics

# Lists of who does what where name what runs now; the other files go back to 2009.
LISTS = {
    "3w-health-water": {"health", "water"},
    "3w-protection-fr": {"protection"},
    "3w-shelter": {"shelter"},
    "3w-ngo-ru": set[str](),
}
# Where the stories need that nobody is there: repaired water in the east of Kessel, cleared mines
# on the Ridge's northern side.
EMPTY = (
    (
        {"water_points", "water_network", "school_sanitation", "hygiene"},
        {"XA0402", "XA0405", "XA0406", "XA0407"},
    ),
    ({"mine_clearance", "mine_risk"}, {"XA0301", "XA0302"}),
)
_GRANTS = 18
_PHASES = 10
_GRANT_FILES = ("donors-en", "donateurs-fr", "eu-delegation", "undp-xa")
_GRANT_WORDS = {
    "en": "Contribution to {org}: {title}",
    "fr": "Contribution à {org} : {title}",
    "ru": "Взнос для {org}: {title}",
    "other": "Contribution agreement with {org} ({title})",
}
_PHASE_WORDS = {
    "en": ", phase {n}",
    "fr": ", phase {n}",
    "ru": ", этап {n}",
    "other": " (phase {n})",
}
_EARLIEST = dt.date(2009, 1, 1)


def deeds(seed: int) -> list[Deed]:
    """Return all true activities; the same seed gives the same list."""
    chance = random.Random(f"deeds/{seed}")
    found = stories()
    found += _surroundings(chance, found)
    found = _with_phases(chance, found)
    return found + _grants(chance, found)


def stories() -> list[Deed]:
    """Return the deeds of the planned stories."""
    rows = packaged_rows("stories.csv")
    entity = {row["key"]: f"S{number:03}" for number, row in enumerate(rows, 1)}
    return [_story(row, entity) for row in rows]


def is_kept_empty(topic: Topic, where: Iterable[str]) -> bool:
    """True when the stories need that nobody does this there."""
    return any(topic.name in names and set(where) & empty for names, empty in EMPTY)


def _story(row: dict[str, str], entity: dict[str, str]) -> Deed:
    relation, _, other = row["relation"].partition(":")
    also = [item.split(":") for item in parts(row["also"], ";")]
    return Deed(
        entity=entity[row["key"]],
        organization=row["organization"],
        topic=topics()[row["topic"]],
        report=row["report"],
        places=parts(row["places"], ";"),
        starts_on=dt.date.fromisoformat(row["starts_on"]),
        ends_on=dt.date.fromisoformat(row["ends_on"]),
        budget_usd=int(row["usd"]),
        people=int(row["people"]),
        count=int(row["count"]),
        funder=row["funder"],
        implementer=row["implementer"],
        titles={key: row[f"title_{key}"] for key in ("en", "fr", "ru", "other")},
        story=row["story"],
        relation=relation,
        other=entity[other] if other else "",
        is_grant=relation == "funds" and row["key"] != "undp-justice",
        also=tuple((stem, organization) for stem, organization in also),
    )


def _surroundings(chance: random.Random, planned: list[Deed]) -> list[Deed]:
    """Return what happens besides the stories, as many as each organization reports."""
    found: list[Deed] = []
    taken: set[tuple[str, str, str]] = {
        (deed.organization, deed.topic.name, code) for deed in planned for code in deed.districts
    }
    for organization in cast().values():
        for report, number in organization.reports.items():
            told = sum(
                deed.report == report and deed.organization == organization.organization_id
                for deed in planned
            )
            for _ in range(max(0, number - told)):
                entity = f"B{len(found) + 1:03}"
                found.append(_deed(chance, organization, report, entity, taken))
    return found


def _deed(
    chance: random.Random,
    organization: Organization,
    report: str,
    entity: str,
    taken: set[tuple[str, str, str]],
) -> Deed:
    """Return one more deed of an organization, on ground where it does nothing of the kind yet."""
    groups = LISTS.get(report) or set()
    weights = {
        name: weight
        for name, weight in organization.topics.items()
        if not groups or topics()[name].group in groups
    } or organization.topics
    for _ in range(200):
        topic = topics()[_pick(chance, weights)]
        codes = _places(chance, organization, topic, narrow=report in LISTS)
        deed = _filled(chance, organization, topic, report, codes, entity)
        keys = {(deed.organization, topic.name, code) for code in deed.districts}
        if not keys & taken and not is_kept_empty(topic, deed.districts):
            taken |= keys
            return deed
    raise RuntimeError(f"{organization.acronym} has no ground left for {report}")


def _filled(
    chance: random.Random,
    organization: Organization,
    topic: Topic,
    report: str,
    codes: tuple[str, ...],
    entity: str,
) -> Deed:
    starts_on, ends_on = _period(chance, topic, current=report in LISTS)
    count = max(2, _between(chance, topic.count))
    small = 0.45 if organization.type_code in ("21", "22") else 1.0
    budget = small * _between(chance, topic.usd)
    return Deed(
        entity=entity,
        organization=organization.organization_id,
        topic=topic,
        report=report,
        places=codes,
        starts_on=starts_on,
        ends_on=ends_on,
        budget_usd=int(round(budget, -3 if budget > 100_000 else -2)),
        people=_between(chance, topic.people),
        count=count,
        funder=_pick(chance, organization.funders),
        implementer=_implementer(chance, organization, topic, codes),
        titles=titles(topic, count, codes),
    )


def _places(
    chance: random.Random, organization: Organization, topic: Topic, *, narrow: bool
) -> tuple[str, ...]:
    """Return where a deed takes place; lists of who does what where name districts only."""
    if not narrow and chance.random() < topic.national:
        return ("XA",)
    region = chance.choice(organization.regions)
    if chance.random() < 0.22:
        region = chance.choice([unit.parent for unit in districts()])
    if not narrow and topic.function in ("advice", "training") and chance.random() < 0.2:
        return (region,)
    wanted = chance.choices((1, 2, 3), (85, 15, 0) if narrow else (62, 27, 11))[0]
    chosen = chance.sample([unit.pcode for unit in districts(region)], wanted)
    return tuple(sorted(chosen))


def _period(chance: random.Random, topic: Topic, *, current: bool) -> tuple[dt.date, dt.date]:
    """Return the first and last day; `current` ones run on the day of the reports."""
    months = _between(chance, topic.months)
    if current:
        before = chance.randint(1, min(months, 14))
    else:
        before = chance.choice((chance.randint(-4, 12), chance.randint(-2, 28)))
    first = _month(AS_OF, -before)
    starts_on = first.replace(day=chance.choice((1, 1, 1, 10, 15, 20)))
    last = _month(first, months)
    if last > dt.date(2012, 12, 1):
        last = dt.date(2012, 12, 1)
    ends_on = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return starts_on, ends_on


def _month(day: dt.date, shift: int) -> dt.date:
    """Return the first day of the month so many months later."""
    index = day.year * 12 + day.month - 1 + shift
    return dt.date(index // 12, index % 12 + 1, 1)


def _implementer(
    chance: random.Random, organization: Organization, topic: Topic, codes: tuple[str, ...]
) -> str:
    """Return who carries it out: often a national organization that works there on the subject."""
    here = {code[:4] for code in codes}
    able = [
        other.organization_id
        for other in cast().values()
        if other.is_national and topic.name in other.topics and here & set(other.regions)
    ]
    if able and not organization.is_national and chance.random() < 0.7:
        return chance.choice(able)
    return organization.organization_id


def _with_phases(chance: random.Random, found: list[Deed]) -> list[Deed]:
    """Add a second phase to some deeds that ended some time ago."""
    able = [
        deed
        for deed in found
        if not deed.story
        and deed.report not in LISTS
        and dt.date(2010, 3, 1) <= deed.ends_on <= dt.date(2011, 2, 28)
    ]
    chosen = chance.sample(able, min(_PHASES, len(able)))
    second = []
    for number, deed in enumerate(chosen, 1):
        starts_on = _month(deed.ends_on, chance.randint(1, 2))
        second.append(
            replace(
                deed,
                entity=f"P{number:03}",
                starts_on=starts_on,
                ends_on=_month(starts_on, chance.randint(9, 15)) - dt.timedelta(days=1),
                budget_usd=int(round(deed.budget_usd * chance.uniform(0.6, 1.3), -3)),
                people=int(deed.people * chance.uniform(0.7, 1.4)),
                titles=_phased(deed.titles, 2),
                relation="phase_of",
                other=deed.entity,
            )
        )
    first = {deed.entity: replace(deed, titles=_phased(deed.titles, 1)) for deed in chosen}
    return [first.get(deed.entity, deed) for deed in found] + second


def _phased(words: dict[str, str], number: int) -> dict[str, str]:
    return {key: text + _PHASE_WORDS[key].format(n=number) for key, text in words.items()}


def _grants(chance: random.Random, found: list[Deed]) -> list[Deed]:
    """Return donors' own entries for the money that pays for other deeds."""
    able = [
        deed
        for deed in found
        if not deed.story
        and deed.funder != deed.organization
        and deed.report not in ("aims-release", "broken")
        and set(cast()[deed.funder].reports) & set(_GRANT_FILES)
    ]
    chosen = sorted(chance.sample(able, min(_GRANTS, len(able))), key=lambda deed: deed.entity)
    return [_grant(chance, deed, f"G{number:03}") for number, deed in enumerate(chosen, 1)]


def _grant(chance: random.Random, funded: Deed, entity: str) -> Deed:
    funder = cast()[funded.funder]
    receiver = cast()[funded.organization]
    report = next(stem for stem in _GRANT_FILES if stem in funder.reports)
    words = {
        key: text.format(org=receiver.acronym, title=funded.titles[key])
        for key, text in _GRANT_WORDS.items()
    }
    return replace(
        funded,
        entity=entity,
        organization=funder.organization_id,
        report=report,
        starts_on=max(
            _EARLIEST, funded.starts_on - dt.timedelta(days=chance.choice((0, 14, 30, 45)))
        ),
        ends_on=funded.ends_on + dt.timedelta(days=chance.choice((0, 31, 61))),
        budget_usd=int(round(funded.budget_usd * chance.uniform(0.55, 1.0), -2)),
        funder=funder.organization_id,
        implementer=receiver.organization_id,
        titles=words,
        relation="funds",
        other=funded.entity,
        is_grant=True,
    )


def _between(chance: random.Random, limits: tuple[int, int]) -> int:
    """Return a whole number in a range, small ones more often than large ones."""
    low, high = limits
    value = math.exp(chance.uniform(math.log(low), math.log(high)))
    step = 100 if value > 5000 else 10 if value > 500 else 1
    return max(low, min(high, int(value // step) * step))


def _pick(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
