"""Which findings stand on the first page, and in which order."""

from __future__ import annotations

import datetime as dt

from duplicates_support import an_activity, others, picture_of
from intarsia.analysis.first_page import first_page
from overlaps_support import work

AS_OF = dt.date(2010, 6, 30)


def kinds(picture, **given):
    return first_page(picture, as_of=AS_OF, **given)["kind"].to_pylist()


def test_a_picture_in_which_nothing_is_found_has_an_empty_page():
    assert kinds(picture_of([work("a", "OSCE")])) == []


def test_overlaps_come_before_what_is_counted_twice_and_that_before_what_goes_together():
    mentors = work("a", "OSCE", title="Mentors for patrol officers")
    courses = work(
        "c",
        "UNDP",
        title="Courses of the academy",
        budget_usd=73_000.0,
        ends_on=dt.date(2010, 9, 1),
    )
    radios = work("e", "EU", title="Radios for patrols", modality_code="equipment")
    school = an_activity("d", reporter="Japan"), an_activity("b", reporter="ministry")

    found = kinds(picture_of([mentors, courses, radios, *school, *others(30)]))

    assert found == ["overlap", "same_activity", "complementary", "complementary"]


def test_the_page_holds_no_more_than_is_asked_for():
    rows = [work(f"{n}{who}", who, place=f"D{n}") for n in range(1, 6) for who in ("OSCE", "UNDP")]

    assert len(kinds(picture_of(rows), most=1)) == 1
