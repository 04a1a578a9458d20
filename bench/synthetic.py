"""Synthetic activity reports with known truth, as a picture that holds none of the truth.

The reports come from the generator beside the public test data; the countries are invented.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from intarsia.spelling import folded
from intarsia.tables import TABLES, Picture, save_picture

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
GENERATOR = SHARED / "tools" / "generate_activities.py"
#: What a euro, pound and krona are worth in the generator's dollars.
_USD = {"USD": 1.0, "EUR": 1 / 0.92, "GBP": 1 / 0.79, "SEK": 1 / 10.5}
#: More than a world has organizations: numbers of reporters and of names, see `prepared`.
_WORLD = 20_000_000
TRUE_COLUMNS = ("id", "entity", "kind", "overlap_of")


def generated(folder: Path, rows: int, seed: int = 7, countries: int = 0) -> Path:
    """Return a file of so many synthetic reports, made if it is not there yet.

    countries   0: as many as the generator thinks fit
    """
    path = folder / f"activities-{rows}-{seed}-{countries}.parquet"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        wanted = [sys.executable, str(GENERATOR), str(rows), str(path), "--seed", str(seed)]
        subprocess.run([*wanted, "--countries", str(countries)], check=True)
    return path


def laid_out(folder: Path, rows: int, seed: int = 7, countries: int = 0, worlds: int = 1) -> Path:
    """Return a folder with the same reports twice: a table with the truth, and a picture without.

    `table.parquet` is `prepared` and `entity`; `picture` is a saved picture in its order.
    worlds   so many times `rows` reports, of other countries and organizations each, seeds from
             `seed` on
    """
    place = folder / f"reports-{rows}-{seed}-{countries}-{worlds}"
    if not place.exists():
        parts = []
        for world in range(worlds):
            path = generated(folder, rows, seed + world, countries)
            table = prepared(path).append_column("entity", truth(path)["entity"])
            parts.append(_in_world(table, world) if world else table)
            path.unlink()
        table = pa.concat_tables(parts, promote_options="permissive")
        save_picture(picture_of(table), place / "picture")
        pq.write_table(table, place / "table.parquet")
    return place


def _in_world(table: pa.Table, world: int) -> pa.Table:
    """The reports with ids, organizations and places that no other world has."""
    numbered = {"id": table.num_rows, "entity": table.num_rows}
    numbered |= dict.fromkeys(("reporting_org_id", "funder_id", "implementer_id"), _WORLD)
    for name, step in numbered.items():
        moved = pc.add(table[name].cast(pa.int64()), world * step)
        table = table.set_column(table.column_names.index(name), name, moved)
    for name in ("country", "adm1", "adm2"):
        moved = pc.binary_join_element_wise(f"W{world}-", table[name], "")
        table = table.set_column(table.column_names.index(name), name, moved)
    return table


def truth(path: Path) -> pa.Table:
    """Return what the generator knows: id, entity, kind, overlap_of."""
    return pq.read_table(path, columns=list(TRUE_COLUMNS))


def prepared(path: Path) -> pa.Table:
    """Return the reports with `funder_id` and `implementer_id`: organizations under one number.

    Names meet by their spelling, without what stands in brackets and with the usual
    abbreviations written out. A reporter's number is the one it publishes.
    """
    wanted = [name for name in pq.read_schema(path).names if name not in TRUE_COLUMNS[1:]]
    table = pq.read_table(path, columns=wanted)
    known: dict[str, int] = {}
    names, numbers = table["reporting_org"], table["reporting_org_id"]
    pairs = pa.table({"name": names, "number": numbers}).group_by(["name", "number"]).aggregate([])
    for name, number in sorted(zip(*pairs.to_pydict().values(), strict=True)):
        for form in _forms(name):
            known.setdefault(form, number)
    for column in ("funder", "implementer"):
        encoded = table[column].combine_chunks().dictionary_encode()
        found = []
        for name in encoded.dictionary.to_pylist():
            forms = _forms(name)
            match = next((known[form] for form in forms if form in known), None)
            found.append(
                known.setdefault(forms[0], 10_000_000 + len(known)) if match is None else match
            )
        ids = pa.array(found, pa.int64()).take(encoded.indices)
        table = table.append_column(f"{column}_id", ids)
    return table


def _forms(name: str) -> list[str]:
    long = name
    for short, written in (
        ("Intl", "International"), ("Dev.", "Development"), ("Org.", "Organisation"),
        ("Min.", "Ministry"), ("Prog.", "Programme"),
    ):  # fmt: skip
        long = long.replace(short, written)
    before, _, inside = long.partition(" (")
    return [folded(before), *([folded(inside)] if inside else [])]


def picture_of(table: pa.Table) -> Picture:
    """Return the prepared reports as a picture, as reading and settling would leave it."""
    count = table.num_rows
    ids = pc.binary_join_element_wise(
        "activity:", table["id"].cast(pa.string()), ""
    ).combine_chunks()
    rates = pc.cast(
        pa.array(list(_USD.values())).take(pc.index_in(table["currency"], pa.array(list(_USD)))),
        pa.float64(),
    )
    reporters = _organization(table["reporting_org_id"])
    activities = _filled(
        "activities",
        count,
        activity_id=ids,
        report_id=_constant("synthetic", count),
        file=_constant("synthetic", count),
        title=table["title"],
        description=table["description"],
        organization_id=reporters,
        starts_on=table["start"],
        ends_on=table["end"],
        budget_usd=pc.multiply(table["budget"], rates),
        spent_usd=pc.multiply(table["disbursed"], rates),
        target_group_code=pc.replace_substring(table["target"], " ", "_"),
    )
    roles = (
        ("reporting", reporters),
        ("funding", _organization(table["funder_id"])),
        ("implementing", _organization(table["implementer_id"])),
    )
    participations = pa.concat_tables(
        _filled(
            "participations",
            count,
            activity_id=ids,
            ordinal=pa.array(np.zeros(count, np.int32)),
            role=_constant(role, count),
            organization_id=organizations,
        ).filter(pc.is_valid(organizations))
        for role, organizations in roles
    )
    named = pc.unique(participations["organization_id"])
    organizations = _filled(
        "organizations",
        len(named),
        organization_id=named,
        name=named,
        is_placeholder=pa.array(np.zeros(len(named), bool)),
    )
    flat = pc.list_parent_indices(table["sectors"])
    codes = pc.list_flatten(table["sectors"]).cast(pa.string())
    sectors = _filled(
        "activity_sectors",
        len(codes),
        activity_id=ids.take(flat.combine_chunks()),
        ordinal=pa.array(np.zeros(len(codes), np.int32)),
        source_vocabulary=_constant("1", len(codes)),
        source_code=codes,
        sector_code=pc.utf8_slice_codeunits(codes, 0, 3),
    )
    return Picture(
        {
            "activities": activities,
            "participations": participations,
            "organizations": organizations,
            "activity_sectors": sectors,
            "activity_locations": _locations(table, ids),
            "places": _places(table),
        }
    )


def _organization(numbers: pa.ChunkedArray) -> pa.Array:
    text = pc.binary_join_element_wise("organization:", numbers.cast(pa.string()), "")
    return text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text


def _locations(table: pa.Table, ids: pa.Array) -> pa.Table:
    parts = []
    finest = pc.coalesce(table["adm2"], table["adm1"])
    for kind, column, codes in (
        ("country", "source_code", table["country"]),
        ("location", "place_code", finest),
    ):
        part = _filled(
            "activity_locations",
            len(ids),
            activity_id=ids,
            ordinal=pa.array(np.zeros(len(ids), np.int32)),
            kind=_constant(kind, len(ids)),
            **{column: codes},
        )
        parts.append(part.filter(pc.is_valid(codes)))
    return pa.concat_tables(parts)


def _places(table: pa.Table) -> pa.Table:
    rows: dict[str, tuple[str | None, int]] = {}
    units = table.select(["country", "adm1", "adm2"]).group_by(["country", "adm1", "adm2"])
    for row in units.aggregate([]).to_pylist():
        rows[row["country"]] = (None, 0)
        if row["adm1"]:
            rows[row["adm1"]] = (row["country"], 1)
        if row["adm2"]:
            rows[row["adm2"]] = (row["adm1"], 2)
    codes = sorted(rows)
    return _filled(
        "places",
        len(codes),
        place_code=pa.array(codes),
        name=pa.array(codes),
        parent_code=pa.array([rows[code][0] for code in codes]),
        level=pa.array([rows[code][1] for code in codes], pa.int32()),
    )


def _constant(text: str, count: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(np.zeros(count, np.int32), [text]).cast(pa.string())


def _filled(of: str, count: int, /, **columns: pa.Array) -> pa.Table:
    schema = TABLES[of].schema
    arrays = [
        columns[field.name].cast(field.type)
        if field.name in columns
        else pa.nulls(count, field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)
