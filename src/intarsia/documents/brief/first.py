"""What to look at first: ten findings, each in two sentences with figures and what to do next."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intarsia.analysis.duplicates.facts import Said, facts_of
from intarsia.analysis.duplicates.pairs import Pairs
from intarsia.analysis.first_page import first_page
from intarsia.analysis.overlaps.reasons import said
from intarsia.documents.brief.speech import Speech
from intarsia.phrases import say
from intarsia.tables import Picture
from intarsia.terms import FindingKind

#: So many organizations or places are named in a sentence; the others are counted.
_NAMED = 3
_LONGEST_TITLE = 120

Reasons = Sequence[tuple[str, Mapping[str, Any]]]
#: What a finding of organizations that meet says of its size, the best known first.
_SIZES = (
    "overlap.stake.usd", "overlap.time.together", "overlap.time.partly", "overlap.stake.people",
    "overlap.stake.amount", "overlap.time.weak", "overlap.time.short", "overlap.stake.effort",
)  # fmt: skip
#: How two differ that complement each other.
_DIFFERENCES = ("overlap.function.other", "overlap.target.other")
#: Whom one could ask about a gap, the nearest first.
_NEAR = ("gap.near.charged", "gap.near.was_here", "gap.near.here", "gap.near.adjacent",
         "gap.near.sibling")  # fmt: skip


@dataclass(frozen=True)
class First:
    """One finding: its kind in words, money or people at stake, two sentences, what to do next."""

    kind: str
    stake: str
    unit: str
    sentences: tuple[str, ...]
    next_step: str


@dataclass(frozen=True)
class Row:
    """A finding with its reasons read, and what its activities say."""

    kind: FindingKind
    reasons: Reasons
    facts: tuple[Said, ...]
    stake_usd: float | None
    people: float | None

    def having(self, *codes: str) -> tuple[str, Mapping[str, Any]] | None:
        """Return the first reason of these codes, or of those that begin so, in their order."""
        for wanted in codes:
            for code, data in self.reasons:
                if code == wanted or code.startswith(f"{wanted}.") or code == f"{wanted}_among":
                    return code, data
        return None

    def data(self, code: str) -> Mapping[str, Any]:
        """Return what the first reason of a code, or that begins so, says; empty where none."""
        found = self.having(code)
        return found[1] if found else {}


def first_findings(
    picture: Picture, pairs: Pairs, speech: Speech, *, as_of: dt.date
) -> tuple[First, ...]:
    """Return what somebody with five minutes should know of a picture, in the page's words."""
    rows = first_page(picture, as_of=as_of, pairs=pairs).to_pylist()
    pair = ("activity_a", "activity_b")
    named = [one[end] for one in rows for end in pair if one[end] is not None]
    facts = facts_of(picture, named)
    return tuple(_told(_row(one, facts), speech) for one in rows)


def _row(one: Mapping[str, Any], facts: Mapping[str, Said]) -> Row:
    ends = (one["activity_a"], one["activity_b"])
    return Row(
        FindingKind(one["kind"]),
        [(code, data) for code, data in json.loads(one["reasons"])],
        tuple(facts[end] for end in ends if end is not None),
        one["stake_usd"],
        one["people"],
    )


def _told(row: Row, speech: Speech) -> First:
    sentences, next_step = _WORDS[row.kind](row, speech)
    stake, unit = "", ""
    if row.stake_usd:
        # An activity that two report is no money at stake, but money counted twice.
        code = "twice.stake" if row.kind is FindingKind.SAME_ACTIVITY else "first.at_stake"
        stake, unit = speech.money(row.stake_usd), speech.say(code)
    elif row.people:
        stake, unit = speech.number(row.people), speech.say("first.people", count=row.people)
    return First(
        speech.say(f"first.kind.{row.kind}"), stake, unit, tuple(filter(None, sentences)), next_step
    )


def _overlap(row: Row, speech: Speech) -> tuple[list[str], str]:
    return [_who_meets(row, speech), _size(row, speech)], speech.say("first.next.overlap")


def _complementary(row: Row, speech: Speech) -> tuple[list[str], str]:
    told = _said(row.having(*_DIFFERENCES), speech)
    return [_who_meets(row, speech), told], speech.say("first.next.complementary")


