"""Words of the pages of activities: when, and how much."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intarsia_site.reports.queries.activity import ActivityLine
from intarsia_site.web.activities.details import number

register = template.Library()


@register.filter
def heading(line: ActivityLine) -> str:
    """Return what an activity is called: its title; of one that states none its sector and place;
    of one that is not shown whole, what it is."""
    if not line.is_full:
        return _("Activity")
    if line.values["title"]:
        return str(line.values["title"])
    return ", ".join([_("(no title)"), *line.sectors[:1], *(line.places or line.areas)[:1]])


@register.filter
def period(line: ActivityLine) -> str:
    """Return when an activity goes on: its days, or its quarters where only these are shown."""
    values = line.values
    if line.is_full:
        return _span(
            *(date_format(day) if day else "" for day in (values["starts_on"], values["ends_on"]))
        )
    return _span(_quarter(values["from_quarter_on"]), _quarter(values["to_quarter_on"]))


def _span(first: str, last: str) -> str:
    if first and last:
        return first if first == last else f"{first} – {last}"
    if first:
        return _("since %(day)s") % {"day": first}
    return _("until %(day)s") % {"day": last} if last else ""


def _quarter(day: dt.date | None) -> str:
    if day is None:
        return ""
    said = {"quarter": (day.month + 2) // 3, "year": day.year}
    return _("quarter %(quarter)s of %(year)s") % said


@register.filter
def whole(value: float | None) -> str:
    """Return a number without what comes after the point; of what is not known, nothing."""
    return number(value)


@register.filter
def percent(part: float) -> str:
    """Return a part of one in hundredths, never quite all of it."""
    return f"{min(99, round(100 * part))} %"
