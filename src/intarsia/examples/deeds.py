"""The record of one thing that really happens in Arvenia, whoever reports it."""

import datetime as dt
from dataclasses import dataclass

from intarsia.examples.geography import expand
from intarsia.examples.topics import Topic


@dataclass(frozen=True)
class Deed:
    """One true activity.

    places      what its organization says: districts, one region, or the country
    other       the deed that `relation` is about: phase_of, part_of, sibling_of or funds
    is_grant    the deed only pays for another one
    also        further reports of the same deed: (file stem, organization)
    titles      en, fr, ru and `other`, a second English wording
    """

    entity: str
    organization: str
    topic: Topic
    report: str
    places: tuple[str, ...]
    starts_on: dt.date
    ends_on: dt.date
    budget_usd: int
    people: int
    count: int
    funder: str
    implementer: str
    titles: dict[str, str]
    story: str = ""
    relation: str = ""
    other: str = ""
    is_grant: bool = False
    also: tuple[tuple[str, str], ...] = ()

    @property
    def districts(self) -> tuple[str, ...]:
        """The districts meant; `XA` alone when the work has no district."""
        return expand(self.places)

    def runs_on(self, day: dt.date) -> bool:
        """True when the day lies within the deed, both ends included."""
        return self.starts_on <= day <= self.ends_on
