"""What was bounded? A picture and its pairs in, codes with figures out: nothing is left out unsaid.

The words stand in `intarsia.phrases`, domain `pairs`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.analysis.duplicates.facts import columns_of, root_of
from intarsia.analysis.duplicates.pairs import Pairs
from intarsia.analysis.duplicates.reasons import Reason, as_json
from intarsia.analysis.duplicates.sweep import Bounded
from intarsia.tables import Picture

#: Where FINDINGS keep what was bounded: a key of the metadata of their schema.
KEY = b"intarsia.bounded"
_LONGEST_TITLE = 160


def limits_of(picture: Picture, pairs: Pairs) -> list[Reason]:
    """Return what was bounded: blocks first, the largest first; then pairs that were not kept.

    Each is a code and its data: `rule`, `members`, `compared`, `left_out` (pairs), and, to know
    the block by, `organizations` and `starts_on` that all its members share, and `example`, `title`
    and `reporter` of one member.
    """
    blocks = sorted(pairs.bounded, key=lambda one: (-one.left_out, one.rule))
    limits = [
        (f"pair.bounded.{one.rule.replace(' ', '_')}", _block(picture, pairs, one))
        for one in blocks
    ]
    if pairs.repeated:
        limits.append(("pair.bounded.repeated", {"left_out": pairs.repeated}))
    if pairs.left_out:
        limits.append(("pair.bounded.alike", {"left_out": pairs.left_out}))
    return limits


def with_limits(findings: pa.Table, limits: list[Reason]) -> pa.Table:
    """Return findings that hold what was bounded when they were found."""
    kept = {**(findings.schema.metadata or {}), KEY: as_json(limits).encode()}
    return findings.replace_schema_metadata(kept)


def limits_in(findings: pa.Table) -> list[Reason]:
    """Return what was bounded when these findings were found, as `limits_of` does."""
    limits = json.loads((findings.schema.metadata or {}).get(KEY, b"[]"))
    for _, data in limits:
        if data.get("starts_on"):
            data["starts_on"] = dt.date.fromisoformat(data["starts_on"])
    return [(code, data) for code, data in limits]


def _block(picture: Picture, pairs: Pairs, bounded: Bounded) -> dict[str, object]:
    ids = pairs.known.ids.take(pa.array(bounded.members))
    activities = picture["activities"].filter(pc.is_in(picture["activities"]["activity_id"], ids))
    example = activities.sort_by("activity_id").slice(0, 1).to_pylist()[0]
    days = pc.unique(activities["starts_on"]).to_pylist()
    organizations = picture["organizations"]
    names = dict(columns_of(organizations, "organization_id", "name"))
    parents = dict(columns_of(organizations, "organization_id", "parent_id"))
    title, reporter = example["title"] or "", example["organization_id"]
    return {
        "rule": bounded.rule,
        "members": len(ids),
        "compared": bounded.compared,
        "left_out": bounded.left_out,
        "organizations": [
            names.get(key, key) for key in _in_common(picture, activities, ids, parents)
        ],
        "starts_on": days[0] if len(days) == 1 else None,
        "example": example["activity_id"],
        "title": title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…",
        "reporter": names.get(reporter, reporter),
    }


def _in_common(
    picture: Picture, activities: pa.Table, ids: pa.Array, parents: Mapping[str, str | None]
) -> list[str]:
    """The organizations that all of some activities name, in whatever role, branches as parents."""
    columns = ["activity_id", "organization_id"]
    named = picture["participations"].select(columns)
    named = named.filter(pc.is_in(named["activity_id"], ids))
    named = pa.concat_tables([named, activities.select(columns)]).drop_null()
    encoded = named["organization_id"].combine_chunks().dictionary_encode()
    roots = pa.array([root_of(key, parents) for key in encoded.dictionary.to_pylist()], pa.string())
    named = named.set_column(1, columns[1], roots.take(encoded.indices))
    once = named.group_by(columns).aggregate([])
    counts = pc.value_counts(once["organization_id"]).to_pylist()
    return sorted(one["values"] for one in counts if one["counts"] == len(ids))
