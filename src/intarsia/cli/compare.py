"""`intarsia compare OLD NEW`: what appeared, grew, shrank and was resolved between two runs."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa

from intarsia.analysis.duplicates import compare_findings
from intarsia.analysis.duplicates.changes import Change
from intarsia.analysis.everything import all_findings
from intarsia.cli import DONE
from intarsia.cli.findings_file import checked_ending, read_table, write_table
from intarsia.phrases import say
from intarsia.tables import load_picture

_SHOWN, _IDS_SHOWN = 10, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia compare` takes."""
    for name in ("old", "new"):
        parser.add_argument(
            name,
            metavar=name.upper(),
            type=Path,
            help="a picture folder, or findings in Parquet that another verb has written",
        )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help=".parquet, .csv, .xlsx or .json"
    )
    parser.epilog = "Example: intarsia compare may june -o changes.xlsx"


def run(given: argparse.Namespace) -> int:
    """Compare; say how many of each change and the largest."""
    if given.output is not None:
        checked_ending(given.output)
    changes = compare_findings(_findings(given.old), _findings(given.new))
    rows = changes.to_pylist()
    counts = Counter(row["change"] for row in rows)
    said = ", ".join(f"{counts[change]:,} {change.replace('_', ' ')}" for change in Change)
    sys.stdout.write(f"{said}.\n")
    reopened = sum(row["reopens"] for row in rows)
    if reopened:
        sys.stdout.write(f"{reopened:,} are of another kind now: their judgements are reopened.\n")
    for row in rows[:_SHOWN]:
        kinds = " → ".join(dict.fromkeys(k for k in (row["kind_before"], row["kind"]) if k))
        sys.stdout.write(
            f"  {row['change'].replace('_', ' ')}: {_about(row)} ({kinds}{_money(row)})\n"
        )
    if len(rows) > _SHOWN:
        sys.stdout.write(f"  and {len(rows) - _SHOWN:,} more\n")
    if given.output is not None:
        write_table(changes, given.output)
        sys.stdout.write(f"{given.output} written.\n")
    return DONE


def _findings(path: Path) -> pa.Table:
    """The findings of a file, or all of a picture."""
    if path.is_file():
        return read_table(path)
    picture = load_picture(path)
    if picture.as_of is None:
        sys.stderr.write(f"{path}: {say('findings.without_day')}\n")
    return all_findings(picture)


def _about(row: dict[str, Any]) -> str:
    if row["activity_a"] is not None:
        return f"{row['activity_a']} and {row['activity_b']}"
    ids = [one for one in row["subjects"] if one]
    more = f" and {len(ids) - _IDS_SHOWN:,} more" if len(ids) > _IDS_SHOWN else ""
    return ", ".join(ids[:_IDS_SHOWN]) + more


def _money(row: dict[str, float | None]) -> str:
    for name, sign in (("stake_usd", "${:,.0f}"), ("people", "{:,.0f} people")):
        amounts = [row[f"{name}_before"], row[name]]
        if any(amount is not None for amount in amounts):
            told = ("–" if amount is None else sign.format(amount) for amount in amounts)
            return ", " + " → ".join(told)
    return ""
