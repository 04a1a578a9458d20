"""Everybody proposes; curators, and organizations for their own statements, decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import Membership, User
from intarsia_site.access.queries.seen import record_or_none
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.access.services import audit
from intarsia_site.registry.models import Proposal
from intarsia_site.registry.nouns import NOUNS, Holds, Noun
from intarsia_site.registry.queries.deciding import may_decide
from intarsia_site.registry.services.record import (
    change_record,
    keep_record,
    owner_of_country_record,
    rule_for,
)
from intarsia_site.registry.services.values import read_values, texts_of


@transaction.atomic
def propose_record(
    noun: Noun, texts: Mapping[str, str], *, by: User, at: dt.datetime, because: str
) -> str:
    """Propose a new record and return the proposal's public id.

    Anybody who belongs to an organization. It is seen like the record would be, and by whoever
    proposes and whoever manages the organization it is about.
    Raises   Refused, NotAllowed.
    """
    viewing = viewer_of(by, at=at)
    _refuse_without_reason(because)
    read = read_values(noun, texts)
    mine = owner_of_country_record(viewing, read.country)
    owner = read.organization or mine
    rule = rule_for(noun, read, owner, named=by)
    managers = Membership.objects.filter(
        organization=owner, role=Membership.Role.MANAGER, until_at__isnull=True
    )
    rule.persons.add(by, *(one.user_id for one in managers))
    proposal = Proposal.objects.create(
        rule=rule, noun=noun.plural, country=read.country, because=because.strip(),
        changes={name: ["", text] for name, text in read.texts.items() if text},
        proposed_by=by, proposed_at=at,
    )  # fmt: skip
    audit.record(
        "propose", noun.name, proposal.public_id, by=by, at=at, after=read.texts,
        because=because, rule=rule, organization=owner, country=read.country,
    )  # fmt: skip
    return str(proposal.public_id)


@transaction.atomic
def propose_change(
    noun: Noun, public_id: str, texts: Mapping[str, str], *, by: User, at: dt.datetime,
    because: str,
) -> str:  # fmt: skip
    """Propose other values for a record and return the proposal's public id.

    Anybody who sees every field of the record. The proposal is seen like the record.
    Raises   NotFound, Refused.
    """
    viewing = viewer_of(by, at=at)
    row = record_or_none(noun.model, public_id, viewing)
    if row is None:
        raise NotFound
    _refuse_without_reason(because)
    before = texts_of(noun, row)
    read = read_values(noun, {**before, **texts})
    was, becomes = audit.changed(before, read.texts)
    if not becomes:
        raise Refused({}, _("Nothing would change."))
    country = row.country if noun.field_that_holds(Holds.COUNTRY) else None
    proposal = Proposal.objects.create(
        rule=row.rule, noun=noun.plural, subject_id=public_id, country=country,
        subject_revision=row.revision, because=because.strip(),
        changes={name: [was.get(name, ""), becomes[name]] for name in becomes},
        proposed_by=by, proposed_at=at,
    )  # fmt: skip
    audit.record(
        "propose", noun.name, public_id, by=by, at=at, before=was, after=becomes,
        because=because, rule=row.rule, organization=row.rule.owner, country=country,
    )  # fmt: skip
    return str(proposal.public_id)


@transaction.atomic
def decide_proposal(
    public_id: str, *, accept: bool, by: User, at: dt.datetime, because: str = ""
) -> str:
    """Accept or decline an open proposal; return the record's public id, "" if declined.

    Whoever may keep such a record. Accepting writes it in the decider's name; where a field that
    would change has another value by now than when it was proposed, Stale. Declining needs a
    reason.
    Raises   NotFound, NotAllowed, Refused, Stale.
    """
    viewing = viewer_of(by, at=at)
    proposal = record_or_none(Proposal, public_id, viewing)
    if proposal is None or proposal.state != Proposal.State.OPEN:
        raise NotFound
    noun = NOUNS[proposal.noun]
    if not accept:
        _refuse_without_reason(because)
    texts = {name: after for name, (_before, after) in proposal.changes.items()}
    _refuse_if_not_theirs(noun, proposal, viewing)
    subject_id = proposal.subject_id
    if accept and subject_id:
        row = record_or_none(noun.model, subject_id, viewing)
        if row is None:
            raise NotFound
        now = texts_of(noun, row)
        if any(now[name] != before for name, (before, _after) in proposal.changes.items()):
            raise Stale(yours=texts, theirs=now, revision=row.revision)
        change_record(
            noun, subject_id, texts, revision=row.revision, by=by, at=at, because=proposal.because
        )
    elif accept:
        subject_id = keep_record(noun, texts, by=by, at=at, because=proposal.because)
    _close(
        proposal, Proposal.State.ACCEPTED if accept else Proposal.State.DECLINED, because, by, at
    )
    return subject_id if accept else ""


@transaction.atomic
def withdraw_proposal(public_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """Take back a proposal that is still open: whoever made it.

    Raises   NotFound.
    """
    proposal = record_or_none(Proposal, public_id, viewer_of(by, at=at))
    if proposal is None or proposal.proposed_by_id != by.pk:
        raise NotFound
    if proposal.state != Proposal.State.OPEN:
        raise NotFound
    _close(proposal, Proposal.State.WITHDRAWN, because, by, at)


def _refuse_without_reason(because: str) -> None:
    if not because.strip():
        raise Refused({"because": _("Say why in a sentence.")})


def _refuse_if_not_theirs(noun: Noun, proposal: Proposal, viewing: object) -> None:
    from intarsia_site.access.models import Organization

    named = proposal.changes.get("organization_id", ["", ""])[1]
    organization = (
        Organization.objects.filter(public_id=named).first() if named else proposal.rule.owner
    )
    if not may_decide(noun, viewing, proposal.country, organization):  # type: ignore[arg-type]
        raise NotAllowed(_("This is for the country's curator to decide."))


def _close(proposal: Proposal, state: str, because: str, by: User, at: dt.datetime) -> None:
    closed = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.OPEN).update(
        state=state, decided_at=at, decision=because.strip(), revision=F("revision") + 1
    )
    if not closed:
        raise NotFound
    audit.record(
        state, "proposal", proposal.public_id, by=by, at=at, before={"state": "open"},
        after={"state": state}, because=because, rule=proposal.rule,
        organization=proposal.rule.owner, country=proposal.country,
    )  # fmt: skip
