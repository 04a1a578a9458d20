"""Second reports planted among real ones: a country's picture in, the same picture with more out.

The second report of an activity is written as one of its other organizations would, or a third.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from copy import deepcopy
from typing import Any, NamedTuple

import pyarrow as pa

import intarsia
from intarsia.spelling import folded
from intarsia.tables import TABLES, Picture
from pair_judgements import normalized_picture_of
from perturbations import Kind, Report, World, perturbed

COUNTRIES = {
    "AL": "Albania", "AZ": "Azerbaijan", "GE": "Georgia", "KG": "Kyrgyzstan", "MD": "Moldova",
    "XK": "Kosovo", "GH": "Ghana",
}  # fmt: skip
#: Who writes the second report, and how often: see `second_report`.
WHO = (("partner, names the reporter", 0.5), ("partner, names nobody", 0.3), ("third", 0.2))
#: Titles of fewer words are everybody's: no sample is drawn from them.
_LEAST_WORDS = 3
Row = dict[str, Any]


class Country(NamedTuple):
    """A country's real reports, read and normalized, organizations not yet settled.

    once, several   reports to draw from, whose title stands once in the file; several times
    partners        who else could report an activity, by its id: rows of PARTICIPATIONS
    meant           the settled organization of an organization's id
    publishers      a row of PARTICIPATIONS of each organization that reports in this country
    """

    picture: Picture
    code: str
    once: list[Report]
    several: list[Report]
    partners: dict[str, list[Row]]
    meant: dict[str, str]
    publishers: dict[str, Row]
    world: World


def country_of(code: str) -> Country:
    """Return the reports of a country."""
    picture = normalized_picture_of(code)
    settled, _ = intarsia.settle_organizations(picture, intarsia.register_with([]), country=code)
    organizations = {row["organization_id"]: row for row in settled["organizations"].to_pylist()}
    before = picture["participations"]["organization_id"].to_pylist()
    after = settled["participations"]["organization_id"].to_pylist()
    meant = {one: other for one, other in zip(before, after, strict=True) if one and other}
    roots = {one: _root(other, organizations) for one, other in meant.items()}
    reports = _reports(picture)
    publishers: dict[str, Row] = {}
    for report in reports:
        for row in report.people:
            if row["role"] == "reporting" and row["organization_id"] in meant:
                publishers.setdefault(meant[row["organization_id"]], row)
    uses = Counter(folded(report.activity["title"] or "") for report in reports)
    drawn: dict[bool, list[Report]] = {True: [], False: []}
    partners = {}
    for report in reports:
        title = folded(report.activity["title"] or "")
        others = _partners(report, meant, roots, publishers)
        if len(title.split()) >= _LEAST_WORDS and others:
            drawn[uses[title] == 1].append(report)
            partners[report.activity["activity_id"]] = others
    world = _world(code, picture, meant, organizations)
    return Country(picture, code, drawn[True], drawn[False], partners, meant, publishers, world)


def _world(
    code: str, picture: Picture, meant: dict[str, str], organizations: dict[str, Row]
) -> World:
    names = {}
    for one, other in meant.items():
        row = organizations[other]
        known = [row["name"], row["acronym"], *(alias for alias, _ in row["aliases"] or ())]
        names[one] = tuple(dict.fromkeys(name for name in known if name))
    sectors = {
        (row["source_code"], row["sector_code"], row["name_as_reported"])
        for row in picture["activity_sectors"].to_pylist()
        if row["sector_code"]
    }
    acronyms = {row["acronym"] for row in organizations.values() if row["acronym"]}
    return World(COUNTRIES[code], names, sorted(sectors, key=str), sorted(acronyms) or ["NGO"])


def _root(key: str, organizations: dict[str, Row]) -> str:
    while (above := organizations[key]["parent_id"]) is not None:
        key = above
    return key


def _reports(picture: Picture) -> list[Report]:
    people, sectors, places = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in picture["participations"].to_pylist():
        people[row["activity_id"]].append(row)
    for row in picture["activity_sectors"].to_pylist():
        sectors[row["activity_id"]].append(row)
    for row in picture["activity_locations"].to_pylist():
        if row["kind"] == "location":
            places[row["activity_id"]].append(row)
    return [
        Report(row, people[key], sectors[key], places[key])
        for row in picture["activities"].to_pylist()
        for key in [row["activity_id"]]
    ]


def _partners(
    report: Report, meant: dict[str, str], roots: dict[str, str], publishers: dict[str, Row]
) -> list[Row]:
    """Who else could report: organizations that pay or implement, of another family.

    They report something in this country, or the packaged register has them under a name of its
    own; kinds of organizations ("donor country-based NGO") and vendors do not report.
    """
    own = roots.get(report.activity["organization_id"])
    return [
        row
        for row in report.people
        if (key := row["organization_id"]) in meant
        and row["role"] != "reporting"
        and roots[key] != own
        and (meant[key] in publishers or meant[key].startswith("intarsia:"))
    ]


def second_report(report: Report, country: Country, chance: random.Random) -> tuple[Report, str]:
    """Return a report of the same activity by another reporter, and who that is.

    A partner (who pays or implements) names the first reporter half the time, as payer or as
    implementer; else nobody. A third is another publisher that names the same implementer, or the
    first reporter as its implementer: two donors of one activity. Single payments and the text of
    the description are each reporter's own and left out.
    """
    publishers = country.publishers
    partners = country.partners[report.activity["activity_id"]]
    who = chance.choices([name for name, _ in WHO], [part for _, part in WHO])[0]
    first = next(row for row in report.people if row["role"] == "reporting")
    own = country.meant[first["organization_id"]]
    people: list[Row] = []
    if who == "third":
        named = {own, *(country.meant[row["organization_id"]] for row in partners)}
        choice = [row for key, row in sorted(publishers.items()) if key not in named]
        reporter = chance.choice(choice)
        implementing = [row for row in report.people if row["role"] == "implementing"]
        if not implementing or chance.random() < 0.5:
            implementing = [{**first, "role": "implementing"}]
        people = implementing
    else:
        partner = chance.choice(partners)
        reporter = publishers.get(country.meant[partner["organization_id"]], partner)
        if who == "partner, names the reporter":
            role = "implementing" if partner["role"] == "funding" else "funding"
            people = [{**first, "role": role}]
    identifier = f"{chance.choice('ABCDEFGH')}-{chance.randrange(10**6, 10**7)}"
    activity = {
        **report.activity,
        "identifier": identifier,
        "organization_id": reporter["organization_id"],
        "description": None,
    }
    people = [{**reporter, "role": "reporting"}, *people]
    fresh = Report(activity, people, report.sectors, report.places)
    return deepcopy(fresh), who


class Planted(NamedTuple):
    """A picture with second reports planted in it: the activity ids of each, and who reports."""

    picture: Picture
    originals: list[str]
    ids: list[str]
    who: list[str]


def planted(country: Country, sample: Sequence[Report], kind: Kind, seed: int) -> Planted:
    """Return the country's picture with a second report of each activity of the sample."""
    rows: dict[str, list[Row]] = defaultdict(list)
    originals, ids, who = [], [], []
    for report in sample:
        # The same second report in every kind, so that kinds differ by their change alone.
        key = report.activity["activity_id"]
        second, reporter = second_report(report, country, random.Random(f"{seed} {key}"))
        chance = random.Random(f"{seed} {kind.name} {key}")
        changed = perturbed(second, kind, country.world, chance)
        if changed is None:
            continue
        fresh = f"planted {second.activity['identifier']} {len(ids)}"
        rows["activities"].append({**changed.activity, "activity_id": fresh})
        here = {"kind": "country", "source_code": country.code}
        for table, given in (
            ("participations", changed.people),
            ("activity_sectors", changed.sectors),
            ("activity_locations", [here, *changed.places]),
        ):
            rows[table] += [
                {**row, "activity_id": fresh, "ordinal": at} for at, row in enumerate(given)
            ]
        originals.append(key)
        ids.append(fresh)
        who.append(reporter)
    known = set(country.picture["organizations"]["organization_id"].to_pylist())
    for row in rows["participations"]:
        key = row["organization_id"]
        if key is not None and key not in known:
            known.add(key)
            rows["organizations"].append(
                {"organization_id": key, "name": row["name_as_reported"], "identifiers": [],
                 "aliases": [], "is_placeholder": False}
            )  # fmt: skip
    picture = country.picture.having(
        **{
            name: pa.concat_tables(
                [country.picture[name], pa.Table.from_pylist(given, schema=TABLES[name].schema)]
            )
            for name, given in rows.items()
        }
    )
    settled, _ = intarsia.settle_organizations(
        picture, intarsia.register_with([]), country=country.code
    )
    return Planted(settled, originals, ids, who)
