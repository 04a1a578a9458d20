"""What `intarsia read` prints: a line for each report and the totals."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence

import pyarrow.compute as pc
from rich.console import Console
from rich.table import Table

from intarsia.tables import Picture
from intarsia.terms import Role, Severity

#: Width of the table where the output is no terminal and so has no width of its own.
_PLAIN_WIDTH = 150
#: Kinds of problem named behind a report; all of them stand in the list below the table.
_KINDS_SHOWN = 3
_RANK = {str(Severity.LOST): 0, str(Severity.CHANGED): 1, str(Severity.NOTE): 2}
_BECAME = ("lost", "changed", "kept, noted")


def print_reports(picture: Picture, *, refused: Sequence[str]) -> None:
    """Print a line for each report, the totals, and the files that could not be read."""
    width = None if sys.stdout.isatty() else _PLAIN_WIDTH
    console = Console(width=width, highlight=False)
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("file", overflow="fold")
    table.add_column("kind")
    for name in ("rows", "activities", "organizations", "sectors", "places"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("period")
    table.add_column("problems", overflow="fold")
    facts = _facts(picture)
    for report in picture["reports"].to_pylist():
        table.add_row(*_line(report, facts.get(report["report_id"], {})))
    everything = facts.get(None, {})
    reports = picture["reports"]
    table.add_section()
    table.add_row(
        f"{reports.num_rows} files",
        "",
        f"{pc.sum(reports['rows']).as_py() or 0:,}",
        f"{picture['activities'].num_rows:,}",
        *(f"{everything.get(name, 0):,}" for name in ("organizations", "sectors", "places")),
        "",
        f"{_times(everything):,} in all",
    )
    console.print(table)
    _print_problems(console, everything)
    if refused:
        console.print(f"\n{len(refused)} files could not be read:", style="bold")
    for message in refused:
        console.print(f"  {message}")


def _line(report: dict[str, object], facts: dict[str, object]) -> list[str]:
    period = f"{report['from_on'] or '?'} – {report['to_on'] or '?'}"
    return [
        str(report["file"]),
        str(report["kind"]),
        f"{report['rows']:,}",
        f"{report['activities']:,}",
        *(f"{facts.get(name, 0):,}" for name in ("organizations", "sectors", "places")),
        period if report["from_on"] or report["to_on"] else "none stated",
        _problems_in_words(facts.get("problems", {})),
    ]


def _ordered(problems: object) -> list[tuple[tuple[int, str], int]]:
    """((rank of severity, code), times): what was lost first, then the most frequent."""
    if not isinstance(problems, dict):
        return []
    return sorted(problems.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))


def _problems_in_words(problems: object) -> str:
    """The three gravest kinds, and how many more there are."""
    ordered = _ordered(problems)
    if not ordered:
        return "none"
    said = ", ".join(f"{code} {times:,}" for (_, code), times in ordered[:_KINDS_SHOWN])
    more = len(ordered) - _KINDS_SHOWN
    return said + (f" and {more} more kinds" if more > 0 else "")


def _times(facts: dict[str, object]) -> int:
    return sum(times for _, times in _ordered(facts.get("problems")))


def _print_problems(console: Console, facts: dict[str, object]) -> None:
    """Every kind of problem with what became of it and its number, the gravest first."""
    ordered = _ordered(facts.get("problems"))
    if not ordered:
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("what became of it")
    table.add_column("times", justify="right")
    table.add_column("kind of problem")
    for (rank, code), times in ordered:
        table.add_row(_BECAME[rank], f"{times:,}", code)
    console.print()
    console.print(table)


def _facts(picture: Picture) -> dict[object, dict[str, object]]:
    """Reporting organizations, sectors, places and problems by report_id; None = altogether."""
    report_of = dict(
        zip(
            picture["activities"]["activity_id"].to_pylist(),
            picture["activities"]["report_id"].to_pylist(),
            strict=True,
        )
    )
    reporters = picture["participations"].filter(
        pc.equal(picture["participations"]["role"], str(Role.REPORTING))
    )
    facts: dict[object, dict[str, object]] = {}
    for name, table, column in (
        ("organizations", reporters, "organization_id"),
        ("sectors", picture["activity_sectors"], "sector_code"),
        ("places", picture["activity_locations"], "place_code"),
    ):
        distinct: dict[object, set[object]] = {None: set()}
        pairs = zip(table["activity_id"].to_pylist(), table[column].to_pylist(), strict=True)
        for activity_id, value in pairs:
            if value is not None:
                distinct[None].add(value)
                distinct.setdefault(report_of[activity_id], set()).add(value)
        for report_id, values in distinct.items():
            facts.setdefault(report_id, {})[name] = len(values)
    counted: dict[object, Counter[tuple[int, str]]] = defaultdict(Counter)
    columns = ["report_id", "severity", "code", "times"]
    for row in picture["problems"].select(columns).to_pylist():
        for key in {row["report_id"], None}:
            counted[key][_RANK[row["severity"]], row["code"]] += row["times"]
    for key, problems in counted.items():
        facts.setdefault(key, {})["problems"] = problems
    return facts
