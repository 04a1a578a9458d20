"""A sheet that came back: what it changes, where another changed the same, what was taken out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intarsia_site.access.errors import NotFound
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.queries.differing import Telling
from intarsia_site.reports.queries.untitled import names_of_untitled
from intarsia_site.reports.queries.withheld import withheld
from intarsia_site.reports.rights import may_look_into, may_send

#: Lines on one page: those that wait for a decision first.
MOST = 200


@dataclass(frozen=True)
class ReturnedField:
    """One field that the sheet changes: as it was written, as it is now, as the sheet says it.

    base and now are empty of an activity that the viewer does not see.
    """

    name: str
    side: str
    base: str
    now: str
    sheet: str
    #: "ours" what is so now, "theirs" the sheet, "" nobody decided.
    choice: str

    @property
    def is_conflict(self) -> bool:
        return self.side == "conflict"


@dataclass(frozen=True)
class ReturnedActivity:
    """An activity in which somebody differs.

    is_withheld   what is so now is under a rule that does not show it to the viewer
    """

    activity_id: str
    title: str
    fields: tuple[ReturnedField, ...]
    is_withheld: bool = False


@dataclass(frozen=True)
class GoneRow:
    """A row that was taken out of the sheet and is still so; without title: not shown."""

    activity_id: str
    title: str
    #: None: nobody decided; it stays.
    is_withdrawn: bool | None


@dataclass(frozen=True)
class ReturnedPage:
    """What a person decides about a sheet that came back."""

    report_id: str
    source_id: str
    source_name: str
    written_on: str
    moved_on: bool
    undecided: int
    conflicts: tuple[ReturnedActivity, ...]
    more_conflicts: int
    gone: tuple[GoneRow, ...]
    more_gone: int
    may_decide: bool


def returned_page(viewing: Viewing, report_id: str) -> ReturnedPage:
    """Return what is to be decided about a sheet that came back, for who may look into the report.

    Raises   NotFound for all others, and where the report is no such sheet.
    """
    report = (
        ReportImport.objects.select_related("source__organization", "source__country")
        .filter(public_id=report_id.replace("\x00", ""))
        .first()
    )
    if report is None or not may_look_into(report, viewing):
        raise NotFound
    content = report.tables.filter(name="three_way").values_list("content", flat=True).first()
    if content is None:
        raise NotFound
    told = json.loads(bytes(content))
    said = report.summary["three_way"]
    kept = [
        field[side]
        for one in told["activities"]
        for field in one["fields"]
        if field["side"] == "conflict"
        for side in ("base", "ours", "theirs")
    ]
    telling = Telling(kept, report.source.country, viewing=viewing)
    named = [one["id"] for one in (*told["activities"], *told["gone"])]
    hidden = withheld(report.compared_with, named, viewing=viewing)
    bare = [
        one["id"]
        for one in (*told["activities"], *told["gone"])
        if not one["title"] and one["id"] not in hidden
    ]
    untitled = names_of_untitled(report.compared_with, bare, viewing=viewing)
    conflicts = sorted(
        (
            found
            for one in told["activities"]
            if (found := _activity(one, telling, untitled, one["id"] in hidden)).fields
        ),
        key=lambda one: all(field.choice for field in one.fields),
    )
    gone = [
        GoneRow(
            one["id"],
            "" if one["id"] in hidden else one["title"] or untitled[one["id"]],
            one["is_withdrawn"],
        )
        for one in told["gone"]
    ]
    waits = report.state in (ReportImport.State.READY, ReportImport.State.UNCHANGED)
    return ReturnedPage(
        report_id=report.public_id,
        source_id=report.source.public_id,
        source_name=report.source.name,
        written_on=said["written_on"],
        moved_on=said["moved_on"],
        undecided=said["undecided"],
        conflicts=tuple(conflicts[:MOST]),
        more_conflicts=max(0, len(conflicts) - MOST),
        gone=tuple(gone[:MOST]),
        more_gone=max(0, len(gone) - MOST),
        may_decide=waits and may_send(report.source, viewing),
    )


def _activity(
    one: dict[str, Any], telling: Telling, untitled: Mapping[str, str], is_withheld: bool
) -> ReturnedActivity:
    """Return an activity with the fields in which both differ."""
    conflicts = tuple(
        ReturnedField(
            field["name"], field["side"],
            "" if is_withheld else telling.say(field["base"]),
            "" if is_withheld else telling.say(field["ours"]),
            telling.say(field["theirs"]), field["choice"],
        )
        for field in one["fields"]
        if field["side"] == "conflict"
    )  # fmt: skip
    title = "" if is_withheld else str(one["title"] or untitled[one["id"]])
    return ReturnedActivity(str(one["id"]), title, conflicts, is_withheld)
