"""How good and how fast is the search for duplicates? Synthetic reports, and labelled real pairs.

python bench/duplicates.py synthetic 10000 100000    quality and time by number of activities
python bench/duplicates.py real                      time and kinds in each country, and the labels
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

import synthetic
from intarsia.analysis.duplicates.kinds import KINDS, TWICE
from intarsia.analysis.duplicates.pairs import Pairs, find_pairs
from intarsia.tables import Picture
from list_measures import SHARED
from pair_judgements import FILES, picture_of

LABELS = SHARED / "labels" / "cross-publisher-pairs.csv"
#: The labels of Azerbaijan are of the older file.
OLDER = {"AZ": "AZ-2021-07-22"}
TRIES = 3


def timed(picture: Picture) -> tuple[Pairs, float]:
    """Return the pairs and the seconds of the fastest of TRIES runs, compiling left out."""
    spent = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        pairs = find_pairs(picture)
        spent.append(time.perf_counter() - begun)
    return pairs, min(spent)


def quality(pairs: Pairs, entities: np.ndarray, records: np.ndarray) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the pairs that are said to be one thing."""
    said = np.isin(pairs.kind, TWICE)
    of = entities[records]
    hits = int((of[pairs.first[said]] == of[pairs.second[said]]).sum())
    sizes = np.bincount(np.unique(entities, return_inverse=True)[1])
    true = int((sizes * (sizes - 1) // 2).sum())
    precision, recall = hits / max(int(said.sum()), 1), hits / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def synthetic_quality(folder: Path, rows: int, seed: int) -> str:
    """Return a line of the table for so many synthetic reports, day one's weights."""
    path = synthetic.generated(folder, rows, seed)
    picture = synthetic.picture_of(synthetic.prepared(path))
    truth = synthetic.truth(path)
    pairs, seconds = timed(picture)
    place = {f"activity:{one}": at for at, one in enumerate(truth["id"].to_pylist())}
    records = np.array([place[one] for one in pairs.known.ids.to_pylist()])
    precision, recall, f1 = quality(pairs, truth["entity"].to_numpy(), records)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return (
        f"| {rows:,} | {seed} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {seconds:.2f} | "
        f"{peak:.2f} |"
    )


def labelled(country: str, pairs: Pairs, picture: Picture) -> dict[str, tuple[int, int]]:
    """Return found and all labelled pairs of a country by grade."""
    identifiers = picture["activities"]["identifier"].to_pylist()
    said = np.flatnonzero(np.isin(pairs.kind, TWICE))
    found = {
        frozenset((identifiers[a], identifiers[b]))
        for a, b in zip(pairs.first[said], pairs.second[said], strict=True)
    }
    counts: dict[str, tuple[int, int]] = {"A": (0, 0), "B": (0, 0), "C": (0, 0)}
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["country"] == country:
                hits, all_of_them = counts[row["grade"]]
                hit = frozenset((row["id_a"], row["id_b"])) in found
                counts[row["grade"]] = (hits + hit, all_of_them + 1)
    return counts


def real() -> None:
    """Print time, kinds and labels of each country."""
    print("| country | activities | seconds | kinds | A found | B found | C found |")
    print("| --- | ---: | ---: | --- | ---: | ---: | ---: |")
    for country in FILES:
        picture = picture_of(country, OLDER.get(country))
        pairs, seconds = timed(picture)
        kinds = Counter(str(KINDS[kind]) for kind in pairs.kind.tolist())
        told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        marks = " | ".join(
            f"{hits} of {of}" for hits, of in labelled(country, pairs, picture).values()
        )
        count = picture["activities"].num_rows
        print(f"| {country} | {count:,} | {seconds:.2f} | {told} | {marks} |")


if __name__ == "__main__":
    if sys.argv[1:] == ["real"]:
        real()
    elif sys.argv[1:2] == ["synthetic"] and len(sys.argv) > 2:
        print("| activities | seed | precision | recall | F1 | seconds | GB at the peak |")
        print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        with tempfile.TemporaryDirectory() as folder:
            for size in sys.argv[2:]:
                print(synthetic_quality(Path(folder), int(size), 7))
    else:
        sys.exit(__doc__)
