"""Mappings on the command line: what each column of a list was taken for, printed and saved."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rich.console import Console
from rich.table import Table

from intarsia.errors import IntarsiaError
from intarsia.phrases import say
from intarsia.readers import save_mapping

if TYPE_CHECKING:
    from intarsia.readers.activity_list.mapping import Mapping as ListMapping

_PLAIN_WIDTH = 150


def is_list(path: Path) -> bool:
    """Whether a file is a list, to which a mapping may say something."""
    from intarsia.readers import activity_list, aims, country_sheet, iati
    from intarsia.readers.source import open_source

    source = open_source(path)
    others = (iati, aims, country_sheet)
    return activity_list.can_read(source) and not any(one.can_read(source) for one in others)


def print_mappings(mappings: Mapping[Path, object]) -> None:
    """Print what each column of each list was taken for, how surely and why."""
    console = Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH, highlight=False)
    for path, mapping in mappings.items():
        found = cast("ListMapping", mapping)
        sheet = f", sheet {found.sheet}" if found.sheet else ""
        rows = f", headings in row {found.header_rows[-1]}" if found.header_rows else ""
        table = Table(box=None, header_style="bold", pad_edge=False)
        table.add_column("column", overflow="fold")
        table.add_column("read as")
        table.add_column("sure", justify="right")
        table.add_column("because", overflow="fold")
        for use in found.columns:
            table.add_row(
                use.heading or use.tag or "(no heading)",
                str(use.field),
                f"{use.sureness:.0%}",
                "; ".join(say(reason.code, dict(reason.data), "en") for reason in use.because),
            )
        console.print(f"\n{path.name}{sheet}{rows}", style="bold")
        console.print(table)


def save_one_mapping(mappings: Mapping[Path, object], path: Path) -> None:
    """Write the mapping of the one list that was read.

    Raises  IntarsiaError "mapping.not_one_list" where there is none, or more than one.
    """
    if len(mappings) != 1:
        names = ", ".join(one.name for one in mappings) or "none"
        raise IntarsiaError(
            "mapping.not_one_list",
            f"--save-mapping writes the mapping of one list; the files held {len(mappings)} "
            f"({names}). Read one list alone.",
            lists=names,
        )
    save_mapping(cast("ListMapping", next(iter(mappings.values()))), path)
    sys.stdout.write(f"\nHow the list was read is in {path}; change it, and use it by --mapping.\n")
