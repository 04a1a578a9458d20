"""How exactly may this viewer see this record now? One pure function decides: `sight`.

Goes in: the record's rule, who is looking, the moment. Comes out: a `Precision`. The site's
database filter must give the same answer. Method: docs/methods/sharing.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from intarsia.errors import IntarsiaError
from intarsia.sharing.labels import Label, Precision
from intarsia.sharing.viewers import (
    Belonging,
    Community,
    Reach,
    Standing,
    Viewer,
    is_current,
    require_zone,
)

__all__ = [
    "PLAUSIBLE",
    "Belonging",
    "Community",
    "Label",
    "Precision",
    "Reach",
    "Rule",
    "RuleError",
    "Standing",
    "Viewer",
    "least",
    "sight",
    "sight_of",
]

#: Fewer organizations than this would be guessed from a hint, so there is none.
PLAUSIBLE = 3


class RuleError(IntarsiaError, ValueError):
    """A rule that cannot be; `data` holds what was asked for."""


@dataclass(frozen=True)
class Rule:
    """Who may see one record, and how exactly.

    owner_id           the organization whose record it is
    country_code       the country of the record; None: of no one country
    persons            ids of persons named; the only audience of TLP:RED
    organizations      ids of organizations named
    groups             ids of groups named: mechanisms, meetings
    host_authorities   whether the host country's authorities are named
    beyond             what the rest of the country's community gets; at most COARSE
    released_at        None: at once; the moment itself is released
    expires_at         None: never; the moment itself is expired
    Raises             RuleError (`sharing.beyond_too_exact`); ValueError where a moment has no
                       time zone or the label is none.
    """

    owner_id: str
    label: Label
    country_code: str | None = None
    persons: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    host_authorities: bool = False
    beyond: Precision = Precision.NOTHING
    released_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", Label(self.label))
        object.__setattr__(self, "beyond", Precision(self.beyond))
        if self.beyond > Precision.COARSE:
            message = "Those outside the audience can be shown at most the coarse form of a record."
            raise RuleError("sharing.beyond_too_exact", message, beyond=self.beyond.name.lower())
        for moment in (self.released_at, self.expires_at):
            require_zone(moment)


def sight(rule: Rule, viewer: Viewer, *, at: dt.datetime, plausible: int = 0) -> Precision:
    """Return how exactly a viewer sees a record under its rule.

    at          the moment of looking, with its time zone
    plausible   how many organizations a hint that something is there could mean; below
                `PLAUSIBLE` nothing is hinted
    Raises      ValueError where the moment has no time zone.
    Source      docs/methods/sharing.md

    >>> noon = dt.datetime(2012, 5, 1, 12, tzinfo=dt.UTC)
    >>> rule = Rule("undp", Label.GREEN, country_code="KG")
    >>> amina = Viewer("amina", (Belonging("osce", "KG", Standing.ORGANIZATION),))
    >>> sight(rule, amina, at=noon).name, sight(rule, Viewer(), at=noon).name
    ('FULL', 'NOTHING')
    """
    return sight_of(rule, viewer.reach(at=at), at=at, plausible=plausible)


def sight_of(rule: Rule, reach: Reach, *, at: dt.datetime, plausible: int = 0) -> Precision:
    """Return the same for what a viewer stands for at this moment; for many rules at once.

    reach   `viewer.reach(at=at)`
    """
    if reach.person_id is not None and _is_owners(rule, reach):
        return Precision.FULL
    if not is_current(rule.released_at, rule.expires_at, at):
        return Precision.NOTHING
    if rule.label is Label.CLEAR:
        return Precision.FULL
    if reach.person_id is None:
        return Precision.NOTHING
    if _is_audience(rule, reach):
        return Precision.FULL
    return _hint(rule, reach, plausible)


def least(precisions: Iterable[Precision]) -> Precision:
    """Return how exactly a finding may be shown whose subjects are seen like this.

    A finding without subjects is not shown.

    >>> least([Precision.FULL, Precision.COARSE]).name, least([]).name
    ('COARSE', 'NOTHING')
    """
    return min(precisions, default=Precision.NOTHING)


def _is_owners(rule: Rule, reach: Reach) -> bool:
    """Whether this is the owner's own: for TLP:RED a person named, else anybody of the owner."""
    if rule.owner_id not in reach.organizations:
        return False
    return rule.label is not Label.RED or reach.person_id in rule.persons


def _is_audience(rule: Rule, reach: Reach) -> bool:
    """Whether the rule, released and not CLEAR, lets somebody signed in see all.

    Each label lets in what the stricter one does, and more.
    """
    if reach.person_id in rule.persons:
        return True
    if rule.label is Label.RED:
        return False
    if rule.organizations & reach.organizations or rule.groups & reach.groups:
        return True
    if rule.host_authorities and reach.hosts.holds(rule.country_code):
        return True
    if rule.label is Label.AMBER_STRICT:
        return False
    if rule.organizations & reach.families:
        return True
    return rule.label is Label.GREEN and reach.community.holds(rule.country_code)


def _hint(rule: Rule, reach: Reach, plausible: int) -> Precision:
    """What the country's community gets of a record that is not for it."""
    if plausible < PLAUSIBLE or not reach.community.holds(rule.country_code):
        return Precision.NOTHING
    most = Precision.EXISTENCE if rule.label is Label.RED else Precision.COARSE
    return min(rule.beyond, most)
