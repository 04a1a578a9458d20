"""Who is looking: a signed-in person's belongings, resolved once for a request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from intarsia.sharing.viewers import (
    Belonging,
    GroupSpan,
    Reach,
    Standing,
    Viewer,
    is_current,
)
from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import CountryRole, GroupMembership, Membership, User

#: From any of the ids up to what they belong to, and down to what belongs to them. An organization
#: that was merged counts as the one it was merged into.
_FAMILIES = """
WITH RECURSIVE
whole(id, of) AS (SELECT id, COALESCE(merged_into_id, id) FROM access_organization),
tree(id, parent) AS (
    SELECT DISTINCT whole.of, COALESCE(above.of, NULL)
    FROM access_organization AS o
    JOIN whole ON whole.id = o.id
    LEFT JOIN whole AS above ON above.id = o.parent_id
),
up(start, id) AS (
    SELECT of, of FROM whole WHERE id IN ({ids})
    UNION SELECT up.start, tree.parent FROM up JOIN tree ON tree.id = up.id
    WHERE tree.parent IS NOT NULL
),
down(start, id) AS (
    SELECT of, of FROM whole WHERE id IN ({ids})
    UNION SELECT down.start, tree.id FROM down JOIN tree ON tree.parent = down.id
),
family(start, id) AS (SELECT start, id FROM up UNION SELECT start, id FROM down)
SELECT family.start, whole.id, whole.of FROM family JOIN whole ON whole.of = family.id
"""


_NO_REACH = Reach()


@dataclass(frozen=True)
class Viewing:
    """A viewer as of one moment: what `intarsia.sharing` needs, and what pages ask besides.

    `viewer` is the pure form; ids in it are the database's own, as text. `roles` are
    (role, country code) of this moment. Nobody signed in is `NOBODY`.
    """

    viewer: Viewer
    at: dt.datetime
    reach: Reach = _NO_REACH
    user_id: int | None = None
    roles: frozenset[tuple[str, str]] = frozenset()
    memberships: tuple[tuple[int, str | None, str], ...] = ()
    #: Organization id -> the ids that count as it: its own and those merged into it.
    same: dict[int, frozenset[int]] = field(default_factory=dict)
    #: Code -> the database's own id, of the countries of the belongings.
    country_ids: dict[str, int] = field(default_factory=dict)

    def is_curator(self, country_code: str) -> bool:
        return ("curator", country_code) in self.roles

    def is_convenor(self, country_code: str) -> bool:
        return ("convenor", country_code) in self.roles

    def may_write_for(self, organization_id: int, country_code: str | None = None) -> bool:
        """Return whether the viewer edits for the organization, there or everywhere."""
        return any(
            mine == organization_id
            and role != Membership.Role.VIEWER
            and (where is None or country_code is None or where == country_code)
            for mine, where, role in self.memberships
        )


def nobody(at: dt.datetime) -> Viewing:
    """Return the viewing of a person who is not signed in."""
    return Viewing(Viewer(person_id=None), at)


def viewer_of(user: Any, *, at: dt.datetime) -> Viewing:
    """Return what the user is at the moment; an inactive or anonymous user is nobody.

    Four queries, whatever the number of memberships.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return nobody(at)
    held = list(
        Membership.objects.filter(user=user)
        .order_by("pk")
        .values_list(
            "organization_id",
            "organization__merged_into_id",
            "organization__standing",
            "organization__merged_into__standing",
            "country__code",
            "country_id",
            "role",
            "from_at",
            "until_at",
        )
    )
    families, same = _families({organization for organization, *_ in held})
    belongings, memberships = [], []
    country_ids: dict[str, int] = {}
    for organization, merged, standing, merged_standing, country, key, role, *span in held:
        from_at, until_at = span
        if country is not None:
            country_ids[country] = key
        whole = merged or organization
        belongings.append(
            Belonging(
                organization_id=str(whole),
                country_code=country,
                standing=Standing(merged_standing or standing),
                family=frozenset(map(str, families.get(whole, {whole}))),
                from_at=from_at,
                until_at=until_at,
            )
        )
        if is_current(from_at, until_at, at):
            memberships.append((whole, country, role))
    viewer = Viewer(
        person_id=str(user.pk),
        belongings=tuple(belongings),
        groups=tuple(_groups(user, belongings, same)),
        is_administrator=user.is_administrator,
    )
    now = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    roles = CountryRole.objects.filter(now, user=user).values_list("role", "country__code")
    return Viewing(
        viewer,
        at,
        reach=viewer.reach(at=at),
        user_id=user.pk,
        roles=frozenset(roles),
        memberships=tuple(memberships),
        same=same,
        country_ids=country_ids,
    )


def _groups(
    user: Any, belongings: list[Belonging], same: dict[int, frozenset[int]]
) -> Iterator[GroupSpan]:
    """Yield the groups of the person, and those of the organizations while they belong to them."""
    mine: dict[int, list[Belonging]] = {}
    for belonging in belongings:
        for one in same[int(belonging.organization_id)]:
            mine.setdefault(one, []).append(belonging)
    spans: Iterable[tuple[int, int | None, dt.datetime, dt.datetime | None]] = (
        GroupMembership.objects.filter(Q(user=user) | Q(organization_id__in=sorted(mine)))
        .order_by("pk")
        .values_list("group_id", "organization_id", "from_at", "until_at")
    )
    for group, organization, from_at, until_at in spans:
        if organization is None:
            yield str(group), from_at, until_at
            continue
        for belonging in mine.get(organization, ()):
            first = max(from_at, belonging.from_at or from_at)
            ends = [end for end in (until_at, belonging.until_at) if end is not None]
            yield str(group), first, min(ends, default=None)


def _families(
    organizations: Iterable[int],
) -> tuple[dict[int, set[int]], dict[int, frozenset[int]]]:
    ids = ",".join(str(int(one)) for one in sorted(organizations))
    families: dict[int, set[int]] = {}
    same: dict[int, set[int]] = {}
    if not ids:
        return {}, {}
    with connection.cursor() as cursor:
        # The ids are our own integers: nothing of a request is in this text.
        cursor.execute(_FAMILIES.format(ids=ids))
        for start, one, whole in cursor.fetchall():
            families.setdefault(start, set()).add(whole)
            same.setdefault(whole, set()).add(one)
    return families, {start: frozenset(ones) for start, ones in same.items()}


def person_of(request: Any) -> User:
    """Return the person who is signed in, for writes that are theirs; raises NotFound for nobody.

    request   Django's or REST framework's
    """
    if not isinstance(request.user, User):
        raise NotFound
    return request.user


def look_again(request: Any) -> None:
    """Have who looks resolved anew after a write of the same request.

    request   Django's or REST framework's, which holds Django's
    """
    for one in (request, getattr(request, "_request", request)):
        vars(one).pop("_viewing", None)


def viewing_of(request: Any) -> Viewing:
    """Return who looks through this request, resolved once, as of the request's moment."""
    known: Viewing | None = getattr(request, "_viewing", None)
    if known is None:
        known = viewer_of(request.user, at=timezone.now())
        request._viewing = known
    return known
