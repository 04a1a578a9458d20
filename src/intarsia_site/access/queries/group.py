"""Groups: for those who are in them, and the country's convenor."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import Country, Group, GroupMembership
from intarsia_site.access.names import shown_name
from intarsia_site.access.queries.paging import SIZE, Page, page_of
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.spans import current


@dataclass(frozen=True)
class GroupLine:
    """One group in a list."""

    public_id: str
    name: str
    country_name: str
    country_code: str


@dataclass(frozen=True)
class GroupMember:
    """An organization or a person in a group."""

    public_id: str
    name: str
    organization_id: str | None
    from_at: object
    may_end: bool


@dataclass(frozen=True)
class GroupPage:
    """One group and who is in it."""

    line: GroupLine
    members: tuple[GroupMember, ...]
    may_change: bool


def group_list(viewing: Viewing, *, after: str = "", size: int = SIZE) -> Page[GroupLine]:
    """Return the groups that the viewer is in or convenes, by name; NotFound for nobody."""
    known = _known(viewing)
    return page_of(known.select_related("country"), _line, order="name", after=after, size=size)


def group_page(viewing: Viewing, public_id: str) -> GroupPage:
    """Return a group with its members; raises NotFound for who is not in it alike."""
    row = _known(viewing).select_related("country").filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    convenes = viewing.is_convenor(row.country.code) and not viewing.viewer.is_administrator
    held = GroupMembership.objects.filter(current(viewing.at), group=row)
    members = [
        GroupMember(
            one.public_id,
            one.organization.name if one.organization else shown_name(one.user),
            one.organization.public_id if one.organization else None,
            one.from_at,
            convenes or one.user_id == viewing.user_id,
        )
        for one in held.select_related("organization", "user").order_by("pk")
    ]
    members.sort(key=lambda one: (one.organization_id is None, one.name.casefold()))
    return GroupPage(_line(row), tuple(members), convenes)


def convened_countries(viewing: Viewing) -> list[tuple[str, str]]:
    """Return the countries that the viewer convenes."""
    return list(Country.objects.filter(code__in=_convened(viewing)).values_list("code", "name"))


def _convened(viewing: Viewing) -> list[str]:
    if viewing.viewer.is_administrator:
        return []
    return sorted(code for role, code in viewing.roles if role == "convenor")


def _known(viewing: Viewing) -> QuerySet[Group]:
    if viewing.user_id is None:
        raise NotFound
    return Group.objects.filter(
        Q(pk__in=sorted(map(int, viewing.reach.groups))) | Q(country__code__in=_convened(viewing))
    )


def _line(row: Group) -> GroupLine:
    return GroupLine(row.public_id, row.name, row.country.name, row.country.code)
