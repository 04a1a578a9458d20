"""What is compared of two activities, and the levels of each field.

Level 0 of a field always means that one of the two does not state it: it is never evidence.
"""

from __future__ import annotations

from enum import IntEnum


class Field(IntEnum):
    """What is compared, in the order in which the kernel compares it."""

    REPORTER = 0
    FUNDER = 1
    IMPLEMENTER = 2
    SECTOR = 3
    PLACE = 4
    START = 5
    END = 6
    TIME = 7
    AMOUNT = 8
    TARGET = 9
    PHASE = 10
    YEAR = 11
    PEOPLE = 12
    TASK = 13
    REFERENCE = 14
    NAMED = 15
    PAYMENT = 16
    FIGURE = 17
    TITLE = 18
    RARE_WORDS = 19
    DESCRIPTION = 20
    LINK = 21


_APART = ("same_day", "month", "quarter", "half_year", "year", "two_years", "far")
#: The levels of each field, named; a reason's code is made of both.
LEVELS: dict[Field, tuple[str, ...]] = {
    Field.REPORTER: (
        "unknown", "same", "one_family", "unrelated", "names_the_other", "name_each_other",
    ),
    Field.FUNDER: ("unknown", "other", "shared"),
    Field.IMPLEMENTER: ("unknown", "other", "shared"),
    Field.SECTOR: ("unknown", "other", "group", "sector", "purpose"),
    Field.PLACE: ("unknown", "other_area", "other_place", "area", "within", "place"),
    Field.START: ("unknown", *_APART),
    Field.END: ("unknown", *_APART),
    Field.TIME: (
        "unknown", "together", "partly", "one_after_the_other", "far_apart", "paid_apart",
        "paid_far_apart",
    ),
    Field.AMOUNT: (
        "unknown", "equal", "1_per_cent", "5_per_cent", "18_per_cent", "60_per_cent",
        "2_5_times", "6_times", "more",
    ),
    Field.TARGET: ("unknown", "other", "shared"),
    Field.PHASE: ("unknown", "same", "other", "one_only"),
    Field.YEAR: ("unknown", "same", "other", "outside"),
    Field.PEOPLE: ("unknown", "equal", "near", "other"),
    Field.TASK: ("unknown", "same", "other"),
    Field.REFERENCE: ("unknown", "none_shared", "one_shared", "several_shared"),
    Field.NAMED: ("unknown", "none_shared", "one_shared", "several_shared"),
    Field.PAYMENT: ("unknown", "none_shared", "one_shared", "several_shared"),
    Field.FIGURE: ("unknown", "same", "some", "other"),
    Field.TITLE: ("unknown", "0", "10", "25", "40", "55", "70", "85", "97"),
    Field.RARE_WORDS: ("unknown", "0", "3", "6", "9", "12", "16", "24", "32"),
    Field.DESCRIPTION: ("unknown", "none_shared", "some", "15", "30", "50", "80"),
    Field.LINK: ("unknown", "stated"),
}  # fmt: skip
FIELDS = len(Field)
MOST_LEVELS = max(len(names) for names in LEVELS.values())
