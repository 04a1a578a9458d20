"""How does the time of the search grow with the number of activities? Measured, fitted, drawn.

Twice: as dense as before, which is many worlds of WORLD activities in ten countries beside each
other; and with countries in proportion, of which the generator makes a few large ones as there
are in life, so that an activity meets ever more in its own country.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

import synthetic
from growth_chart import Series, chart
from measured_run import Run, fastest, in_its_own_process
from peers import SEED

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
#: What is measured where a picture is not wanted.
SHORT = (10_000, 30_000, 100_000)
PER_COUNTRY, WORLD = 1_000, 10_000
#: Below this many activities fixed costs count; fits and the line n log n begin here.
FITTED_FROM = 10_000
DENSE, LARGE = "as dense as before", "large countries too"
_COLOURS = {DENSE: "#0d5c63", LARGE: "#9a4a12"}
PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "duplicates-growth.svg"
Points = Sequence[tuple[float, float]]


def laid_out(folder: Path, rows: int) -> dict[str, Path]:
    """Return the reports of each kind of growth."""
    worlds = max(1, rows // WORLD)
    each = rows // worlds
    countries = max(1, each // PER_COUNTRY)
    dense = synthetic.laid_out(folder, each, SEED, countries, worlds)
    if worlds == 1:
        return {DENSE: dense, LARGE: dense}
    return {DENSE: dense, LARGE: synthetic.laid_out(folder, rows, SEED, rows // PER_COUNTRY)}


def density(place: Path) -> float:
    """Return how many activities an activity's own country has, on average."""
    countries = pq.read_table(place / "table.parquet", columns=["country"])["country"]
    counts = pc.value_counts(countries).field("counts").to_numpy().astype(float)
    return float((counts**2).sum() / counts.sum())


def exponent(points: Points) -> float:
    """Return e of seconds = c · activities ** e, by least squares of logs; NaN of one size."""
    fitted = np.log([point for point in points if point[0] >= FITTED_FROM])
    return float(np.polyfit(fitted[:, 0], fitted[:, 1], 1)[0]) if len(fitted) > 1 else math.nan


def n_log_n(points: Points) -> Points:
    """Return n log n through the first point that is fitted, up to the last."""
    n, seconds = next((point for point in points if point[0] >= FITTED_FROM), points[0])
    unit = seconds / (n * math.log(n))
    return [(size, unit * size * math.log(size)) for size, _ in points if size >= n]


def measured(folder: Path, sizes: Sequence[int]) -> Iterator[tuple[int, str, float, Run]]:
    """Yield activities, kind of growth, density and the fastest run, size by size."""
    for rows in sizes:
        places = laid_out(folder, rows)
        wanted = {str(one): ("linkage_ours.py", str(one), "day-one") for one in places.values()}
        runs = fastest(rows, wanted)
        for kind, one in places.items():
            yield rows, kind, density(one), runs[str(one)]


def tables(folder: Path, sizes: Sequence[int], picture: Path | None = None) -> Iterator[str]:
    """Yield the lines of a table in Markdown, and exponents; draw a picture where one is named."""
    found: dict[str, list[tuple[float, float]]] = {DENSE: [], LARGE: []}
    on_cores: dict[str, list[tuple[float, float]]] = {DENSE: [], LARGE: []}
    yield "| activities | growth | in an activity's own country | seconds | of all cores | GB |"
    yield "| ---: | --- | ---: | ---: | ---: | ---: |"
    for rows, kind, dense, run in measured(folder, sizes):
        found[kind].append((rows, run.seconds))
        on_cores[kind].append((rows, run.cpu))
        yield (
            f"| {rows:,} | {kind} | {dense:,.0f} | {run.seconds:.2f} | {run.cpu:.2f} "
            f"| {run.peak_gb:.2f} |"
        )
    yield ""
    line = n_log_n(found[DENSE])
    for kind, points in found.items():
        yield (
            f"{kind}: seconds grow as activities ** {exponent(points):.2f}, those of all cores "
            f"as ** {exponent(on_cores[kind]):.2f}"
        )
    yield f"n log n over the same sizes: activities ** {exponent(line):.2f}"
    if picture is not None:
        picture.write_text(_drawn(on_cores), encoding="utf-8")
        yield f"drawn to {picture.name}"


def _drawn(found: Mapping[str, Points]) -> str:
    """The picture of seconds of all cores: what else the machine does weighs less on them."""
    line = n_log_n(found[DENSE])
    series = [Series("n log n", line, "#727b84", is_measured=False)]
    series += [Series(kind, points, _COLOURS[kind]) for kind, points in found.items()]
    last, seconds = found[DENSE][-1]
    said = (
        "Seconds of all cores by number of activities, both by powers of ten. As dense as before, "
        f"{last:,.0f} activities take {seconds:.1f} seconds; n log n from {line[0][0]:,.0f} on "
        f"would be {line[-1][1]:.1f}."
    )
    return chart(
        "Search for duplicates: time by number of activities", "seconds of all cores", said, series
    )


def cold_start(folder: Path, kept: Path) -> Iterator[tuple[str, float]]:
    """Yield what is started and the seconds of the first search, on a few activities.

    kept   a folder for compiled code, empty
    """
    place = str(synthetic.laid_out(folder, 1_000, SEED, 1))
    cold, again = (
        in_its_own_process("linkage_ours.py", place, "start", NUMBA_CACHE_DIR=str(kept))
        for _ in range(2)
    )
    yield "first search ever, compiling", cold["first"]
    yield "first search of a process, compiled code kept", again["first"]
    yield "each search after it", again["next"]
