"""Names in a report that a person has to say: which organization, which place is meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from intarsia import phrases
from intarsia.register import packaged_register
from intarsia.spelling import folded
from intarsia_site.access.models import Organization
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.models import PlaceName
from intarsia_site.registry.queries.names import place_names
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.queries.report_import import import_to_look_into
from intarsia_site.reports.queries.report_problems import language_of_phrases
from intarsia_site.reports.tables import kept_columns

SIZE = 25
_CANDIDATE = re.compile(r"(.+) \((\d\.\d+)\)")
_MOST_FOUND = 8


@dataclass(frozen=True)
class Candidate:
    """Whom or which place a name may mean; how sure that is in per cent, None where unsaid."""

    key: str
    name: str
    percent: int | None = None


@dataclass(frozen=True)
class NameToConfirm:
    """One name that is doubtful or new, with what it may mean."""

    name: str
    #: Of a place: the unit above as the report names it.
    parent: str
    uses: int
    is_doubtful: bool
    because: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    proposed_name: str = ""


@dataclass(frozen=True)
class ConfirmPage:
    """A part of the names to confirm."""

    public_id: str
    revision: int
    names: tuple[NameToConfirm, ...]
    total: int
    page: int
    pages: int


def organizations_page(
    report_id: str, *, viewing: Viewing, page: int = 1, size: int = SIZE
) -> ConfirmPage:
    """Return the organizations of a report that are doubtful or new, doubtful ones first.

    For those who may look into it; NotFound for all others.
    """
    report = import_to_look_into(report_id, viewing=viewing)
    return organizations_of(report, viewing=viewing, page=page, size=size)


def organizations_of(
    report: ReportImport, *, viewing: Viewing, page: int = 1, size: int = SIZE
) -> ConfirmPage:
    """Return organizations to confirm of a report that the viewer may look into."""
    columns = ("name", "decision", "because", "candidates", "proposed_name", "uses")
    table = kept_columns(report, "organizations_to_confirm", columns)
    if table is None:
        return ConfirmPage(report.public_id, report.revision, (), 0, 1, 1)
    table = table.filter(pc.not_equal(table["decision"], "resolved"))
    pages = max(1, -(-table.num_rows // size))
    page = min(max(1, page), pages)
    rows = table.slice((page - 1) * size, size).to_pylist()
    options = [_candidates(row["candidates"]) for row in rows]
    names = organization_names({key for some in options for key, _ in some}, viewing=viewing)
    return ConfirmPage(
        report.public_id,
        report.revision,
        tuple(
            NameToConfirm(
                name=row["name"],
                parent="",
                uses=row["uses"],
                is_doubtful=row["decision"] == "doubtful",
                because=_reasons(row["because"]),
                candidates=tuple(Candidate(key, names.get(key, key), part) for key, part in some),
                proposed_name=row["proposed_name"] or "",
            )
            for row, some in zip(rows, options, strict=True)
        ),
        table.num_rows,
        page,
        pages,
    )


def places_page(
    report_id: str, *, viewing: Viewing, page: int = 1, size: int = SIZE
) -> ConfirmPage:
    """Return the places of a report that no unit of the country has the name of.

    For those who may look into it; NotFound for all others.
    """
    report = import_to_look_into(report_id, viewing=viewing)
    return places_of(report, viewing=viewing, page=page, size=size)


def places_of(
    report: ReportImport, *, viewing: Viewing, page: int = 1, size: int = SIZE
) -> ConfirmPage:
    """Return places to confirm of a report that the viewer may look into."""
    columns = ("name", "parent", "times", "candidate_codes", "candidate_names")
    table = kept_columns(report, "no_place", columns)
    if table is None:
        return ConfirmPage(report.public_id, report.revision, (), 0, 1, 1)
    pages = max(1, -(-table.num_rows // size))
    page = min(max(1, page), pages)
    rows = table.slice((page - 1) * size, size).to_pylist()
    country = report.source.country.code
    codes = {code for row in rows for code in _parts(row["candidate_codes"])}
    called = place_names({(country, code) for code in codes}, viewing=viewing, on=viewing.at.date())
    return ConfirmPage(
        report.public_id,
        report.revision,
        tuple(
            NameToConfirm(
                name=row["name"] or "",
                parent=row["parent"] or "",
                uses=row["times"] or 0,
                is_doubtful=bool(row["candidate_codes"]),
                because=(),
                candidates=tuple(
                    Candidate(code, f"{called.get((country, code), name or code)} · {code}")
                    for code, name in _named(row)
                ),
            )
            for row in rows
        ),
        table.num_rows,
        page,
        pages,
    )


def organization_names(ids: Iterable[str], *, viewing: Viewing) -> dict[str, str]:
    """Return what organizations are called: those kept here, else of the packaged register."""
    if viewing.user_id is None:
        return {}
    wanted = set(ids)
    kept = Organization.objects.filter(public_id__in=wanted)
    found = dict(kept.values_list("public_id", "name"))
    if rest := wanted - set(found):
        register = packaged_register().select(["organization_id", "name"])
        for row in register.to_pylist():
            if row["organization_id"] in rest:
                found[row["organization_id"]] = row["name"]
    return found


def organizations_like(text: str, *, viewing: Viewing) -> tuple[Candidate, ...]:
    """Return the organizations that a typed name, acronym or identifier may mean; of several, the
    one that is called exactly so comes alone."""
    if viewing.user_id is None or not folded(text):
        return ()
    rows = Organization.objects.filter(merged_into__isnull=True)
    for word in folded(text).split()[:8]:
        rows = rows.filter(folded__contains=word)
    kept = list(rows.order_by("name").values_list("public_id", "name", "acronym")[:40])
    found = [(key, name, acronym) for key, name, acronym in kept] + _packaged_like(text)
    exact = [one for one in found if folded(text) in (folded(one[1]), folded(one[2] or ""))]
    return tuple(Candidate(key, name) for key, name, _ in (exact or found)[:_MOST_FOUND])


def places_like(report_id: str, text: str, *, viewing: Viewing) -> tuple[Candidate, ...]:
    """Return the places of the report's country that a typed code or name may mean.

    For those who may look into the report; NotFound for all others.
    """
    report = import_to_look_into(report_id, viewing=viewing)
    names = PlaceName.objects.filter(place__country=report.source.country)
    wanted = text.replace("\x00", "").strip()
    if not wanted:
        return ()
    exact = names.filter(place__code__iexact=wanted) | names.filter(name__iexact=wanted)
    rows = exact if exact.exists() else names.filter(name__icontains=wanted)
    found: dict[str, str] = {}
    for code, name in rows.order_by("name", "pk").values_list("place__code", "name")[:60]:
        found.setdefault(code, f"{name} · {code}")
    return tuple(Candidate(code, name) for code, name in list(found.items())[:_MOST_FOUND])


def _packaged_like(text: str) -> list[tuple[str, str, str | None]]:
    words = folded(text).split()
    rows = packaged_register().select(["organization_id", "name", "acronym"]).to_pylist()
    return [
        (row["organization_id"], row["name"], row["acronym"])
        for row in rows
        if all(word in folded(f"{row['name']} {row['acronym'] or ''}") for word in words)
    ]


def _candidates(text: str | None) -> list[tuple[str, int]]:
    parts = (_CANDIDATE.fullmatch(part) for part in (text or "").split("|"))
    return [(found[1], round(100 * float(found[2]))) for found in parts if found]


def _reasons(text: str) -> tuple[str, ...]:
    said: list[Any] = json.loads(text or "[]")
    sentences = []
    for code, data in said:
        try:
            sentences.append(phrases.say(code, data, language_of_phrases()))
        except phrases.UnknownPhraseError:
            continue
    return tuple(sentences)


def _parts(text: str | None) -> Sequence[str]:
    return [part for part in (text or "").split("; ") if part]


def _named(row: dict[str, Any]) -> list[tuple[str, str]]:
    codes, names = _parts(row["candidate_codes"]), _parts(row["candidate_names"])
    return list(zip(codes, [*names, *[""] * len(codes)][: len(codes)], strict=True))