def _who_meets(row: Row, speech: Speech) -> str:
    actors = row.data("overlap.actors")
    ground = row.having("overlap.ground")
    places = list(ground[1].get("names", ())) if ground else []
    sectors = [speech.sector(code) for code in row.data("overlap.sector").get("sectors", ())]
    code = "nowhere" if not places else "several" if len(actors["names"]) > _NAMED else "few"
    return speech.say(
        f"first.{row.kind}.{code}",
        names=_listed(actors["names"], speech),
        count=actors["count"],
        places=_listed(places, speech),
        sectors=", ".join(sectors),
    )


def _size(row: Row, speech: Speech) -> str:
    days, usd = row.data("overlap.time").get("days"), row.data("overlap.stake.usd").get("usd")
    if days and usd:
        return speech.say("first.usd_days", usd=usd, days=days)
    return _said(row.having(*_SIZES), speech)


def _gap(row: Row, speech: Speech) -> tuple[list[str], str]:
    people, severity = row.data("gap.people").get("people"), row.data("gap.severity")
    if people is None:
        size = say("gap.unknown.people", {}, speech.language)
    elif severity:
        size = speech.say("first.need_graded", people=people, severity=severity["severity"])
    else:
        size = speech.say("first.need", people=people)
    near = row.having(*_NEAR)
    step = (
        speech.say("first.next.gap_near", organizations=_listed(near[1]["organizations"], speech))
        if near
        else speech.say("first.next.gap")
    )
    also = row.having("gap.also")
    return [_said(row.reasons[0], speech), f"{size} {_said(also, speech)}".strip()], step


def _same_activity(row: Row, speech: Speech) -> tuple[list[str], str]:
    one, other = (fact.reporter or speech.say("who.not_stated") for fact in row.facts)
    title = next((fact.title for fact in row.facts if fact.title), speech.say("largest.untitled"))
    title = " ".join(title.split())
    title = title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"
    code = "first.same_activity.own" if one == other else "first.same_activity.two"
    size = _said(row.reasons[0], speech)
    if row.stake_usd:
        size = speech.say("first.counted_twice", usd=row.stake_usd)
    told = [speech.say(code, one=one, other=other, title=title), size]
    return told, speech.say("first.next.same_activity")


def _mandate_overlap(row: Row, speech: Speech) -> tuple[list[str], str]:
    texts = [data for code, data in row.reasons if code.startswith("charge.text.")]
    named = "; ".join(f"{data['organization']}: {data['text']}" for data in texts if data["text"])
    told = [_said(row.reasons[0], speech)]
    if named:
        told.append(speech.say("first.texts", texts=named))
    return told, speech.say("first.next.mandate_overlap")


def _crowding(row: Row, speech: Speech) -> tuple[list[str], str]:
    (code, data), *others = row.reasons[:2]
    # Two dozen names are for the table of findings.
    some = {**data, "organizations": _listed(data["organizations"], speech)}
    told = [_said((code, some), speech), *(_said(one, speech) for one in others)]
    return told, speech.say("first.next.crowding")


_WORDS = {
    FindingKind.OVERLAP: _overlap,
    FindingKind.COMPLEMENTARY: _complementary,
    FindingKind.GAP: _gap,
    FindingKind.SAME_ACTIVITY: _same_activity,
    FindingKind.MANDATE_OVERLAP: _mandate_overlap,
    FindingKind.CROWDING: _crowding,
}


def _said(reason: tuple[str, Mapping[str, Any]] | None, speech: Speech) -> str:
    if reason is None:
        return ""
    # Of overlaps codes of groups and functions stand in the data, to be named.
    words = said if reason[0].startswith("overlap.") else say
    return words(reason[0], reason[1], speech.language)


def _listed(names: Sequence[str], speech: Speech) -> str:
    """Return names in a row, the last with "and"; many are counted.

    >>> _listed(["A", "B", "C"], Speech("en")), _listed(list("ABCDE"), Speech("en"))
    ('A, B and C', 'A, B, C and 2 more')
    """
    if len(names) > _NAMED + 1:
        shown = ", ".join(names[:_NAMED])
        return speech.say("first.and_more", names=shown, count=len(names) - _NAMED)
    if len(names) < 2:
        return "".join(names)
    return speech.say("first.and", names=", ".join(names[:-1]), last=names[-1])
