"""What part of each activity lies in which sector and place? A picture in, CELLS out.

The shares of sectors and places are multiplied: a report that says 60 % health and 40 % water, and
two districts half and half, has four cells.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates.owners import Owners
from intarsia.analysis.duplicates.records import NO_SECTOR
from intarsia.spelling import folded
from intarsia.tables import Picture
from intarsia.terms import Basis

Ints = NDArray[Any]

NOT_KNOWN = "not known"


class _Parts(NamedTuple):
    """Parts of activities: the record of each, its share, and columns."""

    owners: Ints
    shares: Ints
    columns: dict[str, pa.Array]


def cells_of(picture: Picture, units: pa.Table) -> pa.Table:
    """Return CELLS, activities in the picture's order.

    units   what `units_of` made of the picture's places
    """
    ids = picture["activities"]["activity_id"].combine_chunks()
    at = Owners(ids)
    sides = _complete(_sectors(picture["activity_sectors"], at), len(ids), "sector_basis")
    grounds = _complete(_places(picture["activity_locations"], at, units), len(ids), "place_basis")
    one, other = _crossed(sides.owners, grounds.owners, len(ids))
    sector_share, place_share = sides.shares[one], grounds.shares[other]
    taken = {name: column.take(pa.array(one)) for name, column in sides.columns.items()}
    taken |= {name: column.take(pa.array(other)) for name, column in grounds.columns.items()}
    return pa.table(
        {
            "activity_id": ids.take(pa.array(sides.owners[one])),
            "sector_code": taken["sector_code"],
            "sector_share": sector_share,
            "sector_basis": taken["sector_basis"],
            "place_code": taken["place_code"],
            "site": taken["site"],
            "site_name": taken["site_name"],
            "place_level": taken["place_level"],
            "first_code": taken["first_code"],
            "second_code": taken["second_code"],
            "place_share": place_share,
            "place_basis": taken["place_basis"],
            "share": sector_share * place_share,
        }
    )


def _sectors(stated: pa.Table, at: Owners) -> _Parts:
    """Sectors that are counted; several codes of one sector are one.

    Where none of an activity's has a share, none of its vocabularies is counted instead of
    another: they get the same.
    """
    owners = at(stated["activity_id"])
    count = int(owners.max(initial=-1)) + 1
    with_share = np.bincount(
        owners[np.asarray(pc.is_valid(stated["share"]).combine_chunks()) & (owners >= 0)],
        minlength=count,
    )
    is_even = (owners >= 0) & (with_share[owners] == 0)
    said = pc.if_else(pa.array(is_even), 1.0, stated["share"]).combine_chunks()
    stated = stated.filter(pc.is_valid(said))
    owners, said = owners[np.asarray(pc.is_valid(said))], said.drop_null()
    codes = stated["sector_code"].combine_chunks()
    codes = pc.if_else(pc.equal(codes, NO_SECTOR), pa.scalar(None, pa.string()), codes)
    encoded = codes.dictionary_encode()
    which = np.asarray(pc.fill_null(encoded.indices, -1), np.int64)
    bases = stated["share_basis"].combine_chunks()
    bases = pc.if_else(pc.is_valid(codes), pc.fill_null(bases, str(Basis.STATED)), NOT_KNOWN)
    shares = np.asarray(said, np.float64)
    kept = (owners >= 0) & (shares > 0)
    where = np.flatnonzero(kept)
    where = where[np.lexsort((which[where], owners[where]))]
    is_first = np.ones(where.size, bool)
    is_first[1:] = (owners[where][1:] != owners[where][:-1]) | (
        which[where][1:] != which[where][:-1]
    )
    firsts = where[is_first]
    summed = np.add.reduceat(shares[where], np.flatnonzero(is_first)) if where.size else shares[:0]
    columns = {
        "sector_code": codes.take(pa.array(firsts)),
        "sector_basis": bases.take(pa.array(firsts)),
    }
    return _Parts(owners[firsts], summed, columns)


def _places(stated: pa.Table, at: Owners, units: pa.Table) -> _Parts:
    """Places as fine as they are stated; where one of an activity's lacks a share all get the same.

    A share of nothing is no place of the activity.
    """
    is_nothing = pc.fill_null(pc.equal(stated["share"], 0.0), False)
    is_place = pc.equal(stated["kind"], "location")
    stated = stated.filter(pc.and_not(is_place, is_nothing))
    owners = at(stated["activity_id"])
    stated = stated.filter(pa.array(owners >= 0))
    owners = owners[owners >= 0].astype(np.int64)
    order = np.argsort(owners, kind="stable")
    owners, stated = owners[order], stated.take(pa.array(order))
    count = int(owners.max(initial=-1)) + 1
    said = np.asarray(pc.fill_null(stated["share"], np.nan).combine_chunks(), np.float64)
    places = np.bincount(owners, minlength=count)
    lacking = np.bincount(owners, weights=~(said > 0), minlength=count) > 0
    is_even = lacking[owners]
    shares = np.where(is_even, 1 / places[owners], said)
    found = pc.index_in(stated["place_code"], units["place_code"].combine_chunks())
    found = found.combine_chunks()
    levels = units["level"].combine_chunks().take(found)
    bases = np.where(is_even & (places[owners] > 1), str(Basis.DERIVED), str(Basis.STATED))
    columns = {
        "place_code": units["place_code"].combine_chunks().take(found),
        **_sites(stated, levels),
        "place_level": levels,
        "first_code": units["first_code"].combine_chunks().take(found),
        "second_code": units["second_code"].combine_chunks().take(found),
        "place_basis": pc.if_else(pc.is_valid(found), pa.array(bases.tolist()), NOT_KNOWN),
    }
    return _Parts(owners, shares, columns)


def _sites(stated: pa.Table, levels: pa.Array) -> dict[str, pa.Array]:
    """Names of places finer than the unit found for them, or that none was found for."""
    nothing = pa.scalar(None, pa.string())
    reported = stated["name_as_reported"].combine_chunks()
    names = reported.dictionary_encode()
    forms = pa.array([folded(name) or None for name in names.dictionary.to_pylist()], pa.string())
    stated_levels = pc.if_else(
        pc.match_substring_regex(stated["source_level"], r"^\d$"), stated["source_level"], None
    )
    stated_levels = stated_levels.cast(pa.int32()).combine_chunks()
    is_finer = pc.or_(pc.is_null(levels), pc.fill_null(pc.greater(stated_levels, levels), False))
    return {
        "site": pc.if_else(is_finer, forms.take(names.indices), nothing),
        "site_name": pc.if_else(is_finer, reported, nothing),
    }


def _complete(parts: _Parts, count: int, basis: str) -> _Parts:
    """Parts with a whole, not known, for each activity that states none; shares add up to 1."""
    owners = parts.owners.astype(np.int64)
    totals = np.bincount(owners, weights=parts.shares, minlength=count)
    lacking = np.flatnonzero(totals == 0)
    shares = parts.shares / totals[owners]
    columns = {}
    for name, column in parts.columns.items():
        said = NOT_KNOWN if name == basis else None
        columns[name] = pa.concat_arrays([column, pa.array([said] * lacking.size, column.type)])
    return _Parts(
        np.concatenate((owners, lacking)), np.concatenate((shares, np.ones(lacking.size))), columns
    )


def _crossed(one: Ints, other: Ints, count: int) -> tuple[Ints, Ints]:
    """Each part of one kind with each part of the other kind of the same activity."""
    order_one, order_other = np.argsort(one, kind="stable"), np.argsort(other, kind="stable")
    uses = np.bincount(other, minlength=count)
    firsts = np.concatenate(([0], np.cumsum(uses)))[:-1]
    times = uses[one[order_one]]
    left = np.repeat(order_one, times)
    before = np.repeat(np.cumsum(times) - times, times)
    right = np.arange(left.size) - before + np.repeat(firsts[one[order_one]], times)
    return left, order_other[right]
