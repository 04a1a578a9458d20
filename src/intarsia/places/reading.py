"""Reads places: files of boundaries and lists of places in, the PLACES table out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from intarsia.places import topojson
from intarsia.places.boundaries import Shapes, repaired, shapes_of
from intarsia.places.errors import PlacesError
from intarsia.places.lists import heading_key, of_country, read_list
from intarsia.places.merging import Place, merged
from intarsia.places.properties import units
from intarsia.places.rows import rows_of
from intarsia.tables import PLACES, ProblemLog

#: The largest national files have some hundred megabytes; a larger one is no list of places.
MAX_BYTES = 1024**3

_LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
_LEVEL_IN_NAME = re.compile(r"adm(?:in)?[ _-]?([0-5])(?![0-9])(?!-[0-9])", re.IGNORECASE)

Paths = Path | str | Sequence[Path | str]


def read_places(
    path: Paths, *, country: str | None = None, log: ProblemLog | None = None
) -> pa.Table:
    """Return the units in one file or several that belong together, the coarser ones first.

    path      files of boundaries (GeoJSON or TopoJSON, of one level or of several) and lists of
              places (csv or xlsx: the global list of P-codes, or a country's own with code,
              name, level and parent, or admin1Pcode, admin1Name, admin2Pcode …). Codes, names,
              parents, levels and population are found under the names that COD-AB,
              geoBoundaries and hand-made files use. The same code in several files is one unit;
              the first file that says something counts, further names are kept as names.
    country   ISO 3166-1 alpha-2 code, where the files do not say; of a list of several
              countries only its rows are read.
    log       gets what was repaired or left out: "places.boundary_repaired",
              "places.no_boundary", "places.no_name", "places.code_again", "places.no_code",
              "places.nothing_known", "places.level_changed", "places.parent_missing".
    Returns   PLACES. Units above that the features only name get a row whose boundary is put
              together from the units below. A parent that is not stated comes from the code's
              beginning, else from where the unit lies.
    Raises    PlacesError "places.unreadable_file", "places.too_large", "places.not_geojson",
              "places.no_features", "places.no_codes", "places.not_degrees".
    """
    paths = [Path(path)] if isinstance(path, str | Path) else [Path(one) for one in path]
    log = ProblemLog(", ".join(one.name for one in paths)) if log is None else log
    files = [_read(one, country, log, alone=len(paths) == 1) for one in paths]
    if not any(files):
        names = ", ".join(one.name for one in paths)
        of = f" of {country}" if country else ""
        raise PlacesError("places.no_features", f"{names}: there are no units{of}.", file=names)
    return _table(files, log)


def places_from_rows(
    rows: Iterable[Mapping[str, object]],
    *,
    country: str | None = None,
    source: str = "list of places",
    log: ProblemLog | None = None,
) -> pa.Table:
    """Return the units that rows of a list name, such as the sheet of places in a workbook.

    rows     one mapping a row: heading (as `read_places` knows them) -> value
    source   where the rows stand, for the column `source`
    Raises   PlacesError "places.no_features", "places.no_codes".

    >>> places_from_rows([{"Admin1 Pcode": "SO24", "Admin1 Name": "Bay"}])["name"].to_pylist()
    ['Bay']
    """
    log = ProblemLog(source) if log is None else log
    named = [{heading_key(key): value for key, value in row.items()} for row in rows]
    return _table([_listed(named, country, log, source, alone=True)], log)


def merge_places(tables: Sequence[pa.Table], *, log: ProblemLog | None = None) -> pa.Table:
    """Return several PLACES tables as one tree, the first to say something counting.

    Units of the same code are one; codes that differ in case, spaces or in the country's two or
    three letters are the same.
    """
    log = ProblemLog("places") if log is None else log
    return _table([table.to_pylist() for table in tables], log)


def _table(files: Sequence[Sequence[Place]], log: ProblemLog) -> pa.Table:
    places = merged(files, log)
    known = {None, *(place["place_code"] for place in places)}
    for place in places:
        # The country itself seldom has a row, and needs none.
        if place["level"] > 1 and place["parent_code"] not in known:
            log.note(
                "places.parent_missing",
                column="parent",
                value=place["parent_code"],
                expected=place["place_code"],
            )
    return pa.Table.from_pylist(places, PLACES.schema)


def _read(path: Path, country: str | None, log: ProblemLog, *, alone: bool) -> list[Place]:
    _check_size(path)
    if path.suffix.casefold() in _LISTS:
        rows = read_list(path)
        own = of_country(rows, country) if country else rows
        return _listed(own, country, log, path.name, alone=alone)
    features = _features(path)
    shapes = shapes_of(path.name, features)
    level = _level_in_name(path, features)
    return _units(
        [_properties(one) for one in features], shapes, country, log, path.name, level, alone
    )


def _listed(
    rows: Sequence[Mapping[str, object]],
    country: str | None,
    log: ProblemLog,
    source: str,
    *,
    alone: bool,
) -> list[Place]:
    if not rows:
        if alone:
            of = f" of {country}" if country else ""
            raise PlacesError("places.no_features", f"{source} holds no units{of}.", file=source)
        log.note("places.nothing_known", value=source)
        return []
    return _units(rows, None, country, log, source, None, alone)


def _units(
    properties: Sequence[Mapping[str, object]],
    shapes: Shapes | None,
    country: str | None,
    log: ProblemLog,
    source: str,
    level: int | None,
    alone: bool,
) -> list[Place]:
    stated = units(properties)
    if not any(unit.code for unit in stated):
        if not alone:
            log.tally("places.nothing_known", value=source, times=len(stated))
            return []
        keys = sorted(str(key) for key in properties[0] if key != "object")
        raise PlacesError(
            "places.no_codes",
            f"{source}: none of the {len(properties)} features has a code. Expected a property "
            "such as pcode, admin1Pcode or ADM1_PCODE; the first feature has: "
            f"{', '.join(keys) or 'none'}.",
            file=source,
        )
    if shapes is not None:
        shapes = repaired(shapes, [unit.code for unit in stated], log)
    belongs = country.upper() if country else None
    return rows_of(stated, shapes, log, belongs, source, level)


def _check_size(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as reason:
        raise PlacesError(
            "places.unreadable_file",
            f"{path.name} cannot be opened: {reason.strerror}.",
            file=path.name,
        ) from None
    if size > MAX_BYTES:
        raise PlacesError(
            "places.too_large",
            f"{path.name} has more than {MAX_BYTES:,} bytes. Simplify its boundaries first.",
            file=path.name,
        )


def _features(path: Path) -> list[Mapping[str, Any]]:
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as reason:
        raise PlacesError(
            "places.unreadable_file",
            f"{path.name} cannot be opened: {reason.strerror}.",
            file=path.name,
        ) from None
    except (ValueError, RecursionError):
        raise PlacesError(
            "places.not_geojson",
            f"{path.name} is no GeoJSON: it is not readable as JSON.",
            file=path.name,
        ) from None
    features = _of_topology(document) or _of_collection(document, path)
    if not features:
        raise PlacesError("places.no_features", f"{path.name} holds no features.", file=path.name)
    return features


def _of_topology(document: object) -> list[Mapping[str, Any]]:
    if not isinstance(document, dict) or document.get("type") != "Topology":
        return []
    try:
        return list(topojson.features(document))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return []


def _of_collection(document: object, path: Path) -> list[Mapping[str, Any]]:
    kind = document.get("type") if isinstance(document, dict) else None
    features = document.get("features") if isinstance(document, dict) else None
    if kind != "FeatureCollection" or not isinstance(features, list):
        found = f'its type is "{kind}"' if kind else "it states no type"
        raise PlacesError(
            "places.not_geojson",
            f"{path.name} is no GeoJSON FeatureCollection and no whole TopoJSON: {found}. "
            "Export the boundaries as GeoJSON in WGS 84 degrees.",
            file=path.name,
            type=kind,
        )
    return [one for one in features if isinstance(one, dict)]


def _properties(feature: Mapping[str, Any]) -> Mapping[str, object]:
    stated = feature.get("properties")
    properties = dict(stated) if isinstance(stated, dict) else {}
    if feature.get("id") is not None:
        properties.setdefault("id", feature["id"])
    return properties


def _level_in_name(path: Path, features: Sequence[Mapping[str, Any]]) -> int | None:
    """The level that the name of the file or of its one object states: "nepal_adm3.json"."""
    objects = {str(one.get("object") or "") for one in features}
    named = [path.stem, *(objects if len(objects) == 1 else ())]
    found = {int(match[1]) for text in named if (match := _LEVEL_IN_NAME.search(text))}
    return found.pop() if len(found) == 1 else None
