"""What does one activity say, in all tables? A picture in, rows by activity out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.changes.carried import Row
from intarsia.tables import ACTIVITIES, ACTIVITY_TABLES, Picture


@dataclass
class Said:
    """All that one activity says: its own line, and its rows by table."""

    activity: Row = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


def said_by(picture: Picture, ids: Collection[str]) -> dict[str, Said]:
    """Return activity_id -> all that these activities say."""
    wanted = pa.array(ids, pa.string())
    said: dict[str, Said] = {one: Said() for one in ids}
    for spec in ACTIVITY_TABLES:
        table = picture[spec.name]
        if not table.num_rows:
            continue
        for row in table.filter(pc.is_in(table["activity_id"], wanted)).to_pylist():
            if spec is ACTIVITIES:
                said[row["activity_id"]].activity = row
            else:
                said[row["activity_id"]].rows[spec.name].append(row)
    return said
