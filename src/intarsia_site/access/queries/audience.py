"""Whom a viewer knows here, and what a viewer may do with a rule of sharing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from intarsia.sharing.labels import Label, Precision
from intarsia.sharing.rules import Rule, sight_of
from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import (
    Group,
    GroupMembership,
    Membership,
    Organization,
    SharingRule,
    User,
)
from intarsia_site.access.names import shown_name
from intarsia_site.access.queries.seen import record_or_none
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.rights import belongs_to
from intarsia_site.access.spans import current
from intarsia_site.access.viewings import ids_of_mine

#: Who knows more people than this is not shown them all, and writes whom else to name.
MOST_LISTED = 60


@dataclass(frozen=True)
class Choice:
    """Something that can be named, and whether it is."""

    public_id: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class RulePage:
    """One rule for who may see all of it. The choices are what this viewer can name.

    knows_more   whether the viewer can name persons who are no choice: `persons_written` finds them
    """

    public_id: str
    revision: int
    owner_name: str
    owner_id: str
    country_code: str | None
    label: Label
    beyond: str
    host_authorities: bool
    hides_implementer: bool
    finest_level: int | None
    organizations: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    persons: tuple[Choice, ...]
    knows_more: bool
    released_at: object
    expires_at: object
    may_change: bool


def sees_rule(rule: SharingRule, viewing: Viewing) -> bool:
    """Return whether the viewer sees the rule's records in full."""
    pure = Rule(
        owner_id=str(rule.owner.merged_into_id or rule.owner_id),
        label=Label(rule.label),
        country_code=rule.country.code if rule.country else None,
        persons=_texts(rule.persons.values_list("pk", flat=True)),
        organizations=_texts(
            whole or pk for pk, whole in rule.organizations.values_list("pk", "merged_into_id")
        ),
        groups=_texts(rule.groups.values_list("pk", flat=True)),
        host_authorities=rule.host_authorities,
        released_at=rule.released_at,
        expires_at=rule.expires_at,
    )
    return sight_of(pure, viewing.reach, at=viewing.at) is Precision.FULL


def may_write_rule(rule: SharingRule, viewing: Viewing) -> bool:
    """Return whether the viewer writes for the rule's owner."""
    whole = rule.owner.merged_into_id or rule.owner_id
    return viewing.may_write_for(whole, rule.country.code if rule.country else None)


def own_rule_id(model: type[Model], public_id: str, viewing: Viewing) -> str:
    """Return the id of a record's rule, for the owner's people who see all of it; else ""."""
    row = record_or_none(model, public_id, viewing)
    return row.rule.public_id if row is not None and belongs_to(viewing, row.rule.owner) else ""


def rule_page(viewing: Viewing, rule_id: str) -> RulePage:
    """Return a rule with its audiences, for the owner's people who see its records.

    Raises   NotFound for all others: an audience is not told who else is one.
    """
    rule = SharingRule.objects.select_related("owner", "country").filter(public_id=rule_id).first()
    if rule is None or not sees_rule(rule, viewing) or not belongs_to(viewing, rule.owner):
        raise NotFound
    may_change = may_write_rule(rule, viewing)
    named = set(rule.groups.values_list("pk", flat=True))
    groups = Group.objects.filter(pk__in=named | set(map(int, viewing.reach.groups)))
    persons, knows_more = persons_to_name(viewing, rule.persons.all())
    return RulePage(
        public_id=rule.public_id,
        revision=rule.revision,
        owner_name=rule.owner.name,
        owner_id=rule.owner.public_id,
        country_code=rule.country.code if rule.country else None,
        label=Label(rule.label),
        beyond=Precision(rule.beyond).name.lower(),
        host_authorities=rule.host_authorities,
        hides_implementer=rule.hides_implementer,
        finest_level=rule.finest_level,
        organizations=tuple(
            Choice(public_id, name, True)
            for public_id, name in rule.organizations.values_list("public_id", "name")
        ),
        groups=tuple(Choice(one.public_id, one.name, one.pk in named) for one in groups),
        persons=persons,
        knows_more=knows_more,
        released_at=rule.released_at,
        expires_at=rule.expires_at,
        may_change=may_change,
    )


def people_known_to(viewing: Viewing) -> QuerySet[User]:
    """Return the people whom a viewer meets here: of one organization or group with them.

    Administrators know every account. Nobody signed in knows nobody.
    """
    people = User.objects.filter(is_active=True)
    if viewing.user_id is None:
        return people.none()
    if viewing.viewer.is_administrator:
        return people
    now = current(viewing.at)
    in_groups = GroupMembership.objects.filter(
        now, group_id__in=sorted(map(int, viewing.reach.groups))
    )
    members = Membership.objects.filter(now).filter(
        Q(organization_id__in=ids_of_mine(viewing))
        | Q(organization_id__in=in_groups.filter(organization__isnull=False).values("organization"))
    )
    return people.filter(
        Q(pk=viewing.user_id)
        | Q(pk__in=members.values("user"))
        | Q(pk__in=in_groups.filter(user__isnull=False).values("user"))
    )


def persons_to_name(viewing: Viewing, named: QuerySet[User]) -> tuple[tuple[Choice, ...], bool]:
    """Return those who are named, and whom the viewer knows beside them where these are few.

    And whether there are more, see `RulePage.knows_more`.
    """
    chosen = {one.pk for one in named}
    beside = people_known_to(viewing).exclude(pk__in=chosen).order_by("name", "pk")
    known = list(beside[: MOST_LISTED + 1])
    knows_more = len(known) > MOST_LISTED
    people = [*named.order_by("name", "pk"), *(() if knows_more else known)]
    choices = (Choice(one.public_id, shown_name(one), one.pk in chosen) for one in people)
    return tuple(choices), knows_more


def persons_written(viewing: Viewing, lines: Iterable[str]) -> tuple[list[str], dict[str, int]]:
    """Return the public ids of people a viewer knows, written by name or e-mail address.

    And how many people each line means that does not mean exactly one.
    """
    known = people_known_to(viewing)
    return _written(lines, lambda line: known.filter(Q(name__iexact=line) | Q(email__iexact=line)))


def organizations_written(
    viewing: Viewing, lines: Iterable[str]
) -> tuple[list[str], dict[str, int]]:
    """Return the public ids of organizations written by name, acronym, identifier or id.

    And how many organizations each line means that does not mean exactly one.
    """
    if viewing.user_id is None:
        raise NotFound
    return _written(lines, _organizations_called)


def _organizations_called(line: str) -> QuerySet[Organization]:
    called = Organization.objects.filter(
        Q(name__iexact=line)
        | Q(acronym__iexact=line)
        | Q(public_id=line)
        | Q(identifiers__identifier=line)
        | Q(aliases__name__iexact=line)
    )
    return called.filter(merged_into__isnull=True).distinct()


def _written(
    lines: Iterable[str], called: Callable[[str], QuerySet[Any]]
) -> tuple[list[str], dict[str, int]]:
    wanted = [line.replace("\x00", "").strip() for line in lines]
    wanted = [line for line in wanted if line]
    found: list[str] = []
    unclear: dict[str, int] = {}
    for line in wanted[:200]:
        ids = list(called(line).values_list("public_id", flat=True)[:10])
        if len(ids) == 1:
            found += ids
        else:
            unclear[line] = len(ids)
    return found, unclear


def _texts(ids: Iterable[int]) -> frozenset[str]:
    return frozenset(map(str, ids))
