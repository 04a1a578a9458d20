"""Public lists with known pairs: what must not get worse."""

from __future__ import annotations

from pathlib import Path

import pytest

import public_lists
import public_pairs


@pytest.mark.parametrize(("name", "least"), [("DBLP-ACM", 0.968), ("Abt-Buy", 0.81)])
def test_two_public_lists_are_linked_without_labels(shared: Path, name: str, least: float) -> None:
    given = public_lists.LISTS[name]()
    here = public_pairs.candidates_of(given)

    said = public_pairs.without_labels(here)

    assert public_pairs.quality(here.pairs[said], here.true).f1 >= least


def test_a_picture_of_public_people_does_not_tell_who_is_who(shared: Path) -> None:
    picture = public_lists.people_of_one_list().picture

    for table in (picture[name] for name in picture):
        for column in table.columns:
            assert not any(str(value).startswith("rec-") for value in column.to_pylist())
