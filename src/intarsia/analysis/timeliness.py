"""Was a thing shared before it began? Activities and days of sharing in, leads and FINDINGS out.

For its owner and the convenor only: a finding names one organization and nobody else, so that who
shows it can keep it to them. Organizations stand in the order of their names, no average is made
over several. See docs/methods/timeliness.md.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from intarsia.analysis.actors import actors_of
from intarsia.analysis.cell_findings import findings_table
from intarsia.analysis.duplicates.facts import columns_of
from intarsia.analysis.duplicates.reasons import Reason
from intarsia.periods import EARLIEST, LATEST
from intarsia.terms import Basis, FindingKind

if TYPE_CHECKING:
    from intarsia.tables import Picture

__all__ = ["LEADS", "METHOD", "TIMELINESS", "find_late_information", "measure_timeliness"]

#: Raised whenever the method changes what it finds.
METHOD = "timeliness 1"
#: A part of late ones is told from so many activities on; so many of them are named.
LEAST, NAMED = 3, 5

LEADS = pa.schema(
    [
        ("activity_id", pa.string()),
        ("organization_id", pa.string()),
        ("shared_on", pa.date32()),
        ("starts_on", pa.date32()),
        ("lead_days", pa.int32()),
        ("why_unknown", pa.string()),
    ]
)
TIMELINESS = pa.schema(
    [
        ("organization_id", pa.string()),
        ("organization", pa.string()),
        ("activities", pa.int32()),
        ("known", pa.int32()),
        ("late", pa.int32()),
        ("median_lead_days", pa.float64()),
        ("first_quarter_days", pa.float64()),
        ("third_quarter_days", pa.float64()),
    ]
)


@dataclass
class _Owner:
    """What is known of one organization: leads by activity, and why others have none."""

    leads: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def leads_of(picture: Picture, *, shared_on: Mapping[str, dt.date] | None = None) -> pa.Table:
    """Return LEADS, days from the sharing of each activity to its first, in the picture's order.

    picture    a combined picture, its organizations settled
    shared_on  the day each activity was first shared, by its id, as a site knows it; where it has
               none the day its report was made counts, as stated in the report: the earliest of
               those that state the same identifier

    `lead_days` is below zero where the thing had begun. It is null, with `why_unknown`, where
    nobody reports it (organization), where its first day is not stated (start: one that is derived
    from payments is no evidence), where no day of sharing is known (shared), and where it had begun
    and no earlier report of its organization is there that did not have it (before): it may have
    been shared before.
    """
    actors, made = actors_of(picture), _made(picture)
    names = "activity_id", "identifier", "organization_id", "report_id", "starts_on", "period_basis"
    rows = list(zip(*(picture["activities"][name].to_pylist() for name in names), strict=True))
    by_identifier: dict[tuple[str | None, str], dt.date] = {}
    first_report: dict[str | None, dt.date] = {}
    for _, identifier, organization, report, _, _ in rows:
        if report in made:
            first_report[organization] = min(
                made[report], first_report.get(organization, made[report])
            )
            if identifier is not None:
                key = organization, identifier
                by_identifier[key] = min(made[report], by_identifier.get(key, made[report]))
    found = []
    for activity, identifier, organization, report, starts, basis in rows:
        actor = actors.named(organization)
        told = (shared_on or {}).get(activity)
        shared = told or by_identifier.get((organization, identifier or "")) or made.get(report)
        why, lead = None, None
        if actor is None:
            why = "organization"
        elif starts is None or basis != Basis.STATED or not EARLIEST <= starts <= LATEST:
            why = "start"
        elif shared is None:
            why = "shared"
        elif told is None and starts < shared and not first_report[organization] < shared:
            why = "before"
        else:
            lead = (starts - shared).days
        found.append((activity, actor, shared, starts, lead, why))
    columns = zip(*found, strict=True) if found else [()] * len(LEADS)
    arrays = [pa.array(one, kind.type) for one, kind in zip(columns, LEADS, strict=True)]
    return pa.Table.from_arrays(arrays, schema=LEADS)


def _made(picture: Picture) -> dict[str, dt.date]:
    """The day each report was made, where it states one that can be."""
    found = {}
    for report, text in zip(
        picture["reports"]["report_id"].to_pylist(),
        picture["reports"]["generated_at"].to_pylist(),
        strict=True,
    ):
        try:
            day = dt.date.fromisoformat((text or "")[:10])
        except ValueError:
            continue
        if EARLIEST <= day <= LATEST:
            found[report] = day
    return found


def measure_timeliness(
    picture: Picture, *, shared_on: Mapping[str, dt.date] | None = None
) -> pa.Table:
    """Return TIMELINESS, one row an organization that reports, in the order of names.

    picture, shared_on   as for `leads_of`

    `known` are activities whose lead is known, `late` those of them that were shared after they had
    begun; quarters and median are of the known, null where there are fewer than LEAST.
    Source    docs/methods/timeliness.md
    """
    actors = actors_of(picture)
    rows = []
    owners = _owners(leads_of(picture, shared_on=shared_on))
    for actor in sorted(owners, key=lambda one: (actors.name(one), one)):
        leads = list(owners[actor].leads.values())
        quarters = _quarters(leads)
        rows.append(
            {
                "organization_id": actor,
                "organization": actors.name(actor),
                "activities": len(leads) + sum(owners[actor].unknown.values()),
                "known": len(leads),
                "late": sum(lead < 0 for lead in leads),
                "first_quarter_days": quarters[0],
                "median_lead_days": quarters[1],
                "third_quarter_days": quarters[2],
            }
        )
    return pa.Table.from_pylist(rows, TIMELINESS)


def find_late_information(
    picture: Picture, *, shared_on: Mapping[str, dt.date] | None = None
) -> pa.Table:
    """Return FINDINGS of information that came after the work had begun, one an organization.

    picture, shared_on   as for `leads_of`
    Kind      late_information; its one subject is the organization. `score` is the part of its
              activities with a known lead that came late. At least LEAST leads have to be known.
              Ordered by name: nobody is put before another
    Source    docs/methods/timeliness.md
    """
    actors = actors_of(picture)
    activities = picture["activities"]
    titles = dict(columns_of(activities, "activity_id", "title"))
    owners = _owners(leads_of(picture, shared_on=shared_on))
    found = []
    for actor in sorted(owners, key=lambda one: (actors.name(one), one)):
        owner = owners[actor]
        late = {key: lead for key, lead in owner.leads.items() if lead < 0}
        if late and len(owner.leads) >= LEAST:
            found.append(_finding(actor, actors.name(actor), owner, late, titles))
    return findings_table(found, method=METHOD, left_out=[], is_ordered=True)


def _owners(leads: pa.Table) -> dict[str, _Owner]:
    owners: dict[str, _Owner] = defaultdict(_Owner)
    names = ("activity_id", "organization_id", "lead_days", "why_unknown")
    for activity, actor, lead, why in zip(*(leads[n].to_pylist() for n in names), strict=True):
        if actor is None:
            continue
        if lead is None:
            owners[actor].unknown[why] += 1
        else:
            owners[actor].leads[activity] = lead
    return owners


def _quarters(leads: Sequence[int]) -> tuple[float | None, float | None, float | None]:
    if len(leads) < LEAST:
        return None, None, None
    first, median, third = (float(one) for one in np.quantile(leads, (0.25, 0.5, 0.75)))
    return first, median, third


def _finding(
    actor: str, name: str, owner: _Owner, late: Mapping[str, int], titles: Mapping[str, str | None]
) -> dict[str, Any]:
    known = list(owner.leads.values())
    latest = sorted(late, key=lambda key: (late[key], key))
    median = float(np.median(known))
    manner = "after" if median < 0 else "before"
    reasons: list[Reason] = [
        ("late.part", {"organization": name, "count": len(late), "known": len(known)}),
        (f"late.median.{manner}", {"days": abs(round(median))}),
        (
            "late.named",
            {
                "count": min(NAMED, len(latest)),
                "titles": [titles.get(key) or key for key in latest[:NAMED]],
                "days": -late[latest[0]],
                "activities": latest,
            },
        ),
    ]
    unknowns: list[Reason] = [
        (f"late.unknown.{why}", {"count": count}) for why, count in sorted(owner.unknown.items())
    ]
    return {
        "kind": str(FindingKind.LATE_INFORMATION),
        "subjects": [actor],
        "score": round(len(late) / len(known), 4),
        "reasons": reasons,
        "unknowns": unknowns,
    }
