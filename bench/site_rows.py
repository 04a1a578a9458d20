"""Rows of a large site for the benchmark: organizations, people, groups, rules, records, a trail.

Four invented countries. Most things are about the first; organizations differ in size as they do:
few have hundreds of people and records, most have a handful. Seed 7. Django is set up.
"""

from __future__ import annotations

import datetime as dt
import random
from itertools import count
from typing import Any

from django.db import models

from intarsia import codelists
from intarsia.sharing.labels import Label, Precision
from intarsia_site.access import models as access
from intarsia_site.access.keys import ALPHABET, LENGTH
from intarsia_site.access.rows import search_words

SEED = 7
#: Pages look at the clock: what is over or to come is so by today.
NOW = dt.datetime.now(dt.UTC)
SINCE = NOW - dt.timedelta(days=400)
_DAY = dt.timedelta(days=1)
ORGANIZATIONS, PEOPLE, MEMBERSHIPS, RULES, GROUPS = 2_000, 20_000, 50_000, 50_000, 60
COUNTRIES = {"XA": "Arvenia", "XB": "Belmark", "XC": "Corvia", "XD": "Dalmera"}
_MOST_AT_HOME = (60, 20, 12, 8)
_LABELS = {
    Label.GREEN: 45, Label.AMBER: 30, Label.CLEAR: 12, Label.AMBER_STRICT: 8, Label.RED: 5,
}  # fmt: skip
_WORDS = (
    "health water police election media border justice mine shelter school river valley mountain "
    "northern southern joint national regional community rapid early warning dialogue training "
    "monitoring protection reform support development relief fund mission office agency"
).split()


class Chance:
    """Seeded chance, with the choices that rows are made of."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.choice, self.sample = self.random.choice, self.random.sample
        self.number, self.between = self.random.random, self.random.randint

    def is_so(self, share: float) -> bool:
        return self.random.random() < share

    def id(self) -> str:
        return "".join(self.random.choices(ALPHABET, k=LENGTH))

    def words(self, few: int) -> str:
        return " ".join(self.random.choices(_WORDS, k=few)).capitalize()

    def label(self) -> Label:
        return self.random.choices(list(_LABELS), list(_LABELS.values()))[0]

    def country(self, countries: list[Any]) -> Any:
        return self.random.choices(countries, _MOST_AT_HOME)[0]

    def large_first(self, among: list[Any]) -> Any:
        """Return one; the first of the list often, the last seldom."""
        return among[int(len(among) * self.random.random() ** 2)]

    def moment(self, first: int, last: int) -> dt.datetime:
        return NOW + _DAY * self.random.uniform(first, last)


def keep(rows: list[Any]) -> list[Any]:
    """Write rows of one model at once, and return them with their keys."""
    made: list[Any] = type(rows[0])._default_manager.bulk_create(rows, batch_size=2_000)
    return made


class Ground:
    """Countries, organizations, people, memberships and groups; `amina` and others look."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        access.Installation.objects.create(controller="Bench", hosting="this machine")
        self.countries = keep(
            [
                access.Country(code=code, name=name, is_exercise=True, protocol_accepted_at=SINCE)
                for code, name in COUNTRIES.items()
            ]
        )
        self.organizations = self._organizations()
        self.people = self._people()
        self.groups = keep(
            [
                access.Group(
                    public_id=chance.id(), country=self.countries[n % 4], name=f"Group {n:02}"
                )
                for n in range(GROUPS)
            ]
        )
        self._memberships()
        self._group_memberships()
        self._roles()

    def _organizations(self) -> list[access.Organization]:
        chance, rows = self.chance, []
        for n in range(ORGANIZATIONS):
            standing = "organization"
            if n >= 3:
                standing = "host_authority" if n % 10 == 3 else standing
                standing = "de_facto" if n % 40 == 5 else standing
            name = f"{chance.words(3)} {n}"
            rows.append(
                access.Organization(
                    public_id=chance.id(),
                    name=name,
                    acronym="".join(word[0] for word in name.split()[:3]).upper(),
                    type_code=chance.choice(("10", "15", "21", "22", "23", "40", "80")),
                    standing=standing,
                    country=None if standing == "organization" else chance.country(self.countries),
                    folded=search_words(name),
                )
            )
        rows[2].standing, rows[2].country = "host_authority", self.countries[0]
        made = keep(rows)
        for n, one in enumerate(made[40:], start=40):
            if chance.is_so(0.15):
                one.parent = chance.choice(made[:40])
            elif n > 400 and chance.is_so(0.02):
                one.merged_into = chance.choice(made[:200])
        access.Organization.objects.bulk_update(made, ["parent", "merged_into"], batch_size=500)
        names = [
            access.OrganizationAlias(organization=one, name=f"{one.name} in short", language="en")
            for one in made[::2]
        ]
        keep(names)
        return made

    def _people(self) -> list[access.User]:
        """Return people; the first are a curator, a focal point, a host, an administrator."""
        chance = self.chance
        return keep(
            [
                access.User(
                    public_id=chance.id(),
                    audit_key=chance.id(),
                    email=f"person{n}@example.org",
                    name=f"{chance.choice(_WORDS).capitalize()} {n:05}",
                    is_administrator=n == 3,
                )
                for n in range(PEOPLE)
            ]
        )

    def _memberships(self) -> None:
        chance, numbers = self.chance, count()
        rows = []

        def belongs(user: access.User, organization: access.Organization, **said: Any) -> None:
            next(numbers)
            rows.append(
                access.Membership(
                    public_id=chance.id(), user=user, organization=organization,
                    **{"from_at": SINCE, "role": "viewer", **said},
                )
            )  # fmt: skip

        first = self.countries[0]
        for n, role in enumerate(("manager", "focal_point", "manager", "manager")):
            belongs(self.people[n], self.organizations[n], role=role, country=first)
        belongs(self.people[1], self.organizations[20], role="editor", country=None)
        for n in range(len(rows), MEMBERSHIPS):
            where = None if chance.is_so(0.2) else chance.country(self.countries)
            belongs(
                self.people[4 + n % (PEOPLE - 4)],
                chance.large_first(self.organizations),
                country=where,
                role=chance.choice(("viewer", "viewer", "editor", "focal_point", "manager")),
                until_at=chance.moment(-300, 300) if chance.is_so(0.3) else None,
            )
        keep(rows)

    def _group_memberships(self) -> None:
        chance, rows = self.chance, []
        for n, group in enumerate(self.groups):
            inside = chance.sample(self.organizations, 15)
            # The focal point's organization is in three groups of the first country.
            inside += [self.organizations[1]] * (n in (0, 4, 8))
            inside += [self.organizations[0]] * (n == 0)
            rows += [
                access.GroupMembership(
                    public_id=chance.id(), group=group, organization=one, from_at=SINCE
                )
                for one in dict.fromkeys(inside)
            ]
            rows += [
                access.GroupMembership(public_id=chance.id(), group=group, user=one, from_at=SINCE)
                for one in chance.sample(self.people[4:], 3)
            ]
        keep(rows)

    def _roles(self) -> None:
        for who, role in ((0, "curator"), (2, "convenor"), (2, "host_coordinator")):
            access.CountryRole.objects.create(
                user=self.people[who], country=self.countries[0], role=role, from_at=SINCE
            )


