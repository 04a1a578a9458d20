"""JSON as it is meant: no name twice, nothing nested without end, no sign that is no text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

DEEPEST = 12


class StrictJSON(BaseParser):
    """Reads a body of JSON in UTF-8."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            given = json.loads(
                stream.read().decode(), object_pairs_hook=_once, parse_constant=_refuse
            )
        except (ValueError, RecursionError) as wrong:
            raise ParseError(_("The body is not JSON in UTF-8.")) from wrong
        _check(given, DEEPEST)
        return given


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _check(value: Any, left: int) -> None:
    if left < 0:
        raise ParseError(_("The body is nested too deeply."))
    if isinstance(value, str):
        if "\x00" in value or (not value.isascii() and _has_half(value)):
            raise ParseError(_("It holds a sign that cannot be kept."))
    elif isinstance(value, dict):
        for name, one in value.items():
            _check(name, left)
            _check(one, left - 1)
    elif isinstance(value, list):
        for one in value:
            _check(one, left - 1)


def _has_half(text: str) -> bool:
    """Return whether half of a pair of surrogates stands alone: no text, and no UTF-8."""
    return any("\ud800" <= sign <= "\udfff" for sign in text)
