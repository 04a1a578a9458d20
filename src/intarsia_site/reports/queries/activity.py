"""Activities as a viewer sees them: the list with its filters and counts, one line after another
for a file."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import Country, Organization
from intarsia_site.access.names import sector_name
from intarsia_site.access.queries.paging import words_of
from intarsia_site.access.queries.seen import Seen, SeenRecord
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.rows import search_words
from intarsia_site.registry.nouns.cursors import cursor_after, place_in
from intarsia_site.registry.queries.names import place_names
from intarsia_site.reports.models import Activity

PAGE = 50
MOST_CHOICES = 200
#: Rows that are held at once while a file is written.
AT_ONCE = 1000
#: The latest first. The quarter and no finer, so that coarse lines stand among the others.
ORDER = "-from_quarter_on"
FILTERS = ("country_code", "sector_code", "area_code", "organization_id", "label", "period")
#: Which seen fields say what a filter asks for.
_COLUMNS = {
    "country_code": ("country_code",),
    "sector_code": ("sector_code", "sector_codes"),
    "area_code": ("area_code", "area_codes"),
    "organization_id": ("organization_id",),
    "label": ("label",),
    "period": ("from_quarter_on", "to_quarter_on"),
}
_YEARS = range(1900, 2200)
MOST_YEARS = 40
#: The first days of the quarters in which something starts and ends, where they are seen.
Span = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True)
class ActivityLine:
    """One activity: coarse ones without what may not be seen, existence as a bare hint.

    values    the fields of `Activity.SHOWN` as seen: None is not shown, or not stated
    sectors   names of the sectors, the largest share first
    areas     names of the first-level areas; places: of the places, where they are shown
    """

    public_id: str
    precision: Precision
    values: Mapping[str, Any]
    sectors: tuple[str, ...]
    areas: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        return self.precision is Precision.FULL

    @property
    def is_hint(self) -> bool:
        return self.precision is Precision.EXISTENCE

    @property
    def implementers(self) -> list[str]:
        return lines_of(self.values["implementers"])

    @property
    def partners(self) -> list[str]:
        """Who carries it out besides who reports it."""
        return [one for one in self.implementers if one != self.values["organization_name"]]

    @property
    def funders(self) -> list[str]:
        return lines_of(self.values["funders"])


@dataclass(frozen=True)
class Choice:
    """One value to filter by, with how many activities it leaves."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class ActivityList:
    """A part of the list: lines, how many there are in all, what can be filtered by."""

    lines: tuple[ActivityLine, ...]
    total: int
    #: Filter -> its choices; one without any is not there.
    filters: Mapping[str, tuple[Choice, ...]]
    next_cursor: str
    may_enter: bool


def activities(
    asked: Mapping[str, str], *, viewing: Viewing, size: int = PAGE, counting: bool = True
) -> ActivityList:
    """Return a page of the activities that the filters leave.

    asked     filters by name, `search`, `cursor`; what is unknown or empty is left out
    counting  whether the choices of filters are counted
    Queries   as many for ten activities as for a thousand.
    """
    every = Seen(Activity, viewing)
    seen = _filtered(every, asked)
    listed = seen.ordered(ORDER)
    place = cursor_of(asked.get("cursor", ""))
    if place is not None:
        listed = listed.after(ORDER, *place)
    found = listed[: size + 1]
    more, found = len(found) > size, found[:size]
    return ActivityList(
        lines=tuple(lines_for(found, viewing=viewing)),
        total=seen.count(),
        filters=dict(_filters(every, seen, asked)) if counting else {},
        next_cursor=_cursor_after(found[-1]) if more else "",
        may_enter=bool(viewing.memberships),
    )


def every_activity(asked: Mapping[str, str], *, viewing: Viewing) -> Iterator[ActivityLine]:
    """Yield all that the same filters leave, in the order of the list, for a file.

    A part at a time: memory stays the same, however many there are.
    """
    for found in parts_of_activities(asked, viewing=viewing):
        yield from lines_for(found, viewing=viewing)


