"""What two judges say of the first overlaps comes to: precision, decoys, agreement."""

from __future__ import annotations

from pathlib import Path

import pytest

import judgements
import overlap_judgements
from duplicates_support import picture_of
from intarsia.analysis.ground import lay_out
from intarsia.analysis.overlaps import Search
from overlaps_support import work


def test_precision_is_of_findings_and_decoys_stand_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judgements, "KEPT", tmp_path)
    decoys = ["no", "no", "no", "yes"]
    key = [
        {"number": str(at), "country": "SO", "decoy": decoy, "rank": "", "finding_id": "f",
         "score": ""}
        for at, decoy in enumerate(decoys)
    ]  # fmt: skip
    judgements.write_sheet(tmp_path / "overlaps.key.csv", overlap_judgements.KEY, key)
    for judge, verdicts in (("first", "yes yes no no"), ("second", "yes unsure no yes")):
        said = [
            {"number": str(at), "verdict": verdict, "reason": ""}
            for at, verdict in enumerate(verdicts.split())
        ]
        judgements.write_sheet(tmp_path / f"overlaps.{judge}.csv", judgements.VERDICT, said)

    summary = overlap_judgements.summary().splitlines()

    # Of three findings 2 and 1 are called for: 3 of 6; of the one decoy 1 of 2.
    somalia = [part.strip() for part in summary[2].split("|")]
    assert somalia[1:9] == ["SO", "3", "2", "1", "1", "0.50", "1", "0.50"]
    assert somalia[9] == "2 of 4"


def test_a_sheet_says_who_does_what_and_not_how_sure_it_is() -> None:
    picture = picture_of([work("a", "osce"), work("b", "undp", title="Courses for patrols")])
    search = Search(lay_out(picture), picture)
    (found,) = search.found()

    told = overlap_judgements.told(search, found.strands)

    assert "sector: Police" in told
    assert "- osce | Police officers learn to listen, osce | for Police officers" in told
    assert f"{found.score:.2f}" not in told
