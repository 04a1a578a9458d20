"""The stories of the example country that two organizations should telephone about."""

from __future__ import annotations

from pathlib import Path

import pytest

import example_overlaps
from intarsia import find_overlaps


@pytest.fixture(scope="module")
def actors_of(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, set[str], set[str]]]:
    """Kind, true organizations and true stories of each finding of the example country."""
    folder: Path = tmp_path_factory.mktemp("arvenia") / "example"
    picture = example_overlaps.example_picture(folder)
    entity = example_overlaps.entities_of(folder, picture)
    told = {row["entity"]: row for row in example_overlaps.rows(folder, "activities.csv")}
    found = []
    for row in find_overlaps(picture, most=None).to_pylist():
        ids = row["subjects"] or [row["activity_a"], row["activity_b"]]
        rows = [told[entity[key]] for key in ids if key in entity]
        organizations = {one["organization"] for one in rows}
        found.append((row["kind"], organizations, {one["story"] for one in rows}))
    return found


@pytest.mark.parametrize(
    ("story", "organizations"),
    [
        ("police-low-sirin", {"XM-DAC-47131", "XM-DAC-41114", "XI-IATI-EC_DEVCO"}),
        ("water-ostaveh", {"XM-DAC-41122", "XA-REG-0105"}),
        ("border-gorun", {"XI-IATI-EC_DEVCO", "XM-DAC-47131"}),
        ("mines-silvar", {"XA-REG-0103", "XA-REG-0102"}),
        ("media-port-amar", {"XM-DAC-47131", "XI-IATI-EC_DEVCO"}),
        ("clinics-torvik", {"XA-REG-0104", "XA-REG-0007"}),
        ("houses-ledna", {"XA-REG-0101", "XA-REG-0102"}),
    ],
)
def test_the_organizations_of_a_story_are_in_one_finding(
    actors_of: list[tuple[str, set[str], set[str]]], story: str, organizations: set[str]
) -> None:
    assert any(
        kind == "overlap" and story in stories and organizations <= named
        for kind, named, stories in actors_of
    )
