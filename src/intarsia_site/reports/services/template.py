"""A template that came back, on its way into an import: whose it is, what it was written from, what
its sender changed, and where another changed the same meanwhile."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from intarsia.changes import MergedTemplate, Side, merge_template, value_to_json
from intarsia.errors import IntarsiaError
from intarsia.readers.source import Reading
from intarsia.readers.template import ReturnedTemplate
from intarsia.tables import Picture
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.tables import picture_of

#: Name of the table of an import that says where two people differ, as JSON.
THREE_WAY = "three_way"
#: The version of a template that was written before its source said anything.
NOTHING_YET = "0"
State = ReportImport.State


class TemplateError(IntarsiaError):
    """A template that cannot be laid over this source."""


@dataclass(frozen=True)
class LaidOver:
    """What is so now with what a template changes in it; and what is told about that.

    told     JSON of the table `three_way`, see `_told`
    summary  counts, for the import's summary
    """

    picture: Picture
    told: bytes
    rows: int
    summary: dict[str, Any]


def laid_over_current(report: ReportImport, reading: Reading, returned: Picture) -> LaidOver | None:
    """Return what a report says whose file is a template that came back; None of any other file.

    For the worker, by the installation itself, as the report's receiver asked in the trail.
    Raises   TemplateError `reports.template_of_another_source`, `reports.template_unknown`.
    """
    template = reading.template
    if template is None:
        return None
    base = _base_of(report, template)
    current = report.source.current
    merged = merge_template(
        returned,
        template,
        base=picture_of(base),
        current=picture_of(current),
        chosen=_chosen(report),
        withdrawn=[key for key, is_withdrawn in _of_gone(report).items() if is_withdrawn],
    )
    told = _told(report, merged)
    return LaidOver(
        merged.picture,
        json.dumps(told, ensure_ascii=False).encode(),
        len(told["activities"]) + len(told["gone"]),
        {**_counts(merged, told), "moved_on": base != current, **_said(template)},
    )


def waits_for_decision(summary: dict[str, Any]) -> bool:
    """Return whether a template that came back has something that only a person can say."""
    said = summary.get(THREE_WAY, {})
    return bool(said.get("undecided") or said.get("asked"))


def _base_of(report: ReportImport, template: ReturnedTemplate) -> ReportImport | None:
    """Return the import that a template was written from; None: nothing was so then."""
    key, source = template.key, report.source
    if key.source_id != source.public_id:
        raise TemplateError(
            "reports.template_of_another_source",
            _(
                "This sheet was written for another source. Send it where it belongs, or take a "
                "new sheet of this source."
            ),
        )
    if key.version == NOTHING_YET and not template.prefilled:
        return None
    base = source.imports.filter(
        public_id=key.version[:16], state__in=(State.IMPORTED, State.UNDONE)
    ).first()
    # What was taken back is forgotten after some time.
    if base is None or not base.tables.exists():
        raise TemplateError(
            "reports.template_unknown",
            _(
                "What this sheet was written from is not known here any more. Take a new sheet of "
                "this source, and put your changes into it."
            ),
        )
    return base


def _chosen(report: ReportImport) -> dict[str, dict[str, Side]]:
    decided: dict[str, dict[str, str]] = report.decisions.get(THREE_WAY, {})
    return {
        key: {name: Side(side) for name, side in fields.items()} for key, fields in decided.items()
    }


def _of_gone(report: ReportImport) -> dict[str, bool]:
    """Return what was decided of rows that were taken out: whether each is withdrawn."""
    decided: dict[str, bool] = report.decisions.get("gone", {})
    return decided


def _told(report: ReportImport, merged: MergedTemplate) -> dict[str, Any]:
    """Return what the template changes, and what is asked about; an activity a line. What others
    alone changed since is counted only: it may be of activities that the sender does not know.

    activities  [{id, title, fields: [{name, side, base, ours, theirs, choice}]}]: ours is what is
                so now, theirs what the template says; choice is "" where nobody decided
    gone        [{id, title, is_withdrawn}]: rows that were taken out of the template; null where
                nobody decided
    """
    chosen = _chosen(report)
    decided = _of_gone(report)
    table = picture_of(report.source.current, only=("activities",))["activities"]
    titles = dict(
        zip(table["activity_id"].to_pylist(), table["title"].to_pylist(), strict=True)
    )  # fmt: skip
    return {
        "activities": [
            {
                "id": one.activity_id,
                "title": one.title or "",
                "fields": [
                    {
                        "name": field.name,
                        "side": str(field.side),
                        "base": value_to_json(field.base),
                        "ours": value_to_json(field.ours),
                        "theirs": value_to_json(field.theirs),
                        "choice": str(chosen.get(one.activity_id, {}).get(field.name, "")),
                    }
                    for field in one.fields
                    if field.side is not Side.OURS
                ],
            }
            for one in merged.three_way.activities
            if any(field.side is not Side.OURS for field in one.fields)
        ],
        "gone": [
            {"id": key, "title": titles.get(key) or "", "is_withdrawn": decided.get(key)}
            for key in merged.gone
        ],
    }


def _counts(merged: MergedTemplate, told: dict[str, Any]) -> dict[str, Any]:
    sides = Counter(str(field.side) for one in merged.three_way.activities for field in one.fields)
    return {
        **{str(side): sides.get(str(side), 0) for side in Side},
        "undecided": len(merged.undecided),
        "gone": len(merged.gone),
        "asked": sum(one["is_withdrawn"] is None for one in told["gone"]),
        "withdrawn": sum(bool(one["is_withdrawn"]) for one in told["gone"]),
    }


def _said(template: ReturnedTemplate) -> dict[str, Any]:
    return {
        "written_on": template.key.written_on.isoformat(),
        "lang": template.key.lang,
        "added": len(template.added),
    }
