"""Several reports' pictures in, one picture out: ids unique, organizations met, nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.readers.identity import renamed_ids
from intarsia.tables import (
    ORGANIZATIONS,
    PROBLEMS,
    TABLES,
    Picture,
    ProblemLog,
    from_rows,
)


def combine(pictures: Sequence[Picture]) -> Picture:
    """Return one picture of all reports; the order of the arguments changes nothing.

    A file handed in twice is taken once and named. Where two reports use one activity id, the
    statement of the older report keeps it and the others get ~2, ~3.
    """
    logs: list[pa.Table] = []
    ordered = _each_report_once(sorted(pictures, key=_age), logs)
    renamed = _with_unique_ids(ordered, logs)
    tables: dict[str, pa.Table] = {}
    for name, spec in TABLES.items():
        parts = [picture[name] for picture in renamed if picture[name].num_rows]
        if name == "organizations":
            tables[name] = _met(parts)
        elif name == "places":
            tables[name] = parts[0] if parts else spec.empty()
        else:
            tables[name] = pa.concat_tables([spec.empty(), *parts])
    tables["problems"] = pa.concat_tables([tables["problems"], *logs])
    days = [picture.as_of for picture in pictures if picture.as_of is not None]
    return Picture(tables, max(days) if days else None)


def _age(picture: Picture) -> tuple[str, str]:
    reports = picture["reports"]
    stated = [moment or "" for moment in reports["generated_at"].to_pylist()]
    names = reports["report_id"].to_pylist() + reports["file"].to_pylist()
    return min(stated, default=""), "\x1f".join(sorted(names))


def _each_report_once(pictures: Sequence[Picture], logs: list[pa.Table]) -> list[Picture]:
    kept: list[Picture] = []
    seen: dict[str, str] = {}
    for picture in pictures:
        ids = picture["reports"]["report_id"].to_pylist()
        again = [report_id for report_id in ids if report_id in seen]
        for report in picture["reports"].to_pylist():
            if report["report_id"] in seen:
                log = ProblemLog(report["file"], report["report_id"])
                log.lost(
                    "report.same_file",
                    value=seen[report["report_id"]],
                    expected=str(report["rows"]),
                )
                logs.append(log.table())
        if again:
            picture = _without_reports(picture, again)
        files = picture["reports"]["file"].to_pylist()
        seen.update(zip(picture["reports"]["report_id"].to_pylist(), files, strict=True))
        if len(again) < len(ids) or not ids:
            kept.append(picture)
    return kept


def _without_reports(picture: Picture, report_ids: list[str]) -> Picture:
    """The picture without what these reports say, their problems included."""
    unwanted = pa.array(report_ids, pa.string())
    tables = {}
    for name in picture:
        table = picture[name]
        if "report_id" in table.column_names:
            table = table.filter(pc.invert(pc.is_in(table["report_id"], unwanted)))
        tables[name] = table
    kept = tables["activities"]["activity_id"]
    for name, table in tables.items():
        if name != "problems" and "activity_id" in table.column_names:
            tables[name] = table.filter(pc.is_in(table["activity_id"], kept.combine_chunks()))
    return Picture(tables, picture.as_of)


def _with_unique_ids(pictures: Sequence[Picture], logs: list[pa.Table]) -> list[Picture]:
    taken: set[str] = set()
    times: Counter[str] = Counter()
    result = []
    for picture in pictures:
        ids = picture["activities"]["activity_id"].to_pylist()
        renamed: dict[str, str] = {}
        for activity_id in ids:
            if activity_id not in taken:
                continue
            times[activity_id] += 1
            number = times[activity_id] + 1
            while (name := f"{activity_id}~{number}") in taken:
                number += 1
            renamed[activity_id] = name
        taken.update(ids)
        taken.update(renamed.values())
        if renamed:
            report = picture["reports"].to_pylist()[0]
            log = ProblemLog(report["file"], report["report_id"])
            log.tally("activity.id_in_other_report", column="activity_id", times=len(renamed))
            logs.append(log.table())
            picture = _renamed(picture, renamed)
        result.append(picture)
    return result


def _renamed(picture: Picture, renamed: dict[str, str]) -> Picture:
    tables = {
        name: renamed_ids(picture[name], renamed)
        if "activity_id" in picture[name].column_names
        else picture[name]
        for name in picture
    }
    return Picture(tables, picture.as_of)


def _met(parts: Sequence[pa.Table]) -> pa.Table:
    """One row an organization: the first name in the order of the reports, all others aliases."""
    found: dict[str, dict[str, Any]] = {}
    for part in parts:
        for row in part.to_pylist():
            first = found.setdefault(
                row["organization_id"], {**row, "identifiers": set(), "aliases": {}}
            )
            first["identifiers"].update(row["identifiers"] or ())
            if first["is_placeholder"] and not row["is_placeholder"]:
                first.update(name=row["name"], is_placeholder=False)
            first["aliases"].update(dict(row["aliases"] or ()))
            if row["name"] != first["name"] and not row["is_placeholder"]:
                first["aliases"].setdefault(row["name"], "")
            for column in ("acronym", "type_code", "level", "parent_id"):
                first[column] = first[column] or row[column]
    rows = []
    for key in sorted(found):
        row = found[key]
        row["aliases"].pop(row["name"], None)
        rows.append(
            tuple(
                sorted(row[name])
                if name == "identifiers"
                else sorted(row[name].items())
                if name == "aliases"
                else row[name]
                for name in ORGANIZATIONS.schema.names
            )
        )
    return from_rows(rows, ORGANIZATIONS.schema)


def select_country(picture: Picture, country_code: str) -> Picture:
    """Return the activities that name a country as recipient, whole, and what belongs to them.

    country_code  ISO 3166-1 alpha-2, or XK

    An activity of several countries stays whole: its share is in activity_locations. Its
    transactions may name the country where it does not. How many were left out is named in the
    problems of each report.
    """
    locations, transactions = picture["activity_locations"], picture["transactions"]
    wanted = country_code.upper()
    here = pc.and_kleene(
        pc.equal(locations["kind"], "country"),
        pc.equal(pc.utf8_upper(locations["source_code"]), wanted),
    )
    paid = pc.equal(pc.utf8_upper(transactions["country_code"]), wanted)
    chosen = pa.chunked_array(
        [
            *locations.filter(here)["activity_id"].chunks,
            *transactions.filter(paid)["activity_id"].chunks,
        ],
        pa.string(),
    ).unique()
    activities = picture["activities"]
    kept = pc.is_in(activities["activity_id"], chosen)
    left_out = Counter(activities.filter(pc.invert(kept))["report_id"].to_pylist())
    tables = {}
    for name in picture:
        table = picture[name]
        if name != "problems" and "activity_id" in table.column_names:
            table = table.filter(pc.is_in(table["activity_id"], chosen))
        tables[name] = table
    tables["organizations"] = _named_in(tables)
    files = dict(
        zip(
            picture["reports"]["report_id"].to_pylist(),
            picture["reports"]["file"].to_pylist(),
            strict=True,
        )
    )
    notes = [PROBLEMS.empty()]
    for report_id, number in sorted(left_out.items()):
        log = ProblemLog(files[report_id], report_id)
        log.tally("report.other_countries", value=wanted, times=number)
        notes.append(log.table())
    tables["problems"] = pa.concat_tables([tables["problems"], *notes])
    return Picture(tables, picture.as_of)


def _named_in(tables: dict[str, pa.Table]) -> pa.Table:
    """The organizations that the remaining rows name."""
    named: set[str | None] = set()
    for name, column in (
        ("participations", "organization_id"),
        ("transactions", "provider_id"),
        ("transactions", "receiver_id"),
        ("mandates", "organization_id"),
        ("assignments", "organization_id"),
    ):
        named.update(tables[name][column].unique().to_pylist())
    wanted = pa.array(sorted(key for key in named if key), pa.string())
    table = tables["organizations"]
    return table.filter(pc.is_in(table["organization_id"], wanted))
