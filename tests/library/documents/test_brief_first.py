"""What stands first on the brief: findings in two sentences, and what to do next."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import html as page_of

from duplicates_support import picture_of
from intarsia.documents import write_brief
from intarsia.phrases import LANGUAGES, say
from overlaps_support import work

AS_OF = dt.date(2010, 6, 30)


def first_of(activities, language="en"):
    """Return the words of each finding of the section; none where there is no section."""
    page = page_of.fromstring(write_brief(picture_of(activities), as_of=AS_OF, language=language))
    found = page.xpath("//section[@id='first']//li")
    return [" ".join(" ".join(one.itertext()).replace("\xa0", " ").split()) for one in found]


def test_two_who_do_the_same_are_told_with_place_sector_days_money_and_a_next_step():
    (told,) = first_of([work("a", "OSCE"), work("b", "UNDP", budget_usd=730_000.0)])

    assert told == (
        "Overlap $ 365 k at stake OSCE and UNDP do the same in District 1: Police. "
        "In the 365 days that they share, $ 365,000 are at stake: each day the smaller of their "
        "rates of spending. Next: ask them to sit down together and say who does which part, or "
        "why all are needed."
    )


def test_of_many_organizations_three_are_named_and_the_others_counted():
    (told,) = first_of([work(name, name) for name in ("OSCE", "UNDP", "EU", "IOM", "Norway")])

    assert "5 organizations do the same in District 1: Police." in told
    assert "and 2 more." in told


def test_what_one_trains_and_another_equips_is_told_to_go_together():
    (told,) = first_of(
        [work("a", "OSCE"), work("b", "EU", title="Radios", modality_code="equipment")]
    )

    assert told.startswith("Could go together")
    assert "They do different things: training; equipment." in told
    assert told.endswith("Next: introduce them to each other.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_found_the_section_is_left_out(language):
    assert first_of([work("a", "OSCE")], language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_speaks_the_page_s_language(language):
    (told,) = first_of([work("a", "OSCE"), work("b", "UNDP")], language)

    assert told.endswith(say("brief.first.next.overlap", {}, language))
    assert "train" not in told or language == "en"
