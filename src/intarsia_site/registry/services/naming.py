"""The register learns what names in reports mean: said with an import, decided by curators."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia.errors import IntarsiaError
from intarsia.spelling import folded
from intarsia_site.access.checks import Checks, reason
from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import Country, Organization, SharingRule, User
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.access.rights import signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services import audit
from intarsia_site.access.services.organization import (
    add_alias,
    add_identifier,
    register_organization,
)
from intarsia_site.registry.meanings import (
    Kind,
    Meaning,
    Register,
    mark_of,
    packaged,
    reported_names,
)
from intarsia_site.registry.models import NameSaid, NameToLearn, ReportedPlaceName
from intarsia_site.registry.queries.naming import seen_names

State = NameToLearn.State


@transaction.atomic
def say_name(
    meaning: Meaning,
    *,
    country: Country,
    rule: SharingRule,
    is_released: bool,
    teaches: bool,
    by: User | None,
    at: dt.datetime,
) -> str:
    """Ask the country's curators to have the register learn a name, once whoever says it; return
    the state of it. The write itself leaves the audit entry: the import's that carries the name.

    rule         of the activities in which the name stands: who may see them may see it
    is_released  curators may see it whatever the rule says
    teaches      it is learned at once where `by` is a curator of the country, as their decision
    """
    row, is_new = NameToLearn.objects.get_or_create(
        country=country,
        mark=meaning.mark,
        defaults={
            "kind": meaning.kind, "name": meaning.name, "within": meaning.within,
            "language": meaning.language, "organization": meaning.organization,
            "packaged_id": meaning.packaged_id, "place": meaning.place,
            "type_code": meaning.type_code,
            "said_at": at.replace(hour=0, minute=0, second=0, microsecond=0),
        },
    )  # fmt: skip
    said, is_first = NameSaid.objects.get_or_create(
        about=row,
        rule=rule,
        defaults={
            "said_by": by, "is_released": is_released,
            "place_level": meaning.place.level if meaning.place else 0,
        },
    )  # fmt: skip
    if is_released and not said.is_released:
        said.is_released = True
        said.save(update_fields=["is_released"])
    if row.state == State.WITHDRAWN and is_first:
        row.state, row.decided_at, row.decision = State.OPEN, None, ""
        row.save(update_fields=["state", "decided_at", "decision"])
    if is_new and teaches and by is not None and _is_curator(by, country, at):
        try:
            with transaction.atomic():
                learned = _learned(row, "", "", None, by, at, "")
                _close(row, State.ACCEPTED, "", by, at, organization=learned)
        except IntarsiaError:
            # What the register cannot hold as it is said is for a curator to look at.
            row.refresh_from_db()
    return row.state


@transaction.atomic
def decide_name(
    public_id: str,
    *,
    accept: bool,
    by: User,
    at: dt.datetime,
    because: str = "",
    name: str = "",
    type_code: str = "",
    organization_id: str = "",
) -> str:
    """Have the register learn a name, or decline it with a reason; it is never asked again.

    Curators of the country. Every source's reports are read with it from their next reading on.
    name, type_code   of a new organization: what it is to be called, and is
    organization_id   of a new organization: none is made, the name is another one of this
    Returns   the public id of the organization, the code of the place, "" if declined
    Raises    NotFound, NotAllowed, Refused.
    """
    row = _to_decide(public_id, by, at)
    if not _is_curator(by, row.country, at):
        raise NotAllowed(_("This is for the country's curator to decide."))
    if (name or type_code or organization_id) and not (accept and row.kind == Kind.ORGANIZATION):
        raise Refused({"name": _("Only a new organization is given a name and a type.")})
    if not accept:
        if not because.strip():
            raise Refused({"because": _("Say why in a sentence.")})
        _close(row, State.DECLINED, because, by, at)
        return ""
    chosen = _chosen(organization_id) if organization_id else None
    learned = _learned(row, name, type_code, chosen, by, at, because)
    _close(row, State.ACCEPTED, because, by, at, organization=learned)
    return learned.public_id if learned is not None else row.place.code if row.place else ""


@transaction.atomic
def withdraw_name(public_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """Take back what one said of a name, while it is open: whoever said it.

    It stays open while others say the same.
    Raises   NotFound.
    """
    row = _to_decide(public_id, by, at)
    mine = row.said.filter(said_by=by, is_withdrawn=False)
    if not mine.update(is_withdrawn=True):
        raise NotFound
    if not row.said.filter(is_withdrawn=False).exists():
        _close(row, State.WITHDRAWN, because, by, at)
        return
    audit.record(
        "withdrawn", "name", row.public_id, by=by, at=at, because=reason(because),
        country=row.country,
    )  # fmt: skip


@transaction.atomic
def forget_place_name(public_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """Have reports no longer read with a name of a place that was learned; the country's curators.

    public_id   of the name that was taken over
    Raises      NotFound, also where it is forgotten already; NotAllowed.
    """
    viewing = signed_in(by, at)
    row = seen_names(viewing).filter(public_id=public_id, kind=Kind.PLACE).first()
    if row is None or row.state != State.ACCEPTED:
        raise NotFound
    if not viewing.is_curator(row.country.code):
        raise NotAllowed(_("This is for the country's curator to decide."))
    if not reported_names(row.country, row.name, row.within).filter(place=row.place).delete()[0]:
        raise NotFound
    audit.record(
        "forget_place_name", "name", row.public_id, by=by, at=at, because=reason(because),
        before={"name": row.name}, country=row.country,
    )  # fmt: skip


def _to_decide(public_id: str, by: User, at: dt.datetime) -> NameToLearn:
    """Return an open name that the person sees, held until the transaction ends."""
    viewing = signed_in(by, at)
    if "\x00" in public_id or not seen_names(viewing).filter(public_id=public_id).exists():
        raise NotFound
    row = locked(NameToLearn, public_id)
    if row.state != State.OPEN:
        raise NotFound
    return row


def _is_curator(by: User, country: Country, at: dt.datetime) -> bool:
    return viewer_of(by, at=at).is_curator(country.code)


def _chosen(organization_id: str) -> Organization:
    row = Organization.objects.filter(public_id=organization_id.replace("\x00", "")).first()
    if row is None:
        raise Refused({"organization": _("There is no such organization. Choose one of the list.")})
    return row.merged_into or row


def _learned(
    row: NameToLearn,
    name: str,
    type_code: str,
    chosen: Organization | None,
    by: User,
    at: dt.datetime,
    because: str,
) -> Organization | None:
    """Write the name into the register; return the organization, None for a place's."""
    if row.kind == Kind.PLACE:
        _learn_place(row)
        return None
    if row.kind == Kind.ORGANIZATION and chosen is None:
        called = name.strip() or row.name
        made = register_organization(
            name=called, type_code=type_code or row.type_code, by=by, at=at, because=because
        )
        organization = Organization.objects.get(public_id=made)
    elif chosen is not None:
        organization = chosen
    else:
        organization = _meant(row, by, at, because)
    if folded(organization.name) != folded(row.name):
        _learn_alias(row, organization, by, at, because)
    return organization


