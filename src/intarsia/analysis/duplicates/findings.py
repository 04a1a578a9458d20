"""Pairs as FINDINGS: an id that stays, what is at stake, reasons and unknowns.

`finding_id` is a fingerprint of the two activities, so that a judgement survives the next run.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa

from intarsia.analysis.duplicates.facts import at_stake, facts_of, is_beside, shared_days
from intarsia.analysis.duplicates.kinds import FUNDING_CHAIN, KINDS, SAME_ACTIVITY, TWICE
from intarsia.analysis.duplicates.limits import limits_of, with_limits
from intarsia.analysis.duplicates.pairs import Pairs
from intarsia.analysis.duplicates.reasons import as_json, reasons_of, unknowns_of
from intarsia.tables import FINDINGS, Picture, from_rows

#: Raised whenever the method changes what it finds.
METHOD = "duplicates 1"


def findings_of(picture: Picture, pairs: Pairs) -> pa.Table:
    """Return FINDINGS of the pairs: money at stake first, then the surest.

    `activity_a` pays for `activity_b` where the kind is funding_chain and the roles say who pays;
    else the two stand in the order of their ids. `stake_usd` and `people` are what is counted
    twice; null for pairs that only look alike. Money of two donors side by side is not at stake.
    What was bounded stands in the metadata of the table, see `limits_in`.
    """
    ids = pairs.known.ids.to_pylist()
    firsts = [ids[record] for record in pairs.first.tolist()]
    seconds = [ids[record] for record in pairs.second.tolist()]
    facts = facts_of(picture, [*firsts, *seconds])
    parts = pairs.model.parts(pairs.levels)
    version = f"{METHOD}, {pairs.model.name}"
    rows = []
    for at, (first, second) in enumerate(zip(firsts, seconds, strict=True)):
        kind = int(pairs.kind[at])
        turned = first > second
        if kind == FUNDING_CHAIN and pairs.payers[at]:
            turned = bool(pairs.payers[at] < 0)
        a, b = (second, first) if turned else (first, second)
        one, other = facts[a], facts[b]
        is_twice = kind in TWICE
        known_people = [said.people for said in (one, other) if said.people is not None]
        reasons = reasons_of(pairs.levels[at], parts[at], one, other)
        has_own_money = kind == SAME_ACTIVITY and is_beside(one, other)
        if has_own_money:
            reasons.append(("pair.money.beside", {"weight": 0.0}))
        rows.append(
            (
                finding_id(first, second),
                version,
                str(KINDS[kind]),
                a,
                b,
                None,
                float(np.round(pairs.probability[at], 4)),
                at_stake(one, other) if is_twice and not has_own_money else None,
                shared_days(one, other),
                min(known_people) if is_twice and len(known_people) == 2 else None,
                as_json(reasons),
                as_json(unknowns_of(pairs.levels[at])),
            )
        )
    rows.sort(key=lambda row: (-(row[7] or 0.0), -row[6], row[0]))
    return with_limits(from_rows(rows, FINDINGS.schema), limits_of(picture, pairs))


def finding_id(*activities: str) -> str:
    """Return the fingerprint of the activities a finding is about, in whatever order.

    >>> finding_id("A", "B") == finding_id("B", "A")
    True
    """
    text = "\x1f".join(sorted(activities))
    return "finding:" + hashlib.sha256(text.encode()).hexdigest()[:16]
