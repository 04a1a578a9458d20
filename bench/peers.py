"""Our search for duplicates beside a generic linkage library: one run, one machine, one truth.

The library is set up as well as we can (linkage_peer.py) and may choose its threshold afterwards;
ours is measured at the one threshold that everybody gets, with day one's weights and trained on
the reports of another seed (linkage_ours.py). Each runs in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import synthetic
from measured_run import Run, fastest

#: The reports that are searched, those that ours is trained on, and how many of these.
SEED, OTHER_SEED, JUDGED_ROWS = 7, 11, 10_000
OURS, OURS_TRAINED = "ours, day one", "ours, trained"
PEER, PEER_TRAINED = "splink, untrained", "splink, trained"
#: Not told that two reports of one organization are never one activity.
PEER_UNRULED = "splink, trained, no rule on reporters"
#: Of the peer's time: at most a fifth, and a quarter from so many activities on.
MOST_TIME, MOST_TIME_OF_MANY, MANY = 0.2, 0.25, 1_000_000


def measured(folder: Path, rows: int) -> dict[str, Run]:
    """Return the runs of ours and of the peer on so many synthetic reports, by name."""
    place = synthetic.laid_out(folder, rows, SEED)
    others = str(synthetic.laid_out(folder, JUDGED_ROWS, OTHER_SEED))
    table = str(place / "table.parquet")
    ours, peer = ("linkage_ours.py", str(place)), ("linkage_peer.py", table)
    return fastest(
        rows,
        {
            OURS: (*ours, "day-one"),
            OURS_TRAINED: (*ours, "trained", others),
            PEER: (*peer, "untrained"),
            PEER_TRAINED: (*peer, "trained"),
            PEER_UNRULED: (*peer, "unruled"),
        },
    )


def ratios(rows: int, runs: dict[str, Run]) -> Iterator[tuple[str, str, str]]:
    """Yield what is compared, how it is, and the aim."""
    ours, trained = runs[OURS], runs[OURS_TRAINED]
    peer, peer_trained = runs[PEER], runs[PEER_TRAINED]
    unruled = runs[PEER_UNRULED]
    most = MOST_TIME_OF_MANY if rows >= MANY else MOST_TIME
    yield "F1, day one against untrained", f"{ours.f1 - peer.f1:+.3f}", "at least +0.050"
    yield "F1, trained against trained", f"{trained.f1 - peer_trained.f1:+.3f}", "at least +0.100"
    yield "  the same, the peer without the rule", f"{trained.f1 - unruled.f1:+.3f}", ""
    for said, mine, its in (
        ("day one against untrained", ours, peer),
        ("trained against trained", trained, peer_trained),
    ):
        yield f"time, {said}", f"{mine.seconds / its.seconds:.2f} x", f"at most {most}"
        yield f"  seconds of all cores, {said}", f"{mine.cpu / its.cpu:.2f} x", ""
        yield f"memory, {said}", f"{mine.peak_gb / its.peak_gb:.2f} x", "at most 0.5"


def tables(folder: Path, sizes: list[int]) -> Iterator[str]:
    """Yield the lines of both tables in Markdown, size by size."""
    for rows in sizes:
        runs = measured(folder, rows)
        yield ""
        yield (
            f"| {rows:,} reports, seed {SEED} | precision | recall | F1 | seconds "
            "| of it training | seconds of all cores | GB |"
        )
        yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        for name, run in runs.items():
            yield (
                f"| {name} | {run.precision:.3f} | {run.recall:.3f} | {run.f1:.3f} "
                f"| {run.seconds:.2f} | {run.training:.2f} | {run.cpu:.2f} | {run.peak_gb:.2f} |"
            )
        yield ""
        yield "| compared | ours | aim |"
        yield "| --- | ---: | ---: |"
        for what, how, aim in ratios(rows, runs):
            yield f"| {what.strip()} | {how} | {aim} |"
