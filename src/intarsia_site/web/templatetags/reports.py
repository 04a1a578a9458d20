"""Words and addresses of the pages of reports."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import get_language_info

from intarsia_site.web.reports import words
from intarsia_site.web.reports.fields import field_name

register = template.Library()
_WORDS = {
    "state": words.STATES,
    "stage": words.STAGES,
    "kind": words.KINDS,
    "severity": words.SEVERITIES,
    "removed": words.REMOVED,
    "changed": words.CHANGED,
}
#: The colour beside a state's word.
_TONES = {"ready": "overlap", "failed": "bad", "imported": "good"}


@register.filter
def words_for(code: str, what: str) -> object:
    """Return what a code is called: {{ page.state|words_for:"state" }}."""
    return _WORDS[what].get(code, code)


@register.filter
def tone(state: str) -> str:
    """Return the class of a state's word."""
    return _TONES.get(state, "")


@register.filter
def item(values: Any, name: str) -> Any:
    """Return one value of a mapping; 0 where it is not there."""
    return values.get(name, 0)


@register.simple_tag
def cell_address(report_id: str, sheet: str, cell: object) -> str:
    """Return where a cell, or row, is shown in its file; "" where nothing says which."""
    if not cell:
        return ""
    at = {"cell": str(cell)}
    asked = urlencode({"sheet": sheet, **at} if sheet else at)
    return f"{reverse('reports:sheet', args=[report_id])}?{asked}#marked"


@register.filter
def field_words(name: str) -> str:
    """Return what a column holds, in words."""
    return field_name(name)


@register.filter
def language_of(code: str) -> str:
    """Return what a language is called in the language of the page; its code where none knows."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
