"""Who the organizations are. Every signed-in person sees it; their people only those who may."""

from __future__ import annotations

from dataclasses import dataclass

from intarsia.spelling import folded
from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import Membership, Organization
from intarsia_site.access.names import ROLES, STANDINGS, named, shown_name, type_name
from intarsia_site.access.queries.paging import SIZE, Page, is_text, page_of, words_of
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.rights import (
    belongs_to,
    is_registrar,
    manages,
    manages_in,
)
from intarsia_site.access.spans import current

#: Of an organization's offices, how many are named on its page.
OFFICES = 100


@dataclass(frozen=True)
class OrganizationLine:
    """One organization in a list."""

    public_id: str
    name: str
    acronym: str
    type_code: str
    type_name: str
    standing: str
    standing_name: str
    country_code: str | None
    parent_name: str | None


@dataclass(frozen=True)
class MemberLine:
    """One person of an organization."""

    public_id: str
    person_id: str
    name: str
    #: For managers and administrators only.
    email: str | None
    role: str
    role_name: str
    country_code: str | None
    from_at: object
    may_change: bool
    may_end: bool


@dataclass(frozen=True)
class NamedOrganization:
    public_id: str
    name: str


@dataclass(frozen=True)
class OrganizationPage:
    """One organization. `members` is None for who may not see them."""

    line: OrganizationLine
    level: str
    revision: int
    aliases: tuple[tuple[str, str], ...]
    identifiers: tuple[str, ...]
    parent: NamedOrganization | None
    offices: tuple[NamedOrganization, ...]
    has_more_offices: bool
    merged_into: NamedOrganization | None
    merged: tuple[NamedOrganization, ...]
    members: tuple[MemberLine, ...] | None
    #: After whom the next page of members begins; empty at the end.
    next_members: str
    may_rename: bool
    may_register: bool
    may_invite: bool


def organization_list(
    viewing: Viewing,
    *,
    q: str = "",
    type_code: str = "",
    standing: str = "",
    after: str = "",
    size: int = SIZE,
) -> Page[OrganizationLine]:
    """Return organizations by name; those merged into another are found under that one.

    q   words of the name, acronym, an alias or identifier: in any case, without accents, also in
        Latin letters for another script
    Raises   NotFound for nobody signed in, and for an `after` that is not there.
    """
    if viewing.user_id is None:
        raise NotFound
    if not is_text(type_code, standing):
        return Page(())
    whole = Organization.objects.filter(merged_into__isnull=True)
    rows = whole.select_related("country", "parent")
    for word in words_of(folded(q)):
        rows = rows.filter(folded__contains=word)
    if q.strip() and not folded(q):
        rows = rows.none()
    if type_code:
        rows = rows.filter(type_code=type_code)
    if standing:
        rows = rows.filter(standing=standing)
    return page_of(rows, _line, order="folded", after=after, among=whole, size=size)


def organization_name(viewing: Viewing, public_id: str) -> str:
    """Return what an organization is called; empty for nobody, and where it is not there."""
    if viewing.user_id is None or not is_text(public_id):
        return ""
    found = Organization.objects.filter(public_id=public_id).values_list("name", flat=True)
    return found.first() or ""


def organization_page(viewing: Viewing, public_id: str, *, after: str = "") -> OrganizationPage:
    """Return who an organization is; its members, a page of them, for those who may see them.

    after    the member behind whom the page of members begins
    Raises   NotFound for nobody signed in, and where it is not there.
    """
    row = _row(viewing, public_id)
    where = row.country.code if row.country else None
    offices = list(Organization.objects.filter(parent=row, merged_into__isnull=True)[: OFFICES + 1])
    may_see_members = (
        belongs_to(viewing, row) or viewing.viewer.is_administrator
    ) and row.merged_into_id is None
    members = _members(viewing, row, after) if may_see_members else None
    may_manage = manages(viewing, row) or viewing.viewer.is_administrator
    return OrganizationPage(
        line=_line(row),
        level=row.level,
        revision=row.revision,
        aliases=tuple(row.aliases.values_list("name", "language")),
        identifiers=tuple(row.identifiers.values_list("identifier", flat=True)),
        parent=_other(row.parent),
        offices=tuple(map(_name, offices[:OFFICES])),
        has_more_offices=len(offices) > OFFICES,
        merged_into=_other(row.merged_into),
        merged=tuple(map(_name, row.merged.order_by("name", "pk")[:OFFICES])),
        members=None if members is None else members.lines,
        next_members="" if members is None else members.next,
        may_rename=manages(viewing, row) or is_registrar(viewing, where),
        may_register=is_registrar(viewing, where),
        may_invite=may_manage and row.merged_into_id is None,
    )


def _row(viewing: Viewing, public_id: str) -> Organization:
    if viewing.user_id is None:
        raise NotFound
    related = ("country", "parent", "merged_into")
    row = Organization.objects.select_related(*related).filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def _members(viewing: Viewing, row: Organization, after: str) -> Page[MemberLine]:
    ids = [row.pk, *Organization.objects.filter(merged_into=row).values_list("pk", flat=True)]
    held = Membership.objects.filter(current(viewing.at), organization__in=ids)

    def line(one: Membership) -> MemberLine:
        where = one.country.code if one.country else None
        may = viewing.viewer.is_administrator or manages_in(viewing, row, where)
        is_me = one.user_id == viewing.user_id
        return MemberLine(
            public_id=one.public_id,
            person_id=one.user.public_id,
            name=shown_name(one.user),
            email=one.user.email if may else None,
            role=one.role,
            role_name=named(ROLES, one.role),
            country_code=where,
            from_at=one.from_at,
            may_change=may and not is_me,
            may_end=may or is_me,
        )

    return page_of(held.select_related("user", "country"), line, order="user__name", after=after)


def _line(row: Organization) -> OrganizationLine:
    return OrganizationLine(
        public_id=row.public_id,
        name=row.name,
        acronym=row.acronym,
        type_code=row.type_code,
        type_name=type_name(row.type_code),
        standing=row.standing,
        standing_name=named(STANDINGS, row.standing),
        country_code=row.country.code if row.country else None,
        parent_name=row.parent.name if row.parent else None,
    )


def _name(row: Organization) -> NamedOrganization:
    return NamedOrganization(row.public_id, row.name)


def _other(row: Organization | None) -> NamedOrganization | None:
    return None if row is None else _name(row)
