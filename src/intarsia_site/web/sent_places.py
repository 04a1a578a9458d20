"""Files of places that came with a form, read while the request lasts."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from intarsia_site.registry.place_files import ReadPlaces, SentFile, read_place_files
from intarsia_site.web.sent_files import on_disk


def read_sent(
    files: Iterable[Any], country_code: str, *, known: frozenset[str] = frozenset()
) -> ReadPlaces:
    """Read them, see `read_place_files`; raises Refused on `file`."""
    with ExitStack() as held:
        sent = [SentFile(one.name or "places", held.enter_context(on_disk(one))) for one in files]
        return read_place_files(sent, country_code, known=known)
