"""What does a picture say, laid out as facts: who works on what, where, when, for whom and how?

In: a picture, and the pairs that `find_pairs` found in it. Out: `Ground`, the tables that overlaps
and everything that looks at cells start from. Nothing is judged here and nothing is invented: what
is not known is null, or has a basis that says so. See docs/methods/ground.md.

WORKS, one row an activity, in the picture's order:

    activity_id      the activity
    owner_id         organization that reports it, a branch as its head, see heads.py; null where it
                     is not known or a placeholder
    thing_id         the activity that stands for all reports of this one thing; its own id if alone
    is_counted       whether it is that activity: counting these counts every thing once
    reports          how many activities are this one thing
    runs             false where it is cancelled or suspended; what is planned counts
    starts_on, ends_on   first and last day, inclusive; null where not known. An open end is null
    until_on         last day it is read to run: `ends_on`, else the picture's `as_of`; null where
                     it ends before it starts
    period_basis     stated / derived / derived, weak (terms.Basis); null: no period
    days             length in days; null where a day is not known
    usd              money of this report, US dollars: budgeted, else spent; null where not known
    daily_usd        usd / days, US dollars a day; null where one is not known
    usd_once         US dollars of the whole thing, counted once at the implementer's end; on the
                     row that is counted, null on the others and where not known
    people           people targeted, else reached, else not said which; null where not known
    people_once      of the whole thing, the most it can be; as usd_once
    targets          target groups, codes of codelists target_groups; empty: not known
    targets_basis    stated, or derived: read in the title; null
    functions        what is done: train, build, ... see functions.py; empty: not known
    functions_basis  stated (of the modality), or derived (read in the title); null
    modalities       codes of codelists modalities; empty: not known

PARTIES, one row an activity x organization x role, branches as the head of their family:

    activity_id, organization_id, role (terms.Role), is_public (a government or public body)

CELLS, one row an activity x sector x place; the shares of an activity add up to 1:

    activity_id
    sector_code      our sector; null where none is stated or it is not one of ours
    sector_share     part of the activity, 0-1
    sector_basis     stated / derived / derived, weak, see activity_sectors; "not known"
    place_code       unit of the tree, as fine as the report says; null where not known
    site             name of what lies below that unit, or was not found, to compare by; null
    site_name        the same as reported
    place_level      level of the unit: 0 country, 1, 2, ...; null where not known
    first_code, second_code   the units of the first and second level it is or lies in; null
    place_share      part of the activity, 0-1
    place_basis      stated / derived (spread evenly over the places stated) / "not known"
    share            sector_share x place_share

UNITS, one row a place: place_code, parent_code (null where the tree has it not), level, name,
population (above zero, else null), people_in_need (of all sectors, the latest; else null),
first_code, second_code.

SECTORS, one row a sector: sector_code, group_code, dimension_code, task_code, is_field_of_work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from intarsia.analysis.duplicates.pairs import Pairs, find_pairs
from intarsia.analysis.ground.cells import cells_of
from intarsia.analysis.ground.heads import Heads, authorities_of
from intarsia.analysis.ground.sectors import sector_classes
from intarsia.analysis.ground.units import units_of
from intarsia.analysis.ground.works import parties_of, works_of

if TYPE_CHECKING:
    from intarsia.tables import Picture

__all__ = ["Ground", "lay_out", "sector_classes", "units_of"]


class Ground(NamedTuple):
    """A picture laid out as facts; the columns stand at the head of this package.

    authorities   organizations that are authorities of the host country, see heads.py
    pairs   what `find_pairs` found, its records in the order of `works`
    """

    works: pa.Table
    parties: pa.Table
    cells: pa.Table
    units: pa.Table
    sectors: pa.Table
    authorities: list[str]
    pairs: Pairs


def _countries(pairs: Pairs) -> list[str]:
    """The countries that at least a tenth of the activities are about."""
    known = pairs.known
    uses = np.bincount(known.countries.ids, minlength=len(known.country_codes))
    return [
        code
        for code, times in zip(known.country_codes, uses.tolist(), strict=True)
        if code and 10 * times >= len(known.ids)
    ]


def lay_out(picture: Picture, *, pairs: Pairs | None = None) -> Ground:
    """Return a picture as facts: WORKS, PARTIES, CELLS, UNITS, SECTORS.

    picture   a combined picture, its organizations settled
    pairs     what `find_pairs` found in it; found here if left out
    Source    docs/methods/ground.md
    """
    found = find_pairs(picture) if pairs is None else pairs
    units = units_of(picture["places"], picture["needs"])
    heads = Heads(picture["organizations"])
    return Ground(
        works_of(picture, found, heads),
        parties_of(picture, heads),
        cells_of(picture, units),
        units,
        sector_classes(),
        authorities_of(picture["organizations"], _countries(found)),
        found,
    )
