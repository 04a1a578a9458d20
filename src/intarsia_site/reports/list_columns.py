"""What an import keeps of how a list was read: its columns, why; its first rows to try others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog

from intarsia.errors import IntarsiaError
from intarsia.readers.activity_list.head import list_head
from intarsia.readers.source import Reading

log = structlog.get_logger("intarsia_site.reports")
COLUMNS, HEAD = "columns", "head"


def shape_of_list(reading: Reading) -> dict[str, Any]:
    """Return where a list stands in its file, and how many of its columns a person should see."""
    mapping: Any = reading.mapping
    if mapping is None:
        return {}
    return {
        "list": {
            "sheet": mapping.sheet,
            "header_rows": list(mapping.header_rows),
            "columns": len(mapping.columns),
            "unsure": len(mapping.unsure),
        }
    }


def columns_of_list(reading: Reading, path: Path) -> dict[str, tuple[int, bytes]]:
    """Return what the columns of a list were taken for, and its first rows."""
    mapping: Any = reading.mapping
    try:
        head = list_head(path, mapping, name=reading.source.name, rows=25)
    except IntarsiaError:
        # The list is read; only the trying out of other columns is not to be had.
        log.warning("no_head_of_list", kind=reading.report["kind"])
        return {}
    taken = [
        {
            "position": one.position,
            "heading": one.heading,
            "field": str(one.field),
            "kind": one.kind,
            "sureness": one.sureness,
            "because": [[reason.code, _plain(reason.data)] for reason in one.because],
            "letter": head.letters[one.position] if one.position < len(head.letters) else "",
            "samples": _samples(head.rows, one.position),
        }
        for one in mapping.columns
    ]
    return {
        COLUMNS: (len(taken), json.dumps(taken, ensure_ascii=False).encode()),
        HEAD: (len(head.rows), head.table.encode()),
    }


def _samples(rows: Sequence[tuple[str, ...]], position: int) -> list[str]:
    """Return the first three texts of a column that differ, shortened."""
    cells = (row[position] for row in rows if position < len(row))
    return [cell[:60] for cell in list(dict.fromkeys(filter(None, cells)))[:3]]


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(dict(data), default=str))
    return plain
