"""What curators, and organizations for their own statements, do with the registry's records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import Handling
from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import Country, Organization, SharingRule, User
from intarsia_site.access.protocols import default_rule_for, protocol_or_refuse
from intarsia_site.access.queries.seen import Seen, record_or_none
from intarsia_site.access.queries.viewer import Viewing, viewer_of
from intarsia_site.access.services import audit
from intarsia_site.registry.nouns import Holds, Noun
from intarsia_site.registry.queries.deciding import may_decide
from intarsia_site.registry.services.values import Read, read_values, texts_of


@transaction.atomic
def keep_record(
    noun: Noun, texts: Mapping[str, str], *, by: User, at: dt.datetime, because: str = ""
) -> str:
    """Keep a new record and return its public id.

    Curators, deciders of the noun, and editors of the organization whose own statement it is. The
    record starts with the rule that the country's protocol gives.
    Raises   Refused, NotAllowed.
    """
    viewing = viewer_of(by, at=at)
    read = read_values(noun, texts)
    if not may_decide(noun, viewing, read.country, read.organization):
        raise NotAllowed(_("This is for the country's curator to decide: propose it instead."))
    _refuse_again(noun, read, viewing)
    owner = read.organization or owner_of_country_record(viewing, read.country)
    rule = rule_for(noun, read, owner, named=by)
    row = noun.model._default_manager.create(rule=rule, **read.fields)
    audit.record(
        "keep", noun.name, row.public_id, by=by, at=at, after=read.texts, because=because,
        rule=rule, organization=owner, country=read.country,
    )  # fmt: skip
    return str(row.public_id)


@transaction.atomic
def change_record(
    noun: Noun, public_id: str, texts: Mapping[str, str], *, revision: int, by: User,
    at: dt.datetime, because: str = "",
) -> None:  # fmt: skip
    """Change the fields that `texts` names; the others stay.

    Whoever may keep such a record and sees every field of it. Where the new sector is more
    sensitive, the rule becomes as strict as the protocol says.
    Raises   NotFound, NotAllowed, Refused, Stale where the record has another revision by now.
    """
    viewing = viewer_of(by, at=at)
    row = _row(noun, public_id, viewing)
    before = texts_of(noun, row)
    read = read_values(noun, {**before, **texts})
    if not may_decide(noun, viewing, _country(noun, row), getattr(row, "organization", None)):
        raise NotAllowed(_("This is for the country's curator to decide: propose it instead."))
    _refuse_moving(noun, before, read)
    if row.revision != revision:
        raise Stale(yours=read.texts, theirs=before, revision=row.revision)
    was, becomes = audit.changed(before, read.texts)
    if not becomes:
        return
    rule = _strict_enough(noun, read, row.rule)
    written = noun.model._default_manager.filter(pk=row.pk, revision=revision).update(
        **read.fields, rule=rule, revision=F("revision") + 1
    )
    if not written:
        raise Stale(yours=read.texts, theirs=before, revision=row.revision)
    audit.record(
        "change", noun.name, public_id, by=by, at=at, before=was, after=becomes, because=because,
        rule=rule, organization=rule.owner, country=_country(noun, row),
    )  # fmt: skip


@transaction.atomic
def remove_record(
    noun: Noun, public_id: str, *, revision: int, by: User, at: dt.datetime, because: str
) -> None:
    """Take a record out; what it said stays in the audit trail, for those who saw it.

    Whoever may keep such a record and sees every field of it, with a reason.
    Raises   NotFound, NotAllowed, Refused, Stale.
    """
    viewing = viewer_of(by, at=at)
    row = _row(noun, public_id, viewing)
    if not may_decide(noun, viewing, _country(noun, row), getattr(row, "organization", None)):
        raise NotAllowed(_("This is for the country's curator to decide: propose it instead."))
    if not because.strip():
        raise Refused({"because": _("This is needed.")})
    before = texts_of(noun, row)
    if row.revision != revision:
        raise Stale(yours={}, theirs=before, revision=row.revision)
    rule, country = row.rule, _country(noun, row)
    row.delete()
    audit.record(
        "remove", noun.name, public_id, by=by, at=at, before=before, because=because,
        rule=rule, organization=rule.owner, country=country,
    )  # fmt: skip


def owner_of_country_record(viewing: Viewing, country: Country | None) -> Organization:
    """Return for which organization the viewer keeps what is nobody's own statement."""
    mine = Organization.objects.filter(pk__in={pk for pk, _where, _role in viewing.memberships})
    host = mine.filter(standing=Organization.Standing.HOST_AUTHORITY, country=country)
    owner = host.order_by("pk").first() or mine.order_by("pk").first()
    if owner is None:
        raise NotAllowed(_("A record belongs to an organization, and you belong to none now."))
    return owner


def rule_for(noun: Noun, read: Read, owner: Organization, *, named: User) -> SharingRule:
    """Make the rule of a new record; under TLP:RED whoever keeps it is the first person named."""
    sectors = [code for code in [_sector(read)] if code]
    return default_rule_for(noun.kind, sectors, owner=owner, country=read.country, by=named)


def _row(noun: Noun, public_id: str, viewing: Viewing) -> Any:
    row = record_or_none(noun.model, public_id, viewing)
    if row is None:
        raise NotFound
    return row


def _country(noun: Noun, row: Any) -> Country | None:
    return row.country if noun.field_that_holds(Holds.COUNTRY) else None


def _sector(read: Read) -> str:
    return str(read.fields.get("sector_code") or "")


def _refuse_again(noun: Noun, read: Read, viewing: Viewing) -> None:
    """Refuse a record that the viewer can already see. One that is hidden is not hinted at."""
    asked = {name: read.texts[name] for name in noun.key}
    same = Seen(noun.model, viewing).where(
        **{name if value else f"{name}__in": value or ["", None] for name, value in asked.items()}
    )
    if noun.key and any(
        all(noun.by_name[name].written(one[name]) == value for name, value in asked.items())
        for one in same
    ):
        raise Refused({noun.key[0]: _("This is recorded already. Change that record instead.")})


def _refuse_moving(noun: Noun, before: Mapping[str, str], read: Read) -> None:
    for holds in (Holds.ORGANIZATION, Holds.COUNTRY):
        field = noun.field_that_holds(holds)
        if field is not None and before[field.name] != read.texts[field.name]:
            raise Refused({field.name: _("It stays with it. Keep a new record for another.")})


def _strict_enough(noun: Noun, read: Read, rule: SharingRule) -> SharingRule:
    """Return the rule, made stricter where the protocol asks for more than it gives."""
    protocol = protocol_or_refuse(read.country)
    asked = protocol.default_for(noun.kind, [code for code in [_sector(read)] if code])
    before = protocol.default_for(noun.kind, [])
    if not before.is_looser_than(asked):
        return rule
    given = Handling(Label(rule.label), rule.finest_level, rule.hides_implementer)
    both = given.strictest_with(asked)
    if both != given:
        rule.label, rule.finest_level = both.label, both.finest_level
        rule.hides_implementer = both.implementer_hidden
        rule.save(update_fields=["label", "finest_level", "hides_implementer"])
    return rule
