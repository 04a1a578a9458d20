"""What `mandates`, `gaps` and `crowding` share: options, printing, the file of findings."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from rich.console import Console

from intarsia.analysis.duplicates import limits_in
from intarsia.cli import DONE, options
from intarsia.cli.findings_file import write_table
from intarsia.cli.findings_shown import a_console
from intarsia.phrases import say

#: A page: what is printed if nothing else is asked for.
SHOWN = 20


def add_days(parser: argparse.ArgumentParser) -> None:
    """Declare the time that is asked about."""
    for name, meaning in (("from", "first"), ("to", "last")):
        parser.add_argument(
            f"--{name}",
            dest=f"{name}_on",
            type=options.day,
            metavar="DATE",
            help=f"{meaning} day asked about, YYYY-MM-DD; the picture's day if left out",
        )


def report(
    given: argparse.Namespace,
    findings: pa.Table,
    *,
    page: pa.Table | None = None,
    lacking: str | None = None,
) -> int:
    """Print the most pressing findings, write all where a file is named; return the exit code.

    page      those to be printed, where some say what others do too
    lacking   code of what the picture would have to hold for more to be found
    """
    to = a_console()
    if lacking is not None or not findings.num_rows:
        to.print(say(lacking or "finding.none", {}, given.lang), markup=False)
    print_counts(to, findings, given.lang)
    print_findings(to, findings if page is None else page, given.lang)
    if given.output is not None:
        write_findings(to, findings, given.output, given.lang)
    return DONE


def print_counts(to: Console, findings: pa.Table, language: str) -> None:
    """Print how many findings of each kind there are, and what could not be used."""
    for kind, count in Counter(findings["kind"].to_pylist()).items():
        to.print(f"{count:>7,}  {say(f'finding.kind.{kind}', {}, language)}")
    for code, data in limits_in(findings):
        to.print(say(code, data, language), markup=False)


def print_findings(to: Console, findings: pa.Table, language: str) -> None:
    """Print the first findings, as many as a page holds, with their reasons."""
    for number, row in enumerate(findings.slice(0, SHOWN).to_pylist(), 1):
        title = say(f"finding.kind.{row['kind']}", {}, language)
        to.print(f"\n{number}. {title}", style="bold", markup=False)
        for sign, name in (("·", "reasons"), ("?", "unknowns")):
            for code, data in json.loads(row[name]):
                to.print(f"    {sign} {say(code, data, language)}", markup=False)
    if findings.num_rows > SHOWN:
        to.print(f"\n{findings.num_rows - SHOWN:,} more; -o FILE writes all.")


def write_findings(to: Console, findings: pa.Table, path: Path, language: str) -> None:
    """Write all findings to a file, with sentences beside the codes where people read it."""
    write_table(findings, path, told=lambda row: told(row, language))
    to.print(f"\n{path} written, {findings.num_rows:,} findings.")


def told(row: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return the sentences of a finding."""
    return {
        "kind_told": say(f"finding.kind.{row['kind']}", {}, language),
        **{
            f"{name}_told": " ".join(
                say(code, data, language) for code, data in json.loads(row[name])
            )
            for name in ("reasons", "unknowns")
        },
    }
