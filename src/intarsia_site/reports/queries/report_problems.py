"""What is wrong in a report, alike problems together, and what was corrected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from intarsia import phrases
from intarsia.phrases import problem_sentence
from intarsia_site.access.names import page_language
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.queries.report_import import import_to_look_into
from intarsia_site.reports.tables import kept_columns

#: Groups of problems on one page, and cells named of each.
GROUPS, CELLS = 20, 6
SEVERITIES = ("lost", "changed", "note")
#: What is about the file or is confirmed elsewhere: nothing that another value in a cell mends.
_NOT_OF_CELLS = (
    "list.", "grid.", "mapping.", "text.", "reader.", "archive.", "organization.", "place.",
    "personal_data.",
)  # fmt: skip
#: What is said of several cells together, or follows from a cell that says nothing wrong.
_OF_SEVERAL = frozenset({"date.ends_before_it_starts", "location.country_assumed"})
#: What has a list of its own on the report's page: names to confirm, corrections.
_ELSEWHERE = ("organization.doubtful", "place.unmatched", "list.cell_corrected")
#: Where `expected` names the nearest that is known, it is what may be meant.
_NEAREST = frozenset({"group.unknown", "modality.unknown", "sector.unknown_name", "sector.unknown"})
_OF_FILE = "^(" + "|".join(
    one.replace(".", "[.]") for one in (*_NOT_OF_CELLS, *sorted(_OF_SEVERAL))
) + ")"  # fmt: skip
_COLUMNS = (
    "code", "severity", "file", "sheet", "cell", "column", "value", "expected", "suggestion",
    "times", "message",
)  # fmt: skip
_KEYS = ["code", "severity", "sheet", "column", "value"]


@dataclass(frozen=True)
class ProblemGroup:
    """Problems alike: one sentence, how often, where first; what to take instead."""

    code: str
    severity: str
    sentence: str
    times: int
    sheet: str
    column: str
    value: str
    suggestion: str
    cells: tuple[str, ...]
    more_cells: int
    may_correct: bool


@dataclass(frozen=True)
class CorrectionLine:
    """One correction that people made, by its place in the list of them."""

    number: int
    value: str
    to: str
    column: str
    cell: str


@dataclass(frozen=True)
class ProblemsPage:
    """A part of a report's problems; counts are of all."""

    public_id: str
    revision: int
    groups: tuple[ProblemGroup, ...]
    counts: Mapping[str, int]
    severity: str
    page: int
    pages: int
    corrections: tuple[CorrectionLine, ...]

    @property
    def may_correct(self) -> bool:
        """Whether any problem of this part is mended by another value."""
        return any(one.may_correct for one in self.groups)


def problems_page(
    report_id: str, *, viewing: Viewing, severity: str = "", page: int = 1, size: int = GROUPS
) -> ProblemsPage:
    """Return problems of a report, what was lost first, then the most frequent.

    For those who may look into it; NotFound for all others.
    """
    report = import_to_look_into(report_id, viewing=viewing)
    return problems_of(report, viewing=viewing, severity=severity, page=page, size=size)


