"""Which names that people confirmed an import carries, and that the register does not know yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from intarsia.spelling import folded
from intarsia_site.access.models import Country
from intarsia_site.registry.meanings import Meaning, Register, meaning_of_place
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.tables import kept_columns, stored_id


@dataclass(frozen=True)
class Carried:
    """One name with what it means, the activities that say it, and who confirmed it.

    activity_ids   as rows hold them; empty where the name stands in no one activity
    said_by        the pseudonym of the trail; "" where nobody knows any more
    """

    meaning: Meaning
    activity_ids: frozenset[str]
    said_by: str


def carried_names(report: ReportImport) -> list[Carried]:
    """Return the names that the register could learn of an import, in the order of names."""
    known, country = report.source.known, report.source.country
    language = (report.summary.get("report") or {}).get("language") or ""
    found = [
        *_organizations(report, known.get("organizations", {}), known, language),
        *_places(report, known.get("places", ()), country, known, language),
    ]
    once = {one.meaning.mark: one for one in found}
    return sorted(once.values(), key=lambda one: (one.meaning.kind, folded(one.meaning.name)))


def said_by(known: dict[str, Any], kind: str, *name: str) -> str:
    """Return the pseudonym of who confirmed a name of a source."""
    found: str = known.get("said_by", {}).get(key_of(kind, *name), "")
    return found


def key_of(kind: str, *name: str) -> str:
    """Return under which key a source keeps who confirmed a name."""
    return "\n".join((kind, *name))


def _organizations(
    report: ReportImport, names: dict[str, str], known: dict[str, Any], language: str
) -> list[Carried]:
    if not names:
        return []
    decided = kept_columns(report, "organizations_to_confirm", ("name",))
    rows = decided["name"].to_pylist() if decided is not None else ()
    there = {folded(name or "") for name in rows}
    wanted = {name: key for name, key in names.items() if folded(name) in there}
    if not wanted:
        return []
    stands = _stands(report)
    types = _types(report)
    register = Register()
    found = []
    for name, key in wanted.items():
        meaning = register.meaning(name, key, type_code=types.get(key, ""), language=language)
        if meaning is not None:
            ids = frozenset(stands.get(folded(name), ()))
            found.append(Carried(meaning, ids, said_by(known, "organizations", name)))
    return found


def _places(
    report: ReportImport, names: Any, country: Country, known: dict[str, Any], language: str
) -> list[Carried]:
    if not names:
        return []
    table = kept_columns(report, "activity_locations", ("activity_id", "place_code", "path_names"))
    stands: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in table.to_pylist() if table is not None else ():
        for name in row["path_names"] or ():
            if name and row["place_code"]:
                stands[row["place_code"], folded(name)].add(stored_id(row["activity_id"]))
    found = []
    for one in names:
        code, name, within = one["place_code"], one["name"], one.get("parent") or ""
        ids = stands.get((code, folded(name)))
        if not ids:
            continue
        meaning = meaning_of_place(name, within, code, country, language=language)
        if meaning is not None:
            who = said_by(known, "places", name, within)
            found.append(Carried(meaning, frozenset(ids), who))
    return found


def _stands(report: ReportImport) -> dict[str, set[str]]:
    """Return by the folded name of an organization the activities in which it takes part."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = kept_columns(report, "participations", ("activity_id", "name_as_reported"))
    for row in rows.to_pylist() if rows is not None else ():
        found[folded(row["name_as_reported"] or "")].add(stored_id(row["activity_id"]))
    return found


def _types(report: ReportImport) -> dict[str, str]:
    rows = kept_columns(report, "organizations", ("organization_id", "type_code"))
    return {
        row["organization_id"]: row["type_code"]
        for row in (rows.to_pylist() if rows is not None else ())
        if row["type_code"]
    }
