"""Small readings for tests of normalization: an IATI file in, its picture out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from intarsia import normalize_report
from intarsia.tables import Picture
from readers_support import an_activity, file_of, reading_of

AS_OF = dt.date(2011, 5, 31)


def picture_of(folder: Path, *inside: str, name: str = "report.xml", **options: Any) -> Picture:
    """The picture of a file with an activity A, B, C … for each text of elements given."""
    activities = [
        an_activity(chr(ord("A") + number), elements, title=f"Title {number}")
        for number, elements in enumerate(inside)
    ]
    return normalize_report(reading_of(folder, file_of(*activities), name), as_of=AS_OF, **options)


def rows(picture: Picture, table: str) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries."""
    return list(picture[table].to_pylist())


def codes(picture: Picture) -> list[str]:
    """The codes of the picture's problems, sorted."""
    return sorted(picture["problems"]["code"].to_pylist())
