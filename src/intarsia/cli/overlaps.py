"""`intarsia overlaps PICTURE`: where organizations do the same, or could complement each other."""

from __future__ import annotations

import argparse
import json
from typing import Any

from rich.console import Console

from intarsia.analysis.duplicates import limits_in
from intarsia.analysis.duplicates.facts import Said, facts_of
from intarsia.analysis.overlaps import PAGE, find_overlaps
from intarsia.analysis.overlaps.reasons import said
from intarsia.cli import DONE
from intarsia.cli.findings_file import checked_ending, write_table
from intarsia.cli.findings_shown import (
    a_console,
    add_findings_arguments,
    print_activities,
    subjects_of,
    told_of,
    usd,
)
from intarsia.tables import load_picture

_SHOWN, _ACTIVITIES_SHOWN = 5, 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia overlaps` takes."""
    add_findings_arguments(parser)
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--most", metavar="N", type=_at_least_one, default=PAGE, help="so many findings, 20 if left"
    )
    size.add_argument("--all", action="store_true", help="all findings, also of what is over")
    parser.epilog = "Example: intarsia overlaps picture -o overlaps.xlsx"


def run(given: argparse.Namespace) -> int:
    """Find, say the first ones; write all where a file is named."""
    if given.output is not None:
        checked_ending(given.output)
    picture = load_picture(given.picture)
    findings = find_overlaps(picture, most=None if given.all else given.most)
    rows = findings.to_pylist()
    facts = facts_of(picture, [key for row in rows for key in subjects_of(row)])
    console = a_console()
    for kind in ("overlap", "complementary"):
        count = sum(row["kind"] == kind for row in rows)
        console.print(f"{said(f'overlap.kind.{kind}', {}, given.lang)}: {count:,}")
    for code, data in limits_in(findings):
        console.print(said(code, data, given.lang), markup=False)
    for row in rows[:_SHOWN]:
        _print_finding(console, row, facts, given.lang)
    if given.output is not None:
        write_table(findings, given.output, told=lambda row: told_of(row, facts, given.lang, said))
        console.print(f"\n{given.output} written, {len(rows):,} findings.")
    return DONE


def _print_finding(
    console: Console, row: dict[str, Any], facts: dict[str, Said], language: str
) -> None:
    stake = f", {usd(row['stake_usd'])} at stake" if row["stake_usd"] else ""
    kind = said(f"overlap.kind.{row['kind']}", {}, language)
    console.print(f"\n{kind} ({row['score']:.2f}{stake})", style="bold")
    print_activities(console, subjects_of(row), facts, most=_ACTIVITIES_SHOWN)
    for code, data in json.loads(row["reasons"]):
        sign = "+" if data["weight"] > 0 else "–" if data["weight"] else "·"
        console.print(f"    {sign} {said(code, data, language)}", markup=False)
    for code, data in json.loads(row["unknowns"]):
        console.print(f"    ? {said(code, data, language)}", markup=False)


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is too few; at least 1")
    return number
