"""Findings for people's eyes: what the verbs that find things say alike."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from intarsia.analysis.duplicates.facts import Said

_PLAIN_WIDTH = 120
#: So many activities of one finding stand in a cell.
_MOST_IN_CELL = 20

Say = Callable[[str, Mapping[str, Any], str], str]


def add_findings_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the picture, the file of findings and the language."""
    parser.add_argument("picture", metavar="PICTURE", type=Path, help="a picture folder")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        help="all findings with their reasons: .parquet, .csv, .xlsx or .json",
    )
    parser.add_argument(
        "--lang",
        choices=("en", "fr", "ru"),
        default="en",
        help="language of the reasons and of what was bounded",
    )


def a_console() -> Console:
    """Return a console as wide as the terminal, or a fixed width where there is none."""
    return Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH, highlight=False)


def subjects_of(row: Mapping[str, Any]) -> list[str]:
    """Return the activities that a finding is about."""
    pair = [row[end] for end in ("activity_a", "activity_b") if row[end] is not None]
    return pair or list(row["subjects"] or ())


def print_activities(
    console: Console, ids: Sequence[str], facts: Mapping[str, Said], *, most: int
) -> None:
    """Say who reports what: rows that say the same in one line, further lines are counted."""
    lines: dict[str, list[str]] = {}
    for key in ids:
        one = facts[key]
        lines.setdefault(f"{one.reporter or '?'}: {one.title or '(no title)'}", []).append(key)
    for line, keys in list(lines.items())[:most]:
        more = f" and {len(keys) - 1:,} more" if len(keys) > 1 else ""
        console.print(f"  {line} [{keys[0]}{more}]", markup=False)
    if len(lines) > most:
        console.print(f"  and {len(lines) - most:,} more")


def told_of(
    row: Mapping[str, Any], facts: Mapping[str, Said], language: str, say: Say
) -> dict[str, str]:
    """Return titles, reporters and sentences beside the codes, for a file that people open."""
    ids = subjects_of(row)
    is_pair = row["activity_a"] is not None
    told = {}
    for at, end in enumerate("ab"):
        one = facts[ids[at]] if is_pair else None
        told[f"title_{end}"] = (one.title if one else None) or ""
        told[f"reporter_{end}"] = (one.reporter if one else None) or ""
    if not is_pair:
        titles = dict.fromkeys(facts[key].title or "" for key in ids)
        reporters = dict.fromkeys(facts[key].reporter or "" for key in ids)
        told["title_a"] = "; ".join(list(filter(None, titles))[:_MOST_IN_CELL])
        told["reporter_a"] = "; ".join(list(filter(None, reporters))[:_MOST_IN_CELL])
    for name in ("reasons", "unknowns"):
        told[f"{name}_told"] = " ".join(
            say(code, data, language) for code, data in json.loads(row[name])
        )
    return told


def usd(value: float) -> str:
    """Return US dollars as the command line writes them."""
    return f"${value:,.0f}"
