"""What has changed since the last run? Two tables of findings in, one of changes out."""

from __future__ import annotations

from enum import StrEnum

import pyarrow as pa

from intarsia.tables import FINDINGS, check

#: A stake, or people, that differ by less than this part are the same: rates of exchange move.
_SAME = 0.01

CHANGES = pa.schema(
    [
        ("finding_id", pa.string()),
        ("change", pa.string()),
        ("kind_before", pa.string()),
        ("kind", pa.string()),
        ("stake_usd_before", pa.float64()),
        ("stake_usd", pa.float64()),
        ("people_before", pa.float64()),
        ("people", pa.float64()),
        ("activity_a", pa.string()),
        ("activity_b", pa.string()),
        ("subjects", pa.list_(pa.string())),
        ("reopens", pa.bool_()),
    ]
)


class Change(StrEnum):
    """What became of a finding."""

    APPEARED = "appeared"
    KIND_CHANGED = "kind_changed"
    GREW = "grew"
    SHRANK = "shrank"
    RESOLVED = "resolved"


def compare_findings(before: pa.Table, after: pa.Table) -> pa.Table:
    """Return CHANGES between two FINDINGS tables; what stayed as it was is left out.

    What grew or shrank is told by the stake, where neither has one by the people concerned.
    A changed kind `reopens` what people have judged; another stake does not.
    Raises   TableShapeError where one of the two is no FINDINGS table.
    """
    check(before, FINDINGS)
    check(after, FINDINGS)
    old = {row["finding_id"]: row for row in before.to_pylist()}
    new = {row["finding_id"]: row for row in after.to_pylist()}
    rows = []
    for key in old.keys() | new.keys():
        was, is_now = old.get(key), new.get(key)
        change = _change(was, is_now)
        if change is None:
            continue
        shown = is_now or was or {}
        rows.append(
            {
                "finding_id": key,
                "change": str(change),
                "kind_before": was and was["kind"],
                "kind": is_now and is_now["kind"],
                "stake_usd_before": was and was["stake_usd"],
                "stake_usd": is_now and is_now["stake_usd"],
                "people_before": was and was["people"],
                "people": is_now and is_now["people"],
                "activity_a": shown["activity_a"],
                "activity_b": shown["activity_b"],
                "subjects": shown["subjects"],
                "reopens": change == Change.KIND_CHANGED,
            }
        )
    order = list(Change)
    rows.sort(
        key=lambda row: (
            order.index(Change(row["change"])),
            -(row["stake_usd"] or row["stake_usd_before"] or 0),
            -(row["people"] or row["people_before"] or 0),
            row["finding_id"],
        )
    )
    return pa.Table.from_pylist(rows, CHANGES)


def _change(was: dict[str, object] | None, is_now: dict[str, object] | None) -> Change | None:
    if was is None:
        return Change.APPEARED
    if is_now is None:
        return Change.RESOLVED
    if was["kind"] != is_now["kind"]:
        return Change.KIND_CHANGED
    # A gap has no stake where nobody knows what a person costs; it has people.
    measure = "people" if was["stake_usd"] is is_now["stake_usd"] is None else "stake_usd"
    before, after = was[measure], is_now[measure]
    if not isinstance(before, float) or not isinstance(after, float):
        if before is None and after is None:
            return None
        return Change.GREW if before is None else Change.SHRANK
    if abs(after - before) <= _SAME * max(abs(before), abs(after)):
        return None
    return Change.GREW if after > before else Change.SHRANK
