"""Where: stated codes and points in, units of the administrative tree and shares out.

A unit comes from the names and codes that the report states, else from the point; never from the
country alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from intarsia.normalize.columns import with_columns
from intarsia.normalize.known_places import KnownPlaces
from intarsia.normalize.stated_places import Stated, log_places, match_places
from intarsia.places import PlaceAlias, locate, parent_at_level
from intarsia.places.codes import folded_code
from intarsia.tables import ACTIVITY_LOCATIONS, ProblemLog
from intarsia.terms import Severity

#: Percentages that miss 100 by more than this are named.
_TOLERANCE = 1.0
#: IATI GeographicVocabulary: gazetteers whose numbers of their own are no P-codes.
_OTHER_CODES = frozenset({"A1", "A2", "A3", "A4", "G1", "G2"})
#: GeoNames feature codes of points that stand for a whole country or administrative unit.
_STANDS_FOR = re.compile(r"(?P<country>PCL[A-Z]*)|ADM(?P<level>[1-5])H?")

Floats = npt.NDArray[np.float64]
Yes = npt.NDArray[np.bool_]


def normalize_locations(
    tables: dict[str, pa.Table],
    places: pa.Table | None,
    log: ProblemLog,
    *,
    aliases: Iterable[PlaceAlias] = (),
) -> dict[str, pa.Table]:
    """Fill `place_code` and `share` of activity_locations.

    places   PLACES; without it no place is found
    aliases  names of places that people have confirmed
    share    countries and regions add up to 1 together, locations among themselves. Regions carry
             none where the countries make up the whole, and only one vocabulary of them counts.

    Logs "location.percentages_off", "location.swapped_coordinates",
    "location.outside_boundaries", "place.alias_unknown" and what
    `stated_places.log_places` says.
    """
    locations = tables["activity_locations"]
    added = {
        "share": _shares(locations, tables["activities"], log),
        "place_code": pa.nulls(locations.num_rows, pa.string())
        if places is None or not places.num_rows
        else _places(tables, places, aliases, log),
    }
    return {**tables, "activity_locations": with_columns(locations, ACTIVITY_LOCATIONS, added)}


def _origin(activities: pa.Table, activity_id: str) -> dict[str, str | None]:
    """Where an activity stands in its file, as a problem names it."""
    at = pc.index(activities["activity_id"], activity_id).as_py()
    if at < 0:
        return {"activity_id": activity_id}
    row = activities["row"][at].as_py()
    cell = activities["xpath"][at].as_py() or (f"row {row}" if row else None)
    return {"activity_id": activity_id, "sheet": activities["sheet"][at].as_py(), "cell": cell}


def _shares(locations: pa.Table, activities: pa.Table, log: ProblemLog) -> pa.Array:
    """Parts of 1 for each row, by activity and kind."""
    coded = locations["activity_id"].combine_chunks().dictionary_encode()
    ids = coded.dictionary
    activity = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    percentage = locations["percentage"].to_numpy().astype(np.float64)
    share = np.full(locations.num_rows, np.nan)
    here = _is(locations["kind"], "location")
    counted = ~here & _counts(locations, activity, percentage, len(ids))
    for rows, column in ((here, "location"), (counted, "recipient-country")):
        share[rows], off, total = _parts(activity[rows], percentage[rows], len(ids))
        for number in np.flatnonzero(off).tolist():
            log.changed(
                "location.percentages_off",
                **_origin(activities, ids[number].as_py()),
                column=column,
                value=f"{total[number]:g}",
                expected="100",
            )
    return pa.array(share, pa.float64(), from_pandas=True)


def _counts(
    locations: pa.Table, activity: npt.NDArray[np.int64], percentage: Floats, activities: int
) -> Yes:
    """Which countries and regions carry a share: a region that only repeats countries has none."""
    country = _is(locations["kind"], "country")
    region = _is(locations["kind"], "region")
    stated = _sums(activity[country], np.nan_to_num(percentage[country]), activities)
    whole = np.abs(stated - 100) <= _TOLERANCE
    # The first vocabulary counts: DAC regions ("1", and where none is stated), then by code.
    vocabularies = pc.fill_null(locations["source_vocabulary"], "1").to_pylist()
    ranks = {name: rank for rank, name in enumerate(sorted(set(vocabularies)))}
    rank = np.array([ranks[name] for name in vocabularies], dtype=np.int64)
    first = np.full(activities, len(ranks))
    np.minimum.at(first, activity[region], rank[region])
    counts: Yes = country | (region & ~whole[activity] & (rank == first[activity]))
    return counts


def _parts(
    activity: npt.NDArray[np.int64], percentage: Floats, activities: int
) -> tuple[Floats, Yes, Floats]:
    """Parts of 1 from percentages; those missing share equally in what is left.

    Returns the part of each row, and for each activity whether its percentages do not come to
    100 and to what they come.
    """
    missing = np.isnan(percentage) | (percentage < 0)
    stated = np.minimum(np.where(missing, 0.0, percentage), 1e6)
    total = _sums(activity, stated, activities)
    unstated = np.bincount(activity, missing, activities)
    rows = np.bincount(activity, minlength=activities)
    left = np.maximum(0.0, 100.0 - total) / np.maximum(unstated, 1)
    filled = np.where(missing, left[activity], stated)
    whole = _sums(activity, filled, activities)
    equal = 1.0 / np.maximum(rows, 1)
    empty = whole[activity] <= 0
    part: Floats = np.where(empty, equal[activity], filled / np.where(empty, 1.0, whole[activity]))
    off = (rows > unstated) & (np.abs(whole - 100) > _TOLERANCE)
    return part, off, whole


def _sums(activity: npt.NDArray[np.int64], values: Floats, activities: int) -> Floats:
    # np.bincount counts in whole numbers where it gets no rows at all.
    return np.bincount(activity, values, activities).astype(np.float64)


def stated_in(
    tables: dict[str, pa.Table],
    places: pa.Table,
    aliases: Iterable[PlaceAlias] = (),
    log: ProblemLog | None = None,
) -> list[Stated]:
    """Return the different paths of names and codes that locations state, each with its unit.

    `stated_places.unmatched_table` makes a list of them to be confirmed.
    """
    locations = tables["activity_locations"]
    if not {"path_names", "path_codes"} <= set(locations.column_names):
        return []
    lengths = [pc.sum(pc.list_value_length(locations[n])) for n in ("path_names", "path_codes")]
    if not any(total.as_py() for total in lengths):
        return []
    known = KnownPlaces.of(places, aliases, log)
    rows = np.flatnonzero(_is(locations["kind"], "location")).tolist()
    # In a tree of one country every location is in that country.
    countries = _country_of_rows(locations) if known.country is None else None
    return match_places(locations, known, rows, countries)


def _country_of_rows(locations: pa.Table) -> Sequence[str | None]:
    """The one country that each row's activity states, null where it states several."""
    stated: dict[str, set[str]] = {}
    columns = (locations[name].to_pylist() for name in ("activity_id", "kind", "source_code"))
    for activity_id, kind, code in zip(*columns, strict=True):
        if kind == "country" and code:
            stated.setdefault(activity_id, set()).add(code.upper())
    return [
        min(codes) if len(codes := stated.get(activity_id, set())) == 1 else None
        for activity_id in locations["activity_id"].to_pylist()
    ]


