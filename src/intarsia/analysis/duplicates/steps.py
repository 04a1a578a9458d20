"""Every step's table, kept to be looked into: what was compared, and what each field said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from intarsia.analysis.duplicates.blocks import blocks_of
from intarsia.analysis.duplicates.clusters import clusters_of
from intarsia.analysis.duplicates.fields import LEVELS, Field
from intarsia.analysis.duplicates.kinds import KINDS
from intarsia.analysis.duplicates.pairs import Pairs
from intarsia.analysis.duplicates.records import Records, weighed
from intarsia.analysis.duplicates.sets import Sets
from intarsia.tables import Picture


def write_steps(picture: Picture, pairs: Pairs, folder: Path) -> None:
    """Write records, blocks, pairs and clusters as Parquet files into a folder.

    blocks holds how many blocks each rule makes, their members and pairs; pairs the level of each
    field and what it adds to the log-odds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ids = pairs.known.ids
    records = weighed(pairs.known.records)
    pq.write_table(_records(records, ids), folder / "1-records.parquet")
    rows = []
    for one in blocks_of(records):
        sizes = np.diff(one.bounds)
        rows.append(
            {
                "rule": one.rule,
                "blocks": int(sizes.size),
                "members": int(sizes.sum()),
                "largest": int(sizes.max(initial=0)),
                "pairs": int((sizes * (sizes - 1) // 2).sum()),
            }
        )
    pq.write_table(pa.Table.from_pylist(rows), folder / "2-blocks.parquet")
    parts = pairs.model.parts(pairs.levels)
    columns: dict[str, pa.Array] = {
        "activity_a": ids.take(pa.array(pairs.first)),
        "activity_b": ids.take(pa.array(pairs.second)),
        "kind": pa.array([str(KINDS[kind]) for kind in pairs.kind.tolist()]),
        "probability": pa.array(pairs.probability),
    }
    for field in Field:
        name = field.name.lower()
        levels = np.array(LEVELS[field])[pairs.levels[:, field]]
        columns[f"{name}_level"] = pa.array(levels.tolist(), pa.string())
        columns[f"{name}_weight"] = pa.array(parts[:, field])
    pq.write_table(pa.table(columns), folder / "3-pairs.parquet")
    clusters = clusters_of(pairs)
    chosen = ids.take(pa.array(clusters))
    pq.write_table(
        pa.table({"activity_id": ids, "cluster_of": chosen}), folder / "4-clusters.parquet"
    )


def _records(records: Records, ids: pa.Array) -> pa.Table:
    """The records as a table: numbers as they are, sets as lists."""
    columns = {"activity_id": ids}
    for name, value in zip(Records._fields, records, strict=True):
        if isinstance(value, Sets):
            columns[name] = pa.LargeListArray.from_arrays(value.starts, pa.array(value.ids))
        elif name != "weights":
            columns[name] = pa.array(value)
    return pa.table(columns)
