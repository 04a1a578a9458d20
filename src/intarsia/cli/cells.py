"""Cells of the files that the command line writes and people open in a spreadsheet program."""

from __future__ import annotations

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> object:
    """Return a cell; before a text that a spreadsheet program would run stands an apostrophe.

    >>> harmless("=1+1"), harmless("Darn"), harmless(-3)
    ("'=1+1", 'Darn', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
