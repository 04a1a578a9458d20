"""What is true behind the reports: which entries are one activity, which touch, what is missing.

In: the deeds, the written statements and the needs. Out: csv texts for the folder `truth`.
"""

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from intarsia.examples.deeds import Deed
from intarsia.examples.faults import MEANINGS
from intarsia.examples.notice import AS_OF, COUNTRY
from intarsia.examples.registers import Need, table
from intarsia.examples.written import Written

SHARED_DAYS = 30
"""Two deeds overlap when they share at least so many days."""

GAP_SEVERITY = 3
"""A need without anybody is a gap from this severity on."""

_HARD = {"phase_of": "phase", "part_of": "part_of", "sibling_of": "sibling"}

Row = dict[str, object]


@dataclass(frozen=True)
class World:
    """Everything that the truth is told from."""

    deeds: list[Deed]
    written: list[Written]
    needs: list[Need]
    other_faults: list[Row]

    def first(self) -> dict[str, Written]:
        """Return the first entry of each deed that is not a repetition."""
        found: dict[str, Written] = {}
        for line in self.written:
            if not line.entry.repeats:
                found.setdefault(line.entry.deed.entity, line)
        return found


def truth_files(world: World) -> dict[str, bytes]:
    """Return the truth's tables by file name."""
    pair = ("id_a", "file_a", "id_b", "file_b")
    return {
        "activities.csv": table(
            (
                "file",
                "id",
                "entity",
                "reported_by",
                "organization",
                "funder",
                "implementer",
                "sector",
                "topic",
                "districts",
                "from",
                "to",
                "budget_usd",
                "people",
                "language",
                "organization_as_written",
                "district_as_written",
                "story",
            ),
            activities(world),
        ),
        "duplicates.csv": table((*pair, "kind", "is_hard_negative"), duplicates(world)),
        "chains.csv": table(
            ("funder_id", "funder_file", "funded_id", "funded_file", "story"), chains(world)
        ),
        "overlaps.csv": table(
            (*pair, "sector", "topic", "places", "from", "to", "shared_days", "story"),
            overlaps(world),
        ),
        "complementary.csv": table(
            (*pair, "sector", "differs", "places", "from", "to", "shared_days"),
            complementary(world),
        ),
        "gaps.csv": table(
            ("place", "sector", "people_in_need", "severity", "is_story"), gaps(world)
        ),
        "vices.csv": table(("file", "id", "vice", "meaning"), vices(world)),
    }


def activities(world: World) -> list[Row]:
    """Return one row for each entry in each file."""
    return [
        {
            "file": line.entry.file,
            "id": line.key,
            "entity": deed.entity,
            "reported_by": line.entry.reporter,
            "organization": deed.organization,
            "funder": deed.funder,
            "implementer": deed.implementer,
            "sector": deed.topic.sector,
            "topic": deed.topic.name,
            "districts": "|".join(deed.districts),
            "from": deed.starts_on,
            "to": deed.ends_on,
            "budget_usd": deed.budget_usd,
            "people": deed.people,
            "language": line.entry.language,
            "organization_as_written": line.organization,
            "district_as_written": line.district,
            "story": deed.story,
        }
        for line in world.written
        for deed in (line.entry.deed,)
    ]


def duplicates(world: World) -> list[Row]:
    """Return pairs of entries that are one activity, then pairs that only look so."""
    by_entity: dict[str, list[Written]] = {}
    for line in world.written:
        by_entity.setdefault(line.entry.deed.entity, []).append(line)
    same = [
        _pair(one, other) | {"kind": _kind_of_sameness(one, other), "is_hard_negative": "no"}
        for lines in by_entity.values()
        for one, other in itertools.combinations(lines, 2)
    ]
    first = world.first()
    return same + [
        _pair(first[one], first[other]) | {"kind": kind, "is_hard_negative": "yes"}
        for one, other, kind in _lookalikes(world.deeds)
    ]


def chains(world: World) -> list[Row]:
    """Return who pays for what, as pairs of entries."""
    first = world.first()
    return [
        {
            "funder_id": first[deed.entity].key,
            "funder_file": first[deed.entity].entry.file,
            "funded_id": first[deed.other].key,
            "funded_file": first[deed.other].entry.file,
            "story": deed.story,
        }
        for deed in world.deeds
        if deed.relation == "funds"
    ]


def overlaps(world: World) -> list[Row]:
    """Return pairs of deeds of two organizations on one topic, ground and time."""
    return [
        row
        | {
            "topic": one.topic.name,
            "story": one.story if one.story == other.story else "",
        }
        for one, other, row in _meetings(world)
        if one.topic is other.topic
    ]


