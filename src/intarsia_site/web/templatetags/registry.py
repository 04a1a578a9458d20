"""Words of the registry's pages for states and outcomes."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

register = template.Library()

_NAMES = {
    "open": _("open"),
    "accepted": _("accepted"),
    "declined": _("declined"),
    "withdrawn": _("taken back"),
    "kept": _("kept"),
    "changed": _("changed"),
    "proposed": _("proposed"),
    "refused": _("refused"),
    "new": _("new"),
    "change": _("a change"),
    "same": _("as it is"),
}

_MEANS = {
    "organizations": _("a new organization"),
    "organization-names": _("another name of an organization"),
    "place-names": _("another name of a place"),
}


@register.filter
def state_name(state: str) -> object:
    """Return what a state or outcome is called."""
    return _NAMES.get(state, state)


@register.filter
def means(kind: str) -> object:
    """Return what a name out of a report is said to mean: the beginning of the sentence."""
    return _MEANS.get(kind, kind)


@register.filter
def language_name(code: str) -> str:
    """Return what a language is called in the language of the page; its code where none knows."""
    if code == "und":
        return str(_("language not stated"))
    if code.startswith("x-other"):
        return str(_("also"))
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
