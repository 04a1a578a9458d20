"""How good and how fast is the search for duplicates? Synthetic reports, and labelled real pairs.

python bench/duplicates.py synthetic 10000 100000    quality and time by number of activities
python bench/duplicates.py real                      time and kinds in each country, and the labels
python bench/duplicates.py peers 10000 100000        beside a generic linkage library
python bench/duplicates.py boosted 10000 100000      additive weights beside a boosted model
python bench/duplicates.py growth [1000 3000 …]      how time grows; to 1,000,000, drawn
python bench/duplicates.py start                     the first search, compiled code kept or not
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import synthetic
from intarsia.analysis.duplicates.kinds import KINDS, TWICE
from intarsia.analysis.duplicates.pairs import Pairs, find_pairs
from intarsia.tables import Picture
from linkage_ours import found
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


def synthetic_quality(folder: Path, rows: int, seed: int) -> str:
    """Return a line of the table for so many synthetic reports, day one's weights."""
    path = synthetic.generated(folder, rows, seed)
    picture = synthetic.picture_of(synthetic.prepared(path))
    truth = synthetic.truth(path)
    pairs, seconds = timed(picture)
    precision, recall, f1 = found(pairs, truth["entity"].to_numpy())
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


def _told(what: str, folder: Path, sizes: list[int]) -> Iterator[str]:
    """The lines of a measure that needs scikit-learn, splink or runs in processes of its own."""
    if what == "peers":
        import peers

        yield from peers.tables(folder, sizes)
    elif what == "boosted":
        import boosted

        yield from boosted.tables(folder, sizes)
    elif what == "growth":
        import growth

        # A picture of some sizes only must not take the place of the one in docs.
        yield from growth.tables(folder, sizes or growth.SIZES, None if sizes else growth.PICTURE)
    else:
        import growth

        for started, seconds in growth.cold_start(folder, folder / "compiled"):
            yield f"{started}: {seconds:.2f} s"


if __name__ == "__main__":
    what, *given = sys.argv[1:] or [""]
    needs_sizes = what in ("synthetic", "peers", "boosted")
    if not all(size.isdecimal() for size in given) or (needs_sizes and not given):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as made:
        if what == "real":
            real()
        elif what == "synthetic":
            print("| activities | seed | precision | recall | F1 | seconds | GB at the peak |")
            print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
            for size in given:
                print(synthetic_quality(Path(made), int(size), 7))
        elif what in ("peers", "boosted", "growth", "start"):
            for told in _told(what, Path(made), [int(size) for size in given]):
                print(told, flush=True)
        else:
            sys.exit(__doc__)
