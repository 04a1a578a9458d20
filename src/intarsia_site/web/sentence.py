"""Filters as a sentence that can be read aloud; the address holds all of it.

    sentence(
        gettext("Showing {noun} in {sector}"),
        noun=gettext("mandates"),
        sector=pill(request.GET, "sector", counted, anything=gettext("any sector")),
    )

gives the parts for components/_sentence.html.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

#: Where a list has got to; any other choice begins at the beginning.
CURSORS = ("after", "before", "cursor")


@dataclass(frozen=True)
class Choice:
    """One thing a pill can be set to; the address is the whole filter with it."""

    label: str
    address: str
    count: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True)
class Pill:
    """One part of the sentence that opens its choices.

    search   the parameter of a field to type in, where there are too many to list
    others   the parameters that typing must keep
    """

    chosen: str
    choices: tuple[Choice, ...] = ()
    note: str = ""
    search: str = ""
    typed: str = ""
    hint: str = ""
    others: tuple[tuple[str, str], ...] = ()
    left_out: str = ""

    @property
    def links(self) -> SafeString:
        """The choices as links. Hundreds stand on a page: a template takes ten times as long."""
        return format_html_join("", _LINK, map(_link_of, self.choices))


_LINK = '<a href="{}"{}><span>{}</span>{}</a>'
_CHOSEN = mark_safe(' aria-current="true"')


def _link_of(choice: Choice) -> tuple[str, str, str, str]:
    count = "" if choice.count is None else format_html('<span class="num">{}</span>', choice.count)
    return choice.address, _CHOSEN if choice.is_chosen else "", choice.label, count


def pill(
    asked: QueryDict,
    name: str,
    choices: Iterable[tuple[str, str, int | None]],
    *,
    anything: str,
    note: str = "",
) -> Pill:
    """Return the pill of one parameter.

    choices    (value, words, count); the count is None where it is not counted
    anything   the words for "no filter", which stands first
    """
    value = asked.get(name, "")
    listed = [Choice(anything, address_with(asked, **{name: None}), None, not value)]
    chosen = anything
    before, after = _around(asked, name)
    for given, words, count in choices:
        is_chosen = given == value
        chosen = words if is_chosen else chosen
        address = "?" + "&".join((*before, urlencode({name: given}), *after))
        listed.append(Choice(words, address, count, is_chosen))
    return Pill(chosen=chosen, choices=tuple(listed), note=note)


def search_pill(asked: QueryDict, name: str, *, anything: str, hint: str) -> Pill:
    """Return a pill that opens a field to type in, and a way back to everything."""
    typed = asked.get(name, "")
    others = tuple(
        (key, value)
        for key, values in asked.lists()
        for value in values
        if key != name and key not in CURSORS
    )
    back = (Choice(anything, address_with(asked, **{name: None})),) if typed else ()
    return Pill(
        chosen=f"“{typed}”" if typed else anything,
        choices=back,
        search=name,
        typed=typed,
        hint=hint,
        others=others,
    )


def sentence(words: str, **parts: str | Pill) -> list[str | Pill]:
    """Return the parts of a translated sentence in its language's order.

    >>> sentence("Showing {noun} in {place}", noun="mandates", place=Pill("Osh"))
    ['Showing ', 'mandates', ' in ', Pill(chosen='Osh', ...)]
    """
    listed: list[str | Pill] = []
    for text, name, _, _ in Formatter().parse(words):
        if text:
            listed.append(text)
        if name:
            listed.append(parts[name])
    return listed


def _around(asked: QueryDict, name: str) -> tuple[list[str], list[str]]:
    """Return what stands in the address before and behind a parameter that is set."""
    query = asked.copy()
    for one in CURSORS:
        query.pop(one, None)
    parts = [(key, urlencode({key: value})) for key, some in query.lists() for value in some]
    keys = [key for key, _part in parts]
    place = keys.index(name) if name in keys else len(keys)
    before, after = parts[:place], parts[place:]
    return [part for _key, part in before], [part for key, part in after if key != name]


def address_with(asked: QueryDict, **changed: str | None) -> str:
    """Return "?…" with some parameters changed or, with None, taken out; from the beginning."""
    query = asked.copy()
    for name in CURSORS:
        query.pop(name, None)
    for name, value in changed.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return "?" + query.urlencode()
