"""Are planted overlaps found, first of all, and how fast? Synthetic reports with known truth.

python bench/overlaps.py planted [ROWS]    recall of planted overlaps, precision of the first 100
python bench/overlaps.py country           the whole analysis of 20,000 activities, duplicates too
python bench/overlaps.py cell              a cell of 20,000 activities: bounded, and said so
python bench/overlaps.py join [ROWS]       the overlap join beside a bare DuckDB join of the pairs

Planted overlaps are of another funder and implementer, in the same district, sector, target group
and time. Reports may name the region only, or no place, or leave the group out. Those count whose
reports tell of 30 days that they share, in a field of work.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import intarsia
import synthetic
from intarsia.analysis.duplicates import find_pairs, limits_in
from intarsia.analysis.duplicates import findings_of as pair_findings
from intarsia.analysis.duplicates.sets import Sets
from intarsia.analysis.ground import lay_out
from intarsia.analysis.overlaps import Search
from intarsia.analysis.overlaps.actors import Actors
from intarsia.analysis.overlaps.fields import parts
from intarsia.analysis.overlaps.meeting import meet
from intarsia.analysis.overlaps.stakes import pair_rates
from intarsia.analysis.overlaps.strands import Strands
from intarsia.analysis.overlaps.titles import Titles
from intarsia.people import groups_named
from intarsia.tables import Picture
from intarsia.terms import FindingKind

FIRST, SEED = 100, 11
#: Days that two share at the least.
LEAST = dt.timedelta(days=30)
#: OECD-DAC categories that are no field of work: budget support, administrative costs, in-donor
#: refugees, what is not specified.
NO_WORK = {510, 910, 930, 998}
Ints = np.ndarray


class Planted(NamedTuple):
    """How planted overlaps were found: how many, and how many of them.

    districts   of pairs whose reports both name a district
    regions     of those of which one names a region only
    nowhere     of those of which one names no place
    precision   of the FIRST surest pairs, the part that is planted, or is so by chance: by the
                rows themselves one purpose, district, group and time of two organizations
    """

    districts: tuple[int, int]
    regions: tuple[int, int]
    nowhere: tuple[int, int]
    precision: float
    found: int
    seconds: float


def picture_and_truth(folder: Path, rows: int) -> tuple[Picture, pa.Table]:
    """Return synthetic reports of one country, days stated and groups in our codes; their truth."""
    path = synthetic.generated(folder, rows, SEED, countries=1)
    picture = synthetic.picture_of(synthetic.prepared(path))
    said = picture["activities"]
    groups = said["target_group_code"].combine_chunks().dictionary_encode()
    codes = [
        " ".join(groups_named(text.replace("_", " "))) or None
        for text in groups.dictionary.to_pylist()
    ]
    columns = {
        "target_group_code": pa.array(codes, pa.string()).take(groups.indices),
        "period_basis": pa.array(["stated"] * said.num_rows),
    }
    for name, column in columns.items():
        at = said.schema.get_field_index(name)
        said = said.set_column(at, said.schema.field(at), column)
    return picture.having(activities=said), synthetic.truth(path)


def planted(folder: Path, rows: int) -> Planted:
    """Measure planted overlaps among so many reports.

    A pair counts as found where a finding holds both, in whatever report of the same activity.
    """
    picture, truth = picture_and_truth(folder, rows)
    entity = dict(zip(truth["id"].to_pylist(), truth["entity"].to_pylist(), strict=True))
    rows_of: dict[int, list[dict[str, Any]]] = {}
    stated = pq.read_table(synthetic.generated(folder, rows, SEED, countries=1)).to_pylist()
    for row in stated:
        rows_of.setdefault(row["entity"], []).append(row)
    kinds = zip(*(truth[name].to_pylist() for name in ("id", "kind", "overlap_of")), strict=True)
    true = {
        frozenset((entity[one], entity[of])): (one, of)
        for one, kind, of in kinds
        if kind == "overlap" and is_told(rows_of[entity[one]], rows_of[entity[of]])
    }
    begun = time.perf_counter()
    search = Search(lay_out(picture), picture)
    found = [one for one in search.found() if one.kind == FindingKind.OVERLAP]
    seconds = time.perf_counter() - begun
    ids = search.ground.works["activity_id"].to_pylist()
    of_work = [entity[int(key.removeprefix("activity:"))] for key in ids]
    meeting = search.meeting
    scores = parts(meeting.levels, "overlap").sum(axis=1)
    score_of = dict(
        zip(zip(meeting.one.tolist(), meeting.other.tolist(), strict=True), scores, strict=True)
    )
    pairs: dict[frozenset[int], float] = {}
    for one in found:
        for a, b in zip(one.ones.tolist(), one.others.tolist(), strict=True):
            ends = frozenset((of_work[search.strands.works[a]], of_work[search.strands.works[b]]))
            pairs[ends] = max(pairs.get(ends, 0.0), score_of[a, b])
    hits = {key: key in pairs for key in true}
    finest = {key: min(finest_of(rows_of[end]) for end in key) for key in true}
    of_level = [[hit for key, hit in hits.items() if finest[key] == at] for at in (2, 1, 0)]
    first = sorted(pairs, key=lambda pair: (-pairs[pair], min(pair)))[:FIRST]
    return Planted(
        *((len(one), sum(one)) for one in of_level),
        sum(pair in true or by_chance(pair, rows_of) for pair in first) / max(1, len(first)),
        len(found),
        seconds,
    )


def finest_of(stated: list[dict[str, Any]]) -> int:
    """The finest place that reports of an activity name: 2 a district, 1 a region, 0 none."""
    return max(2 if row["adm2"] else 1 if row["adm1"] else 0 for row in stated)


def is_told(ones: list[dict[str, Any]], others: list[dict[str, Any]]) -> bool:
    """Whether reports of two activities tell of days that they share, in a field of work."""
    return any(
        not NO_WORK & {code // 100 for code in (*a["sectors"], *b["sectors"])}
        and min(a["end"], b["end"]) >= max(a["start"], b["start"]) + LEAST
        for a in ones
        for b in others
    )


def by_chance(pair: frozenset[int], rows_of: dict[int, list[dict[str, Any]]]) -> bool:
    """Whether two activities that were not planted are on one ground by what their rows say."""
    return any(
        a["adm2"] is not None
        and a["adm2"] == b["adm2"]
        and group_of(a) is not None
        and group_of(a) == group_of(b)
        and set(a["sectors"]) & set(b["sectors"])
        and a["reporting_org_id"] != b["reporting_org_id"]
        and min(a["end"], b["end"]) >= max(a["start"], b["start"]) + LEAST
        for a in rows_of[min(pair)]
        for b in rows_of[max(pair)]
    )


def group_of(row: dict[str, Any]) -> str | None:
    """For whom a row says it is: in its column, else in its title behind the last "for"."""
    if row["target"] is not None:
        return str(row["target"])
    _, said, rest = row["title"].rpartition(" for ")
    return rest.partition(" in ")[0].partition(" (")[0].partition(" - ")[0] if said else None


class Joined(NamedTuple):
    """The overlap join beside DuckDB's: seconds of each, pairs of each, peak memory in GB."""

    rows: int
    pairs: int
    ours: float
    bare: float
    same: bool
    peak_gb: float


