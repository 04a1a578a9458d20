"""What is counted twice: totals before and after, and the largest with their reasons."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.analysis.duplicates import CountedOnce, Pairs, count_once, findings_of
from intarsia.analysis.duplicates.facts import Said, facts_of
from intarsia.documents.brief.speech import Speech
from intarsia.phrases import say, where
from intarsia.tables import TABLES, Picture
from intarsia.terms import FindingKind

#: Things counted twice that are shown, reports of each that are named, reasons of each for it.
_SHOWN, _NAMED, _REASONS = 5, 4, 3
_KINDS = (FindingKind.SAME_REPORT, FindingKind.SAME_ACTIVITY, FindingKind.FUNDING_CHAIN)
_LONGEST_TITLE = 160


@dataclass(frozen=True)
class TotalRow:
    """One total: as reported, counted once at the two ends, and what is counted twice."""

    name: str
    reported: str
    implementer: str
    donor: str
    twice: str


@dataclass(frozen=True)
class Report:
    """One report of a thing: who reports it, its money, and where it stands."""

    reporter: str
    money: str
    origin: str


@dataclass(frozen=True)
class Thing:
    """One thing that several report: what, how much is counted twice, by whom, and why."""

    title: str
    kind: str
    stake: str
    reports: tuple[Report, ...]
    more: str
    reasons: tuple[str, ...]
    against: str
    assumed: tuple[str, ...]


@dataclass(frozen=True)
class Twice:
    """The section: a sentence, totals, people in bounds, and the largest things."""

    sentence: str
    totals: tuple[TotalRow, ...]
    people: str
    things: tuple[Thing, ...]
    more: str
    reported: int
    once: int


def twice_sheet(here: Picture, pairs: Pairs, speech: Speech) -> Twice:
    """Return what is counted twice among the activities of the page.

    here    what `counted_picture` returned
    pairs   what `find_pairs` found in it
    """
    counted = count_once(here, pairs=pairs)
    if not counted.clusters.num_rows:
        sentence = speech.say("twice.none", count=counted.activities_reported)
        return Twice(sentence, (), "", (), "", counted.activities_reported, counted.activities)
    at_donor = count_once(here, level="donor", pairs=pairs)
    above = {row["cluster_id"]: row for row in at_donor.clusters.to_pylist()}
    rows = [
        (_twice_usd(row, above[row["cluster_id"]]), row) for row in counted.clusters.to_pylist()
    ]
    rows.sort(key=lambda one: (-one[0], -len(one[1]["activity_ids"]), one[1]["cluster_id"]))
    largest = [row for _, row in rows[:_SHOWN]]
    findings = findings_of(here, pairs).to_pylist()
    origins = _origins(here, largest, speech.language)
    facts = facts_of(here, [key for row in largest for key in row["activity_ids"]])
    things = tuple(_thing(usd, row, findings, facts, origins, speech) for usd, row in rows[:_SHOWN])
    return Twice(
        speech.say(
            "twice.sentence",
            reported=counted.activities_reported,
            once=counted.activities,
            things=counted.clusters.num_rows,
        ),
        _totals(counted, at_donor, speech),
        _people(counted, speech),
        things,
        speech.say("twice.more", count=len(rows) - _SHOWN) if len(rows) > _SHOWN else "",
        counted.activities_reported,
        counted.activities,
    )


def counted_picture(picture: Mapping[str, pa.Table], ids: pa.Array, *, as_of: dt.date) -> Picture:
    """Return the picture of the activities that the page counts."""
    tables = {name: picture.get(name, table.empty()) for name, table in TABLES.items()}
    if tables["activities"].num_rows > len(ids):
        for name, table in tables.items():
            if "activity_id" in table.column_names:
                tables[name] = table.filter(pc.is_in(table["activity_id"], ids))
    return Picture(tables, as_of)


def _twice_usd(row: Mapping[str, Any], above: Mapping[str, Any]) -> float:
    """What a cluster counts twice at whichever end has more: budgets, else spending, dollars.

    row, above   the cluster counted at the implementer's and at the donor's end
    """
    budgeted = row["budget_usd_reported"] - max(row["budget_usd"], above["budget_usd"])
    return float(budgeted or row["spent_usd_reported"] - max(row["spent_usd"], above["spent_usd"]))


def _totals(counted: CountedOnce, donor: CountedOnce, speech: Speech) -> tuple[TotalRow, ...]:
    rows = [
        TotalRow(
            speech.say("twice.activities"),
            speech.number(counted.activities_reported),
            speech.number(counted.activities),
            speech.number(donor.activities),
            speech.number(counted.activities_reported - counted.activities),
        )
    ]
    for name in ("budget_usd", "spent_usd"):
        reported = getattr(counted, f"{name}_reported")
        if reported:
            once, above = getattr(counted, name), getattr(donor, name)
            twice = speech.money(reported - max(once, above))
            rows.append(
                TotalRow(
                    speech.say(f"twice.{name.removesuffix('_usd')}"),
                    speech.money(reported),
                    speech.money(once),
                    speech.money(above),
                    twice,
                )
            )
    return tuple(rows)


def _people(counted: CountedOnce, speech: Speech) -> str:
    if not counted.people_most:
        return ""
    return speech.say("twice.people", least=counted.people_least, most=counted.people_most)


def _thing(
    usd: float,
    row: Mapping[str, Any],
    findings: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Said],
    origins: Mapping[str, str],
    speech: Speech,
) -> Thing:
    keys = set(row["activity_ids"])
    within = [
        found
        for found in findings
        if found["kind"] in _KINDS and {found["activity_a"], found["activity_b"]} <= keys
    ]
    # The pair that explains it best: most money at stake, then the surest.
    found = max(within, key=lambda one: (one["stake_usd"] or 0.0, one["score"], one["finding_id"]))
    order = [found["activity_a"], found["activity_b"]]
    order += sorted(keys - set(order))
    reasons, against = _reasons(found, speech)
    return Thing(
        title=_title([facts[key] for key in (row["chosen_id"], *order)], speech),
        kind=say(f"pair.kind.{found['kind']}", {}, speech.language),
        stake=speech.money(usd) if usd > 0 else "",
        reports=tuple(_report(facts[key], origins[key], speech) for key in order[:_NAMED]),
        more=speech.say("twice.reports_more", count=len(order) - _NAMED)
        if len(order) > _NAMED
        else "",
        reasons=reasons,
        against=against,
        assumed=tuple(say(code, {}, speech.language) for code in row["assumptions"]),
    )


def _reasons(found: Mapping[str, Any], speech: Speech) -> tuple[tuple[str, ...], str]:
    """The reasons that weigh most for a finding, and the one that weighs most against it.

    What weighs nothing is no evidence, but says what becomes of the money: it stays.
    """
    reasons = json.loads(found["reasons"])
    speaking = [(code, data) for code, data in reasons if data["weight"] > 0][:_REASONS]
    speaking += [(code, data) for code, data in reasons if not data["weight"]]
    # One organization's statement repeated is of one organization: that speaks against nothing.
    is_repeated = found["kind"] == FindingKind.SAME_REPORT
    opposed = [
        (code, data)
        for code, data in reasons
        if data["weight"] < 0 and not (is_repeated and code == "pair.reporter.same")
    ][:1]
    told = [say(code, data, speech.language) for code, data in speaking]
    against = "".join(say(code, data, speech.language) for code, data in opposed)
    return tuple(told), against


def _title(said: Sequence[Said], speech: Speech) -> str:
    stated = next((one.title for one in said if one.title), None)
    text = " ".join((stated or speech.say("largest.untitled")).split())
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1].rstrip() + "…"


def _report(said: Said, origin: str, speech: Speech) -> Report:
    money = speech.money(said.money) if said.money is not None else speech.say("not_known")
    return Report(said.reporter or speech.say("who.not_stated"), money, origin)


def _origins(
    picture: Picture, clusters: Sequence[Mapping[str, Any]], language: str
) -> dict[str, str]:
    """Where each activity stands in its file, by id."""
    wanted = pa.array([key for row in clusters for key in row["activity_ids"]], pa.string())
    activities = picture["activities"].select(["activity_id", "file", "sheet", "row", "xpath"])
    rows = activities.filter(pc.is_in(activities["activity_id"], wanted)).to_pylist()
    return {row["activity_id"]: where(row, language) for row in rows}
