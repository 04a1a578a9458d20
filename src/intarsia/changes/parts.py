"""What does a field say, before anybody says it in a language? Codes with their data.

A field's value is a tuple of parts in an order of their own, so that the order of a file changes
nothing; None where nothing is stated. `changes.words` says them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Part:
    """One piece of what a field says.

    code  text, day, period, number, amount, coded, organization, sector, place or row
    data  what it says, by name; days as ISO texts. Of a row: its table, and its columns.
    """

    code: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        """A text that is the same where the part is."""
        return json.dumps([self.code, self.data], sort_keys=True, ensure_ascii=False)

    @property
    def order(self) -> tuple[str, ...]:
        """Where it stands among parts: rows of a table together, by day."""
        first = self.data.get("on") or self.data.get("from_on") or ""
        return self.code, str(self.data.get("table", "")), str(first), self.key

    def __hash__(self) -> int:
        return hash(self.key)


Value = tuple[Part, ...] | None


def part(code: str, /, **data: Any) -> Part:
    """Return a part without what is not stated.

    >>> part("amount", value=100.0, currency=None)
    Part(code='amount', data={'value': 100.0})
    """
    return Part(code, {name: plain(value) for name, value in data.items() if is_said(value)})


def together(parts: Iterable[Part | None]) -> Value:
    """Return the parts that there are, in order; None of none."""
    return tuple(sorted((one for one in parts if one), key=lambda one: one.order)) or None


def is_said(value: object) -> bool:
    """Whether a column states something."""
    return value is not None and value != "" and value != []


def plain(value: object) -> Any:
    """Return what JSON can hold: days as text."""
    return value.isoformat() if isinstance(value, dt.date) else value


def value_to_json(value: Value) -> Any:
    """Return a value as JSON has it: a text alone as itself, else a list of [code, data].

    >>> value_to_json((Part("text", {"text": "Wells"}),))
    'Wells'
    """
    if value is None:
        return None
    if len(value) == 1 and value[0].code == "text":
        return value[0].data["text"]
    return [[one.code, one.data] for one in value]


def value_from_json(kept: Any) -> Value:
    """Return the value that `value_to_json` wrote. What was kept as a text before there were parts
    reads as that text.

    >>> value_from_json("1 (100 EUR)")
    (Part(code='text', data={'text': '1 (100 EUR)'}),)
    """
    if kept is None or kept == "":
        return None
    if isinstance(kept, str):
        return (Part("text", {"text": kept}),)
    return tuple(Part(code, data) for code, data in kept)