def _places(
    tables: dict[str, pa.Table],
    places: pa.Table,
    aliases: Iterable[PlaceAlias],
    log: ProblemLog,
) -> pa.Array:
    """The unit of each row: of the country, of the finest code or name, else of the point."""
    locations = tables["activity_locations"]
    found: list[str | None] = [None] * locations.num_rows
    countries = _countries(places)
    kinds = locations["kind"].to_pylist()
    stated = locations["source_code"].to_pylist()
    paths = stated_in(tables, places, aliases, log)
    log_places(paths, log)
    by_path = {row: one.match for one in paths for row in one.rows}
    by_code = _by_code(locations, tables["codes"], places)
    for row, kind in enumerate(kinds):
        if kind == "country":
            found[row] = countries.get((stated[row] or "").upper())
        elif kind == "location":
            match = by_path.get(row)
            found[row] = (match.place_code if match else None) or by_code.get(row)
    open_rows = [
        row
        for row, kind in enumerate(kinds)
        # What is said to be everywhere is not where its point happens to lie.
        if kind == "location"
        and not found[row]
        and not (row in by_path and by_path[row].because == "whole country")
    ]
    points = locations.take(pa.array(open_rows, pa.int64()))
    located = _by_point(points, places, tables["activities"], log)
    for row, code in zip(open_rows, located, strict=True):
        found[row] = code
    return pa.array(found, pa.string())