def _meant(row: NameToLearn, by: User, at: dt.datetime, because: str) -> Organization:
    """Return the organization a name means; one of the packaged register is registered here."""
    if row.organization is not None:
        return row.organization.merged_into or row.organization
    kept = Register().kept(row.packaged_id)
    known = packaged(row.packaged_id)
    if kept is not None:
        return kept
    if known is None:
        raise Refused({}, _("The organization it means is not in the register any more."))
    made = register_organization(
        name=known["name"], acronym=known["acronym"] or "", type_code=known["type_code"] or "",
        by=by, at=at, because=because,
    )  # fmt: skip
    add_identifier(made, identifier=row.packaged_id, by=by, at=at, because=because)
    return Organization.objects.get(public_id=made)


def _learn_alias(
    row: NameToLearn, organization: Organization, by: User, at: dt.datetime, because: str
) -> None:
    called = Register().called(row.name)
    if organization in called:
        return
    others = [one for one in called if one != organization]
    if others:
        said = {"name": row.name, "others": "; ".join(one.name for one in others)}
        raise Refused(
            {},
            _(
                "“%(name)s” is a name of %(others)s in the register. Take it away there first, or "
                "decline."
            )
            % said,
        )
    add_alias(
        organization.public_id, name=row.name, language=row.language, by=by, at=at, because=because
    )


def _learn_place(row: NameToLearn) -> None:
    if row.place is None:
        raise NotFound
    checks = Checks()
    name = checks.line("name", row.name, 300, required=True)
    within = checks.line("name", row.within, 300)
    checks.settle()
    held = reported_names(row.country, row.name, row.within).select_related("place").first()
    if held is not None and held.place_id != row.place_id:
        raise Refused(
            {},
            _("In reports “%(name)s” is the place %(code)s already. Have that forgotten first.")
            % {"name": row.name, "code": held.place.code},
        )
    if held is None:
        ReportedPlaceName.objects.create(
            country=row.country, place=row.place, name=name, within=within,
            language=row.language, mark=mark_of(row.name, row.within),
        )  # fmt: skip


def _close(
    row: NameToLearn,
    state: str,
    because: str,
    by: User,
    at: dt.datetime,
    *,
    organization: Organization | None = None,
) -> None:
    """Write what became of it, with its entry in the trail."""
    row.state, row.decided_at, row.decision = state, at, reason(because)
    row.organization = organization or row.organization
    row.save(update_fields=["state", "decided_at", "decision", "organization"])
    said = row.said.select_related("rule__owner").order_by("pk").first()
    audit.record(
        state, "name", row.public_id, by=by, at=at, before={"state": "open"},
        after={"state": state}, because=row.decision, rule=said.rule if said else None,
        organization=said.rule.owner if said else None, country=row.country,
    )  # fmt: skip
