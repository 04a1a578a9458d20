"""Names of sectors in a language pack: `sectors.csv` with `code`, `name_en` and `name`.

The file may be left out, and so may any name: such a sector is shown in English.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from intarsia import codelists
from intarsia.errors import IntarsiaError

FILE = "sectors.csv"
_HEADER = ("code", "name_en", "name")


class SectorNamesError(IntarsiaError):
    """A pack's names of sectors cannot be read."""


def sector_names(folder: Path) -> dict[str, str]:
    """Return the names that a pack gives, by code; a code that is no sector is left out.

    Raises   SectorNamesError.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SectorNamesError(
            "site.pack_unreadable", f"{path} cannot be read: {error}."
        ) from error
    if rows and not {"code", "name"} <= set(rows[0]):
        raise SectorNamesError(
            "site.pack_unreadable", f"{path} has no columns code and name. See languages.md."
        )
    named = {str(row["code"]).strip(): " ".join(str(row["name"] or "").split()) for row in rows}
    return {
        code: name[:200] for code, name in named.items() if name and codelists.has("sectors", code)
    }


def renew_sector_names(folder: Path) -> None:
    """Write every sector of this version into a pack's file; names that are there stay."""
    known = sector_names(folder)
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(_HEADER)
    for code, english in sorted(codelists.names("sectors", "en").items()):
        table.writerow((code, english, known.get(code, "")))
    (folder / FILE).write_text(written.getvalue(), encoding="utf-8")
