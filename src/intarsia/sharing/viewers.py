"""Who is looking: a person, what they belong to and when, and what that reaches at a moment.

A `Viewer` holds everything with its dates. `reach` takes what counts at one moment: a small,
hashable value to decide many rules with. Viewers with equal reach see the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Belonging", "Community", "GroupSpan", "Reach", "Standing", "Viewer", "is_current"]

#: A group, and since when and until when its membership is held: (group_id, from_at, until_at).
GroupSpan = tuple[str, dt.datetime | None, dt.datetime | None]


class Standing(StrEnum):
    """What an organization is to the community of those who work in a country."""

    ORGANIZATION = "organization"
    HOST_AUTHORITY = "host_authority"
    DE_FACTO = "de_facto"


@dataclass(frozen=True)
class Belonging:
    """One person's place in one organization, for one country or for all, for a time.

    country_code   None: all countries of the installation, such as headquarters
    family         ids of the organization itself, of those above it and of those below it
    from_at        None: always was; the moment itself counts
    until_at       None: still is; the moment itself does not count
    Raises         ValueError where a moment has no time zone.
    """

    organization_id: str
    country_code: str | None
    standing: Standing
    family: frozenset[str] = frozenset()
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "standing", Standing(self.standing))
        for moment in (self.from_at, self.until_at):
            require_zone(moment)


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks, or nobody in particular.

    person_id          None: nobody is signed in, whatever else is said here
    belongings         every one there is, current or not
    groups             memberships held by the person or through an organization of theirs
    is_administrator   of the installation; it gives nothing
    """

    person_id: str | None = None
    belongings: tuple[Belonging, ...] = ()
    groups: tuple[GroupSpan, ...] = ()
    is_administrator: bool = False

    def __post_init__(self) -> None:
        for _, from_at, until_at in self.groups:
            require_zone(from_at)
            require_zone(until_at)

    def reach(self, *, at: dt.datetime) -> Reach:
        """Return what this viewer stands for at a moment.

        De facto authorities count by name only: such a belonging brings its organization, but
        no family, no country, and no group to whoever has no other belonging.
        Raises   ValueError where the moment has no time zone.
        """
        require_zone(at)
        if self.person_id is None:
            return Reach()
        current = [one for one in self.belongings if is_current(one.from_at, one.until_at, at)]
        recognized = [one for one in current if one.standing is not Standing.DE_FACTO]
        has_groups = bool(recognized) or all(
            one.standing is not Standing.DE_FACTO for one in self.belongings
        )
        return Reach(
            person_id=self.person_id,
            organizations=frozenset(one.organization_id for one in current),
            families=frozenset(member for one in recognized for member in one.family),
            groups=frozenset(
                group_id
                for group_id, from_at, until_at in self.groups
                if has_groups and is_current(from_at, until_at, at)
            ),
            community=Community.of(recognized),
            hosts=Community.of(
                [one for one in recognized if one.standing is Standing.HOST_AUTHORITY]
            ),
        )


@dataclass(frozen=True)
class Community:
    """The countries somebody works in."""

    countries: frozenset[str] = frozenset()
    everywhere: bool = False

    @classmethod
    def of(cls, belongings: list[Belonging]) -> Community:
        """The countries of these belongings; one without a country is everywhere."""
        codes = {one.country_code for one in belongings}
        return cls(frozenset(code for code in codes if code is not None), None in codes)

    def holds(self, country_code: str | None) -> bool:
        """Whether it works in this country; None asks for any country at all."""
        if self.everywhere:
            return True
        return bool(self.countries) if country_code is None else country_code in self.countries


@dataclass(frozen=True)
class Reach:
    """What a viewer stands for at one moment; without arguments, nobody signed in.

    organizations   those the person belongs to now, de facto authorities too
    families        these, those above and those below, without de facto authorities
    groups          groups whose membership counts now
    community       countries where the person is one of those who work there
    hosts           countries whose host authorities the person belongs to
    """

    person_id: str | None = None
    organizations: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    community: Community = Community()
    hosts: Community = Community()


def is_current(from_at: dt.datetime | None, until_at: dt.datetime | None, at: dt.datetime) -> bool:
    """Whether a moment is within a span: its start counts, its end does not.

    >>> noon = dt.datetime(2012, 5, 1, 12, tzinfo=dt.UTC)
    >>> is_current(noon, None, noon), is_current(None, noon, noon)
    (True, False)
    """
    return (from_at is None or from_at <= at) and (until_at is None or at < until_at)


def require_zone(moment: dt.datetime | None) -> None:
    """Raise ValueError where a moment does not say its time zone."""
    if moment is not None and moment.utcoffset() is None:
        raise ValueError(f"a moment needs a time zone: {moment.isoformat()}")