def complementary(world: World) -> list[Row]:
    """Return pairs on one ground and time, in one sector, with another function or target group."""
    found = []
    for one, other, row in _meetings(world):
        differs = [
            name
            for name in ("function", "target")
            if getattr(one.topic, name) != getattr(other.topic, name)
        ]
        if one.topic.sector == other.topic.sector and len(differs) == 1:
            found.append(row | {"differs": differs[0]})
    return found


def _meetings(world: World) -> Iterable[tuple[Deed, Deed, Row]]:
    """Yield pairs of deeds of two organizations on one ground at one time, and what they share."""
    first = world.first()
    for one, other in itertools.combinations(world.deeds, 2):
        ground = _shared_ground(one, other)
        if not ground:
            continue
        starts_on, ends_on = max(one.starts_on, other.starts_on), min(one.ends_on, other.ends_on)
        days = (ends_on - starts_on).days + 1
        if days >= SHARED_DAYS:
            yield (
                one,
                other,
                _pair(first[one.entity], first[other.entity])
                | {
                    "sector": one.topic.sector,
                    "places": "|".join(ground),
                    "from": starts_on,
                    "to": ends_on,
                    "shared_days": days,
                },
            )


def gaps(world: World) -> list[Row]:
    """Return the needs for which nothing runs in the district on the day of the reports."""
    served = {
        (district, deed.topic.sector)
        for deed in world.deeds
        if deed.runs_on(AS_OF) and not deed.is_grant
        for district in deed.districts
    }
    latest = max(dt.date.fromisoformat(need.as_of) for need in world.needs).isoformat()
    return [
        {
            "place": need.place,
            "sector": need.sector,
            "people_in_need": need.people_in_need,
            "severity": need.severity,
            "is_story": "yes" if need.is_planted else "no",
        }
        for need in world.needs
        if need.as_of == latest
        and need.severity >= GAP_SEVERITY
        and need.people_in_need
        and (need.place, need.sector) not in served
    ]


def vices(world: World) -> list[Row]:
    """Return what is wrong in the files on purpose, entry by entry, then file by file."""
    by_entry: list[Row] = [
        {
            "file": line.entry.file,
            "id": line.key,
            "vice": line.entry.fault,
            "meaning": MEANINGS[line.entry.fault],
        }
        for line in world.written
        if line.entry.fault
    ]
    return [*by_entry, *world.other_faults]


def _pair(one: Written, other: Written) -> Row:
    return {
        "id_a": one.key,
        "file_a": one.entry.file,
        "id_b": other.key,
        "file_b": other.entry.file,
    }


def _kind_of_sameness(one: Written, other: Written) -> str:
    """One statement twice, or two organizations' statements of one activity."""
    repeated = one.entry.fault.startswith("repeated") or other.entry.fault.startswith("repeated")
    alike = one.entry.statement_id and one.entry.statement_id == other.entry.statement_id
    in_one_file = one.entry.file == other.entry.file
    if one.entry.reporter == other.entry.reporter and (alike or (repeated and in_one_file)):
        return "same_report"
    return "same_activity"


def _lookalikes(deeds: list[Deed]) -> Iterable[tuple[str, str, str]]:
    """Yield pairs of deeds that look alike and are not the same."""
    told = set()
    for deed in deeds:
        if deed.relation in _HARD:
            told.add(frozenset((deed.entity, deed.other)))
            yield deed.other, deed.entity, _HARD[deed.relation]
    for one, other in itertools.combinations(deeds, 2):
        if frozenset((one.entity, other.entity)) in told or one.organization != other.organization:
            continue
        parts = one.relation == other.relation == "part_of" and one.other == other.other
        if parts or _are_siblings(one, other):
            yield one.entity, other.entity, "sibling"


def _are_siblings(one: Deed, other: Deed) -> bool:
    """True for one organization's same work in different districts, in one file."""
    return (
        one.topic is other.topic
        and one.report == other.report
        and not one.is_grant
        and not other.is_grant
        and COUNTRY not in one.places + other.places
        and not set(one.districts) & set(other.districts)
    )


def _shared_ground(one: Deed, other: Deed) -> list[str]:
    """Return the districts, or the country, that two organizations share."""
    strangers = one.organization != other.organization
    paid = one.other == other.entity or other.other == one.entity
    if not strangers or paid or one.is_grant or other.is_grant:
        return []
    return [code for code in one.districts if code in other.districts]
