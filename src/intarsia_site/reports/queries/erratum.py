"""What an erratum says to one viewer: of what changed, that which they may see on both sides."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from intarsia.sharing.labels import Precision
from intarsia_site.access.queries.seen import Seen
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import Activity, Erratum, ReportImport
from intarsia_site.reports.rights import may_see_source

#: Fields that are compared, in the order in which they are told.
COMPARED = (
    "title", "description", "organization_name", "implementers", "funders", "sector_codes",
    "place_codes", "area_codes", "starts_on", "ends_on", "status", "budget_usd", "spent_usd",
    "target_group", "people_targeted", "people_reached", "modality",
)  # fmt: skip


@dataclass(frozen=True)
class ErratumLine:
    """One erratum: which source was corrected, what changed in counts and fields, and why."""

    public_id: str
    number: int
    told_at: dt.datetime
    #: Empty where the viewer may not see whose reports they are.
    source: str
    because: str
    new: int
    changed: int
    gone: int
    #: (field, in how many activities), the most frequent first.
    fields: tuple[tuple[str, int], ...]
    #: Changed in what is not shown here: single payments, results, documents.
    otherwise: int
    was_taken_back: bool


def erratum_line(viewing: Viewing, row: Erratum) -> ErratumLine | None:
    """Return what the viewer may see of an erratum; None where that is nothing.

    Two queries. Only versions that one of the two imports holds and the other does not are looked
    at, and of these the ones that the viewer sees in full.
    """
    before = _seen(viewing, row.corrected, row.by_import)
    after = _seen(viewing, row.by_import, row.corrected)
    source = row.corrected.source
    is_its_own = may_see_source(source, viewing)
    fields: Counter[str] = Counter()
    changed = otherwise = 0
    for key in before.keys() & after.keys():
        differing = [one for one in COMPARED if before[key][one] != after[key][one]]
        fields.update(differing)
        changed += bool(differing)
        otherwise += not differing
    new, gone = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    if not (new or gone or changed or is_its_own):
        return None
    organization = source.organization.merged_into or source.organization
    named = is_its_own or any(one["source_id"] for one in (*before.values(), *after.values()))
    return ErratumLine(
        public_id=row.public_id,
        number=row.number,
        told_at=row.told_at,
        source=f"{organization.name}: {source.name}" if named else "",
        because=row.because,
        new=new,
        changed=changed,
        gone=gone,
        fields=tuple(sorted(fields.items(), key=lambda one: (-one[1], COMPARED.index(one[0])))),
        otherwise=otherwise if is_its_own else 0,
        was_taken_back=row.by_import is None,
    )


def _seen(
    viewing: Viewing, held: ReportImport | None, but: ReportImport | None
) -> dict[str, dict[str, Any]]:
    """Return by activity id what the viewer sees in full of what only one of the imports holds.

    Where its id is hidden, two versions cannot be told to be of one activity: it is left out.
    """
    if held is None:
        return {}
    rows = Activity.versions.filter(stands__report_import=held)
    if but is not None:
        rows = rows.exclude(stands__report_import=but)
    return {
        str(one["activity_id"]): one.values
        for one in Seen(Activity, viewing, among=rows)
        if one.precision is Precision.FULL and one["activity_id"]
    }
