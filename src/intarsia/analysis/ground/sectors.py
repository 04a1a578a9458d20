"""What is above a sector? Its group, dimension and task, from the code lists."""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from intarsia import codelists

#: Sectors that say that nothing is said.
UNSAID = ("unallocated", "multisector")


@cache
def sector_classes() -> pa.Table:
    """Return SECTORS: sector_code, group_code, task_code, dimension_code, is_field_of_work.

    The dimension is null where the sector is no field of work; null where none applies.
    """
    rows = codelists.rows("sectors")
    is_field = [row["is_field_of_work"] == "true" for row in rows]
    return pa.table(
        {
            "sector_code": [row["code"] for row in rows],
            "group_code": pa.array([row["group"] or None for row in rows], pa.string()),
            "task_code": pa.array([row["task"] or None for row in rows], pa.string()),
            "dimension_code": pa.array(
                [row["dimension"] if of else None for row, of in zip(rows, is_field, strict=True)],
                pa.string(),
            ),
            "is_field_of_work": is_field,
        }
    )
