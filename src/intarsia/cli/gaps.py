"""`intarsia gaps PICTURE`: where people are in need and nobody is reported, or too few."""

from __future__ import annotations

import argparse

from intarsia.analysis.gaps import find_gaps, gaps_page
from intarsia.cli import cell_findings
from intarsia.cli.findings_file import checked_ending
from intarsia.cli.findings_shown import add_findings_arguments
from intarsia.tables import load_picture


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia gaps` takes."""
    add_findings_arguments(parser)
    parser.epilog = "Example: intarsia gaps picture -o gaps.xlsx"
    cell_findings.add_days(parser)


def run(given: argparse.Namespace) -> int:
    """Find, print the most pressing; write all findings where a file is named."""
    if given.output is not None:
        checked_ending(given.output)
    picture = load_picture(given.picture)
    findings = find_gaps(picture, from_on=given.from_on, to_on=given.to_on)
    lacking = None if picture["needs"].num_rows else "need.none"
    return cell_findings.report(given, findings, page=gaps_page(findings), lacking=lacking)