def parts_of_activities(
    asked: Mapping[str, str], *, viewing: Viewing, size: int = AT_ONCE
) -> Iterator[list[SeenRecord]]:
    """Yield all that the same filters leave, in the order of the list, so many at a time.

    Each part is a query of its own, from the last record on: no more is ever held.
    """
    seen = _filtered(Seen(Activity, viewing), asked).ordered(ORDER)
    found = seen[:size]
    while found:
        yield found
        if len(found) < size:
            return
        last = found[-1]
        found = seen.after(ORDER, last["from_quarter_on"], last.public_id)[:size]


def count_of_organization(organization_id: str, *, viewing: Viewing) -> int:
    """Return how many activities of an organization the viewer knows as its own."""
    return Seen(Activity, viewing).where(organization_id=organization_id).count()


def cursor_of(text: str) -> tuple[dt.date | None, str] | None:
    """Return the place a cursor names, or None for what is no cursor."""
    place = place_in(text, str)
    if place is None or place[0] is None:
        return place
    try:
        return dt.date.fromisoformat(place[0]), place[1]
    except ValueError:
        return None


def _cursor_after(last: SeenRecord) -> str:
    return cursor_after(last["from_quarter_on"], last.public_id)


def period_of(text: str) -> tuple[dt.date, dt.date] | None:
    """Return first and last day of a year or a quarter; None for anything else.

    >>> period_of("2011-Q2")
    (datetime.date(2011, 4, 1), datetime.date(2011, 6, 30))
    """
    year, sign, quarter = text.partition("-Q")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) in _YEARS):
        return None
    if not sign:
        return dt.date(int(year), 1, 1), dt.date(int(year), 12, 31)
    if quarter not in ("1", "2", "3", "4"):
        return None
    month = 3 * int(quarter)
    last = calendar.monthrange(int(year), month)[1]
    return dt.date(int(year), month - 2, 1), dt.date(int(year), month, last)


def _filtered(every: Seen, asked: Mapping[str, str], leave: str = "") -> Seen:
    """Return what the filters leave; `leave` names one that is not asked for."""
    seen = every
    for name in FILTERS:
        wanted = asked.get(name, "")
        if not wanted or name == leave:
            continue
        if name == "period":
            seen = _within(seen, wanted)
        elif len(_COLUMNS[name]) == 2:
            one, several = _COLUMNS[name]
            seen = seen.where_any({one: wanted}, {f"{several}__icontains": f" {wanted} "})
        else:
            seen = seen.where(**{name: wanted})
    for word in words_of(asked.get("search", "")):
        forms = (search_words(word) or word.casefold()).splitlines()
        seen = seen.where_any(
            {"title__icontains": word}, *({"folded__icontains": form} for form in forms)
        )
    return seen


def _within(seen: Seen, text: str) -> Seen:
    period = period_of(text)
    if period is None:
        return seen.where(sector_code__in=[])
    first, last = period
    return seen.where_any(
        {"from_quarter_on__lte": last, "to_quarter_on__gte": first},
        {"from_quarter_on__lte": last, "to_quarter_on__isnull": True},
        {"from_quarter_on__isnull": True, "to_quarter_on__gte": first},
    )


