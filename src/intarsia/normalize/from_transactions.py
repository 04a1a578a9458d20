"""What an activity states in its transactions only: its sectors and countries, by their value.

Rows are appended to activity_sectors and activity_locations with a share and the basis
"from transactions"; what the activity states of itself is never replaced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.normalize.columns import with_columns
from intarsia.normalize.sectors import sector_of
from intarsia.tables import ACTIVITY_LOCATIONS, ACTIVITY_SECTORS, ProblemLog
from intarsia.terms import Basis

_BASIS = str(Basis.TRANSACTIONS)

#: activity_id -> (vocabulary, code) -> value of the transactions that name it.
Values = dict[str, dict[tuple[str | None, str], float]]


def normalize_from_transactions(
    tables: dict[str, pa.Table], log: ProblemLog
) -> dict[str, pa.Table]:
    """Append the sectors and countries of transactions where the activity has none of its own.

    An activity whose own sectors are all unknown to the crosswalk counts as having none where
    its transactions name known ones; its own rows then stay without a share.
    """
    tables = _sectors(tables, log)
    return _countries(tables, log)


def _sectors(tables: dict[str, pa.Table], log: ProblemLog) -> dict[str, pa.Table]:
    stated = tables["activity_sectors"]
    have = set(stated["activity_id"].to_pylist())
    known = set(
        stated.filter(pc.and_(pc.is_valid(stated["sector_code"]), pc.is_valid(stated["share"])))[
            "activity_id"
        ].to_pylist()
    )
    found = _values(tables["transactions"], "sector_vocabulary", "sector_code", "1")
    chosen: Values = {}
    for activity_id, values in found.items():
        readable = any(sector_of(str(vocabulary), code) for vocabulary, code in values)
        if activity_id not in have or (activity_id not in known and readable):
            chosen[activity_id] = values
    if not chosen:
        return tables
    log.tally("sector.from_transactions", column="transaction/sector", times=len(chosen))
    replaced = pc.is_in(stated["activity_id"], pa.array(list(chosen), pa.string()))
    uncounted = with_columns(
        stated,
        ACTIVITY_SECTORS,
        {
            name: pc.if_else(replaced, pa.scalar(None, stated[name].type), stated[name])
            for name in ("share", "share_basis")
        },
    )
    rows = [
        {
            "activity_id": activity_id,
            "ordinal": ordinal,
            "sector_code": sector_of(str(vocabulary), code),
            "source_vocabulary": vocabulary,
            "source_code": code,
            "share": share,
            "share_basis": _BASIS,
        }
        for activity_id, ordinal, vocabulary, code, share in _parts(chosen, stated)
    ]
    added = pa.Table.from_pylist(rows, ACTIVITY_SECTORS.schema)
    return {**tables, "activity_sectors": pa.concat_tables([uncounted, added])}


def _countries(tables: dict[str, pa.Table], log: ProblemLog) -> dict[str, pa.Table]:
    stated = tables["activity_locations"]
    have = set(
        stated.filter(pc.is_in(stated["kind"], pa.array(["country", "region"])))[
            "activity_id"
        ].to_pylist()
    )
    found = _values(tables["transactions"], None, "country_code", None)
    chosen = {key: values for key, values in found.items() if key not in have}
    if not chosen:
        return tables
    log.tally(
        "location.from_transactions", column="transaction/recipient-country", times=len(chosen)
    )
    rows = [
        {
            "activity_id": activity_id,
            "ordinal": ordinal,
            "kind": "country",
            "source_code": code.upper(),
            "share": share,
            "share_basis": _BASIS,
        }
        for activity_id, ordinal, _, code, share in _parts(chosen, stated)
    ]
    added = pa.Table.from_pylist(rows, ACTIVITY_LOCATIONS.schema)
    return {**tables, "activity_locations": pa.concat_tables([stated, added])}


def _values(
    transactions: pa.Table, vocabulary: str | None, code: str, default: str | None
) -> Values:
    """Values by activity and code: dollars, else the amount as stated."""
    amounts = pc.abs(pc.coalesce(transactions["value_usd"], transactions["value"], 0.0))
    named = pc.and_(pc.is_valid(transactions[code]), pc.not_equal(transactions[code], ""))
    vocabularies = (
        transactions[vocabulary] if vocabulary else pa.nulls(transactions.num_rows, pa.string())
    )
    rows = pa.table(
        {
            "activity_id": transactions["activity_id"],
            "vocabulary": vocabularies,
            "code": pc.utf8_trim_whitespace(transactions[code]),
            "value": amounts,
        }
    ).filter(named)
    grouped = rows.group_by(["activity_id", "vocabulary", "code"], use_threads=False).aggregate(
        [("value", "sum")]
    )
    found: Values = defaultdict(dict)
    columns = ("activity_id", "vocabulary", "code", "value_sum")
    for activity_id, stated, stated_code, value in zip(
        *(grouped[name].to_pylist() for name in columns), strict=True
    ):
        found[activity_id][stated or default, stated_code] = value
    return found


def _parts(chosen: Values, stated: pa.Table) -> Iterator[tuple[str, int, str | None, str, float]]:
    """activity_id, ordinal behind the rows stated, vocabulary, code and part of 1."""
    counts = stated["activity_id"].value_counts()
    first = dict(
        zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True)
    )
    for activity_id, values in chosen.items():
        total = sum(values.values())
        for position, ((vocabulary, code), value) in enumerate(
            sorted(values.items(), key=lambda item: (-item[1], str(item[0])))
        ):
            share = value / total if total else 1 / len(values)
            yield activity_id, first.get(activity_id, 0) + position, vocabulary, code, share
