"""`intarsia duplicates PICTURE`: what is reported twice, what pays for what, what it comes to."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from intarsia.analysis.duplicates import (
    CountedOnce,
    count_once,
    find_pairs,
    findings_of,
    load_model,
)
from intarsia.analysis.duplicates.facts import Said, facts_of
from intarsia.analysis.duplicates.steps import write_steps
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
from intarsia.phrases import say
from intarsia.tables import load_picture
from intarsia.terms import FindingKind

_TWICE = (FindingKind.SAME_REPORT, FindingKind.SAME_ACTIVITY, FindingKind.FUNDING_CHAIN)
_SHOWN = 5
_REASONS_SHOWN = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia duplicates` takes."""
    add_findings_arguments(parser)
    parser.add_argument(
        "--model", metavar="FILE", type=Path, help="weights that `intarsia train` has made"
    )
    parser.add_argument(
        "--level",
        choices=("donor", "implementer"),
        default="implementer",
        help="at whose end of a funding chain money is counted",
    )
    parser.add_argument(
        "--steps", metavar="FOLDER", type=Path, help="keep the table of every step, to look into"
    )
    parser.epilog = "Example: intarsia duplicates picture -o duplicates.xlsx"


def run(given: argparse.Namespace) -> int:
    """Find, count once, say the largest; write all findings where a file is named."""
    if given.output is not None:
        checked_ending(given.output)
    picture = load_picture(given.picture)
    model = None if given.model is None else load_model(given.model)
    pairs = find_pairs(picture, model=model)
    findings = findings_of(picture, pairs)
    counted = count_once(picture, level=given.level, pairs=pairs)
    rows = findings.to_pylist()
    facts = facts_of(picture, [row[end] for row in rows for end in ("activity_a", "activity_b")])
    console = a_console()
    _print_kinds(console, rows, given.lang)
    for code, data in counted.limits:
        console.print(say(code, data, given.lang), markup=False)
    _print_totals(console, counted)
    for row in [row for row in rows if row["kind"] in _TWICE][:_SHOWN]:
        _print_finding(console, row, facts, given.lang)
    if given.output is not None:
        write_table(findings, given.output, told=lambda row: told_of(row, facts, given.lang, say))
        console.print(f"\n{given.output} written, {len(rows):,} findings.")
    if given.steps is not None:
        write_steps(picture, pairs, given.steps)
        console.print(f"{given.steps} holds the table of every step.")
    return DONE


def _print_kinds(console: Console, rows: list[dict[str, Any]], language: str) -> None:
    counts = Counter(row["kind"] for row in rows)
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("what two activities are to each other")
    table.add_column("pairs", justify="right")
    table.add_column("money of both, the smaller", justify="right")
    for kind in (*_TWICE, FindingKind.PART_OF, FindingKind.PHASE, FindingKind.SIBLING):
        stake = sum(row["stake_usd"] or 0 for row in rows if row["kind"] == kind)
        table.add_row(
            say(f"pair.kind.{kind}", {}, language),
            f"{counts[kind]:,}",
            usd(stake) if stake else "",
        )
    console.print(table)


def _print_totals(console: Console, counted: CountedOnce) -> None:
    console.print(f"\nCounted once, at the {counted.level}'s end:", style="bold")
    for name, before, after in (
        ("activities", f"{counted.activities_reported:,}", f"{counted.activities:,}"),
        ("budgeted", usd(counted.budget_usd_reported), usd(counted.budget_usd)),
        ("spent", usd(counted.spent_usd_reported), usd(counted.spent_usd)),
    ):
        console.print(f"  {name:<12}{after:>20}   as reported {before}")
    if counted.people_most:
        console.print(
            f"  people      between {counted.people_least:,.0f} and {counted.people_most:,.0f}"
        )


def _print_finding(
    console: Console, row: dict[str, Any], facts: dict[str, Said], language: str
) -> None:
    stake = f", {usd(row['stake_usd'])} counted twice" if row["stake_usd"] else ""
    kind = say(f"pair.kind.{row['kind']}", {}, language)
    console.print(f"\n{kind} ({row['score']:.0%}{stake})", style="bold")
    print_activities(console, subjects_of(row), facts, most=2)
    for at, (code, data) in enumerate(json.loads(row["reasons"])):
        # What weighs nothing is no evidence but says what becomes of the money: always shown.
        if at >= _REASONS_SHOWN and data["weight"]:
            continue
        sign = "+" if data["weight"] > 0 else "–" if data["weight"] else "·"
        console.print(f"    {sign} {say(code, data, language)}", markup=False)
