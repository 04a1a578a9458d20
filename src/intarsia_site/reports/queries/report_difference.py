"""What a report would change: new, changed field by field, gone; a part of it at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.queries.differing import Telling
from intarsia_site.reports.queries.report_import import import_to_look_into
from intarsia_site.reports.queries.untitled import names_of_untitled
from intarsia_site.reports.queries.withheld import withheld
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
    """One activity that is new, changed or gone.

    is_withheld   what was so before is under a rule that does not show it to the viewer: of one
                  that is gone nothing is said, of one that is changed what this report says
    """

    activity_id: str
    title: str
    organization: str
    sheet: str
    row: int | None
    fields: tuple[FieldChange, ...]
    is_withheld: bool = False

    @property
    def own_id(self) -> str:
        """The id that the file gives it; "" where it was made here of what it says."""
        return "" if self.activity_id.startswith("row:") else self.activity_id


#: Of what is gone and not shown to the viewer: that it is.
_WITHHELD = DifferenceLine("", "", "", "", None, (), is_withheld=True)


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
    changed = [(one[0], one[1], one[2]) if kind == "changed" else (one, None, ()) for one in part]
    ids = [key for key, _title, _fields in changed]
    before = report.compared_with if kind != "new" else None
    hidden = withheld(before, ids, viewing=viewing)
    # Of one that is changed, already which fields differ would say what stood there.
    said = [(key, None, ()) if key in hidden else (key, *more) for key, *more in changed]
    gone = hidden if kind == "gone" else frozenset()
    told = _told(report, kind, [one for one in said if one[0] not in gone], viewing)
    return tuple(
        replace(told[key], is_withheld=key in hidden) if key in told else _WITHHELD for key in ids
    )


def _told(
    report: ReportImport, kind: str, said: Sequence[tuple[str, Any, Any]], viewing: Viewing
) -> dict[str, DifferenceLine]:
    """Return by id what is shown of activities; said: (id, title or None, what changed)."""
    where = report.compared_with if kind == "gone" else report
    rows, names = _rows(where, [key for key, _title, _fields in said])
    kept = [value for _key, _title, fields in said for _name, *both in fields for value in both]
    telling = Telling(kept, report.source.country, viewing=viewing)
    titles = {key: title or rows.get(key, {}).get("title") for key, title, _fields in said}
    bare = [key for key, title in titles.items() if not title]
    untitled = names_of_untitled(where, bare, viewing=viewing)
    return {
        key: DifferenceLine(
            activity_id=key,
            title=titles[key] or untitled[key],
            organization=names.get(rows.get(key, {}).get("organization_id"), ""),
            sheet=rows.get(key, {}).get("sheet") or "",
            row=rows.get(key, {}).get("row"),
            fields=tuple(
                FieldChange(name, telling.say(before), telling.say(after))
                for name, before, after in fields
            ),
        )
        for key, _title, fields in said
    }


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
