"""What does this code mean, and which of Intarsia's sectors is it?

Goes in: the name of a list and a code as a report writes it. Comes out: its row, its name in a
language, its sector, or its code in IATI 2.0x. The lists are small CSV files beside this module,
each with its source in `sources.csv`; a file is read when first asked for, and once.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from intarsia.errors import IntarsiaError

__all__ = [
    "UnknownListError",
    "has",
    "lists",
    "name",
    "names",
    "rows",
    "sector_crosswalk",
    "sources",
    "v2_code",
]

Row = Mapping[str, str]

# These are read with `rows` too, but a code alone does not find a row in them.
_TABLES = frozenset(
    {
        "activity_status_names",
        "list_headings",
        "modality_names",
        "organization_type_names",
        "people_words",
        "sector_crosswalk",
        "sector_names",
        "source_markings",
        "target_group_names",
        "v1_codes",
    }
)


class UnknownListError(IntarsiaError):
    """No packaged list has this name; `data` holds it as `list_name`."""

    def __init__(self, list_name: str) -> None:
        message = f'There is no code list "{list_name}". `intarsia.codelists.lists()` names them.'
        super().__init__("codelist.unknown_list", message, list_name=list_name)


@cache
def _read(stem: str) -> tuple[Row, ...]:
    text = files("intarsia.codelists").joinpath(f"{stem}.csv").read_text(encoding="utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines()))


@cache
def sources() -> tuple[Row, ...]:
    """Return one row per packaged file: list_file, title, organization, edition, licence, note."""
    return _read("sources")


@cache
def _packaged() -> frozenset[str]:
    return frozenset(row["list_file"].removesuffix(".csv") for row in sources())


@cache
def lists() -> tuple[str, ...]:
    """Return the names of all code lists, sorted.

    >>> "sectors" in lists(), "sector_crosswalk" in lists()
    (True, False)
    """
    return tuple(sorted(_packaged() - _TABLES))


def rows(list_name: str) -> tuple[Row, ...]:
    """Return a list's rows in the order of its file, each a read-only mapping of text to text.

    list_name   one of `lists()`, or "sector_crosswalk" or "v1_codes".
    Raises      UnknownListError (`codelist.unknown_list`).

    >>> rows("tlp_labels")[-1]["code"]
    'RED'
    """
    if list_name not in _packaged():
        raise UnknownListError(list_name)
    return _read(list_name)


@cache
def _by_code(list_name: str) -> Mapping[str, Row]:
    if list_name in _TABLES:
        raise UnknownListError(list_name)
    return MappingProxyType({row["code"]: row for row in rows(list_name)})


def names(list_name: str, language: str = "en") -> dict[str, str]:
    """Return every code of a list with its name in a language, else in English.

    language   a code such as "fr"; one that the list does not carry gives English.
    Raises     UnknownListError.

    >>> names("evaluation_criteria", "fr")["impact"]
    'Impact'
    """
    return {code: _name_in(row, language) for code, row in _by_code(list_name).items()}


def _name_in(row: Row, language: str) -> str:
    return row.get(f"name_{language}") or row["name_en"]


def name(list_name: str, code: str, language: str = "en") -> str:
    """Return one code's name in a language, else in English; the code itself when unknown.

    Raises   UnknownListError.

    >>> name("organization_roles", "4"), name("organization_roles", "17")
    ('Implementing', '17')
    """
    row = _by_code(list_name).get(code)
    return code if row is None else _name_in(row, language)


def has(list_name: str, code: str) -> bool:
    """Say whether a list holds exactly this code. Raises UnknownListError.

    >>> has("countries", "XK"), has("countries", "xk")
    (True, False)
    """
    return code in _by_code(list_name)


@cache
def sector_crosswalk() -> Mapping[tuple[str, str], str]:
    """Return (vocabulary, source code) -> code of Intarsia's sector.

    The vocabulary is IATI's code of the sector vocabulary ("1" DAC 5 digits, "2" DAC 3 digits,
    "7" and "8" goals and targets, "10" clusters) or "aiddata". A pair that is not here has no
    sector: say so, do not guess. `rows("sector_crosswalk")` adds how near each pair is and why.
    Source   docs/methods/sectors.md

    >>> sector_crosswalk()["1", "15250"]
    'mine_action'
    """
    found = {
        (row["vocabulary"], row["source_code"]): row["sector_code"]
        for row in rows("sector_crosswalk")
    }
    return MappingProxyType(found)


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


@cache
def _v2_codes(list_name: str) -> Mapping[str, str]:
    by_code = _by_code(list_name)
    # The earlier win: the published translation, an unchanged code, an English or French name.
    found = {
        _folded(row["v1_code"]): row["v2_code"]
        for row in rows("v1_codes")
        if row["list"] == list_name
    }
    for code in by_code:
        found.setdefault(_folded(code), code)
    for language in ("en", "fr"):
        for code, row in by_code.items():
            found.setdefault(_folded(row.get(f"name_{language}", "")), code)
    found.pop("", None)
    return MappingProxyType(found)


def v2_code(list_name: str, v1_code: str) -> str | None:
    """Return the IATI 2.0x code for what a 1.0x file writes, or None when it is not known.

    v1_code   a 1.0x code, a code that did not change, or a name written in a code's place;
              letter case and spaces do not matter.
    Raises    UnknownListError.
    Source    the changelog of version 2.01, and what real files hold: see `rows("v1_codes")`.

    Gazetteer agencies are asked for as "geographic_vocabularies", the precision of coordinates
    as "geographic_exactness".

    >>> v2_code("transaction_types", "if"), v2_code("activity_statuses", "Post-completion")
    ('1', '4')
    """
    return _v2_codes(list_name).get(_folded(v1_code))
