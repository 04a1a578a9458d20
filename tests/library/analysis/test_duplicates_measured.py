"""Duplicates on real and synthetic reports: what must not get worse."""

from __future__ import annotations

from pathlib import Path

import pytest

import duplicates
import linkage_ours
import pair_judgements
import synthetic
from intarsia.analysis.duplicates import find_pairs


@pytest.mark.parametrize(("country", "pairs"), [("AL", 3), ("GE", 3), ("KG", 2)])
def test_every_pair_of_one_title_and_number_is_found(
    shared: Path, country: str, pairs: int
) -> None:
    picture = pair_judgements.picture_of(country)

    found = duplicates.labelled(country, find_pairs(picture), picture)

    assert found["A"] == (pairs, pairs)


def test_synthetic_reports_of_one_activity_meet(shared: Path, tmp_path: Path) -> None:
    path = synthetic.generated(tmp_path, 3_000)
    truth = synthetic.truth(path)
    pairs = find_pairs(synthetic.picture_of(synthetic.prepared(path)))

    assert truth["id"].to_pylist() == list(range(truth.num_rows))
    precision, recall, _ = linkage_ours.found(pairs, truth["entity"].to_numpy())

    assert precision > 0.95
    assert recall > 0.9
