"""`intarsia mandates PICTURE`: who is charged with the same, where nobody is, what lies outside."""

from __future__ import annotations

import argparse

from intarsia.analysis.mandates import compare_mandates
from intarsia.cli import cell_findings
from intarsia.cli.findings_file import checked_ending
from intarsia.cli.findings_shown import add_findings_arguments
from intarsia.tables import load_picture


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia mandates` takes."""
    add_findings_arguments(parser)
    parser.epilog = "Example: intarsia mandates picture -o mandates.xlsx"


def run(given: argparse.Namespace) -> int:
    """Find, print the most pressing; write all findings where a file is named."""
    if given.output is not None:
        checked_ending(given.output)
    picture = load_picture(given.picture)
    lacking = None if picture["mandates"].num_rows else "charge.none"
    return cell_findings.report(given, compare_mandates(picture), lacking=lacking)
