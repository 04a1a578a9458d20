"""Reads this package's own data files: names, topics, words and stories."""

import csv
from importlib import resources


def packaged_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one file under `data/`; fields are parted by `|` or by commas."""
    text = resources.files("intarsia.examples").joinpath("data", name).read_text(encoding="utf-8")
    delimiter = "|" if "|" in text.split("\n", 1)[0] else ","
    return list(csv.DictReader(text.split("\n"), delimiter=delimiter))


def parts(cell: str, separator: str = "|") -> tuple[str, ...]:
    """Return the pieces of a cell that holds a list; an empty cell holds none."""
    return tuple(cell.split(separator)) if cell else ()


def weighted(cell: str) -> dict[str, int]:
    """Return a list of names with weights, as in `radio*3|press`; the usual weight is 1."""
    found: dict[str, int] = {}
    for item in parts(cell):
        name, _, weight = item.partition("*")
        found[name] = int(weight or 1)
    return found
