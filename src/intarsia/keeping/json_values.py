"""A JSON file without persons: the same text, with other values where persons stood.

The values are found by reading the file, and changed where they stand in its text: order, spaces,
numbers and fields that come twice stay as they were written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.persons import NOBODY, Persons, persons_of
from intarsia.readers.grids import Grid
from intarsia.readers.grids.json_records import json_grids
from intarsia.sharing.headings import is_personal_heading
from intarsia.tables import ProblemLog

__all__ = ["clean_json", "clean_values"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"(\s*:)?|[^\s{}\[\]:,"]+', re.DOTALL)


class _Pairs(list[tuple[str, Any]]):
    """The fields of an object in their order, those that come twice too."""


def clean_json(text: str, name: str, cleaner: Cleaner) -> str:
    """Return a JSON text without persons.

    Raises  ReaderError as `json_grids`.
    """
    grids = json_grids(text, name, ProblemLog(name))
    return clean_values(text, cleaner, grids)


def clean_values(text: str, cleaner: Cleaner, grids: Sequence[Grid] = ()) -> str:
    """Return a JSON text without persons, whatever it holds.

    grids   the lists in it, as the reader finds them
    """
    lists = {grid.name or "": grid for grid in grids}
    out: list[str] = []
    end = 0
    values = _Values(lists, len(grids) == 1).of(text)
    suspicious = iter(_suspicious(text, cleaner))
    for token in _TOKEN.finditer(text):
        if token[1] is not None:
            new = _key(token[0], next(suspicious), cleaner)
        else:
            kind = next(values, None)
            new = _value(token[0], kind, token[0].startswith('"') and next(suspicious), cleaner)
        if new is not None:
            out += (text[end : token.start()], new)
            end = token.end()
    return "".join([*out, text[end:]])


def _suspicious(text: str, cleaner: Cleaner) -> list[bool]:
    """Whether each string, keys too, may hold something; those with escapes are looked at."""
    strings = [token[0] for token in _TOKEN.finditer(text) if token[0].startswith('"')]
    found = cleaner.suspicious(strings)
    return [is_so or "\\" in one for one, is_so in zip(strings, found, strict=True)]


def _key(written: str, is_suspicious: bool, cleaner: Cleaner) -> str | None:
    if not is_suspicious:
        return None
    key, colon, after = written.rpartition(":")
    said = _said(key.rstrip())
    new = cleaner.text(said)
    return None if new == said else json.dumps(new, ensure_ascii=False) + colon + after


def _value(written: str, kind: str | None, is_suspicious: bool, cleaner: Cleaner) -> str | None:
    if kind is None and not is_suspicious:
        return None
    said = _said(written) if written.startswith('"') else written
    if kind is not None:
        if said in ("null", "true", "false", "") and not written.startswith('"'):
            return None
        new = cleaner.person(said, kind)
    else:
        new = cleaner.text(said)
    return None if new == said else json.dumps(new, ensure_ascii=False)


def _said(written: str) -> str:
    try:
        return str(json.loads(written, strict=False))
    except ValueError:
        return written[1:-1]


class _Values:
    """For each value of a text, in its order: of which kind the persons are that it names."""

    def __init__(self, lists: dict[str, Grid], is_only: bool) -> None:
        self._lists = lists
        self._is_only = is_only

    def of(self, text: str) -> Iterator[str | None]:
        decoder = json.JSONDecoder(object_pairs_hook=_Pairs, strict=False)
        whole = text.strip().lstrip("\ufeff")
        try:
            yield from self._kinds(decoder.decode(whole), "", None)
        except ValueError:
            for line in whole.split("\n"):
                yield from self._line(line.strip(), decoder)

    def _line(self, line: str, decoder: json.JSONDecoder) -> Iterator[str | None]:
        if not line:
            return
        try:
            yield from self._kinds(decoder.decode(line), "", None)
        except ValueError:
            # A line that nobody can read: each of its pieces is looked at as text.
            for token in _TOKEN.finditer(line):
                if token[1] is None:
                    yield None

    def _kinds(self, value: Any, path: str, kind: str | None) -> Iterator[str | None]:
        if isinstance(value, _Pairs):
            for key, inner in value:
                own = is_personal_heading(key) or kind
                yield from self._kinds(inner, f"{path}.{key}" if path else key, own)
        elif isinstance(value, list):
            persons = self._persons(value, path)
            for at, inner in enumerate(value):
                if persons and isinstance(inner, list):
                    yield from self._row(inner, persons.of(at + self._above(path)), path, kind)
                else:
                    yield from self._kinds(inner, path, kind)
        else:
            yield kind

    def _row(self, row: list[Any], kinds: Any, path: str, kind: str | None) -> Iterator[str | None]:
        for column, cell in enumerate(row):
            yield from self._kinds(cell, path, kinds.get(column, kind))

    def _persons(self, value: list[Any], path: str) -> Persons:
        """The columns of persons of a list of rows; the reader's list of the same name tells."""
        if not value or not all(
            isinstance(row, list) and not isinstance(row, _Pairs) for row in value
        ):
            return NOBODY
        grid = self._grid(path)
        return NOBODY if grid is None else persons_of(grid)

    def _grid(self, path: str) -> Grid | None:
        for one in (path, path.removesuffix(".data"), path.removesuffix("data")):
            if one in self._lists:
                return self._lists[one]
        return next(iter(self._lists.values())) if self._is_only else None

    def _above(self, path: str) -> int:
        """What makes a row's place in its list the number it has in the grid."""
        is_split = path not in self._lists and path.rpartition(".")[2] == "data"
        # Beside "columns", the rows of "data" have their header elsewhere.
        return 2 if is_split else 1
