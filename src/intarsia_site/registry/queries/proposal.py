"""Proposals as a viewer sees them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from intarsia_site.access.models import Country, Organization
from intarsia_site.access.names import shown_name
from intarsia_site.access.queries.seen import Seen, SeenRecord
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.models import Proposal
from intarsia_site.registry.nouns import NOUNS, Field, Holds, Noun
from intarsia_site.registry.queries.deciding import may_decide
from intarsia_site.registry.queries.names import Names, names_for

MOST = 200


@dataclass(frozen=True)
class Change:
    """What one field says now and would say."""

    field: Field
    before: str
    after: str


@dataclass(frozen=True)
class ProposalPage:
    """One proposal: what would change, why, and what the viewer may do with it."""

    public_id: str
    noun: Noun
    subject_id: str
    changes: tuple[Change, ...]
    because: str
    proposed_by: str
    proposed_at: dt.datetime
    state: str
    decision: str
    decided_at: dt.datetime | None
    label: str
    may_decide: bool
    may_withdraw: bool

    @property
    def is_open(self) -> bool:
        return self.state == Proposal.State.OPEN


def proposals(*, viewing: Viewing, state: str = "open") -> list[ProposalPage]:
    """Return proposals in a state, the newest first, at most `MOST`."""
    seen = Seen(Proposal, viewing).where(state=state).ordered("-proposed_at")
    return _pages(seen[:MOST], viewing)


def proposals_after(
    place: tuple[dt.datetime, str] | None, *, viewing: Viewing, state: str, size: int
) -> tuple[list[ProposalPage], tuple[dt.datetime, str] | None]:
    """Return proposals in a state, the oldest first, those after a place; and the next place.

    place   when the last one was proposed, and its public id; None begins at the beginning
    A part may hold fewer than `size`: a proposal whose changes the viewer may not see is left out.
    """
    seen = Seen(Proposal, viewing).where(state=state).ordered("proposed_at")
    if place is not None:
        seen = seen.after("proposed_at", *place)
    found = seen[: size + 1]
    more, found = len(found) > size, found[:size]
    last = (found[-1]["proposed_at"], found[-1].public_id) if more else None
    return _pages(found, viewing), last


def proposal_or_none(public_id: str, *, viewing: Viewing) -> ProposalPage | None:
    """Return one proposal, or None: forbidden and unknown are one answer."""
    found = Seen(Proposal, viewing).one_or_none(public_id)
    return next(iter(_pages([found], viewing)), None) if found else None


def _pages(found: list[SeenRecord], viewing: Viewing) -> list[ProposalPage]:
    # What may not be seen in the subject may not be seen here: such proposals are not listed.
    found = [one for one in found if one["changes"] is not None and one["noun"] in NOUNS]
    countries = {country.code: country for country in Country.objects.all()}
    ids = {
        text
        for one in found
        for pair in [one["changes"].get("organization_id")]
        if pair
        for text in pair
    }
    named = {o.public_id: o for o in Organization.objects.filter(public_id__in=ids)}
    owners = Proposal.objects.filter(public_id__in=[one.public_id for one in found])
    about = {row.public_id: row for row in owners.select_related("rule__owner", "proposed_by")}
    names = names_for(
        (
            {"country_code": _country(one), "place_code": code}
            for one in found
            for code in _places(one)
        ),
        {code: country.name for code, country in countries.items()},
        viewing=viewing,
        on=viewing.at.date(),
    )
    return [_page(one, about[one.public_id], countries, named, names, viewing) for one in found]


def _country(one: SeenRecord) -> str:
    changed = one["changes"].get("country_code")
    return changed[1] if changed else one["country_code"] or ""


def _places(one: SeenRecord) -> list[str]:
    return list(one["changes"].get("place_code", []))


def _page(
    one: SeenRecord,
    row: Proposal,
    countries: dict[str, Country],
    named: dict[str, Organization],
    names: Names,
    viewing: Viewing,
) -> ProposalPage:
    noun = NOUNS[one["noun"]]
    changes: dict[str, Any] = one["changes"]
    organization = named.get(changes.get("organization_id", ["", ""])[1], row.rule.owner)
    decides = may_decide(noun, viewing, countries.get(one["country_code"]), organization)
    where = _country(one)
    is_open = one["state"] == Proposal.State.OPEN
    return ProposalPage(
        public_id=one.public_id,
        noun=noun,
        subject_id=one["subject_id"],
        changes=tuple(
            Change(
                field, *(_said(text, field, where, named, names) for text in changes[field.name])
            )
            for field in noun.fields
            if field.name in changes
        ),
        because=one["because"],
        proposed_by=shown_name(row.proposed_by),
        proposed_at=one["proposed_at"],
        state=one["state"],
        decision=one["decision"] or "",
        decided_at=one["decided_at"],
        label=one["label"],
        may_decide=is_open and decides,
        may_withdraw=is_open and row.proposed_by_id == viewing.user_id,
    )


def _said(
    text: str, field: Field, country_code: str, named: dict[str, Organization], names: Names
) -> str:
    """Return what a change's text says, with names for codes."""
    if field.holds is Holds.ORGANIZATION:
        return named[text].name if text in named else text
    value, problem = field.parsed(text)
    return text if problem else names.of(field, value, {"country_code": country_code})
