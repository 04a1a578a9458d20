"""The benchmarks: what reading costs, as ratios against a bare peer, in one run on this machine.

make bench                        everything
python bench/run.py --activities 20000 --only xml
python bench/run.py --only duplicates --reports 10000 100000 1000000

The search for duplicates is measured on 10,000 and 100,000 reports; a million are measured when
asked for, in about five minutes.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from lxml import etree

from iati_file import write_iati

if TYPE_CHECKING:
    from intarsia.readers.source import SourceFile

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
#: Each figure is the best of this many tries: the least disturbed by the rest of the machine.
TRIES = 3


def best(work: Callable[[], object], tries: int = TRIES) -> float:
    """Seconds of the fastest of several runs."""
    spent = []
    for _ in range(tries):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return min(spent)


def line(name: str, figure: str, aim: str = "") -> None:
    print(f"  {name:<62}{figure:>16}   {aim}")


def bare_walk(path: Path) -> int:
    """The peer: lxml's iterparse over activities, reading ids and titles only."""
    found = 0
    for _, node in etree.iterparse(str(path), events=("end",), tag="iati-activity"):
        node.findtext("iati-identifier")
        node.findtext("title/narrative")
        found += 1
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]
    return found


def xml(activities: int, folder: Path) -> None:
    """Reading IATI XML against the bare walk, and where the rest goes."""
    from intarsia.readers import iati
    from intarsia.readers.iati.root import find_root
    from intarsia.readers.iati.stream import pieces
    from intarsia.readers.source import open_source
    from intarsia.tables import ProblemLog

    path = folder / "big.xml"
    size = write_iati(path, activities)
    print(
        f"\nReading IATI XML: {activities:,} activities, {size / 1e6:,.0f} MB, made by "
        "bench/iati_file.py (seed 7)"
    )
    source = open_source(path)
    bare = best(lambda: bare_walk(path))
    parse = best(
        lambda: sum(
            len(piece.activities) for piece in pieces(source, find_root(source), ProblemLog("big"))
        )
    )
    alone = best(lambda: iati.read(source))
    read = best(lambda: iati.read(source, processes=os.cpu_count() or 1))
    line("bare lxml walk, ids and titles only", f"{bare:.2f} s")
    line(
        "of ours: cutting and parsing into trees, nothing read",
        f"{parse:.2f} s",
        f"{parse / bare:.2f} x",
    )
    line(
        "ours in one process: every element into tables", f"{alone:.2f} s", f"{alone / bare:.2f} x"
    )
    where_the_rest_goes(source, bare)
    line(
        f"ours as `intarsia read` does it, {os.cpu_count()} processes",
        f"{read:.2f} s",
        f"{read / bare:.2f} x   (aim: at most 2.5)",
    )
    line("activities a second", f"{activities / read:,.0f}")
    memory(path)
    picture_back(path, folder, read)


def where_the_rest_goes(source: SourceFile, bare: float) -> None:
    """One pass in one process, with the time of its parts."""
    from intarsia.readers.iati.activity import read_activity
    from intarsia.readers.iati.root import find_root
    from intarsia.readers.iati.rows import Rows
    from intarsia.readers.iati.stream import pieces
    from intarsia.tables import ProblemLog

    rows = Rows(ProblemLog("big"))
    walked = flushed = 0.0
    number = 0
    gc.disable()
    for piece in pieces(source, find_root(source), ProblemLog("big")):
        begun = time.perf_counter()
        for node in piece.activities:
            number += 1
            read_activity(rows, node, report=("", ""), number=number)
        walked += time.perf_counter() - begun
        if number % 2000 < len(piece.activities):
            begun = time.perf_counter()
            rows.flush()
            flushed += time.perf_counter() - begun
    gc.enable()
    line("  of it: walking the elements into rows", f"{walked:.2f} s", f"{walked / bare:.2f} x")
    line("  of it: rows into Arrow columns", f"{flushed:.2f} s", f"{flushed / bare:.2f} x")


