"""Generated organizations, people, rules and moments, as plain data and as rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from intarsia.sharing.labels import Label, Precision
from intarsia.sharing.rules import Rule
from intarsia.sharing.viewers import Belonging, Standing, Viewer
from intarsia_site.access import models as access
from intarsia_site.registry.models import Priority

START = dt.datetime(2011, 5, 1, tzinfo=dt.UTC)
#: Few moments, so that generated ends, beginnings and looks often fall together.
MOMENTS = [START + dt.timedelta(days=day) for day in range(4)]
_moment = st.sampled_from(MOMENTS)
_ORGANIZATIONS, _USERS, _GROUPS = 6, 3, 2


@st.composite
def _spans(draw: Any) -> tuple[dt.datetime, dt.datetime | None]:
    first = draw(st.integers(0, 2))
    last = draw(st.none() | st.integers(first + 1, 3))
    return MOMENTS[first], None if last is None else MOMENTS[last]


@st.composite
def worlds(draw: Any) -> dict[str, Any]:
    """Return plain lists; every number points into another list."""
    some = st.integers
    organizations = []
    for index in range(_ORGANIZATIONS):
        parent = draw(st.none() | some(0, index - 1)) if index else None
        whole = [i for i, one in enumerate(organizations) if one["merged"] is None]
        merged = (
            draw(st.none() | st.sampled_from(whole)) if whole and draw(some(0, 3)) == 0 else None
        )
        organizations.append(
            {"parent": parent, "merged": merged, "standing": draw(st.sampled_from(list(Standing)))}
        )
    subset = lambda size: st.frozensets(some(0, size - 1), max_size=2)  # noqa: E731
    country = st.none() | some(0, 1)
    return {
        "organizations": organizations,
        "memberships": draw(
            st.lists(
                st.tuples(some(0, _USERS - 1), some(0, _ORGANIZATIONS - 1), country, _spans()),
                max_size=6,
            )
        ),
        "groups": draw(
            st.lists(
                st.tuples(
                    some(0, _GROUPS - 1),
                    st.sampled_from(["user", "organization"]),
                    some(0, _USERS - 1),
                    _spans(),
                ),
                max_size=4,
            )
        ),
        "rules": draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "owner": some(0, _ORGANIZATIONS - 1),
                        "label": st.sampled_from(list(Label)),
                        "country": country,
                        "beyond": st.sampled_from(
                            [Precision.NOTHING, Precision.EXISTENCE, Precision.COARSE]
                        ),
                        "host_authorities": st.booleans(),
                        "organizations": subset(_ORGANIZATIONS),
                        "persons": subset(_USERS),
                        "groups": subset(_GROUPS),
                        "released_at": st.none() | _moment,
                        "expires_at": st.none() | _moment,
                        "plausible": some(2, 3),
                    }
                ),
                min_size=1,
                max_size=5,
            )
        ),
    }


@dataclass
class Rows:
    """The world's rows, in the order of its lists."""

    users: list[access.User]
    organizations: list[access.Organization]
    groups: list[access.Group]
    records: list[Priority]


COUNTRIES = ("XA", "XB")


