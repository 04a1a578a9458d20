"""Which class of viewers is this one of? Those who see the same of a country's activities are one
class: what is worked out for one of them is kept for all.

A class is what the rules of the country's current reports show, asked of the database each time:
who sees less from one moment to the next is of another class at once, and nothing that was kept
for the former is used. See docs/methods/sharing.md.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from django.db.models import Max, Value

from intarsia.sharing.rules import PLAUSIBLE
from intarsia.sharing.viewers import Belonging, Standing, Viewer
from intarsia_site.access.models import Country
from intarsia_site.access.queries.shown import Need, Said, columns_of, is_met
from intarsia_site.access.queries.viewer import Viewing, nobody
from intarsia_site.reports.models import Activity, SourceRule

#: No organization's key: who belongs to it alone is one of all who work in a country.
_NO_ORGANIZATION = "0"


class RuleSight(NamedTuple):
    """What one rule of one current import shows to the class.

    few, enough   `Said.code` of its activities where too few or enough organizations are plausible
    finest        finest level of place shown to others than the owner's members; None: any
    """

    import_id: int
    rule_id: int
    few: int
    enough: int
    finest: int | None

    def said(self, plausible: int, level: int = 0) -> Said:
        """Return how an activity under the rule is seen: its plausible organizations, its level."""
        return Said(self.enough if plausible >= PLAUSIBLE else self.few, self.finest, level)

    def shows(self, need: Need, plausible: int, level: int = 0) -> bool:
        """Return whether a field that needs this is shown of such an activity."""
        return is_met(need, self.said(plausible, level))


@dataclass(frozen=True)
class SightClass:
    """What a class of viewers sees of one country's activities; equal ones see the same.

    rules   those that show something, in the order of their keys
    since   the last switch of a report, and when the plausible organizations last changed: with
            the rules it names one state of the activities
    """

    country_code: str
    rules: tuple[RuleSight, ...]
    since: tuple[int, str]


def class_of(country: Country, *, viewing: Viewing) -> SightClass:
    """Return the class of viewers that the viewer is one of. Three queries."""
    rules = SourceRule.objects.filter(source__country=country, source__current__isnull=False)
    seen: dict[tuple[int, int], list[tuple[int, int | None]]] = {}
    for plausible in (0, PLAUSIBLE):
        annotation, said = columns_of(Activity, viewing)
        rows = rules.annotate(plausible=Value(plausible)).annotate(**annotation)
        columns = [name for name in said if name != "place_level"]
        for import_id, rule_id, code, finest in rows.values_list(
            "source__current_id", "rule_id", *columns
        ):
            seen.setdefault((import_id, rule_id), []).append((code, finest))
    sights = (
        RuleSight(*key, few=few, enough=enough, finest=finest)
        for key, ((few, finest), (enough, _finest)) in sorted(seen.items())
    )
    marks = country_marks(country)
    return SightClass(country.code, tuple(one for one in sights if _shows(one)), marks)


def country_marks(country: Country) -> tuple[int, str]:
    """Return what names one state of a country's activities: see `SightClass.since`."""
    last = Country.objects.filter(pk=country.pk).aggregate(
        switch=Max("sources__switches__pk"), counted=Max("plausible_counts__at")
    )
    counted: dt.datetime | None = last["counted"]
    return last["switch"] or 0, counted.isoformat() if counted else ""


def _shows(one: RuleSight) -> bool:
    least = Need(1)
    return one.shows(least, 0) or one.shows(least, PLAUSIBLE)


def public_class(country: Country, *, at: dt.datetime) -> SightClass:
    """Return the class of those who are not signed in: what is TLP:CLEAR."""
    return class_of(country, viewing=nobody(at))


def community_class(country: Country, *, at: dt.datetime) -> SightClass:
    """Return what all who work in the country see, whoever they are: no one of them sees less."""
    belonging = Belonging(
        organization_id=_NO_ORGANIZATION,
        country_code=country.code,
        standing=Standing.ORGANIZATION,
    )
    viewer = Viewer(person_id=_NO_ORGANIZATION, belongings=(belonging,))
    viewing = Viewing(viewer, at, reach=viewer.reach(at=at), country_ids={country.code: country.pk})
    return class_of(country, viewing=viewing)


Kept = TypeVar("Kept")


class Held(Generic[Kept]):
    """What was worked out for a few classes, the last used ones, in this process's memory.

    Those who ask for the same while it is worked out wait for it, and nobody else does.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: OrderedDict[object, Kept] = OrderedDict()
        self._holding = threading.Lock()
        self._at_work: dict[object, threading.Lock] = {}

    def get(self, key: object, make: Callable[[], Kept]) -> Kept:
        """Return what is kept under the key, made now where nothing is."""
        with self._holding:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            working = self._at_work.setdefault(key, threading.Lock())
        with working:
            with self._holding:
                if key in self._held:
                    return self._held[key]
            made = make()
            with self._holding:
                self._held[key] = made
                self._at_work.pop(key, None)
                while len(self._held) > self.most:
                    self._held.popitem(last=False)
        return made