def memory(path: Path) -> None:
    """Peak memory of a process that reads the file, against the tables it makes."""
    code = (
        "import sys;from pathlib import Path;from intarsia.readers import iati;"
        "from intarsia.readers.source import open_source;"
        "peak=lambda:[int(l.split()[1])for l in open('/proc/self/status')if'VmHWM'in l][0];"
        "before=peak();r=iati.read(open_source(Path(sys.argv[1])));"
        "print(before,peak(),sum(t.nbytes for t in r.tables.values()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    before, peak, tables = (int(part) for part in done.stdout.split())
    line("memory at the peak, of which imports", f"{peak / 1e3:,.0f} MB", f"{before / 1e3:,.0f} MB")
    line(
        "the tables themselves",
        f"{tables / 1e6:,.0f} MB",
        f"file {path.stat().st_size / 1e6:,.0f} MB",
    )


def picture_back(path: Path, folder: Path, read: float) -> None:
    """A saved picture read back, against reading its XML."""
    import datetime as dt

    import intarsia

    picture = intarsia.normalize_report(intarsia.read_report(path), as_of=dt.date(2011, 5, 31))
    kept = folder / "picture"
    intarsia.save_picture(picture, kept)
    back = best(lambda: intarsia.load_picture(kept))
    line(
        "the saved picture read back",
        f"{back:.2f} s",
        f"{read / back:.0f} times faster than its XML   (aim: at least 20)",
    )


def cold_start() -> None:
    """The time a person waits for the command line to say anything."""
    print("\nCold start")
    program = Path(sys.executable).with_name("intarsia")
    bare = best(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 10)
    ours = best(lambda: subprocess.run([program, "--help"], check=True, capture_output=True), 10)
    line("python -c pass", f"{bare:.3f} s")
    line("intarsia --help", f"{ours:.3f} s", "(aim: under 0.3 s)")


def sheets() -> None:
    """By-country spreadsheets against the bare reading of their cells."""
    import python_calamine

    import intarsia

    folder = SHARED / "iati" / "by-country"
    if not folder.is_dir():
        print("\nBy-country spreadsheets: the shared data is not here, not measured")
        return
    print("\nBy-country spreadsheets")
    for path in sorted(folder.glob("*.xlsx")):

        def cells(path: Path = path) -> object:
            return (
                python_calamine.CalamineWorkbook.from_path(str(path))
                .get_sheet_by_index(0)
                .to_python()
            )

        bare = best(cells, 2)
        ours = best(lambda path=path: intarsia.read_report(path), 2)  # type: ignore[misc]
        line(f"{path.name}: bare cells {bare:.2f} s", f"{ours:.2f} s", f"{ours / bare:.2f} x")


def lists(folder: Path) -> None:
    """Lists of activities against the bare reading of their cells; names against a register."""
    import python_calamine

    import intarsia
    import organization_speed
    from intarsia.readers.grids import open_grids
    from intarsia.readers.source import open_source
    from intarsia.tables import ProblemLog
    from list_file import write_list

    made = folder / "list.xlsx"
    size = write_list(made, 30_000)
    print(
        f"\nLists: 30,000 rows and 20 columns, {size / 1e6:.1f} MB, made by bench/list_file.py "
        "(seed 7)"
    )
    named = [(made, "4W")]
    if (SHARED / "3w").is_dir():
        named.append((SHARED / "3w" / "somalia-3w-2022-03.xlsx", "Data"))
    for path, sheet in named:

        def cells(path: Path = path, sheet: str = sheet) -> object:
            book = python_calamine.CalamineWorkbook.from_path(str(path))
            return book.get_sheet_by_name(sheet).to_python()

        def grids(path: Path = path) -> object:
            return open_grids(open_source(path), ProblemLog(path.name))

        bare, as_grids = best(cells), best(grids)
        ours = best(lambda path=path: intarsia.read_report(path))  # type: ignore[misc]
        line(f"{path.name}: bare cells {bare:.2f} s", f"{ours:.2f} s", f"{ours / bare:.2f} x (3)")
        line("  of it: grids of cells", f"{as_grids:.2f} s", f"{as_grids / bare:.2f} x")
    figures = organization_speed.measure()
    line("10,000 names against 10,000 organizations", f"{figures['seconds']:.2f} s", "(under 2 s)")
    line("  of it: making the register ready", f"{figures['index_seconds']:.2f} s")
    line("  right", f"{100 * figures['right']:.1f} %")


def organizations() -> None:
    """Names of organizations against their labels, beside two yardsticks."""
    import organization_names

    if not SHARED.is_dir():
        print("\nOrganizations: the shared data is not here, not measured")
        return
    print("\nOrganizations by name (aim: precision 0.98 at recall 0.95)")
    organization_names.main()


def duplicates(folder: Path, sizes: list[int]) -> None:
    """The search for duplicates beside a generic linkage library, and what it costs otherwise."""
    if not SHARED.is_dir():
        print("\nDuplicates: the shared data is not here, not measured")
        return
    import boosted
    import growth
    import peers

    for rows in sizes:
        print(f"\nDuplicates: {rows:,} synthetic reports, ours beside splink 5 on DuckDB")
        runs = peers.measured(folder, rows)
        for name, run in runs.items():
            line(name, f"F1 {run.f1:.3f}", f"{run.seconds:.2f} s, {run.peak_gb:.2f} GB")
        for what, how, aim in peers.ratios(rows, runs):
            line(what, how, f"(aim: {aim})" if aim else "")
    print("\nDuplicates: what it costs that scores can be explained, 10,000 reports")
    costs = {name: fixed for name, (fixed, _) in boosted.on_synthetic(folder, 10_000).items()}
    for name, f1 in costs.items():
        line(f"{name} model, trained on other reports", f"F1 {f1:.3f}")
    cost = costs["boosted"] - costs["additive"]
    line("  cost", f"{cost:.3f}", f"(aim: at most {boosted.MOST_COST})")
    print("\nDuplicates: growth to 100,000 activities, and the first search")
    for told in growth.tables(folder, growth.SHORT):
        print(f"  {told}")
    for started, seconds in growth.cold_start(folder, folder / "compiled"):
        line(started, f"{seconds:.2f} s")


def one() -> None:
    """One new or edited activity against a country, beside the search of the whole."""
    if not SHARED.is_dir():
        print("\nOne activity against a country: the shared data is not here, not measured")
        return
    import one_activity
    from pair_judgements import picture_of

    found = one_activity.measured(picture_of("GE"))
    print(
        f"\nOne activity against a country: {len(found.edited)} of Georgia's "
        f"{found.activities:,}, warm"
    )
    line("the whole search, with findings", f"{1e3 * found.whole:.0f} ms")
    line("making the country ready", f"{1e3 * found.prepared:.0f} ms", "(once)")
    times = (("edited", found.edited), ("new", found.new), ("of the processor", found.processor))
    for what, spent in times:
        line(f"{what}: median", f"{np.percentile(spent, 50):.0f} ms", f"(aim: {one_activity.AIM})")
        line(f"{what}: 95 of 100", f"{np.percentile(spent, 95):.0f} ms")
    line("the same findings as the whole search has", f"{found.same} of {len(found.edited)}")
    line("  findings of these", f"{found.found}")


def overlaps(folder: Path) -> None:
    """Planted overlaps, the whole analysis of a country, and the join beside a bare one."""
    if not SHARED.is_dir():
        print("\nOverlaps: the shared data is not here, not measured")
        return
    import overlaps as on_one_ground

    print("\nOverlaps: planted ones among 5,000 synthetic reports; growth; a million rows")
    for what, how, aim in on_one_ground.report(folder):
        line(what, how, aim)


def everything(folder: Path) -> None:
    """All public IATI files in one command."""
    files = sorted((SHARED / "iati").glob("*/*.x*")) + sorted((SHARED / "iati").glob("*/*.zip"))
    if not files:
        return
    print(f"\nAll {len(files)} files of the shared IATI data in one command")
    program = Path(sys.executable).with_name("intarsia")
    begun = time.perf_counter()
    subprocess.run(
        [program, "read", *files, "--as-of", "2023-02-17", "-o", folder / "all"],
        check=True,
        capture_output=True,
    )
    line("intarsia read …", f"{time.perf_counter() - begun:.1f} s", "(aim: under 60 s)")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    line("memory at the peak", f"{peak / 1e3:,.0f} MB")


def sharing(folder: Path) -> None:
    """What sharing costs on a large site, on both databases."""
    import sharing as on_a_site

    on_a_site.on_both(folder)


def imports() -> None:
    """From a report handed in to what is so, through the site, on both databases."""
    import imports as through_the_site

    print("\nReports through the site, against the library alone")
    through_the_site.main([])


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, default=100_000)
    parser.add_argument("--reports", type=int, nargs="+", default=[10_000, 100_000])
    parts = (
        "xml", "start", "sheets", "lists", "duplicates", "one", "overlaps", "sharing", "imports",
        "all",
    )  # fmt: skip
    parser.add_argument("--only", choices=parts)
    given = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores; best of {TRIES} tries; "
        f"load before: {os.getloadavg()[0]:.1f}"
    )
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if given.only in (None, "start"):
            cold_start()
        if given.only in (None, "xml"):
            xml(given.activities, folder)
        if given.only in (None, "sheets"):
            sheets()
        if given.only in (None, "lists"):
            lists(folder)
            organizations()
        if given.only in (None, "duplicates"):
            duplicates(folder, given.reports)
        if given.only in (None, "one"):
            one()
        if given.only in (None, "overlaps"):
            overlaps(folder)
        if given.only in (None, "sharing"):
            sharing(folder)
        if given.only in (None, "imports"):
            imports()
        if given.only in (None, "all"):
            everything(folder)


if __name__ == "__main__":
    main()
