"""What the page cannot say: each thing the reports leave open, with its figure and consequence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intarsia.analysis.coverage import Coverage
from intarsia.documents.brief.speech import Speech


@dataclass(frozen=True)
class Unknown:
    """One thing not known: its name, how many, what part that is, and what follows."""

    name: str
    stake: str
    part: str
    note: str


#: Lines with a sentence of their own; what is rarer follows in one line, with its figures.
_SPELLED_OUT = 7


@dataclass(frozen=True)
class Unknowns:
    """The lines with their consequences, and the rarer ones as one sentence."""

    lines: tuple[Unknown, ...]
    also: str


def unknowns(coverage: Coverage, speech: Speech) -> Unknowns:
    """Return what is not known, what concerns most activities first."""
    counts = sorted(_counts(coverage).items(), key=lambda item: -item[1])
    found = [_unknown(coverage, speech, code, n) for code, n in counts if n]
    return Unknowns(tuple(found[:_SPELLED_OUT]), _also(found[_SPELLED_OUT:], speech))


def _also(rest: Sequence[Unknown], speech: Speech) -> str:
    if not rest:
        return ""
    listed = " · ".join(f"{unknown.name}: {unknown.stake}" for unknown in rest)
    return speech.say("unknown.also", list=listed)


def _counts(coverage: Coverage) -> dict[str, int]:
    unknown = coverage.unknowns
    found = {
        "place": unknown.place,
        "sector": unknown.sector - unknown.sector_not_mapped,
        "sector_not_mapped": unknown.sector_not_mapped,
        "period": unknown.period,
        "open_end": unknown.open_end,
        "weak": coverage.figures.running_weak,
        "money": unknown.money,
        "money_not_in_dollars": unknown.money_not_in_dollars,
        "people": unknown.people,
        "organization": unknown.organization,
        "without_country": coverage.scope.activities_without_country,
    }
    if coverage.places is not None:
        found["place_not_found"] = unknown.place_not_found
        if coverage.places.level > 1:
            found["above"] = coverage.places.above
    return found


def _unknown(coverage: Coverage, speech: Speech, code: str, count: int) -> Unknown:
    activities = coverage.figures.activities
    if code == "money_not_in_dollars":
        part = speech.say("unknown.of_transactions")
    elif code == "without_country" or not activities:
        part = ""
    else:
        part = speech.say("of_activities", share=count / activities)
    return Unknown(
        name=speech.say(f"unknown.{code}"),
        stake=speech.number(count),
        part=part,
        note=speech.say(f"unknown.{code}_note"),
    )
