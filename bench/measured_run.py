"""One run in a process of its own: seconds, memory at its peak, and how much of the truth it finds.

A run prints its `Run` as JSON and nothing else; `in_its_own_process` starts it and reads that.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BENCH = Path(__file__).resolve().parent
#: Each figure is that of the fastest of so many runs; of one from this many activities on.
TRIES, TRIED_ONCE = 3, 300_000


@dataclass(frozen=True)
class Run:
    """What one run took and found.

    seconds     all that is counted, of which `training` seconds
    cpu         seconds of all cores together: what else the machine does weighs less on them
    peak_gb     memory at the peak, of the whole process
    precision, recall, f1   of pairs, against all true pairs
    """

    seconds: float
    training: float
    cpu: float
    peak_gb: float
    precision: float
    recall: float
    f1: float

    def printed(self) -> None:
        """Print the run as JSON."""
        print(json.dumps(asdict(self)))


def in_its_own_process(script: str, *words: str, **environment: str) -> dict[str, Any]:
    """Start a script of this folder and return what it prints as JSON.

    The script finds modules where this process does. What it says besides is shown if it fails.
    """
    found = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, str(BENCH / script), *words],
        env={**os.environ, "PYTHONPATH": found, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{script} {' '.join(words)} failed:\n{done.stderr[-3000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def fastest(rows: int, wanted: Mapping[str, Sequence[str]]) -> dict[str, Run]:
    """Return the fastest run of each of several, by name.

    wanted   a script and its words, by name. They take turns, so that what disturbs the machine
             does not fall on one alone.
    """
    runs: dict[str, list[Run]] = {name: [] for name in wanted}
    for _ in range(1 if rows >= TRIED_ONCE else TRIES):
        for name, words in wanted.items():
            runs[name].append(Run(**in_its_own_process(*words)))
    return {name: min(tried, key=lambda run: run.seconds) for name, tried in runs.items()}


class Clock:
    """What is counted of a run, from when it is made."""

    def __init__(self) -> None:
        self._begun, self._cpu = time.perf_counter(), time.process_time()

    def seconds(self) -> float:
        """Return the seconds since."""
        return time.perf_counter() - self._begun

    def cpu(self) -> float:
        """Return the seconds of all cores since."""
        return time.process_time() - self._cpu


def peak_gb() -> float:
    """Return this process's memory at its peak, in GB.

    From /proc: `ru_maxrss` of a started process begins with what its parent held.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024 / 1e9
    return float("nan")


def true_pairs(entities: NDArray[Any]) -> int:
    """Return how many pairs of activities are one thing."""
    sizes = np.unique(entities, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())


def quality(hits: int, said: int, true: int) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    precision, recall = hits / max(said, 1), hits / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def at_best_threshold(
    scores: NDArray[Any], is_true: NDArray[Any], true: int
) -> tuple[float, float, float, float]:
    """Return precision, recall and F1 where F1 is best, and the least score said to be one thing.

    scores, is_true   of the pairs that were scored
    true              all true pairs, also those that were not
    """
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(is_true[order].astype(np.int64))
    said = np.arange(1, hits.size + 1)
    # Pairs of one score stand on one side of a threshold.
    ends = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))
    f1 = 2 * hits[ends] / (said[ends] + true)
    best = ends[int(f1.argmax())]
    return *quality(int(hits[best]), int(said[best]), true), float(scores[order][best])
