"""What a formula says in words, and whether it reaches into another file."""

from __future__ import annotations

import re

from intarsia.keeping.cleaner import Cleaner

_WORDS = re.compile(r'"((?:[^"]|"")*)"')
#: "[1]Sheet1!A1", but not the "[2021]" of a table's column.
_OTHER_FILE = re.compile(r"(?:^|[^\w\]\[:.])\[\d+\]")


def reaches_outside(formula: str) -> bool:
    """Whether a formula reads from another workbook.

    >>> reaches_outside("SUM([1]Data!A1:A9)"), reaches_outside("SUM(People[2021])")
    (True, False)
    """
    return "[" in formula and _OTHER_FILE.search(formula) is not None


def clean_formula(formula: str, cleaner: Cleaner) -> str:
    """Return a formula whose words name no person; what it computes stays.

    >>> clean_formula('HYPERLINK("mailto:a@b.org","Ask")', Cleaner())
    'HYPERLINK("[e-mail removed]","Ask")'
    """
    if '"' not in formula:
        return formula
    return _WORDS.sub(lambda words: f'"{_cleaned(words[1], cleaner)}"', formula)


def _cleaned(words: str, cleaner: Cleaner) -> str:
    said = words.replace('""', '"').removeprefix("mailto:")
    cleaned = cleaner.text(said)
    return words if cleaned == said else cleaned.replace('"', '""')
