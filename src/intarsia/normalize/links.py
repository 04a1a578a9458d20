"""Which activities belong together, as the sources themselves state it in their transactions."""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa

from intarsia.tables import ACTIVITY_LINKS


def normalize_links(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Append to activity_links the giver's and receiver's activities named in transactions.

    Each distinct one once, kind `provider` or `receiver`, behind the links stated; an activity
    that names itself is no link.
    """
    stated = tables["activity_links"]
    derived: set[tuple[str, tuple[str, str | None]]] = set()
    next_ordinal: dict[str, int] = defaultdict(int)
    for activity_id, kind, other in zip(
        *(stated[name].to_pylist() for name in ("activity_id", "kind", "other_activity_id")),
        strict=True,
    ):
        next_ordinal[activity_id] += 1
        if kind in ("provider", "receiver"):
            derived.add((kind, (activity_id, other)))
    rows = []
    transactions = tables["transactions"]
    ids = transactions["activity_id"].to_pylist()
    for kind in ("provider", "receiver"):
        others = transactions[f"{kind}_activity_id"].to_pylist()
        for pair in dict.fromkeys(zip(ids, others, strict=True)):
            activity_id, other = pair
            if other is None or other == activity_id or (kind, pair) in derived:
                continue
            rows.append(
                {
                    "activity_id": activity_id,
                    "ordinal": next_ordinal[activity_id],
                    "other_activity_id": other,
                    "kind": kind,
                    "type_code": None,
                }
            )
            next_ordinal[activity_id] += 1
    if not rows:
        return tables
    added = pa.Table.from_pylist(rows, ACTIVITY_LINKS.schema)
    return {**tables, "activity_links": pa.concat_tables([stated, added])}
