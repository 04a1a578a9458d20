"""A 3W template that was written for an organization and came back: its key, and which of its rows
are the ones that were in it.

`documents.template` writes it, `activity_list` reads it; what both must know stands here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

#: The hidden sheet that says what was written, and the words in its first cell.
KEY_SHEET = "intarsia-template"
MAGIC = "Intarsia template"
FORM = "1"
#: The heading of the hidden column of activity ids; lists ignore a column of this name.
KEY_HEADING = "Intarsia key"
#: Sign between several names in a cell.
BETWEEN = ";"
#: More letters than this a cell does not hold.
CELL_LETTERS = 32_000

#: Column of a template, as `activity_list` calls it -> the fields of a difference that it says.
FIELDS_OF_COLUMN: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "description": ("description",),
    "reporting_organization": ("organizations",),
    "implementing_organization": ("organizations",),
    "funding_organization": ("organizations",),
    "sector": ("sectors",),
    "modality": ("modality",),
    "admin1": ("places",),
    "admin2": ("places",),
    "admin3": ("places",),
    "admin4": ("places",),
    "place": ("places",),
    "starts_on": ("starts_on",),
    "ends_on": ("ends_on",),
    "status": ("status",),
    "target_group": ("target_group",),
    "people_targeted": ("people_targeted",),
    "people_reached": ("people_reached",),
    "budget": ("budget",),
    "spent": ("spent",),
    "currency": ("budget", "spent"),
}


@dataclass(frozen=True)
class TemplateKey:
    """Which template it is, for whoever wrote it.

    source_id   whose it is: a source of reports, say
    version     of what it was written from
    written_on  the day
    lang        en, fr or ru
    """

    source_id: str
    version: str
    written_on: dt.date
    lang: str = "en"


@dataclass(frozen=True)
class Prefilled:
    """A row as it was written: its fingerprint then, and each column's text."""

    fingerprint: str
    texts: Mapping[str, str | None]


@dataclass(frozen=True)
class ReturnedTemplate:
    """A template that came back.

    key        as it was written
    prefilled  activity_id -> the row as written
    touched    activity_id -> fields of a difference in which somebody changed a cell; of those
               prefilled rows that are still there
    added      activity ids of rows that were not in it
    """

    key: TemplateKey
    prefilled: Mapping[str, Prefilled]
    touched: Mapping[str, frozenset[str]]
    added: tuple[str, ...]

    @property
    def gone(self) -> tuple[str, ...]:
        """Activity ids of prefilled rows that are not there any more: to be asked about."""
        return tuple(sorted(self.prefilled.keys() - self.touched.keys()))
