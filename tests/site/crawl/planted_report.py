"""A report of the agency with a secret in each place where a report says something."""

from __future__ import annotations

from sent import CLINIC, a_list, a_source, imported, read, received

from people import Cast

_FILE = "zqreportfilezq"
_ROW = (
    "zqreportidzq", "UN health agency", "zqreportpartnerzq", "zqreporttitlezq", "zqreportsectorzq",
    "North Sirin", "zqreportplacezq", "zqreportdayzq", "2011-12-31", "120000", "4000",
)  # fmt: skip
_CHANGED = (*_ROW[:3], "zqreportothertitlezq", *_ROW[4:])


def plant_report(cast: Cast) -> set[str]:
    """Import a report of the agency, shared with nobody else, and let the next one wait.

    Returns   the secrets: who writes for the agency may read them, nobody else
    """
    source = a_source(cast)
    first = read(received(source, a_list(_ROW, CLINIC), cast, name=f"{_FILE}.csv"))
    imported(first, cast, label="TLP:AMBER+STRICT")
    read(received(source, a_list(_CHANGED), cast, name=f"{_FILE}again.csv"))
    return {_FILE, *(cell for cell in (*_ROW, *_CHANGED) if cell.startswith("zq"))}
