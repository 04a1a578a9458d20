"""Are the overlaps of the example country found? What is true behind its reports, beside findings.

python bench/example_overlaps.py

A pair of activities can be found where both stand in a file that states places and days, in an
entry without a planted fault; so many are counted apart from all that is true.
"""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import NamedTuple

import intarsia
from intarsia.analysis.ground import lay_out
from intarsia.analysis.overlaps import Search
from intarsia.examples.notice import AS_OF
from intarsia.tables import Picture, ProblemLog

#: By-country spreadsheets state neither places nor days.
WITHOUT_PLACES = ("donors-en.xlsx", "donateurs-fr.xlsx")
KINDS = {"overlap": "overlaps.csv", "complementary": "complementary.csv"}


class Found(NamedTuple):
    """True pairs of one kind: all, those that can be found, found, and found as the other kind."""

    true: int
    shown: int
    found: int
    otherwise: int
    all_found: int


def example_picture(folder: Path) -> Picture:
    """Write the example country's files and read them as the command line does."""
    intarsia.write_example(folder)
    places = intarsia.read_places(
        [folder / "places.geojson"], country="XA", log=ProblemLog("places")
    )
    register = intarsia.register_with([folder / "organizations.csv"])
    pictures = []
    for path in sorted((folder / "reports").iterdir()):
        try:
            reading = intarsia.read_report(path)
        except intarsia.IntarsiaError:
            continue
        pictures.append(
            intarsia.normalize_report(reading, as_of=AS_OF, places=places, country="XA")
        )
    picture = intarsia.combine(pictures)
    settled, _ = intarsia.settle_organizations(picture, register, country="XA")
    return settled.having(places=places)


def entities_of(folder: Path, picture: Picture) -> dict[str, str]:
    """Return the true activity behind each activity of the picture, by its id."""
    told = {(row["file"], row["id"]): row["entity"] for row in rows(folder, "activities.csv")}
    found = {}
    for row in picture["activities"].to_pylist():
        key = row["identifier"] or f"{row['file']}#{row['row']}"
        if (row["file"], key) in told:
            found[row["activity_id"]] = told[row["file"], key]
    return found


def measured(folder: Path) -> dict[str, Found]:
    """Return how the true pairs of each kind were found."""
    picture = example_picture(folder)
    entity = entities_of(folder, picture)
    search = Search(lay_out(picture), picture)
    ids = search.ground.works["activity_id"].to_pylist()
    pairs: dict[str, set[frozenset[str]]] = {kind: set() for kind in KINDS}
    for one in search.found():
        for a, b in zip(one.ones.tolist(), one.others.tolist(), strict=True):
            ends = (entity.get(ids[search.strands.works[end]], "") for end in (a, b))
            pairs[str(one.kind)].add(frozenset(ends))
    faulty = {(row["file"], row["id"]) for row in rows(folder, "vices.csv")}
    entries = rows(folder, "activities.csv")
    known = {(row["file"], row["id"]): row["entity"] for row in entries}
    shown = {
        row["entity"]
        for row in entries
        if row["file"] not in WITHOUT_PLACES and (row["file"], row["id"]) not in faulty
    }
    result = {}
    for kind, name in KINDS.items():
        true = {
            frozenset((known[row["file_a"], row["id_a"]], known[row["file_b"], row["id_b"]]))
            for row in rows(folder, name)
        }
        (other,) = (pairs[each] for each in KINDS if each != kind)
        seen = {pair for pair in true if pair <= shown}
        hits = seen & pairs[kind]
        result[kind] = Found(
            len(true), len(seen), len(hits), len((seen - hits) & other), len(true & pairs[kind])
        )
    return result


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Return a table of the truth."""
    with (folder / "truth" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        for kind, found in measured(Path(made) / "example").items():
            print(kind, found)
