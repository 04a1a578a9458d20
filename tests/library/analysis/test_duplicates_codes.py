"""Codes in titles and descriptions: one code written in several ways is one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from duplicates_support import an_activity, others, picture_of
from intarsia.analysis.duplicates.fields import LEVELS, Field
from intarsia.analysis.duplicates.levels import levels_of
from intarsia.analysis.duplicates.packed import packed
from intarsia.analysis.duplicates.records import records_of, weighed
from intarsia.analysis.duplicates.words import words_of


def named(one: str, other: str, description: str | None = None) -> str:
    """The level of names in two titles, the second with a description."""
    rows = [
        {**an_activity("a", title=one), "description": None},
        {**an_activity("b", title=other), "description": description},
        *({**row, "description": None} for row in others(30)),
    ]
    ready = packed(weighed(records_of(picture_of(rows)).records))
    levels = levels_of(ready, np.array([0]), np.array([1]), np.zeros(1, np.uint8))
    return LEVELS[Field.NAMED][levels[0, Field.NAMED]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Turntables PS-LX350H for schools", "Turntables PSLX350H for schools"),
        ("Switches FS726TP for clinics", "Network switches FS726"),
        ("Grant KX-TG-6700B", "Grant KXTG6700B"),
        ("Loan IDA/52170", "Loan IDA52170 of the association"),
    ],
)
def test_a_code_written_in_two_ways_is_one(one: str, other: str) -> None:
    assert named(one, other) in ("one_shared", "several_shared")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Turntables PS-LX350H for schools", "Turntables PS-LX370H for schools"),
        ("Grant 10-2009-22000", "Grant 102009-22001"),
    ],
)
def test_two_codes_stay_two(one: str, other: str) -> None:
    assert named(one, other) == "none_shared"


@pytest.mark.parametrize(
    "title", ["Phase-2 of wells", "UNDAF-2012 wells", "Wells 10/100", "sc-2210"]
)
def test_phases_years_and_plain_numbers_are_no_codes(title: str) -> None:
    plain = words_of(pa.array([title]))

    assert words_of(pa.array([title]), coded=1).sets.ids.size == plain.sets.ids.size


def test_a_number_that_the_others_description_holds_is_shared() -> None:
    title = "Repair of a bridge, SC-2210"

    assert named(title, "Bridge over the Kestrel", "Works under contract SC2210.") == "one_shared"
    assert named(title, "Bridge over the Kestrel", "Works under contract SC2211.") == "unknown"


def test_a_long_text_of_codes_is_read_to_its_sixty_fourth_word() -> None:
    text = "AB-1234/" * 400

    words = words_of(pa.array([text, text]), coded=1)

    assert np.diff(words.sets.starts).tolist() == [5, 2]
