"""The sentence above the list of activities, to be read aloud."""

from __future__ import annotations

from dataclasses import replace

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from intarsia_site.reports.queries.activity import FILTERS, ActivityList
from intarsia_site.web.sentence import Pill, pill, search_pill, sentence

#: What stands for "not filtered by this".
_ANYTHING: dict[str, Promise] = {
    "organization_id": later("any organization"),
    "sector_code": later("any sector"),
    "area_code": later("any place"),
    "country_code": later("any country"),
    "period": later("at any time"),
    "label": later("any label"),
}


def sentence_of(asked: QueryDict, page: ActivityList) -> list[str | Pill]:
    """Return the parts of the list's sentence; a filter with no choices is words only."""
    parts: dict[str, str | Pill] = {name: str(_ANYTHING[name]) for name in FILTERS}
    for name, choices in page.filters.items():
        made = pill(
            asked,
            name,
            [(one.code, one.label, one.count) for one in choices],
            anything=str(_ANYTHING[name]),
        )
        if name == "sector_code" and asked.get(name):
            words = made.chosen
            inside = words[:1].lower() + words[1:] if words[1:2].islower() else words
            made = replace(made, chosen=inside)
        parts[name] = made
    parts["search"] = search_pill(
        asked, "search", anything=_("anything"), hint=_("Words of the title, or who carries it out")
    )
    words = _(
        "Showing activities of {organization_id} on {sector_code}, in {area_code} of "
        "{country_code}, {period}, under {label}, that mention {search}"
    )
    return sentence(words, **parts)