def rows_of(world: dict[str, Any]) -> Rows:
    """Write the world into the database."""
    countries = [access.Country.objects.create(code=code, name=code) for code in COUNTRIES]
    users = [
        access.User.objects.create_user(f"user{n}@example.org", name=f"User {n}")
        for n in range(_USERS)
    ]
    organizations: list[access.Organization] = []
    for n, one in enumerate(world["organizations"]):
        organizations.append(
            access.Organization.objects.create(
                name=f"Organization {n}",
                standing=one["standing"],
                country=countries[0],
                parent=None if one["parent"] is None else organizations[one["parent"]],
                merged_into=None if one["merged"] is None else organizations[one["merged"]],
            )
        )
    groups = [
        access.Group.objects.create(country=countries[0], name=f"Group {n}") for n in range(_GROUPS)
    ]
    for user, organization, country, (from_at, until_at) in world["memberships"]:
        access.Membership.objects.create(
            user=users[user],
            organization=organizations[organization],
            country=None if country is None else countries[country],
            from_at=from_at,
            until_at=until_at,
        )
    for group, kind, who, (from_at, until_at) in world["groups"]:
        member = {"user": users[who]} if kind == "user" else {"organization": organizations[who]}
        access.GroupMembership.objects.create(
            group=groups[group], from_at=from_at, until_at=until_at, **member
        )
    records = []
    for n, given in enumerate(world["rules"]):
        rule = access.SharingRule.objects.create(
            owner=organizations[given["owner"]],
            label=given["label"],
            beyond=int(given["beyond"]),
            country=None if given["country"] is None else countries[given["country"]],
            host_authorities=given["host_authorities"],
            released_at=given["released_at"],
            expires_at=given["expires_at"],
        )
        rule.organizations.set(organizations[i] for i in given["organizations"])
        rule.persons.set(users[i] for i in given["persons"])
        rule.groups.set(groups[i] for i in given["groups"])
        records.append(
            Priority.objects.create(
                rule=rule,
                plausible=given["plausible"],
                country=countries[0],
                rank=n + 1,
                sector_code="police",
                area_code="XA01",
                place_code="XA0101",
                statement=f"Statement {n}",
                instrument=f"Instrument {n}",
            )
        )
    return Rows(users, organizations, groups, records)


def _whole(world: dict[str, Any], organization: int) -> int:
    merged = world["organizations"][organization]["merged"]
    return organization if merged is None else merged


def _family(world: dict[str, Any], of: int) -> frozenset[int]:
    """Return what is above and below, with merged organizations counted as their whole."""
    edges = set()
    for n, one in enumerate(world["organizations"]):
        if one["parent"] is not None:
            edges.add((_whole(world, n), _whole(world, one["parent"])))
    found = {of}
    for direction in (0, 1):
        reached, front = {of}, {of}
        while front:
            front = {edge[1 - direction] for edge in edges if edge[direction] in front} - reached
            reached |= front
        found |= reached
    return frozenset(found)


def pure_viewer(world: dict[str, Any], user: int) -> Viewer:
    """Return the viewer from the plain data alone, with every date."""
    belongings, spans = [], []
    for who, organization, country, (from_at, until_at) in world["memberships"]:
        if who != user:
            continue
        whole = _whole(world, organization)
        belongings.append(
            Belonging(
                organization_id=str(whole),
                country_code=None if country is None else COUNTRIES[country],
                standing=world["organizations"][whole]["standing"],
                family=frozenset(map(str, _family(world, whole))),
                from_at=from_at,
                until_at=until_at,
            )
        )
    for group, kind, who, span in world["groups"]:
        if kind == "user" and who == user:
            spans.append((str(group), *span))
        if kind == "organization":
            for one in belongings:
                if one.organization_id != str(_whole(world, who)):
                    continue
                first = max(span[0], one.from_at or span[0])
                last = min(
                    (end for end in (span[1], one.until_at) if end is not None), default=None
                )
                spans.append((str(group), first, last))
    return Viewer(person_id=str(user), belongings=tuple(belongings), groups=tuple(spans))


def pure_rule(world: dict[str, Any], n: int) -> Rule:
    """Return the rule from the plain data alone."""
    given = world["rules"][n]
    return Rule(
        owner_id=str(_whole(world, given["owner"])),
        label=given["label"],
        country_code=None if given["country"] is None else COUNTRIES[given["country"]],
        persons=frozenset(map(str, given["persons"])),
        organizations=frozenset(str(_whole(world, i)) for i in given["organizations"]),
        groups=frozenset(map(str, given["groups"])),
        host_authorities=given["host_authorities"],
        beyond=given["beyond"],
        released_at=given["released_at"],
        expires_at=given["expires_at"],
    )
