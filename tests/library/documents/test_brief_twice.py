"""What the brief says of things counted twice: totals, the largest, and why, in three languages."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import html as page_of

from duplicates_support import an_activity, others, picture_of
from intarsia.documents import write_brief
from intarsia.phrases import LANGUAGES, say

AS_OF = dt.date(2011, 5, 31)


def section(activities, *, language="en", country=None):
    """Return the words of the section on things counted twice, and its element."""
    page = write_brief(picture_of(activities), as_of=AS_OF, language=language, country=country)
    (found,) = page_of.fromstring(page).xpath("//section[@id='twice']")
    return " ".join(found.text_content().replace("\xa0", " ").split()), found


def the_school(**changes):
    """A donor and its implementer that report one school, among thirty other activities."""
    donor = an_activity("donor", implementer="builder", **changes)
    builder = an_activity("builder", reporter="builder", funder="donor", **changes)
    return [donor, builder, *others(30)]


def test_a_school_that_donor_and_implementer_report_is_told_with_its_money_and_reasons():
    told, found = section(the_school())

    assert "Of 32 activities reported" in told
    assert "Counted once, 31 activities remain" in told
    assert "Rehabilitation of the Lantern Hill secondary school, ref. SC-2210" in told
    assert "$ 640 k counted twice" in told
    assert "donor: $ 640 k" in told
    assert "builder: $ 640 k" in told
    assert say("pair.kind.funding_chain") in told
    assert len(found.xpath(".//ul[@class='why']/li")) >= 3


def test_totals_stand_before_and_after_and_their_difference_beside_them():
    _, found = section(the_school())

    rows = {
        row[0].text_content(): [cell.text_content() for cell in row[1:]]
        for row in found.xpath(".//table//tr")[1:]
    }
    assert rows["Activities"] == ["32", "31", "31", "1"]
    assert rows["Budgeted"][3].replace("\xa0", " ") == "$ 640 k"


def test_of_a_large_donor_and_a_small_implementer_only_what_both_have_is_counted_twice():
    donor, builder, *rest = the_school()
    builder["budget_usd"] = 600_000.0

    told, _ = section([donor, builder, *rest])

    assert "$ 600 k counted twice" in told


def test_things_without_money_are_told_without_a_sum():
    activities = [{**row, "budget_usd": None} for row in the_school()]

    told, found = section(activities)

    assert "Lantern Hill" in told
    assert not found.xpath(".//div[@class='stake']")[0].text_content().strip()
    assert "Budgeted" not in told


def test_where_each_report_stands_is_written_beside_it():
    _, found = section(the_school())

    origins = [one.text_content() for one in found.xpath(".//span[@class='origin']")]
    assert len(origins) == 2
    assert all(origin.startswith("a.xlsx") for origin in origins)


def test_a_statement_repeated_is_not_held_against_its_own_organization():
    repeated = [an_activity("one", identifier=None), an_activity("two", identifier=None)]

    told, _ = section([*repeated, *others(30)])

    assert say("pair.kind.same_report") in told
    assert "donor reports both" not in told


def test_at_most_five_are_told_and_the_others_are_counted():
    # Words of their own, so that no two of the seven are alike.
    towns = ("Abrelin", "Bostava", "Cudmere", "Dolnik", "Esterval", "Fanwick", "Gorsede")
    schools = [
        an_activity(
            f"{town}-{side}",
            title=f"{town} hospital roof, reference {town.upper()}{n}41",
            reporter=f"{side}-{n}",
            funder=None if side == "payer" else f"payer-{n}",
            implementer=f"maker-{n}" if side == "payer" else None,
            budget_usd=100_003.0 * (n + 1),
            starts_on=dt.date(2008, 1, 1) + dt.timedelta(days=97 * n),
            ends_on=dt.date(2012, 1, 1) + dt.timedelta(days=89 * n),
        )
        for n, town in enumerate(towns)
        for side in ("payer", "maker")
    ]

    told, found = section([*schools, *others(30)])

    assert len(found.xpath(".//div[@class='finding']")) == 5
    assert "Further things reported more than once: 2" in told
    assert told.index("Gorsede hospital") < told.index("Cudmere hospital")
    assert "Abrelin hospital" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_speaks_each_language(language):
    told, _ = section(the_school(), language=language)

    assert say("brief.twice.title", {}, language) in told
    assert say("pair.kind.funding_chain", {}, language) in told
    assert "{" not in told
    assert ".." not in told


def test_titles_are_text_and_never_markup():
    marked = '<img src=x onerror="alert(1)"> Lantern Hill secondary school, ref. SC-2210'

    _, found = section(the_school(title=marked))

    assert not found.xpath(".//img")
    assert marked in found.text_content()
