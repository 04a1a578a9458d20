"""Where: the map, the table of its numbers, and sectors by first-level places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.analysis.coverage import Coverage
from intarsia.charts import Inlay, PlaceMap, inlay, place_map
from intarsia.documents.brief.speech import Speech

#: More places with nobody than this are counted, not named.
_NAMED = 12


@dataclass(frozen=True)
class PlaceRow:
    """One line of the table beside the map; `is_first`: a first-level place."""

    name: str
    is_first: bool
    activities: int
    running: int
    organizations: int
    money: str


@dataclass(frozen=True)
class MapSheet:
    """The map, its words, and the same numbers as a table."""

    drawing: PlaceMap | None
    titles: tuple[str, ...]
    label: str
    note: str
    nobody: str
    has_nobody: bool
    rows: tuple[PlaceRow, ...]


@dataclass(frozen=True)
class MatrixRow:
    """One sector: its name, whether it is the name of a group, and its figures by place."""

    name: str
    tiles: tuple[tuple[int, int], ...]
    activities: int
    money: str
    unplaced: int
    is_total: bool = False


@dataclass(frozen=True)
class PlaceMatrix:
    """Sectors by first-level places; groups of sectors in order, each with its sectors."""

    columns: tuple[str, ...]
    groups: tuple[tuple[str, tuple[MatrixRow, ...]], ...]
    totals: tuple[MatrixRow, ...]
    drawing: Inlay


def place_names(places: pa.Table, language: str) -> dict[str, str]:
    """Return every place's name in a language, else in its source's first language."""
    found = {}
    columns = places.select(["place_code", "name", "names"]).to_pylist()
    for row in columns:
        others = dict(row["names"] or ())
        found[row["place_code"]] = others.get(language) or row["name"]
    return found


def map_sheet(coverage: Coverage, places: pa.Table, speech: Speech) -> MapSheet | None:
    """Return the map and its table; None where no places were given."""
    if coverage.places is None:
        return None
    names = place_names(places, speech.language)
    counts = coverage.place_counts.to_pylist()
    level = coverage.places.level
    shown = {row["place_code"] for row in counts}
    inside = places.filter(pc.is_in(places["place_code"], pa.array(sorted(shown), pa.string())))
    at_level = {row["place_code"]: row["activities"] for row in counts if row["level"] == level}
    drawing = place_map(inside, at_level, level=level, names=names)
    parents = {row["place_code"]: row["parent_code"] for row in counts}
    units = drawing.units if drawing else ()
    placed = (
        coverage.figures.activities - coverage.unknowns.place - coverage.unknowns.place_not_found
    )
    return MapSheet(
        drawing=drawing,
        titles=tuple(
            speech.say(
                "where.unit_title",
                place=_with_region(unit.place_code, names, parents),
                count=unit.count,
            )
            for unit in units
        ),
        label=speech.say("where.map_label" if level > 1 else "where.map_label_regions"),
        note=speech.say("where.map_note", count=placed, all=coverage.figures.activities),
        nobody=_nobody(coverage, level, names, speech),
        has_nobody=coverage.places.without_anyone > 0,
        rows=tuple(_place_rows(coverage, names, speech)),
    )


def _with_region(code: str, names: Mapping[str, str], parents: Mapping[str, str | None]) -> str:
    region = parents.get(code)
    if region is None or region not in names:
        return names[code]
    return f"{names[code]}, {names[region]}"


def _nobody(coverage: Coverage, level: int, names: Mapping[str, str], speech: Speech) -> str:
    """Return the sentence of the places nobody reports from; "" where it is none or all."""
    units = [row for row in coverage.place_counts.to_pylist() if row["level"] == level]
    empty = [names[row["place_code"]] for row in units if not row["activities"]]
    if not empty or len(empty) == len(units):
        return ""
    if len(empty) <= _NAMED + 1:
        return speech.say("where.nobody_in", names=", ".join(empty))
    listed = ", ".join(empty[:_NAMED])
    listed = speech.say("where.nobody_and", names=listed, count=len(empty) - _NAMED)
    return speech.say("where.nobody_in", names=listed)


def _place_rows(coverage: Coverage, names: Mapping[str, str], speech: Speech) -> list[PlaceRow]:
    rows = coverage.place_counts.to_pylist()
    firsts = {row["place_code"] for row in rows if row["level"] == 1}

    def order(row: Mapping[str, str]) -> tuple[str, bool, str]:
        first = row["place_code"] if row["place_code"] in firsts else row["parent_code"]
        return (names.get(first, ""), row["place_code"] not in firsts, names[row["place_code"]])

    return [
        PlaceRow(
            name=names[row["place_code"]],
            is_first=row["place_code"] in firsts,
            activities=row["activities"],
            running=row["running"],
            organizations=row["organizations"],
            money=speech.money(row["usd"]) if row["usd"] is not None else "",
        )
        for row in sorted(rows, key=order)
    ]


def place_matrix(coverage: Coverage, places: pa.Table, speech: Speech) -> PlaceMatrix | None:
    """Return sectors by first-level places; None where no activity has such a place."""
    if not coverage.sector_places.num_rows:
        return None
    names = place_names(places, speech.language)
    firsts = sorted(
        (row["place_code"] for row in coverage.place_counts.to_pylist() if row["level"] == 1),
        key=lambda code: names[code],
    )
    cells = {
        (row["sector_code"], row["place_code"]): (row["activities"], row["usd"])
        for row in coverage.sector_places.to_pylist()
    }
    sectors = coverage.sectors.to_pylist()
    drawing = inlay(cells, [row["sector_code"] for row in sectors], firsts)
    rows = {
        row["sector_code"]: MatrixRow(
            name=speech.sector(row["sector_code"]),
            tiles=tuple((tile.count, tile.step) for tile in tiles),
            activities=row["activities"],
            money=speech.money(row["usd"]) if row["usd"] is not None else "",
            unplaced=row["activities"] - row["placed"],
        )
        for row, tiles in zip(sectors, drawing.rows, strict=True)
    }
    in_group: dict[str, list[MatrixRow]] = {}
    for row in sectors:
        in_group.setdefault(row["group_code"], []).append(rows[row["sector_code"]])
    groups = [(name, tuple(in_group[code])) for code, name in speech.groups if code in in_group]
    return PlaceMatrix(
        columns=tuple(names[code] for code in firsts),
        groups=tuple(groups),
        totals=tuple(_totals(coverage, firsts, cells, speech)),
        drawing=drawing,
    )


def _totals(
    coverage: Coverage,
    firsts: list[str],
    cells: Mapping[tuple[str | None, str | None], tuple[int, float | None]],
    speech: Speech,
) -> list[MatrixRow]:
    """Return the rows of activities without a sector, and of all of them, each counted once."""
    unknown, figures = coverage.unknowns, coverage.figures
    by_place = {row["place_code"]: row for row in coverage.place_counts.to_pylist()}
    none = tuple((cells.get((None, code), (0, None))[0], 0) for code in firsts)
    rows = []
    if unknown.sector:
        unplaced = unknown.sector - unknown.sector_placed
        rows.append(MatrixRow(speech.say("where.no_sector"), none, unknown.sector, "", unplaced))
    rows.append(
        MatrixRow(
            name=speech.say("where.every_sector"),
            tiles=tuple((by_place[code]["activities"], 0) for code in firsts),
            activities=figures.activities,
            money="",
            unplaced=unknown.place + unknown.place_not_found,
            is_total=True,
        )
    )
    return rows
