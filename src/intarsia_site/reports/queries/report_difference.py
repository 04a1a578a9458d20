"""What a report would change: new, changed field by field, gone; a part of it at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.queries.differing import Telling
from intarsia_site.reports.queries.report_import import import_to_look_into
from intarsia_site.reports.queries.untitled import names_of_untitled
from intarsia_site.reports.tables import kept_columns

KINDS = ("new", "changed", "gone")
#: Activities on one page.
SIZE = 25
_COLUMNS = ("activity_id", "title", "sheet", "row", "starts_on", "ends_on", "organization_id")


@dataclass(frozen=True)
class FieldChange:
    """One field before and after in the language of the page; "" where it is not stated."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class DifferenceLine:
    """One activity that is new, changed or gone."""

    activity_id: str
    title: str
    organization: str
    sheet: str
    row: int | None
    fields: tuple[FieldChange, ...]

    @property
    def own_id(self) -> str:
        """The id that the file gives it; "" where it was made here of what it says."""
        return "" if self.activity_id.startswith("row:") else self.activity_id


@dataclass(frozen=True)
class DifferencePage:
    """A part of what differs; counts are of all."""

    public_id: str
    kind: str
    counts: Mapping[str, int]
    lines: tuple[DifferenceLine, ...]
    page: int
    pages: int


def difference_page(
    report_id: str, *, viewing: Viewing, kind: str = "", page: int = 1, size: int = SIZE
) -> DifferencePage:
    """Return a part of the difference between a report and what was so when it was read.

    For those who may look into it; NotFound for all others.
    kind    new, changed or gone; anything else: the first of these that there is
    """
    report = import_to_look_into(report_id, viewing=viewing)
    return difference_of(report, viewing=viewing, kind=kind, page=page, size=size)


def difference_of(
    report: ReportImport, *, viewing: Viewing, kind: str = "", page: int = 1, size: int = SIZE
) -> DifferencePage:
    """Return a part of what differs in a report that the viewer may look into."""
    counts = {one: report.summary.get(one, 0) for one in (*KINDS, "unchanged")}
    if kind not in KINDS:
        kind = next((one for one in ("changed", "gone", "new") if counts[one]), "new")
    pages = max(1, -(-counts[kind] // size))
    page = min(max(1, page), pages)
    part = _difference(report, kind)[(page - 1) * size : page * size]
    lines = _lines(report, kind, part, viewing)
    return DifferencePage(report.public_id, kind, counts, lines, page, pages)


def _difference(report: ReportImport, kind: str) -> Sequence[Any]:
    """Return the ids, or (id, title, fields), as `intarsia.difference_to_json` wrote them."""
    content = report.tables.filter(name="difference").values_list("content", flat=True).first()
    found: Sequence[Any] = json.loads(bytes(content))[kind] if content is not None else ()
    return found


def _lines(
    report: ReportImport, kind: str, part: Sequence[Any], viewing: Viewing
) -> tuple[DifferenceLine, ...]:
    ids = [one[0] if kind == "changed" else one for one in part]
    where = report.compared_with if kind == "gone" else report
    rows, names = _rows(where, ids)
    fields_of = {one[0]: one[2] for one in part} if kind == "changed" else {}
    kept = [value for fields in fields_of.values() for _, *both in fields for value in both]
    telling = Telling(kept, report.source.country, viewing=viewing)
    said = [(one[0], one[1]) if kind == "changed" else (one, None) for one in part]
    bare = [key for key, title in said if not (title or rows.get(key, {}).get("title"))]
    untitled = names_of_untitled(where, bare, viewing=viewing)
    lines = []
    for one in part:
        key, title, fields = one if kind == "changed" else (one, None, ())
        row = rows.get(key, {})
        lines.append(
            DifferenceLine(
                activity_id=key,
                title=title or row.get("title") or untitled[key],
                organization=names.get(row.get("organization_id"), ""),
                sheet=row.get("sheet") or "",
                row=row.get("row"),
                fields=tuple(
                    FieldChange(name, telling.say(before), telling.say(after))
                    for name, before, after in fields
                ),
            )
        )
    return tuple(lines)


def _rows(
    report: ReportImport | None, ids: Sequence[str]
) -> tuple[dict[str, dict[str, Any]], dict[Any, str]]:
    """Return what the activities of these ids say, and the names of who reports them."""
    table = kept_columns(report, "activities", _COLUMNS) if report is not None else None
    if table is None or not ids:
        return {}, {}
    found = table.filter(pc.is_in(table["activity_id"], pa.array(ids, pa.string())))
    rows = {one["activity_id"]: one for one in found.to_pylist()}
    who = kept_columns(report, "organizations", ("organization_id", "name"))  # type: ignore[arg-type]
    if who is None:
        return rows, {}
    named = who.filter(pc.is_in(who["organization_id"], found["organization_id"].combine_chunks()))
    return rows, {one["organization_id"]: one["name"] for one in named.to_pylist()}
