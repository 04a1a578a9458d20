"""What stored differences say, in the language of the page; places as they are called in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from intarsia.changes import say_value, value_from_json
from intarsia_site.access.models import Country
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.queries.names import place_names
from intarsia_site.reports.queries.report_problems import language_of_phrases

#: Of one field on a page; how many more there are is said.
MOST_PARTS = 12


class Telling:
    """Says values as `intarsia.changes.value_to_json` kept them. One query for all their places.

    kept  every value that will be said, for the places they name
    """

    def __init__(self, kept: Iterable[Any], country: Country, *, viewing: Viewing) -> None:
        self._language = language_of_phrases()
        wanted = {
            (country.code, str(one.data["code"]))
            for value in kept
            for one in value_from_json(value) or ()
            if one.code == "place" and "code" in one.data
        }
        named = place_names(wanted, viewing=viewing, on=viewing.at.date()) if wanted else {}
        self._places = {code: name for (_country, code), name in named.items()}

    def say(self, kept: Any) -> str:
        """Return what a value says; "" where nothing is stated."""
        value = value_from_json(kept)
        return say_value(value, self._language, places=self._places.get, most=MOST_PARTS)
