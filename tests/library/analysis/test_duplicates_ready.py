"""What is kept ready for one activity at a time: texts after many edits, bounds around one."""

from __future__ import annotations

import random

import numpy as np
import pytest

from duplicates_support import Row, an_activity, picture_of
from intarsia import find_duplicates_of, prepare_duplicates
from intarsia.analysis.duplicates import find_pairs, limits_in
from intarsia.analysis.duplicates.pairs import MOST_ONE
from intarsia.analysis.duplicates.sweep import MOST_IN_BLOCK, WINDOW
from intarsia.analysis.duplicates.texts import texts_of, told_joined, told_of

_WORDS = ("School", "Wells", "Écoles", "PASED", "Ремонт", "SC-2210", "SC2210", "phase II", "of the")


def written(chance: random.Random, name: str) -> Row:
    """An activity of a few words of one stock."""
    title, description = (" ".join(chance.sample(_WORDS, chance.randint(0, 4))) for _ in range(2))
    return an_activity(name, title=title or None, description=description or None)


@pytest.mark.parametrize("seed", range(4))
def test_texts_that_were_edited_often_are_those_of_the_last_version(seed: int) -> None:
    chance = random.Random(seed)
    rows = [written(chance, f"n{n:02d}") for n in range(12)]
    # Only its former version writes this word as a code.
    rows[3] |= {"title": "Roofs KX-12-3"}
    rows[4] |= {"title": "Roofs kx-12-3"}
    told = told_of(picture_of(rows)["activities"])

    for edit in (3, 7, 3, 11, 0):
        rows = [*rows[:edit], *rows[edit + 1 :], written(chance, f"e{edit}")]
        kept = np.array([n for n in range(12) if n != edit])
        told = told_joined(told, told_of(picture_of(rows[-1:])["activities"]), kept)

    at_once = told_of(picture_of(rows)["activities"])
    for found, expected in ((told.own, at_once.own), (told.described, at_once.described)):
        (one,), (other,) = found, expected
        for part in ("marks", "hashes", "is_code"):
            assert getattr(one, part).tolist() == getattr(other, part).tolist()
        assert one.sets.ids.tolist() == other.sets.ids.tolist()
    assert texts_of(told).references.ids.tolist() == texts_of(at_once).references.ids.tolist()


def test_where_a_whole_search_keeps_the_likeliest_only_all_of_one_activity_are_kept() -> None:
    count = 2 * (2 * MOST_ONE + 10)
    picture = picture_of([an_activity(f"n{n}", reporter=("a", "b")[n % 2]) for n in range(count)])
    whole = find_pairs(picture)

    found = prepare_duplicates(picture).pairs_of("n7")

    assert whole.repeated
    assert not found.repeated
    assert len(found) == count // 2
    assert ((whole.first == 7) | (whole.second == 7)).sum() < len(found)


def test_what_was_bounded_around_one_activity_is_said_with_its_findings() -> None:
    count = MOST_IN_BLOCK + 1
    rows = [an_activity(f"n{n}", identifier=None) for n in range(count)]
    prepared = prepare_duplicates(picture_of(rows))

    limits = limits_in(find_duplicates_of(prepared.activity("n5"), prepared))

    ((code, data),) = limits
    assert code == "pair.bounded.title"
    assert data["members"] == count
    assert data["compared"] + data["left_out"] == count - 1
    assert WINDOW <= data["compared"] <= 2 * WINDOW