def random_strands(rows: int) -> tuple[Strands, Actors, Titles]:
    """Return random strands that make four to five times as many pairs as rows."""
    chance = np.random.default_rng(SEED)
    cells = max(1, rows // 17)
    cell = chance.integers(0, cells, rows)
    starts = chance.integers(14_000, 16_500, rows)
    none = np.full(rows, -1, np.int64)
    ones = np.ones(rows)
    words = Sets(np.zeros(rows + 1, np.int64), np.zeros(0, np.int32))
    owners = chance.integers(0, 400, rows)
    strands = Strands(
        works=np.arange(rows), owners=owners, sectors=cell % 60, groups=1_000 + cell % 60,
        countries=none, firsts=cell // 600, seconds=cell, sites=none,
        is_national=np.zeros(rows, bool), starts=starts,
        ends=starts + chance.integers(120, 1_500, rows), is_stated=np.ones(rows, bool),
        rates=chance.lognormal(5, 2, rows), shares=ones, in_region=ones, in_country=ones,
        rows=np.ones(rows, np.int64), members=np.arange(rows), bounds=np.arange(rows + 1),
    )  # fmt: skip
    named = Sets(np.arange(rows + 1), owners.astype(np.int32))
    return strands, Actors(owners, named), Titles(words, np.zeros(0), np.zeros(rows))


def joined(rows: int) -> Joined:
    """Measure the join: pairs with the days they share and what is at stake, against bare pairs."""
    strands, actors, titles = random_strands(rows)
    meet(*random_strands(1_000))  # compiles the kernel
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        met = meet(strands, actors, titles)
        stakes = pair_rates(strands, met.one, met.other) * met.days
        seconds.append(time.perf_counter() - begun)
    table = pa.table(
        {
            "id": strands.works,
            "cell": strands.seconds,
            "sector": strands.sectors,
            "owner": strands.owners,
            "first": strands.starts,
            "last": strands.ends,
        }
    )
    peak = peak_gb()
    bare = []
    with duckdb.connect(":memory:", config={"threads": 2}) as db:
        db.register("given", table)
        db.execute("CREATE TABLE strands AS SELECT * FROM given")
        for _ in range(3):
            begun = time.perf_counter()
            pairs = db.sql(BARE_SQL).to_arrow_table()
            bare.append(time.perf_counter() - begun)
    ours = np.sort(met.one.astype(np.int64) << 32 | met.other)
    theirs = np.sort(np.asarray(pairs["one"]) << 32 | np.asarray(pairs["other"]))
    same = bool(np.array_equal(ours, theirs)) and bool((stakes > 0).all())
    return Joined(rows, met.one.size, min(seconds), min(bare), same, peak)


BARE_SQL = """
SELECT a.id AS one, b.id AS other
FROM strands a JOIN strands b
    ON a.cell = b.cell AND a.sector = b.sector AND a.id < b.id
    AND a.owner <> b.owner AND a.first <= b.last AND b.first <= a.last
"""


def peak_gb() -> float:
    """The peak of this process's memory until now, GB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1e6
    return float("nan")


class Whole(NamedTuple):
    """Seconds of the whole analysis of a country, duplicates and findings included; the fastest."""

    activities: int
    seconds: float
    duplicates: float
    findings: int


def whole(folder: Path, rows: int) -> Whole:
    """Measure the whole analysis of one country of so many reports, warm."""
    picture, _ = picture_and_truth(folder, rows)
    intarsia.find_overlaps(picture)
    spent = []
    for _ in range(3):
        begun = time.perf_counter()
        pairs = find_pairs(picture)
        paired = time.perf_counter() - begun
        duplicates = pair_findings(picture, pairs)
        overlaps = intarsia.find_overlaps(picture, pairs=pairs)
        spent.append((time.perf_counter() - begun, paired))
    seconds, paired = min(spent)
    return Whole(rows, seconds, paired, duplicates.num_rows + overlaps.num_rows)


def cell(folder: Path, rows: int = 20_000) -> tuple[float, list[Any]]:
    """Return the seconds that a cell of so many activities takes, and what is said of it."""
    picture, _ = picture_and_truth(folder, rows)
    tables = {}
    for name, column in (("activity_sectors", "sector_code"), ("activity_locations", "place_code")):
        table = picture[name]
        at = table.schema.get_field_index(column)
        same = [table[column].drop_null()[0].as_py()] * table.num_rows
        tables[name] = table.set_column(at, table.schema.field(at), pa.array(same, pa.string()))
    crowded = picture.having(**tables)
    pairs = find_pairs(crowded)
    begun = time.perf_counter()
    findings = intarsia.find_overlaps(crowded, pairs=pairs)
    seconds = time.perf_counter() - begun
    return seconds, [one for one in limits_in(findings) if one[0] == "overlap.bounded.cell"]


def report(folder: Path, rows: int = 1_000_000) -> list[tuple[str, str, str]]:
    """Return every measure as (what, how, aim)."""
    # First: what other measures need would count as its memory.
    join = joined(rows)
    lines = []
    found = planted(folder, 5_000)
    for name in ("districts", "regions", "nowhere"):
        total, hits = getattr(found, name)
        aim = "" if name == "nowhere" else "(aim: 0.95)"
        lines.append((f"planted, {name}: {hits} of {total} found", f"{hits / total:.3f}", aim))
    lines.append((f"precision of the first {FIRST}", f"{found.precision:.2f}", "(aim: 0.9)"))
    done = whole(folder, 20_000)
    lines.append(
        (
            f"the whole analysis of {done.activities:,} activities, "
            f"{done.duplicates:.2f} s of it duplicates",
            f"{done.seconds:.2f} s",
            "(aim: under 5 s)",
        )
    )
    seconds, bounded = cell(folder)
    said = f"{bounded[0][1]['left_out']:,} pairs left out, said" if bounded else "not bounded"
    lines.append(("a cell of 20,000 activities", f"{seconds:.2f} s", said))
    lines += [
        (f"bare DuckDB join of {join.rows:,} rows", f"{join.bare:.2f} s", f"{join.pairs:,} pairs"),
        (
            "ours, with days and stakes" + ("" if join.same else ": OTHER PAIRS"),
            f"{join.ours:.2f} s",
            f"{join.ours / join.bare:.2f} x (aim: at most 1.2)",
        ),
        ("memory at the peak of ours", f"{join.peak_gb:.2f} GB", "(aim: under 1 GB)"),
    ]
    return lines


def main(arguments: list[str]) -> None:
    """Print what was asked for."""
    wanted = arguments[0] if arguments else "planted"
    rows = int(arguments[1]) if len(arguments) > 1 else None
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if wanted == "planted":
            print(planted(folder, rows or 5_000))
        elif wanted == "country":
            print(whole(folder, rows or 20_000))
        elif wanted == "cell":
            print(*cell(folder, rows or 20_000))
        elif wanted == "join":
            print(joined(rows or 1_000_000))
        else:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
