"""The filter sentence: every choice is an address, and the address is the whole filter."""

from __future__ import annotations

from django.http import QueryDict

from intarsia_site.web.sentence import Pill, address_with, pill, search_pill, sentence

SECTORS = [("health", "Health", 14), ("police", "Police", 9)]


def test_a_choice_keeps_the_other_filters_and_begins_at_the_beginning():
    asked = QueryDict("place=XA-1&sector=health&after=c3&before=b1")

    part = pill(asked, "sector", SECTORS, anything="any sector")

    assert part.chosen == "Health"
    assert [(one.label, one.address, one.is_chosen) for one in part.choices] == [
        ("any sector", "?place=XA-1", False),
        ("Health", "?place=XA-1&sector=health", True),
        ("Police", "?place=XA-1&sector=police", False),
    ]


def test_a_value_that_is_not_offered_is_never_shown_back():
    part = pill(QueryDict("sector=<b>"), "sector", SECTORS, anything="any sector")

    assert part.chosen == "any sector"


def test_typing_keeps_the_other_filters():
    asked = QueryDict("place=XA-1&place=XA-2&q=und&after=c3")

    part = search_pill(asked, "q", anything="any organization", hint="name")

    assert part.others == (("place", "XA-1"), ("place", "XA-2"))
    assert part.chosen == "“und”"
    assert part.choices[0].address == "?place=XA-1&place=XA-2"


def test_the_parts_stand_where_the_language_puts_them():
    place = Pill("Osh")

    assert sentence("Showing {noun} in {place}", noun="mandates", place=place) == [
        "Showing ",
        "mandates",
        " in ",
        place,
    ]
    assert sentence("{place}: {noun}", noun="mandates", place=place)[0] is place


def test_an_address_escapes_what_is_in_it():
    assert address_with(QueryDict(""), q="a&b=c") == "?q=a%26b%3Dc"