def _filters(
    every: Seen, seen: Seen, asked: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    """Yield what each filter can be set to; one query for those not set, one for each that is."""
    free = [name for name in FILTERS if not asked.get(name)]
    counted = _counted(seen, free, asked)
    for name in FILTERS:
        if asked.get(name):
            without = _filtered(every, asked, leave=name)
            counted |= _counted(without, [name], asked)
            # What is asked for stays in the sentence, also where it leaves nothing.
            counted[name].setdefault(asked[name], 0)
    called = _called(counted, viewing=every.viewing)
    for name in FILTERS:
        counts = counted[name]
        choices = [Choice(code, called.get((name, code), code), counts[code]) for code in counts]
        if name != "period":
            choices.sort(key=lambda one: one.label.casefold())
        if choices:
            yield name, tuple(choices[:MOST_CHOICES])


def _counted(seen: Seen, names: list[str], asked: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return by filter how many activities each value leaves: one with two sectors is in both."""
    columns = [column for name in names for column in _COLUMNS[name]]
    ends = list(accumulate(len(_COLUMNS[name]) for name in names))
    parts = [
        (Counter[Any](), slice(end - len(_COLUMNS[name]), end))
        for name, end in zip(names, ends, strict=True)
    ]
    for values, count in seen.counts_together(columns) if columns else ():
        for counts, part in parts:
            counts[values[part]] += count
    alike = {name: counts for name, (counts, _part) in zip(names, parts, strict=True)}
    spans = alike.pop("period", None)
    counted = {name: _by_code(counts) for name, counts in alike.items()}
    if spans is not None:
        counted["period"] = _periods(spans, asked.get("period", ""))
    return counted


def _by_code(alike: Mapping[tuple[str | None, ...], int]) -> dict[str, int]:
    """Return by code how many have it: the first column has the largest, a second one all."""
    found: Counter[str] = Counter()
    for (one, *several), count in alike.items():
        codes = set((several[0] or "").split()) if several else set()
        for code in codes or ({one} if one else ()):
            found[code] += count
    return found


def _periods(spans: Mapping[Span, int], asked: str) -> dict[str, int]:
    """Return years with how many activities go on in each, the latest first; of the one that is
    asked for, its quarters too."""
    days = [day for span in spans for day in span if day is not None]
    if not days:
        return {}
    last = max(day.year for day in days)
    years = range(last, max(min(day.year for day in days), last - MOST_YEARS) - 1, -1)
    codes = []
    for year in map(str, years):
        codes.append(year)
        if year == asked[:4]:
            codes += [f"{year}-Q{quarter}" for quarter in (1, 2, 3, 4)]
    found = {}
    for code in codes:
        period = period_of(code)
        count = sum(n for span, n in spans.items() if period and _goes_on(span, period))
        if count:
            found[code] = count
    return found


def _goes_on(span: Span, period: tuple[dt.date, dt.date]) -> bool:
    """Return whether something goes on in a period: as `_within` asks the database."""
    begins, ends = span
    first, last = period
    if begins is None:
        return ends is not None and ends >= first
    return begins <= last and (ends is None or ends >= first)


def _called(
    counted: Mapping[str, Mapping[str, int]], *, viewing: Viewing
) -> dict[tuple[str, str], str]:
    """Return what the values of filters are called. Three queries."""
    countries = dict(Country.objects.values_list("code", "name"))
    called = {("country_code", code): name for code, name in countries.items()}
    called |= {("sector_code", code): sector_name(code) for code in counted["sector_code"]}
    # Ids that the viewer sees in activities already, or asked for by name from the register.
    named = Organization.objects.filter(public_id__among=list(counted["organization_id"]))
    for public_id, name in named.values_list("public_id", "name"):
        called["organization_id", public_id] = name
    for code in counted["period"]:
        if "-Q" in code:
            said = _("quarter %(quarter)s of %(year)s")
            called["period", code] = said % {"quarter": code[-1], "year": code[:4]}
    wanted = [(country, code) for country in countries for code in counted["area_code"]]
    places = place_names(wanted, viewing=viewing, on=viewing.at.date())
    return called | {("area_code", code): name for (_country, code), name in places.items()}


def lines_for(found: Iterable[SeenRecord], *, viewing: Viewing) -> Iterator[ActivityLine]:
    """Yield records as lines, with the names of their codes. One query."""
    found = list(found)
    wanted = {
        (one["country_code"], code)
        for one in found
        for column in ("area_codes", "place_codes", "area_code")
        for code in (one[column] or "").split()
    }
    places = place_names(wanted, viewing=viewing, on=viewing.at.date()) if wanted else {}
    for one in found:
        country = one["country_code"]
        sectors = (one["sector_codes"] or one["sector_code"] or "").split()
        areas = (one["area_codes"] or one["area_code"] or "").split()
        finer = [code for code in (one["place_codes"] or "").split() if code not in areas]
        yield ActivityLine(
            public_id=one.public_id,
            precision=one.precision,
            values=one.values,
            sectors=tuple(sector_name(code) or code for code in sectors),
            areas=tuple(places.get((country, code), code) for code in areas),
            places=tuple(places.get((country, code), code) for code in finer),
        )


def lines_of(text: str | None) -> list[str]:
    """Return the lines of a field that holds several names."""
    return [line for line in (text or "").split("\n") if line]
