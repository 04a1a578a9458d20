"""The table of locations: where each project is, with point, precision and gazetteer codes."""

from __future__ import annotations

import pyarrow as pa

from intarsia.readers.aims import cells
from intarsia.readers.aims.delimited import Delimited
from intarsia.readers.aims.projects import Activities
from intarsia.readers.columns import fill
from intarsia.tables import ACTIVITY_LOCATIONS, CODES, REMAINDERS, ProblemLog
from intarsia.terms import Severity

#: IATI GeographicVocabulary: G1 = Geonames.
_GEONAMES = "G1"
_PLACED = frozenset(
    {
        "project_id",
        "project_location_id",
        "precision_code",
        "geoname_id",
        "place_name",
        "latitude",
        "longitude",
        "location_type_code",
        "location_type_name",
        "gazetteer_adm_code",
        "gazetteer_adm_name",
        "location_class",
        "geographic_exactness",
    }
)

_Columns = dict[str, list[object]]


def read_locations(
    locations: Delimited, activities: Activities, log: ProblemLog
) -> tuple[dict[str, pa.Table], int]:
    """Return the tables that the locations fill, and how many rows belong to no project."""
    of = [activities.of.get(project) for project in locations.column("project_id")]
    lost = name_orphans(locations, of, log)
    kept = [at for at, activity_id in enumerate(of) if activity_id is not None]
    ids = [of[at] for at in kept]
    count: dict[str | None, int] = {}
    ordinals: list[object] = []
    for activity_id in ids:
        ordinals.append(count.get(activity_id, 0))
        count[activity_id] = count.get(activity_id, 0) + 1
    latitudes, longitudes = _points(locations, kept, log)

    def column(heading: str) -> list[object]:
        cells_all = locations.column(heading)
        return [cells_all[at] or None for at in kept]

    geonames = column("geoname_id")
    tables = {
        "activity_locations": fill(
            ACTIVITY_LOCATIONS,
            {
                "activity_id": ids,
                "ordinal": ordinals,
                "kind": ["location"] * len(kept),
                "source_vocabulary": [_GEONAMES if code else None for code in geonames],
                "source_code": geonames,
                "name_as_reported": column("place_name"),
                "latitude": latitudes,
                "longitude": longitudes,
                "precision": column("geographic_exactness"),
                "class_code": column("location_class"),
                "feature_code": column("location_type_code"),
            },
        ),
        "codes": _codes(locations, kept, ids, ordinals),
        "remainders": _remainders(locations, kept, ids, ordinals, log),
    }
    _name_derived(locations, log)
    return {name: table for name, table in tables.items() if table.num_rows}, lost


def name_orphans(table: Delimited, of: list[str | None], log: ProblemLog) -> int:
    """Name the rows whose project is not among the projects; return how many there are."""
    lost = 0
    stated = table.column("project_id")
    for at, activity_id in enumerate(of):
        if activity_id is None:
            lost += 1
            log.tally(
                "aims.orphan_row",
                severity=Severity.LOST,
                sheet=table.member,
                column="project_id",
                value=stated[at] or None,
                cell=str(table.numbers[at]),
            )
    return lost


def _points(
    locations: Delimited, kept: list[int], log: ProblemLog
) -> tuple[list[object], list[object]]:
    latitudes: list[object] = []
    longitudes: list[object] = []
    north, east = locations.column("latitude"), locations.column("longitude")
    for at in kept:
        latitude, longitude = cells.number(north[at]), cells.number(east[at])
        is_point = (
            latitude is not None
            and longitude is not None
            and abs(latitude) <= 90
            and abs(longitude) <= 180
        )
        if not is_point and (north[at] or east[at]):
            log.tally(
                "aims.not_a_point",
                sheet=locations.member,
                column="latitude, longitude",
                value=f"{north[at]}, {east[at]}",
                expected="-90 … 90, -180 … 180",
                cell=str(locations.numbers[at]),
            )
        latitudes.append(latitude if is_point else None)
        longitudes.append(longitude if is_point else None)
    return latitudes, longitudes


def _codes(
    locations: Delimited, kept: list[int], ids: list[str | None], ordinals: list[object]
) -> pa.Table:
    """Return three kinds of code for each location: of its place, its precision, its path."""
    names = locations.column("gazetteer_adm_name")
    columns: _Columns = {
        name: [] for name in ("activity_id", "ordinal", "kind", "of", "vocabulary", "code", "name")
    }
    for heading, kind, vocabulary in (
        ("geoname_id", "location_id", _GEONAMES),
        ("precision_code", "geographical_precision", None),
        ("gazetteer_adm_code", "administrative", _GEONAMES),
    ):
        stated = locations.column(heading)
        is_path = kind == "administrative"
        for activity_id, ordinal, at in zip(ids, ordinals, kept, strict=True):
            if not stated[at] and not (is_path and names[at]):
                continue
            columns["activity_id"].append(activity_id)
            columns["ordinal"].append(ordinal)
            columns["kind"].append(kind)
            columns["of"].append(ordinal)
            columns["vocabulary"].append(vocabulary)
            columns["code"].append(stated[at] or None)
            columns["name"].append((names[at] or None) if is_path else None)
    return fill(CODES, columns)


def _remainders(
    locations: Delimited,
    kept: list[int],
    ids: list[str | None],
    ordinals: list[object],
    log: ProblemLog,
) -> pa.Table:
    columns: _Columns = {name: [] for name in ("activity_id", "element", "ordinal", "source")}
    further = [heading for heading in dict.fromkeys(locations.headings) if heading not in _PLACED]
    made = [
        f"{project}_{place}"
        for project, place in zip(
            locations.column("project_id"), locations.column("geoname_id"), strict=True
        )
    ]
    for heading in (*further, "project_location_id"):
        stated = locations.column(heading)
        times = 0
        for activity_id, ordinal, at in zip(ids, ordinals, kept, strict=True):
            is_made = heading == "project_location_id" and stated[at] == made[at]
            if not stated[at] or is_made:
                continue
            times += 1
            columns["activity_id"].append(activity_id)
            columns["element"].append(f"location/{heading}")
            columns["ordinal"].append(ordinal)
            columns["source"].append(stated[at])
        if times:
            log.tally(
                "aims.extra_column",
                severity=Severity.NOTE,
                sheet=locations.member,
                column=heading,
                times=times,
            )
    return fill(REMAINDERS, columns)


def _name_derived(locations: Delimited, log: ProblemLog) -> None:
    for heading in ("project_location_id", "location_type_name"):
        times = sum(1 for cell in locations.column(heading) if cell)
        if times:
            log.tally(
                "aims.column_derived",
                severity=Severity.NOTE,
                sheet=locations.member,
                column=heading,
                times=times,
            )
