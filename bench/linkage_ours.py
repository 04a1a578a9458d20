"""What does our own search find and take? The same reports as the peer's, as a picture.

python bench/linkage_ours.py FOLDER day-one            one run; its measures as JSON
python bench/linkage_ours.py FOLDER trained OTHERS     the same, trained on other reports first
python bench/linkage_ours.py FOLDER start              seconds of the first search and of the next

FOLDER and OTHERS are of `synthetic.laid_out`. The threshold is the one that everybody gets, 0.5.
Counted is everything from the picture on; and with `trained` finding the pairs to judge and
training too. Compiled code is loaded before, on a few activities: `start` is what that takes.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from intarsia.analysis.duplicates.kinds import TWICE
from intarsia.analysis.duplicates.model import Model, day_one
from intarsia.analysis.duplicates.pairs import Pairs, find_pairs
from intarsia.analysis.duplicates.training import Judged, train
from intarsia.tables import Picture, load_picture
from measured_run import Clock, Run, peak_gb, quality, true_pairs

#: Pairs up to so far below day one's threshold, in log-odds, are candidates to be judged.
REACH = 6.0
FEW = 50


class Candidates(NamedTuple):
    """Pairs that may be one thing: levels, whether they are, and all true pairs there are."""

    levels: NDArray[Any]
    is_one: NDArray[np.bool_]
    true: int


def entities_of(folder: Path) -> NDArray[Any]:
    """Return what is true: the entity of each report."""
    known: NDArray[Any] = pq.read_table(folder / "table.parquet")["entity"].to_numpy()
    return known


def is_true(pairs: Pairs, entities: NDArray[Any]) -> NDArray[np.bool_]:
    """Return whether the two of each pair are one thing."""
    rows = np.array([int(one.removeprefix("activity:")) for one in pairs.known.ids.to_pylist()])
    of = entities[rows]
    return np.asarray(of[pairs.first] == of[pairs.second])


def found(pairs: Pairs, entities: NDArray[Any]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the pairs that are said to be one thing."""
    said = np.isin(pairs.kind, TWICE)
    hits = int(is_true(pairs, entities)[said].sum())
    return quality(hits, int(said.sum()), true_pairs(entities))


def candidates(picture: Picture, entities: NDArray[Any]) -> Candidates:
    """Return what a model may be trained on: pairs within REACH of day one's threshold."""
    lower = replace(day_one(), bias=day_one().bias + REACH)
    pairs = find_pairs(picture, model=lower)
    pairs = pairs.chosen(np.flatnonzero(np.isin(pairs.kind, TWICE)))
    return Candidates(pairs.levels, is_true(pairs, entities), true_pairs(entities))


def trained_on(judged: Candidates) -> Model:
    """Return the additive model of judged candidates."""
    return train(Judged(judged.levels, judged.is_one, np.ones(judged.is_one.size)))


def searched(folder: Path, others: Path | None) -> Run:
    """Return what a search takes and finds, with day one's weights or trained on other reports."""
    picture = load_picture(folder / "picture")
    find_pairs(_few(picture))
    known = None
    if others is not None:
        known = load_picture(others / "picture"), entities_of(others)
    clock = Clock()
    model = None if known is None else trained_on(candidates(*known))
    training = clock.seconds()
    pairs = find_pairs(picture, model=model)
    seconds, cpu, peak = clock.seconds(), clock.cpu(), peak_gb()
    return Run(seconds, training, cpu, peak, *found(pairs, entities_of(folder)))


def _few(picture: Picture) -> Picture:
    """The picture of its first activities."""
    wanted = picture["activities"]["activity_id"].slice(0, FEW)
    tables = {
        name: table.filter(pc.is_in(table["activity_id"], wanted.combine_chunks()))
        for name, table in picture.items()
        if "activity_id" in table.column_names
    }
    return picture.having(**tables)


def start(folder: Path) -> dict[str, float]:
    """Return the seconds of the first search of a process, and of the next, on few activities."""
    picture = _few(load_picture(folder / "picture"))
    seconds = []
    for _ in range(2):
        begun = time.perf_counter()
        find_pairs(picture)
        seconds.append(time.perf_counter() - begun)
    return {"first": seconds[0], "next": seconds[1]}


if __name__ == "__main__":
    match sys.argv[1:]:
        case [where, "day-one"]:
            searched(Path(where), None).printed()
        case [where, "trained", elsewhere]:
            searched(Path(where), Path(elsewhere)).printed()
        case [where, "start"]:
            print(json.dumps(start(Path(where))))
        case _:
            sys.exit(__doc__)
