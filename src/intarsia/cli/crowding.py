"""`intarsia crowding PICTURE`: where many are for little need, and how scattered money is."""

from __future__ import annotations

import argparse

import pyarrow as pa
from rich.table import Table

from intarsia.analysis.crowding import find_crowding, measure_crowding
from intarsia.cli import cell_findings
from intarsia.cli.findings_file import checked_ending
from intarsia.cli.findings_shown import a_console, add_findings_arguments
from intarsia.phrases.figures import sector_name
from intarsia.tables import load_picture


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia crowding` takes."""
    add_findings_arguments(parser)
    parser.epilog = "Example: intarsia crowding picture -o crowding.xlsx"
    cell_findings.add_days(parser)


def run(given: argparse.Namespace) -> int:
    """Measure, print the measures with their denominators, then the most crowded cells."""
    if given.output is not None:
        checked_ending(given.output)
    picture = load_picture(given.picture)
    measured = measure_crowding(picture, from_on=given.from_on, to_on=given.to_on)
    a_console().print(_table(measured.sectors, given.lang))
    return cell_findings.report(given, find_crowding(picture, crowding=measured))


def _table(sectors: pa.Table, language: str) -> Table:
    """Each broad sector as reported and counted once, every measure with what it is of."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("broad sector")
    table.add_column("counted")
    for heading in (
        "donors", "US dollars", "no money stated", "Herfindahl", "Theil", "not significant",
    ):  # fmt: skip
        table.add_column(heading, justify="right")
    for row in sorted(sectors.to_pylist(), key=lambda row: (row["group_code"], row["counting"])):
        relations = row["relations"]
        table.add_row(
            sector_name(row["group_code"], language),
            row["counting"],
            str(row["donors"]),
            "" if row["usd"] is None else f"{row['usd']:,.0f}",
            str(row["activities_without_money"]),
            "" if row["herfindahl"] is None else f"{row['herfindahl']:.2f}",
            "" if row["theil"] is None else f"{row['theil']:.2f}",
            f"{relations - row['significant_relations']} of {relations}" if relations else "",
        )
    return table
