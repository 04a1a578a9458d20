"""The sectors as a page shows them: a packaged code list, the same for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from intarsia import codelists
from intarsia_site.access.names import sector_names


@dataclass(frozen=True)
class SectorLine:
    """One sector: its code, its name in the language of the request, and in the others."""

    code: str
    name: str
    others: tuple[tuple[str, str], ...]
    note: str


def sector_lines() -> list[SectorLine]:
    """Return the sectors by name. No database is asked, so there is no viewer."""
    named = sector_names()
    lines = []
    for row in codelists.rows("sectors"):
        names = {one: row[f"name_{one}"] for one in ("en", "fr", "ru") if row.get(f"name_{one}")}
        name = named[row["code"]]
        others = tuple((one, said) for one, said in names.items() if said != name)
        lines.append(SectorLine(row["code"], name, others, row["note"]))
    return sorted(lines, key=lambda one: one.name.casefold())
