"""Are real activities found again when another reporter writes them? By kind of perturbation.

python bench/perturbed.py [COUNTRY ...]    recall and precision, tables in Markdown
python bench/perturbed.py missed KIND COUNTRY    what is missed and wrongly found, with levels

Real activities of a country stay as they are; for a sample of them a second report is planted,
as one of their other organizations would write it. A pair of a planted report and its original is
right; one of a planted report and anything else is wrong; pairs of two originals do not count.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

import intarsia
from intarsia.analysis.duplicates.kinds import TWICE
from intarsia.analysis.duplicates.levels import LEVELS, Field
from intarsia.analysis.duplicates.model import day_one
from intarsia.analysis.duplicates.pairs import Pairs, find_pairs
from intarsia.spelling import folded
from intarsia.tables import TABLES, Picture
from judgements import KEPT, read_sheet
from list_measures import SHARED
from pair_judgements import normalized_picture_of
from perturbations import KINDS, Kind, Report, World, perturbed

SAMPLE, SEED = 300, 41
LABELS = SHARED / "labels" / "cross-publisher-pairs.csv"
COUNTRIES = {
    "AL": "Albania", "AZ": "Azerbaijan", "GE": "Georgia", "KG": "Kyrgyzstan", "MD": "Moldova",
    "XK": "Kosovo",
}  # fmt: skip
PRECISION = 0.95
#: Who writes the second report, and how often: see `second_report`.
WHO = (("partner, names the reporter", 0.5), ("partner, names nobody", 0.3), ("third", 0.2))
#: Pairs below day one's bias are looked at down to this log-odds.
_LOWEST = -8.0
#: Titles of fewer words are everybody's: no sample is drawn from them.
_LEAST_WORDS = 3
_AS_OTHERS = next(kind for kind in KINDS if kind.name == "as others write it")
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
    settled, _ = intarsia.settle_organizations(
        picture, intarsia.register_with([]), country=code
    )
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
    return World(
        COUNTRIES[code], names, sorted(sectors, key=str), sorted(acronyms) or ["NGO"]
    )


def _root(key: str, organizations: dict[str, Row]) -> str:
    while (above := organizations[key]["parent_id"]) is not None:
        key = above
    return key


def _reports(picture: Picture) -> list[Report]:
    people, sectors = defaultdict(list), defaultdict(list)
    for row in picture["participations"].to_pylist():
        people[row["activity_id"]].append(row)
    for row in picture["activity_sectors"].to_pylist():
        sectors[row["activity_id"]].append(row)
    return [
        Report(row, people[row["activity_id"]], sectors[row["activity_id"]])
        for row in picture["activities"].to_pylist()
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


def second_report(
    report: Report, country: Country, chance: random.Random
) -> tuple[Report, str]:
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
    return Report(activity, [{**row} for row in people], [{**row} for row in report.sectors]), who


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
        for table, given in (
            ("participations", changed.people),
            ("activity_sectors", changed.sectors),
        ):
            rows[table] += [
                {**row, "activity_id": fresh, "ordinal": at} for at, row in enumerate(given)
            ]
        rows["activity_locations"].append(
            {"activity_id": fresh, "ordinal": 0, "kind": "country", "source_code": country.code}
        )
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


class Found(NamedTuple):
    """Pairs with a planted report, whatever they score.

    odds, is_right   a pair: log-odds, and whether the other is its original
    planted, who     how many were planted; and by who reports
    by_who           who reports in each right pair
    """

    odds: np.ndarray
    is_right: np.ndarray
    by_who: np.ndarray
    planted: int
    who: Counter[str]


def pairs_down_to(picture: Picture, lowest: float) -> tuple[Pairs, np.ndarray]:
    """Return the pairs that are one thing if log-odds from `lowest` on are, and their log-odds."""
    model = day_one()
    lower = replace(model, bias=model.bias - lowest / model.slope)
    pairs = find_pairs(picture, model=lower)
    pairs = pairs.chosen(np.flatnonzero(np.isin(pairs.kind, TWICE)))
    return pairs, model.log_odds(pairs.levels)


def found_in(given: Planted, same: frozenset[frozenset[str]]) -> Found:
    """Return the pairs that the engine finds with planted reports.

    same   pairs of real activities that are known to be one: a second report of one of them is
           a second report of the other as well, and such pairs do not count
    """
    pairs, odds = pairs_down_to(given.picture, _LOWEST)
    ids = pairs.known.ids.to_pylist()
    place = {key: at for at, key in enumerate(ids)}
    of = np.arange(len(ids))
    which = np.full(len(ids), -1)
    for at, (original, second) in enumerate(zip(given.originals, given.ids, strict=True)):
        of[place[second]] = place[original]
        which[place[second]] = at
    known = np.array(
        [
            max(which[a], which[b]) >= 0 and frozenset((ids[of[a]], ids[of[b]])) not in same
            for a, b in zip(pairs.first, pairs.second, strict=True)
        ],
        bool,
    )
    a, b = pairs.first[known], pairs.second[known]
    by_who = np.array(given.who)[np.maximum(which[a], which[b])]
    return Found(odds[known], of[a] == of[b], by_who, len(given.ids), Counter(given.who))


def known_same() -> frozenset[frozenset[str]]:
    """Return pairs of identifiers that labels or both judges say are one activity."""
    verdicts = [
        {row["number"]: row["verdict"] for row in read_sheet(KEPT / f"pairs.{judge}.csv")}
        for judge in ("first", "second")
    ]
    found = [
        frozenset((row["id_a"], row["id_b"]))
        for row in read_sheet(KEPT / "pairs.key.csv")
        if all(judge[row["number"]] == "right" for judge in verdicts)
    ]
    found += [
        frozenset((row["id_a"], row["id_b"])) for row in read_sheet(LABELS) if row["grade"] in "AB"
    ]
    return frozenset(found)


def together(found: Sequence[Found]) -> Found:
    """Return what was found in several countries or kinds as one."""
    return Found(
        np.concatenate([one.odds for one in found]),
        np.concatenate([one.is_right for one in found]),
        np.concatenate([one.by_who for one in found]),
        sum(one.planted for one in found),
        sum((one.who for one in found), Counter()),
    )


def at(found: Found, odds: float) -> tuple[float, float]:
    """Return recall and precision of the pairs from these log-odds on."""
    said = found.odds >= odds
    hits = int((said & found.is_right).sum())
    return hits / max(found.planted, 1), hits / max(int(said.sum()), 1)


def threshold(found: Found, precision: float = PRECISION) -> float:
    """Return the lowest log-odds from which on so large a part is right; infinite for none."""
    order = np.argsort(-found.odds, kind="stable")
    odds, hits = found.odds[order], np.cumsum(found.is_right[order])
    is_last = np.append(odds[1:] != odds[:-1], True)
    good = np.flatnonzero(is_last & (hits >= precision * np.arange(1, odds.size + 1)))
    return float(odds[good[-1]]) if good.size else float("inf")


def line(name: str, found: Found, common: float) -> str:
    """Return a line of the table: recall at PRECISION, at 0.5, and at a common threshold."""
    own = threshold(found)
    cells = [f"{found.planted:,}", f"{at(found, own)[0]:.3f}"]
    cells += [f"{part:.3f}" for where in (common, 0.0) for part in at(found, where)]
    reached = int(found.is_right.sum()) / max(found.planted, 1)
    return f"| {name} | {' | '.join(cells)} | {reached:.3f} |"


HEAD = (
    "| second report | planted | recall at precision 0.95 | recall, one threshold | precision | "
    "recall at 0.5 | precision | compared at all |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


def measured(codes: Sequence[str]) -> str:
    """Return the tables: by kind of perturbation, by who reports, by how rare the title is."""
    same = known_same()
    by_kind: dict[str, list[Found]] = {kind.name: [] for kind in KINDS}
    several: list[Found] = []
    by_country: dict[str, list[Found]] = {}
    for code in codes:
        country = country_of(code)
        chance = random.Random(f"{SEED} {code}")
        sample = chance.sample(country.once, min(SAMPLE, len(country.once)))
        for kind in KINDS:
            by_kind[kind.name].append(found_in(planted(country, sample, kind, SEED), same))
            by_country.setdefault(code, []).append(by_kind[kind.name][-1])
        sample = chance.sample(country.several, min(SAMPLE, len(country.several)))
        several.append(found_in(planted(country, sample, _AS_OTHERS, SEED), same))
        print(code, len(sample), file=sys.stderr)
    everything = together([one for found in by_kind.values() for one in found])
    common = threshold(everything)
    lines = [f"One threshold for all: log-odds {common:.2f}.", "", HEAD]
    lines += [line(kind.name, together(by_kind[kind.name]), common) for kind in KINDS]
    lines += [line("all", everything, common), "", HEAD.replace("second report", "who reports")]
    lines += [line(who, _by(together(by_kind[_AS_OTHERS.name]), who), common) for who, _ in WHO]
    lines += ["", HEAD.replace("second report", "title")]
    lines += [line("stands once", together(by_kind[_AS_OTHERS.name]), common)]
    lines += [line("stands several times", together(several), common)]
    lines += ["", HEAD.replace("second report", "country")]
    lines += [line(COUNTRIES[code], together(by_country[code]), common) for code in codes]
    return "\n".join(lines)


def _by(found: Found, who: str) -> Found:
    here = found.by_who == who
    return Found(
        found.odds[here], found.is_right[here], found.by_who[here], found.who[who],
        Counter({who: found.who[who]}),
    )  # fmt: skip


if __name__ == "__main__":
    print(measured(sys.argv[1:] or list(COUNTRIES)))