def problems_of(
    report: ReportImport, *, viewing: Viewing, severity: str = "", page: int = 1, size: int = GROUPS
) -> ProblemsPage:
    """Return problems of a report that the viewer may look into."""
    table = _problems(report)
    counts = _counts(table)
    groups = _groups(table, severity if severity in SEVERITIES else "")
    pages = max(1, -(-groups.num_rows // size))
    page = min(max(1, page), pages)
    is_list = report.summary.get("report", {}).get("kind") == "activity-list"
    return ProblemsPage(
        public_id=report.public_id,
        revision=report.revision,
        groups=tuple(
            _group(row, is_list) for row in groups.slice((page - 1) * size, size).to_pylist()
        ),
        counts=counts,
        severity=severity if severity in SEVERITIES else "",
        page=page,
        pages=pages,
        corrections=tuple(
            CorrectionLine(
                number, str(one["value"]), str(one["to"]), one.get("column") or "",
                one.get("cell") or "",
            )
            for number, one in enumerate(report.decisions.get("corrections", ()))
        ),
    )  # fmt: skip


def language_of_phrases() -> str:
    """Return the language of the page where sentences are written in it, else English."""
    language = page_language()
    return language if language in phrases.LANGUAGES else "en"


def _problems(report: ReportImport) -> pa.Table:
    found = kept_columns(report, "problems", _COLUMNS)
    if found is None:
        return pa.table({name: pa.array([], pa.string()) for name in _COLUMNS}).set_column(
            9, "times", pa.array([], pa.int64())
        )
    return found.filter(pc.invert(pc.is_in(found["code"], pa.array(_ELSEWHERE))))


def _counts(table: pa.Table) -> dict[str, int]:
    """Return how many problems of each severity there are, the most serious first."""
    times = pc.fill_null(table["times"].cast(pa.int64()), 1)
    grouped = pa.table({"severity": table["severity"], "times": times}).group_by("severity")
    found = {
        row["severity"]: row["times_sum"]
        for row in grouped.aggregate([("times", "sum")]).to_pylist()
    }
    return {one: found[one] for one in SEVERITIES if one in found}


def _groups(table: pa.Table, severity: str) -> pa.Table:
    """Return one row a group: what was lost first, then what a person can mend, then the rest."""
    if severity:
        table = table.filter(pc.equal(table["severity"], severity))
    times = pc.fill_null(table["times"].cast(pa.int64()), 1)
    table = table.set_column(table.schema.get_field_index("times"), "times", times)
    rank = pc.index_in(table["severity"], pa.array(SEVERITIES))
    of_file = pc.match_substring_regex(table["code"], _OF_FILE)
    grouped = (
        table.append_column("rank", rank)
        .append_column("of_file", of_file.cast(pa.int8()))
        .group_by(_KEYS, use_threads=False)
        .aggregate(
            [
                ("times", "sum"), ("rank", "min"), ("of_file", "max"), ("cell", "list"),
                *((name, "first") for name in ("file", "expected", "suggestion", "message")),
            ]
        )
    )  # fmt: skip
    was_kept = pc.not_equal(grouped["severity"], "lost").cast(pa.int8())
    order = ("was_kept", "of_file_max", "rank_min")
    return grouped.append_column("was_kept", was_kept).sort_by(
        [*((name, "ascending") for name in order), ("times_sum", "descending")]
    )


def _group(row: Mapping[str, Any], is_list: bool) -> ProblemGroup:
    cells = [cell for cell in dict.fromkeys(row["cell_list"]) if cell]
    said = {
        **{name: row[name] for name in _KEYS},
        **{name: row[f"{name}_first"] for name in ("file", "expected", "suggestion", "message")},
        "cell": cells[0] if cells else None,
        "times": row["times_sum"],
    }
    value = row["value"] or ""
    between = ";" if row["code"] == "sector.unknown_name" else ","
    nearest = _first_of(row["expected_first"], between) if row["code"] in _NEAREST else None
    return ProblemGroup(
        code=row["code"],
        severity=row["severity"],
        sentence=without_file(
            problem_sentence(said, language_of_phrases(), count_apart=True), row["file_first"]
        ),
        times=row["times_sum"],
        sheet=row["sheet"] or "",
        column=row["column"] or "",
        value=value,
        suggestion=row["suggestion_first"] or nearest or "",
        cells=tuple(cells[:CELLS]),
        more_cells=max(0, len(cells) - CELLS),
        may_correct=is_list
        and bool(value)
        and not row["code"].startswith(_NOT_OF_CELLS)
        and row["code"] not in _OF_SEVERAL,
    )


def _first_of(nearest: str | None, between: str) -> str:
    """Return the first of what is near, as a cell would say it.

    >>> _first_of("Primary health care; Water, sanitation and hygiene", ";")
    'Primary health care'
    >>> _first_of("primary_health (Health), energy (Power)", ";")  # of reports read before
    'Health'
    """
    found = re.match(r"[^,(;]+\(([^()]+)\)", nearest or "")
    return found[1] if found else (nearest or "").partition(between)[0].strip()


def without_file(sentence: str, file: str) -> str:
    """Return a problem's sentence without the file's name before it: the page says it already."""
    rest = sentence.removeprefix(file).lstrip(" ,:\u00a0\u202f") if file else sentence
    return rest[:1].upper() + rest[1:]
