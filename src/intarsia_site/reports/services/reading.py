"""The worker reads a report: what it is, what is wrong in it, what differs from what is so."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import structlog
from django.db import transaction

import intarsia
from intarsia.errors import IntarsiaError
from intarsia.normalize.stated_places import unmatched_places
from intarsia.places import PlaceAlias
from intarsia.readers.source import Reading
from intarsia.register.confirmed import Confirmed, with_confirmed
from intarsia.spelling import folded
from intarsia.tables import Picture
from intarsia_site.registry.meanings import Register, organizations_learned
from intarsia_site.reports.kept import path_of
from intarsia_site.reports.list_columns import columns_of_list, shape_of_list
from intarsia_site.reports.models import ImportTable, ReportImport
from intarsia_site.reports.services.marks import mark_of
from intarsia_site.reports.services.progress import Hold, Now, SupersededError, hold
from intarsia_site.reports.services.template import THREE_WAY, laid_over_current, waits_for_decision
from intarsia_site.reports.tables import (
    NOT_KEPT,
    Ground,
    ground_of,
    packed,
    picture_of,
    register_of_site,
)

log = structlog.get_logger("intarsia_site.reports")
State = ReportImport.State
DIFFERENCE, TO_CONFIRM, PLACES_TO_CONFIRM = "difference", "organizations_to_confirm", "no_place"
MAPPING = "mapping"


def read_report_of(report_id: str, *, now: Now) -> None:
    """Read an import that waits, by the installation itself, as its receiver asked in the trail.

    It ends ready to be looked at, or failed with a code that `intarsia.phrases` or the page says
    in words. What is read is written in one transaction at the end.
    """
    mine = hold(report_id, waiting=State.WAITING, working=State.READING, now=now)
    if mine is None:
        return
    report = ReportImport.objects.select_related(
        "file", "source__country", "source__organization", "source__current"
    ).get(pk=mine.pk)
    try:
        mark = mark_of(report)
        current = report.source.current
        if current is not None and current.summary.get("mark") == mark:
            _same(mine, report, current)
            return
        _keep(mine, report, _read(mine, report), mark)
    except SupersededError:
        log.info("import_superseded", report=report_id)
    except IntarsiaError as error:
        _fail(mine, error.code, _plain(error.data))
    except Exception:
        log.exception("import_failed", report=report_id)
        _fail(mine, "reports.reading_failed", {})


class _Found:
    """What a reading found, on its way into the tables of an import."""

    def __init__(
        self, picture: Picture, extra: dict[str, tuple[int, bytes]], summary: dict[str, Any]
    ):
        self.picture, self.extra, self.summary = picture, extra, summary


def _read(mine: Hold, report: ReportImport) -> _Found:
    source, file, decisions = report.source, report.file, report.decisions
    if file is None:
        raise TypeError("what is entered on the site is not read from a file")
    mine.stage("reading")
    path = path_of(file)
    reading = _reading(report, path, file.name, mine)
    mine.stage("understanding")
    ground = ground_of(source.country)
    known = {**source.known, **decisions}
    aliases = (*ground.aliases, *_place_aliases(known))
    picture = intarsia.normalize_report(
        reading,
        as_of=report.created_at.date(),
        places=ground.places if ground.places.num_rows else None,
        place_aliases=aliases,
        country=source.country.code,
    )
    mine.stage("organizations")
    picture, confirm = intarsia.settle_organizations(
        picture, _register(known), country=source.country.code
    )
    mine.stage("comparing")
    before = picture_of(source.current)
    laid = laid_over_current(report, reading, picture)
    picture = laid.picture if laid is not None else picture
    difference = intarsia.compare_reports(before, picture)
    mine.stage("keeping")
    extra = {
        DIFFERENCE: (0, intarsia.difference_to_json(difference).encode()),
        TO_CONFIRM: (confirm.num_rows, packed(confirm)),
        **_unplaced(picture, ground, aliases),
    }
    if laid is not None:
        extra[THREE_WAY] = (laid.rows, laid.told)
    elif reading.mapping is not None:
        extra[MAPPING] = (0, _mapping_text(reading.mapping).encode())
        extra |= columns_of_list(reading, path)
    counted = {
        "new": len(difference.new),
        "changed": len(difference.changed),
        "gone": len(difference.gone),
        "unchanged": difference.unchanged,
        **({THREE_WAY: laid.summary} if laid is not None else {}),
    }
    said = {**_summary(picture, confirm), **counted, **shape_of_list(reading)}
    return _Found(picture, extra, said)


def _reading(report: ReportImport, path: Path, name: str, mine: Hold) -> Reading:
    """Read the kept file under the name that its sender gave it.

    With the columns as somebody said for this report. Those of the source's last one are only a
    help: where they do not fit this list, it is read without them.
    """
    decided, usual = report.decisions.get("mapping"), report.source.mapping
    corrections = tuple(
        intarsia.Correction(**one) for one in report.decisions.get("corrections", ())
    )

    def read(mapping: str | None) -> Reading:
        return intarsia.read_report(
            path, name=name, mapping=_mapping(mapping), corrections=corrections,
            progress=mine.progress,
        )  # fmt: skip

    if decided or not usual:
        return read(decided)
    try:
        found = read(usual)
        # A template of ours says itself what its columns are.
        return found if found.template is None else read(None)
    except IntarsiaError as error:
        log.info("mapping_does_not_fit", report=report.public_id, code=error.code)
        return read(None)


def _mapping(text: str | None) -> Any:
    """Return a mapping from the text in which it is kept; None: it is guessed."""
    if not text:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mapping.yaml"
        file.write_text(text, encoding="utf-8")
        return intarsia.load_mapping(file)


def _mapping_text(mapping: Any) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mapping.yaml"
        intarsia.save_mapping(mapping, file)
        return file.read_text(encoding="utf-8")


def _register(known: dict[str, Any]) -> pa.Table:
    """Return what the site knows of organizations with what people confirmed for the source.

    What was new then may have been learned meanwhile; one of the packaged register may be kept
    here, one that was kept here merged into another.
    """
    names: dict[str, str] = known.get("organizations", {})
    register = register_of_site()
    if not names:
        return register
    there = set(register["organization_id"].to_pylist())
    learned = organizations_learned(name for name, key in names.items() if key.startswith("name:"))
    kept = Register()
    confirmed = []
    for name, key in sorted(names.items()):
        meant = learned.get(folded(name), key) if key.startswith("name:") else key
        if meant not in there and not meant.startswith("name:"):
            organization = kept.kept(meant)
            meant = organization.public_id if organization is not None else meant
        confirmed.append(Confirmed("", 0, name, meant, is_new=meant.startswith("name:")))
    return with_confirmed(register, confirmed)


def _place_aliases(known: dict[str, Any]) -> list[PlaceAlias]:
    return [
        PlaceAlias(one["name"], one.get("parent") or None, one["place_code"])
        for one in known.get("places", ())
        if one.get("place_code")
    ]


def _unplaced(
    picture: Picture, ground: Ground, aliases: Iterable[PlaceAlias]
) -> dict[str, tuple[int, bytes]]:
    if not ground.places.num_rows:
        return {}
    table = unmatched_places(picture, ground.places, aliases)
    return {PLACES_TO_CONFIRM: (table.num_rows, packed(table))}


def _summary(picture: Picture, confirm: pa.Table) -> dict[str, Any]:
    """Return counts and what the report says of itself; nothing that a row says."""
    (line,) = picture["reports"].to_pylist()
    kinds: Counter[str] = Counter()
    for row in picture["problems"].select(["severity", "times"]).to_pylist():
        kinds[row["severity"]] += row["times"] or 1
    decided = Counter(confirm["decision"].to_pylist())
    return {
        "report": _plain({key: value for key, value in line.items() if key != "file"}),
        "period": _period(picture["activities"]),
        "activities": picture["activities"].num_rows,
        "problems": dict(kinds),
        "organizations": dict(decided),
        "sectors": sorted(
            set(filter(None, picture["activity_sectors"]["sector_code"].to_pylist()))
        ),
    }


def _period(activities: pa.Table) -> list[str] | None:
    """Return the first and last day that the rows say they speak of; None where none says it."""
    first = pc.min(activities["reported_from_on"]).as_py()
    last = pc.max(activities["reported_to_on"]).as_py()
    return [first.isoformat(), last.isoformat()] if first and last and first <= last else None


def _same(mine: Hold, report: ReportImport, current: ReportImport) -> None:
    """Nothing new can come of it: the same file under the same knowledge is not read again."""
    counted = {"new": 0, "changed": 0, "gone": 0, "unchanged": current.summary.get("activities", 0)}
    with transaction.atomic():
        mine.still_mine()
        report.tables.all().delete()
        ReportImport.objects.filter(pk=report.pk).update(
            state=State.UNCHANGED,
            stage="",
            progress=1,
            attempts=0,
            ready_at=mine.now(),
            compared_with=current,
            summary={**current.summary, **counted},
            error_code="",
            error_data={},
        )


def _keep(mine: Hold, report: ReportImport, found: _Found, mark: str) -> None:
    tables = [
        ImportTable(
            report_import=report,
            name=name,
            rows=found.picture[name].num_rows,
            content=packed(found.picture[name]),
        )
        for name in found.picture
        if name not in NOT_KEPT and found.picture[name].num_rows
    ]
    tables += [
        ImportTable(report_import=report, name=name, rows=rows, content=content)
        for name, (rows, content) in found.extra.items()
    ]
    nothing_new = not (
        any(found.summary[name] for name in ("new", "changed", "gone"))
        or waits_for_decision(found.summary)
    )
    with transaction.atomic():
        mine.still_mine()
        report.tables.all().delete()
        ImportTable.objects.bulk_create(tables)
        ReportImport.objects.filter(pk=report.pk).update(
            state=State.UNCHANGED if nothing_new else State.READY,
            stage="",
            progress=1,
            attempts=0,
            ready_at=mine.now(),
            compared_with=report.source.current,
            summary={**found.summary, "mark": mark},
            error_code="",
            error_data={},
        )


def _fail(mine: Hold, code: str, data: dict[str, Any]) -> None:
    ReportImport.objects.filter(pk=mine.pk, reading=mine.number).update(
        state=State.FAILED, stage="", error_code=code[:60], error_data=data
    )


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return what JSON can hold: days as text."""
    plain: dict[str, Any] = json.loads(
        json.dumps(
            data,
            default=lambda value: value.isoformat() if isinstance(value, dt.date) else str(value),
        )
    )
    return plain