def rules(ground: Ground, chance: Chance) -> list[access.SharingRule]:
    """Write the rules with their audiences, and return them."""
    made = keep([_rule(ground, chance) for _ in range(RULES)])
    named: dict[str, list[models.Model]] = {"organizations": [], "groups": [], "persons": []}
    throughs = {name: getattr(access.SharingRule, name).through for name in named}
    for rule in made:
        is_red = rule.label == Label.RED
        chosen = {
            "organizations": chance.between(1, 4) if not is_red and chance.is_so(0.2) else 0,
            "groups": chance.between(1, 2) if not is_red and chance.is_so(0.25) else 0,
            "persons": chance.between(1, 3) if is_red or chance.is_so(0.03) else 0,
        }
        for name, many in chosen.items():
            among = getattr(ground, "people" if name == "persons" else name)
            column = {"organizations": "organization", "groups": "group", "persons": "user"}[name]
            for one in {chance.large_first(among) for _ in range(many)}:
                named[name].append(
                    throughs[name](**{"sharingrule_id": rule.pk, f"{column}_id": one.pk})
                )
    for rows in named.values():
        keep(rows)
    return made


def _rule(ground: Ground, chance: Chance) -> access.SharingRule:
    beyond = [Precision.NOTHING, Precision.NOTHING, Precision.EXISTENCE, Precision.COARSE]
    return access.SharingRule(
        public_id=chance.id(),
        owner=chance.large_first(ground.organizations),
        country=None if chance.is_so(0.05) else chance.country(ground.countries),
        label=chance.label(),
        beyond=int(chance.choice(beyond)),
        host_authorities=chance.is_so(0.2),
        hides_implementer=chance.is_so(0.08),
        finest_level=1 if chance.is_so(0.08) else None,
        released_at=chance.moment(1, 90) if chance.is_so(0.03) else None,
        expires_at=chance.moment(-60, 400) if chance.is_so(0.2) else None,
    )


def sector_codes() -> list[str]:
    return [row["code"] for row in codelists.rows("sectors")]
