"""`intarsia example DIR`: the invented example country's report files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import intarsia
from intarsia.cli import COULD_NOT, DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia example` takes."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="a new or empty folder")
    parser.add_argument("--seed", type=int, default=2011, help="another seed, another country")
    parser.epilog = "Example: intarsia example arvenia && intarsia read arvenia/reports/* -o xa"


def run(given: argparse.Namespace) -> int:
    """Write the files; say what they are."""
    if given.folder.exists() and (not given.folder.is_dir() or any(given.folder.iterdir())):
        sys.stderr.write(
            f"intarsia example: {given.folder} is there already and not empty; nothing was "
            "written. Name another folder.\n"
        )
        return COULD_NOT
    summary = intarsia.write_example(given.folder, seed=given.seed)
    reports = [file for file in summary.files if file.path.startswith("reports/")]
    sys.stdout.write(
        f"Arvenia, a country invented for exercise: {summary.true_activities} activities, stated "
        f"{summary.statements} times in {len(reports)} files.\n"
    )
    for file in reports:
        sys.stdout.write(f"  {given.folder / file.path}  {file.count:,}\n")
    sys.stdout.write(f"What really happens there is in {given.folder / 'truth'}.\n")
    return DONE