def _countries(places: pa.Table) -> dict[str, str]:
    """The unit of each whole country in the tree, by ISO code."""
    whole = places.filter(pc.equal(places["level"], 0))
    rows = zip(whole["place_code"].to_pylist(), whole["country_code"].to_pylist(), strict=True)
    return {(country or code).upper(): code for code, country in rows}


def _by_code(locations: pa.Table, codes: pa.Table, places: pa.Table) -> dict[int, str]:
    """Row of activity_locations -> the finest unit whose code the location states."""
    units = sorted(
        zip(places["level"].to_pylist(), places["place_code"].to_pylist(), strict=True),
        key=lambda unit: (-unit[0], unit[1]),
    )
    finest = {folded_code(code): rank for rank, (_, code) in reversed(list(enumerate(units)))}
    located = locations.filter(pc.equal(locations["kind"], "location"))
    rows = np.flatnonzero(_is(locations["kind"], "location")).tolist()
    keys = zip(located["activity_id"].to_pylist(), located["ordinal"].to_pylist(), strict=True)
    row_of = dict(zip(keys, rows, strict=True))
    best: dict[int, int] = {}
    further = codes.filter(
        pc.and_(
            pc.is_in(codes["kind"], pa.array(["administrative", "location_id"])),
            pc.is_valid(codes["of"]),
        )
    )
    for table, ordinal, vocabulary, code in (
        (located, "ordinal", "source_vocabulary", "source_code"),
        (further, "of", "vocabulary", "code"),
    ):
        columns = ("activity_id", ordinal, vocabulary, code)
        for activity_id, number, named, text in zip(
            *(table[column].to_pylist() for column in columns), strict=True
        ):
            # A gazetteer's bare number only looks like a code of the tree.
            number_only = named in _OTHER_CODES and not any(map(str.isalpha, text or ""))
            rank = None if number_only else finest.get(folded_code(text or ""))
            row = row_of.get((activity_id, number))
            if rank is not None and row is not None:
                best[row] = min(rank, best.get(row, rank))
    return {row: units[rank][1] for row, rank in best.items()}


def _by_point(
    points: pa.Table, places: pa.Table, activities: pa.Table, log: ProblemLog
) -> list[str | None]:
    """The unit that each location's point lies in, with the two numbers swapped if need be."""
    north = points["latitude"].to_numpy().astype(np.float64)
    east = points["longitude"].to_numpy().astype(np.float64)
    found = locate(places, north, east).to_pylist()
    known = np.isfinite(north) & np.isfinite(east)
    outside = known & np.array([code is None for code in found], dtype=np.bool_)
    swapped = locate(places, np.where(outside, east, np.nan), np.where(outside, north, np.nan))
    lost = 0
    for row in np.flatnonzero(outside).tolist():
        found[row] = swapped[row].as_py()
        if found[row] is None:
            lost += 1
            continue
        log.changed(
            "location.swapped_coordinates",
            column="location/point",
            **_origin(activities, points["activity_id"][row].as_py()),
            value=f"{north[row]:g}, {east[row]:g}",
            suggestion=f"{east[row]:g}, {north[row]:g}",
        )
    if lost:
        log.tally(
            "location.outside_boundaries",
            severity=Severity.NOTE,
            column="location/point",
            times=lost,
        )
    pairs = list(zip(found, points["feature_code"].to_pylist(), strict=True))
    coarsened = {pair: _no_finer(places, *pair) for pair in set(pairs)}
    return [coarsened[pair] for pair in pairs]


def _no_finer(places: pa.Table, code: str | None, feature: str | None) -> str | None:
    """The unit at the level the point stands for: the middle of a country is in no district."""
    match = _STANDS_FOR.fullmatch(feature.upper()) if feature else None
    if code is None or match is None:
        return code
    own = places.filter(pc.equal(places["place_code"], code))["level"][0].as_py()
    level = 0 if match["country"] else int(match["level"])
    above = code if own <= level else parent_at_level(places, code, level)
    # A country's code that has no row in the tree is no place one could look up.
    return above if pc.any(pc.equal(places["place_code"], above)).as_py() else None


def _is(kinds: pa.ChunkedArray, kind: str) -> Yes:
    found: Yes = pc.equal(kinds, kind).to_numpy().astype(np.bool_)
    return found
