"""The sectors as a page shows them: a packaged code list, the same for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from intarsia import codelists


@dataclass(frozen=True)
class SectorLine:
    """One sector: its code, its name in the language of the request, and in the others."""

    code: str
    name: str
    others: tuple[tuple[str, str], ...]
    note: str


def sector_lines() -> list[SectorLine]:
    """Return the sectors by name. No database is asked, so there is no viewer."""
    language = (get_language() or "en")[:2]
    lines = []
    for row in codelists.rows("sectors"):
        names = {one: row[f"name_{one}"] for one in ("en", "fr", "ru") if row.get(f"name_{one}")}
        name = names.get(language) or names["en"]
        others = tuple((one, said) for one, said in names.items() if said != name)
        lines.append(SectorLine(row["code"], name, others, row["note"]))
    return sorted(lines, key=lambda one: one.name.casefold())
