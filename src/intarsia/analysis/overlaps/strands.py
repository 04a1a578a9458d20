"""Who does what where, as rows that can meet: a ground in, `Strands` out.

A strand is what one organization does of one kind in one sector and place. An activity with days of
its own is a strand in each of its cells; rows of a list that differ only in their month are one.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates.owners import Owners
from intarsia.analysis.ground import Ground
from intarsia.analysis.ground.functions import ADMINISTER, FUND
from intarsia.terms import Basis

Ints = NDArray[Any]

#: A day that is not known.
NO_DAY = -(2**31)
#: A period that is not stated and shorter than this is read as the month it lies in.
_SHORTEST = 28
_MONTH = 30


class Strands(NamedTuple):
    """n strands, and the activities in them.

    works      the activity that stands for each, a row of WORKS
    owners     number of the organization, never -1
    sectors, groups   number of the sector and of the group above it
    countries, firsts, seconds, sites   numbers of the place, -1: above that, or not known
    starts, ends   days since 1970, NO_DAY: not known
    is_national   whether the whole country is stated; else nothing is known of the place
    is_stated  whether these days are what a report states, and may count
    rates      US dollars a day in this cell, nan: not known
    shares     part of the activity in this cell, 0-1
    in_region, in_country   part of its unit in the unit's region, and country, 0-1: by people in
               need, else by population, else by number of units
    rows       how many activities are in it
    members    rows of WORKS; those of strand s are members[bounds[s]:bounds[s + 1]]
    """

    works: Ints
    owners: Ints
    sectors: Ints
    groups: Ints
    countries: Ints
    firsts: Ints
    seconds: Ints
    sites: Ints
    is_national: Ints
    starts: Ints
    ends: Ints
    is_stated: Ints
    rates: Ints
    shares: Ints
    in_region: Ints
    in_country: Ints
    rows: Ints
    members: Ints
    bounds: Ints


class Named(NamedTuple):
    """What the numbers of strands stand for: ids and codes.

    authorities   numbers of the owners that are authorities of the host country
    states        numbers of the owners that are other States: donors
    """

    owners: list[str]
    sectors: list[str]
    places: list[str]
    sites: list[str]
    authorities: set[int]
    states: set[int]


class Kept(NamedTuple):
    """Which activities can overlap, and how many cannot, by reason; see limits.py."""

    works: Ints
    left_out: dict[str, int]


def kept_of(ground: Ground) -> Kept:
    """Return the activities that are compared: rows of WORKS as a bool each.

    Each thing once, where it runs, by an organization that is known, at work itself: neither money
    for others nor what keeps a programme running.
    """
    works = ground.works
    counted = _mask(works["is_counted"])
    runs = _mask(works["runs"])
    has_owner = _mask(pc.is_valid(works["owner_id"]))
    functions = works["functions"].combine_chunks()
    # Grants to enterprises are work among them; a grant of which no more is said is money.
    says_whom = _mask(pc.greater(pc.list_value_length(works["targets"].combine_chunks()), 0))
    gives = ~says_whom & (_only(functions, (FUND,)) | _is_grant(ground))
    at_work = ~gives & ~_mask_of(functions, ADMINISTER)
    kept = counted.copy()
    left_out = {}
    for reason, holds in (("not_running", runs), ("nobody", has_owner), ("money", at_work)):
        left_out[reason] = int((kept & ~holds).sum())
        kept &= holds
    return Kept(kept, left_out)


def strands_of(ground: Ground, kept: Ints) -> tuple[Strands, Named]:
    """Return the strands of a ground, and what their numbers stand for.

    kept   of `kept_of`
    """
    works, cells = ground.works, ground.cells
    of = Owners(works["activity_id"].combine_chunks())(cells["activity_id"])
    sectors, sector_codes = _numbered(cells["sector_code"])
    classes = ground.sectors
    place = pc.index_in(cells["sector_code"], classes["sector_code"].combine_chunks())
    is_field = pc.fill_null(
        classes["is_field_of_work"].combine_chunks().take(place.combine_chunks()), True
    )
    wanted = kept[of] & (sectors >= 0) & np.asarray(is_field)
    groups, _ = _numbered(classes["group_code"].combine_chunks().take(place.combine_chunks()))
    codes = pa.concat_arrays(
        [one.combine_chunks() for one in (cells["first_code"], cells["second_code"])]
    )
    numbers, place_codes = _numbered(codes)
    firsts, seconds = numbers[: of.size], numbers[of.size :]
    sites, _ = _numbered(cells["site"])
    owners, owner_ids = _numbered(works["owner_id"])
    columns = {
        "works": of,
        "owners": owners[of],
        "sectors": sectors,
        # A sector that no list has stands alone.
        "groups": np.where(groups >= 0, groups, 1_000 + sectors),
        "countries": _countries(ground)[of],
        "firsts": firsts,
        "seconds": seconds,
        "sites": sites,
        "is_national": _mask(pc.equal(cells["place_level"], 0)),
        "shares": np.asarray(cells["share"].combine_chunks(), np.float64),
    }
    parts = np.append(parts_of_units(ground.units, place_codes), [[1.0, 1.0]], axis=0)
    finest = np.where(seconds >= 0, seconds, firsts)
    columns |= {"in_region": parts[finest, 0], "in_country": parts[finest, 1]}
    strands = _gathered({name: one[wanted] for name, one in columns.items()}, ground)
    hosts = set(ground.authorities)
    public = ground.parties.filter(ground.parties["is_public"])["organization_id"]
    others = set(pc.unique(public).to_pylist()) - hosts
    return strands, Named(
        owner_ids,
        sector_codes,
        place_codes,
        _site_names(cells, sites),
        {at for at, key in enumerate(owner_ids) if key in hosts},
        {at for at, key in enumerate(owner_ids) if key in others},
    )


def _site_names(cells: pa.Table, sites: Ints) -> list[str]:
    """A name as reported of each site: the first in the alphabet, whatever the order of rows."""
    names: dict[int, str] = {}
    for site, name in zip(sites.tolist(), cells["site_name"].to_pylist(), strict=True):
        if site >= 0:
            names[site] = min(names.get(site, name), name)
    return [names[site] for site in range(len(names))]


def parts_of_units(units: pa.Table, codes: list[str]) -> Ints:
    """Return for each place its part in its region and in its country, float64[n, 2].

    By people in need where that is known of all units beside it, else by population, else by their
    number. What has nothing above it is a whole one.
    """
    rows = {row["place_code"]: row for row in units.to_pylist()}
    beside: dict[tuple[int, str, int], list[dict[str, Any]]] = {}
    for row in rows.values():
        first = rows.get(row["first_code"])
        if first is None:
            continue
        country = first["parent_code"] or ""
        beside.setdefault((1, country, row["level"]), []).append(row)
        if row["level"] > 1:
            beside.setdefault((0, row["first_code"], row["level"]), []).append(row)
    found: dict[str, list[float]] = {}
    for (which, _, _), group in beside.items():
        for row, weight in zip(group, _weights(group), strict=True):
            found.setdefault(row["place_code"], [1.0, 1.0])[which] = weight
    return np.array([found.get(code, [1.0, 1.0]) for code in codes]).reshape(-1, 2)


def _weights(units: list[dict[str, Any]]) -> list[float]:
    for name in ("people_in_need", "population"):
        figures = [row[name] for row in units]
        if all(figure is not None for figure in figures) and sum(figures) > 0:
            return [figure / sum(figures) for figure in figures]
    return [1 / len(units)] * len(units)


def _gathered(cells: dict[str, Ints], ground: Ground) -> Strands:
    """Cells as strands: those of one owner, kind, sector and place are one where days are weak."""
    works = ground.works
    of = cells["works"]
    is_stated = _mask(pc.equal(works["period_basis"], str(Basis.STATED)))
    starts, ends = _periods(works, is_stated)
    titles = ground.pairs.known.records.titles.astype(np.int64)
    kinds, _ = _numbered(_kind(works))
    # Numbers of activities lie apart from those of titles.
    themes = np.where(is_stated, np.arange(is_stated.size) + titles.size + 1, titles)
    places = ("countries", "firsts", "seconds", "sites")
    keys = [cells[name] for name in ("owners", "sectors", *places, "is_national")] + [
        themes[of],
        kinds[of],
    ]
    order = np.lexsort((of, *reversed(keys)))
    edges = np.zeros(order.size, bool)
    edges[:1] = True
    for key in keys:
        edges[1:] |= key[order][1:] != key[order][:-1]
    firsts = np.flatnonzero(edges)
    heads = order[firsts]
    counts = np.diff(np.append(firsts, order.size))
    share = cells["shares"]
    daily = np.asarray(pc.fill_null(works["daily_usd"], np.nan).combine_chunks(), np.float64)
    rates = np.where(is_stated[of], daily[of], np.nan) * share

    def over(ufunc: np.ufunc, values: Ints) -> Ints:
        return ufunc.reduceat(values[order], firsts) if firsts.size else values[:0]

    known = np.where(starts[of] == NO_DAY, 2**31 - 1, starts[of])
    first_days = over(np.minimum, known)
    return Strands(
        **{name: column[heads] for name, column in cells.items() if name != "shares"},
        starts=np.where(first_days == 2**31 - 1, NO_DAY, first_days),
        ends=over(np.maximum, ends[of]),
        is_stated=is_stated[of][heads],
        rates=rates[heads],
        shares=over(np.maximum, share),
        rows=counts,
        members=of[order],
        bounds=np.append(firsts, order.size),
    )


def _periods(works: pa.Table, is_stated: Ints) -> tuple[Ints, Ints]:
    """First and last days; a weak period of a day or two is read as its month."""
    starts = _days(works["starts_on"])
    ends = _days(works["until_on"])
    lacks = (starts == NO_DAY) | (ends == NO_DAY)
    short = ~is_stated & ~lacks & (ends - starts < _SHORTEST)
    months = np.asarray(starts, "datetime64[D]").astype("datetime64[M]")
    begins = months.astype("datetime64[D]").astype(np.int64)
    last = ends.astype("datetime64[D]").astype("datetime64[M]") + 1
    closes = last.astype("datetime64[D]").astype(np.int64) - 1
    starts = np.where(lacks, NO_DAY, np.where(short, begins, starts))
    ends = np.where(lacks, NO_DAY, np.where(short, closes, ends))
    return starts, ends


def _kind(works: pa.Table) -> pa.Array:
    """What is done and for whom, as one text."""
    columns = (works[name].combine_chunks() for name in ("functions", "targets", "modalities"))
    parts = [pc.binary_join(column, " ") for column in columns]
    return pc.binary_join_element_wise(*parts, "|")


def _is_grant(ground: Ground) -> NDArray[np.bool_]:
    """Whether a government or public donor gives money and names others to do the work."""
    works, parties = ground.works, ground.parties
    doing = parties.filter(pc.is_in(parties["role"], pa.array(["implementing", "extending"])))
    at = Owners(works["activity_id"].combine_chunks())(doing["activity_id"])
    owners = works["owner_id"].combine_chunks()
    is_own = _mask(pc.equal(owners.take(pa.array(at)), doing["organization_id"]))
    named = np.bincount(at, minlength=works.num_rows)
    own = np.bincount(at, weights=is_own, minlength=works.num_rows)
    gives = _mask_of(works["functions"].combine_chunks(), FUND)
    public = parties.filter(parties["is_public"])["organization_id"].combine_chunks()
    is_public = _mask(pc.is_in(owners, pc.unique(public)))
    return np.asarray(gives & (is_public | ((named > 0) & (own == 0))))


def _countries(ground: Ground) -> Ints:
    """The first country of each activity; -1 where it names none."""
    countries = ground.pairs.known.countries
    firsts = np.full(countries.starts.size - 1, -1, np.int64)
    has = np.diff(countries.starts) > 0
    firsts[has] = countries.ids[countries.starts[:-1][has]]
    return firsts


def _only(lists: pa.Array, wanted: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether a list holds something, and nothing but what is wanted."""
    sizes = np.asarray(pc.fill_null(pc.list_value_length(lists), 0), np.int64)
    is_one = _mask(pc.is_in(lists.flatten(), pa.array(wanted)))
    parents = np.asarray(pc.list_parent_indices(lists), np.int64)
    held = np.bincount(parents, weights=is_one, minlength=sizes.size)
    return np.asarray((sizes > 0) & (held == sizes))


def _mask_of(lists: pa.Array, wanted: str) -> NDArray[np.bool_]:
    parents = np.asarray(pc.list_parent_indices(lists), np.int64)
    held = parents[_mask(pc.equal(lists.flatten(), wanted))]
    return np.asarray(np.bincount(held, minlength=len(lists)) > 0)


def _numbered(values: pa.ChunkedArray | pa.Array) -> tuple[Ints, list[str]]:
    """Texts as numbers from 0, -1 for null; and the texts."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = whole.dictionary_encode()
    return np.asarray(pc.fill_null(encoded.indices, -1), np.int64), encoded.dictionary.to_pylist()


def _days(days: pa.ChunkedArray) -> Ints:
    return np.asarray(pc.fill_null(days.cast(pa.int32()), NO_DAY).combine_chunks(), np.int64)


def _mask(values: pa.ChunkedArray | pa.Array) -> NDArray[np.bool_]:
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return np.asarray(pc.fill_null(whole, False)).astype(bool)
