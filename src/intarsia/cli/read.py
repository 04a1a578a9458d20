"""`intarsia read FILE… -o PICTURE`: report files to a picture folder, problems listed beside it."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from intarsia.cli import COULD_NOT, DONE, PROBLEMS, options
from intarsia.cli.cells import harmless
from intarsia.cli.confirm import known_things, write_to_confirm
from intarsia.cli.mappings import is_list, print_mappings, save_one_mapping
from intarsia.cli.tables import print_reports
from intarsia.errors import IntarsiaError
from intarsia.normalize import (
    Rates,
    combine,
    normalize_report,
    select_country,
    settle_organizations,
)
from intarsia.phrases import problem_sentence
from intarsia.readers import Progress, load_mapping, read_report
from intarsia.tables import Picture, ProblemLog, refuse_other_folder, save_picture


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia read` takes."""
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="report files")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="PICTURE",
        type=Path,
        help="the picture folder to write",
    )
    parser.add_argument(
        "--country",
        type=options.country,
        metavar="XX",
        help="keep the activities of this country only (ISO 3166-1; XK: Kosovo)",
    )
    parser.add_argument(
        "--as-of",
        type=options.day,
        metavar="DATE",
        help="the day the picture speaks of, YYYY-MM-DD; today if left out",
    )
    parser.add_argument(
        "--rates",
        type=Path,
        metavar="FILE",
        help="exchange rates to use before the European Central Bank's: csv or "
        "xlsx, the UN operational rates of exchange among others",
    )
    parser.add_argument(
        "--places",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="administrative units: GeoJSON, TopoJSON, a list of P-codes (csv, xlsx), several "
        "levels in several files; and place names confirmed by you",
    )
    parser.add_argument(
        "--register",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="your own organizations, and matches confirmed by you, beside those packaged",
    )
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE",
        help="how to read the lists among the files, as --save-mapping writes it",
    )
    parser.add_argument(
        "--save-mapping",
        type=Path,
        metavar="FILE",
        help="write what the columns of the one list among the files were taken for",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="print what each column of each list was taken for, how surely and why",
    )
    parser.add_argument(
        "--strict", action="store_true", help="exit with 1 where a report had problems"
    )
    parser.epilog = "Example: intarsia read undp.xml donors.xlsx --country GE -o picture"


def run(given: argparse.Namespace) -> int:
    """Read the files, write the picture and the problems, print what was found."""
    refuse_other_folder(given.output)
    as_of: dt.date = given.as_of or options.today()
    rates = Rates.ecb()
    if given.rates is not None:
        rates = Rates.from_file(given.rates).also(rates)
    known = known_things(given)
    mapping = None if given.mapping is None else load_mapping(given.mapping)
    pictures, refused, mappings = [], [], {}
    with _progress(given.files) as told:
        for path in given.files:
            try:
                own = mapping if mapping is not None and is_list(path) else None
                reading = read_report(
                    path, progress=told(path), processes=os.cpu_count() or 1, mapping=own
                )
                if reading.mapping is not None:
                    mappings[path] = reading.mapping
                pictures.append(
                    normalize_report(
                        reading,
                        as_of=as_of,
                        rates=rates,
                        places=known.places,
                        place_aliases=known.place_aliases,
                        country=given.country,
                    )
                )
            except IntarsiaError as error:
                log = ProblemLog(path.name)
                log.lost(error.code, **_where(error))
                refused.append((error.message, log.table()))
            except Exception as fault:
                log = ProblemLog(path.name)
                message = (
                    f"{path.name} could not be read: Intarsia failed on it "
                    f"({type(fault).__name__}: {fault}). Please report this; the other files "
                    "were read."
                )
                log.lost("reader.failed", value=f"{type(fault).__name__}: {fault}")
                refused.append((message, log.table()))
    if not pictures:
        for reason, _ in refused:
            sys.stderr.write(f"{reason}\n")
        sys.stderr.write("intarsia read: no file could be read; no picture was written.\n")
        return COULD_NOT
    whole = combine(pictures)
    if given.country is not None:
        whole = select_country(whole, given.country)
    if known.places is not None:
        whole = whole.having(places=known.places)
    whole, decisions = settle_organizations(whole, known.register, country=given.country)
    whole = _with_sentences(whole, [known.problems.table(), *(table for _, table in refused)])
    save_picture(Picture(whole.tables, as_of), given.output)
    listed = given.output.with_name(given.output.name + ".problems.csv")
    _write_problems(whole, listed)
    print_reports(whole, refused=[reason for reason, _ in refused])
    if given.explain:
        print_mappings(mappings)
    if given.save_mapping is not None:
        save_one_mapping(mappings, given.save_mapping)
    for line in write_to_confirm(whole, decisions, known, given.output):
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(
        f"\nThe picture is in {given.output}; its problems are listed in {listed}.\n"
        f"Next: intarsia brief {given.output} -o brief.html\n"
    )
    return PROBLEMS if given.strict and whole["problems"].num_rows else DONE


def _where(error: IntarsiaError) -> dict[str, str]:
    """What a problem's row says of an error that stopped a file."""
    names = ("sheet", "cell", "column", "value", "expected", "suggestion")
    said = {name: text for name in names if isinstance(text := error.data.get(name), str)}
    return {"value": error.message} | said


def _with_sentences(picture: Picture, refused: Sequence[Any]) -> Picture:
    """Add the refused files' problems, and say every problem in its English sentence."""
    import pyarrow as pa

    problems = pa.concat_tables([picture["problems"], *refused])
    at = problems.schema.get_field_index("message")
    said = [problem_sentence(row, "en") for row in problems.to_pylist()]
    column = pa.array(said, pa.string())
    return picture.having(problems=problems.set_column(at, problems.schema.field(at), column))


def _write_problems(picture: Picture, path: Path) -> None:
    problems = picture["problems"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(problems.column_names)
        for row in problems.to_pylist():
            writer.writerow([harmless(value) for value in row.values()])


@contextmanager
def _progress(files: Sequence[Path]) -> Iterator[Any]:
    """Show a bar on a terminal, and nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda path: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    sizes = {path: path.stat().st_size if path.is_file() else 0 for path in files}
    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=sum(sizes.values()) or 1)
        done = 0

        def told(path: Path) -> Progress:
            nonlocal done
            before, done = done, done + sizes[path]
            bar.update(task, description=path.name, completed=before)
            return lambda part: bar.update(task, completed=before + part * sizes[path])

        yield told
