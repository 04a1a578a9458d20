"""Who may see a record: changed by those who write for its owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia.sharing.labels import Label, Precision
from intarsia.sharing.protocol import Handling
from intarsia_site.access.checks import Checks, reason
from intarsia_site.access.errors import NotAllowed, NotFound, Stale
from intarsia_site.access.models import Group, Membership, Organization, SharingRule, User
from intarsia_site.access.queries.audience import may_write_rule, people_known_to, sees_rule
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.rights import signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import changed, record
from intarsia_site.access.spans import current

#: The country, its first-level areas, the second, the third, the fourth.
LEVELS = range(5)
BEYOND = {
    "nothing": Precision.NOTHING,
    "existence": Precision.EXISTENCE,
    "coarse": Precision.COARSE,
}


@transaction.atomic
def change_rule(
    rule_id: str,
    *,
    revision: int,
    label: str,
    beyond: str = "nothing",
    host_authorities: bool = False,
    hides_implementer: bool = False,
    finest_level: int | None = None,
    organization_ids: Collection[str] = (),
    group_ids: Collection[str] = (),
    person_ids: Collection[str] = (),
    released_at: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    by: User,
    at: dt.datetime,
    because: str = "",
) -> None:
    """Say anew who may see the records of a rule; editors and above of its owner who see them.

    All its records count as said from the next request, in each page, letter and program. A less
    strict label, and showing more beyond the audience, need a reason. Groups and persons are those
    the editor knows, or that are named already; TLP:RED names at least one of the owner's people.
    beyond         "nothing", "existence" or "coarse"
    finest_level   of places shown to others than the owner's people; None: as reported
    Raises   Stale where somebody changed it since `revision`; NotFound, also for who does not see
             the records; NotAllowed, Refused.
    """
    viewing = signed_in(by, at)
    rule = locked(SharingRule, rule_id)
    if not sees_rule(rule, viewing):
        raise NotFound
    if not may_write_rule(rule, viewing):
        raise NotAllowed(_("Only editors of the organization that owns the record do this."))
    checks = Checks()
    label = checks.one_of("label", label, list(Label))
    beyond = checks.one_of("beyond", beyond, BEYOND)
    because = checks.line("because", because, 1000)
    organizations = _organizations(set(organization_ids), checks)
    groups = _groups(rule, set(group_ids), viewing, checks)
    persons = _persons(rule, set(person_ids), viewing, checks)
    for name, moment in (("released_at", released_at), ("expires_at", expires_at)):
        if moment is not None and moment.utcoffset() is None:
            checks.refuse(name, _("This moment does not say its time zone."))
    if finest_level is not None and finest_level not in LEVELS:
        checks.refuse("finest_level", _("Choose one from the list."))
    checks.settle()
    if released_at is not None and expires_at is not None and expires_at <= released_at:
        checks.refuse("expires_at", _("It would end before it is released."))
    before = _as_kept(rule)
    after = {
        "label": label,
        "beyond": beyond,
        "host_authorities": bool(host_authorities),
        "hides_implementer": bool(hides_implementer),
        "finest_level": finest_level,
        "organizations": sorted(one.public_id for one in organizations),
        "groups": sorted(one.public_id for one in groups),
        "persons": sorted(one.audit_key for one in persons),
        "released_at": released_at and released_at.isoformat(),
        "expires_at": expires_at and expires_at.isoformat(),
    }
    if rule.revision != revision:
        raise Stale(yours=after, theirs=before, revision=rule.revision)
    old_handling = Handling(Label(rule.label), rule.finest_level, rule.hides_implementer)
    handling = Handling(Label(label), finest_level, bool(hides_implementer))
    if (handling.is_looser_than(old_handling) or BEYOND[beyond] > rule.beyond) and not because:
        checks.refuse("because", _("Showing more needs a reason."))
    if label == Label.RED and not _has_own(rule, persons, at):
        checks.refuse(
            "person_ids", _("TLP:RED is for persons named: name at least one of your own.")
        )
    checks.settle()
    old, new = changed(before, after)
    if not new:
        return
    rule.label, rule.beyond = label, int(BEYOND[beyond])
    rule.host_authorities = bool(host_authorities)
    rule.hides_implementer, rule.finest_level = bool(hides_implementer), finest_level
    rule.released_at, rule.expires_at = released_at, expires_at
    rule.revision += 1
    rule.save()
    rule.organizations.set(organizations)
    rule.groups.set(groups)
    rule.persons.set(persons)
    record(
        "change_rule",
        "sharing_rule",
        rule.public_id,
        by=by,
        at=at,
        before=old,
        after=new,
        because=reason(because),
        rule=rule,
        organization=rule.owner,
        country=rule.country,
    )


def _organizations(ids: set[str], checks: Checks) -> list[Organization]:
    found = list(Organization.objects.filter(public_id__in=ids))
    if len(found) != len(ids):
        checks.refuse("organization_ids", _("Choose organizations that are registered."))
    return found


def _groups(rule: SharingRule, ids: set[str], viewing: Viewing, checks: Checks) -> list[Group]:
    may = set(rule.groups.values_list("pk", flat=True)) | set(map(int, viewing.reach.groups))
    found = list(Group.objects.filter(public_id__in=ids, pk__in=may))
    if len(found) != len(ids):
        checks.refuse("group_ids", _("Choose groups that you are in."))
    return found


def _persons(rule: SharingRule, ids: set[str], viewing: Viewing, checks: Checks) -> list[User]:
    known = people_known_to(viewing).values("pk")
    found = list(User.objects.filter(public_id__in=ids, pk__in=known)) + list(
        rule.persons.filter(public_id__in=ids).exclude(pk__in=known)
    )
    if len(found) != len(ids):
        checks.refuse("person_ids", _("Choose persons whom you know here."))
    return found


def _has_own(rule: SharingRule, persons: list[User], at: dt.datetime) -> bool:
    whole = rule.owner.merged_into_id or rule.owner_id
    ids = [whole, *Organization.objects.filter(merged_into=whole).values_list("pk", flat=True)]
    return Membership.objects.filter(current(at), organization__in=ids, user__in=persons).exists()


def _as_kept(rule: SharingRule) -> dict[str, Any]:
    return {
        "label": rule.label,
        "beyond": Precision(rule.beyond).name.lower(),
        "host_authorities": rule.host_authorities,
        "hides_implementer": rule.hides_implementer,
        "finest_level": rule.finest_level,
        "organizations": sorted(rule.organizations.values_list("public_id", flat=True)),
        "groups": sorted(rule.groups.values_list("public_id", flat=True)),
        "persons": sorted(rule.persons.values_list("audit_key", flat=True)),
        "released_at": rule.released_at and rule.released_at.isoformat(),
        "expires_at": rule.expires_at and rule.expires_at.isoformat(),
    }
