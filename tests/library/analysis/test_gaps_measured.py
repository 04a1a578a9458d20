"""Gaps against what is planted in the example country, and Afghanistan's recomputed apart."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

import intarsia
from intarsia.analysis.gaps import find_gaps
from intarsia.tables import ProblemLog


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("arvenia")
    intarsia.write_example(folder)
    return folder


def test_planted_gaps_of_the_example_country_are_found(example: Path) -> None:
    as_of = dt.date(2011, 5, 31)
    places = intarsia.read_places([example / "places.geojson"], country="XA", log=ProblemLog("p"))
    files = [*(example / "reports").iterdir(), example / "needs.csv", example / "mandates.csv"]
    read = [
        intarsia.normalize_report(
            intarsia.read_report(file), as_of=as_of, places=places, country="XA"
        )
        for file in sorted(files)
        if file.name != "readme.txt"
    ]
    picture = intarsia.combine(read).having(places=places)
    register = intarsia.register_with([example / "organizations.csv"])
    picture, _ = intarsia.settle_organizations(picture, register, country="XA")
    with (example / "truth" / "gaps.csv").open(encoding="utf-8") as file:
        planted = {(row["sector"], row["place"]): row["is_story"] for row in csv.DictReader(file)}

    findings = find_gaps(picture, from_on=as_of, to_on=as_of)

    found = [tuple(subjects) for subjects in findings["subjects"].to_pylist()]
    assert len(planted) == 161
    assert len(planted.keys() & set(found)) >= 0.95 * len(planted)
    assert sum(cell in planted for cell in found[:100]) >= 90
    assert {cell for cell, is_story in planted.items() if is_story == "yes"} <= set(found)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from list(csv.DictReader(file))[1:]  # behind the headings stands a row of tags


def test_gaps_of_afghanistan_are_those_that_a_script_of_ten_lines_finds(shared: Path) -> None:
    data = shared / "data"
    files = [data / "3w/afghanistan-3w-2023-q3.csv", data / "needs/afghanistan-hno.csv"]
    gazetteer = data / "places/global-pcodes-adm1-2.csv"
    places = intarsia.read_places([gazetteer], country="AF", log=ProblemLog("places"))
    day = dt.date(2023, 9, 30)
    read = [
        intarsia.normalize_report(
            intarsia.read_report(file), as_of=day, places=places, country="AF"
        )
        for file in files
    ]
    picture = intarsia.combine(read).having(places=places)

    findings = find_gaps(picture, from_on=day, to_on=day)

    # The script: clusters as both files write them, districts by their codes.
    clusters = {"EiE": "EDU", "EDUCATION": "EDU", "ESNFI": "SHL", "FSAC": "FSC", "HEALTH": "HEA",
                "NUTRITION": "NUT", "PROTECTION": "PRO", "WASH": "WSH"}  # fmt: skip
    present = {
        (clusters[row["CLUSTER_SECTOR_CODE"].removesuffix("_OP")], row["DIST_CODE"])
        for row in rows_of(files[0])
    }
    in_need = {
        (row["Sector"], row["Admin 2 PCode"]): float(row["In Need"])
        for row in rows_of(files[1])
        if row["Admin 2 PCode"] and row["Sector"] in clusters.values() and row["In Need"]
        and (row["Gender"], row["Age Range"], row["Disabled"], row["Population Group"])
        == ("a", "ALL", "a", "ALL")
    }  # fmt: skip
    expected = {cell: need for cell, need in in_need.items() if need and cell not in present}

    sectors = {"education": "EDU", "emergency_relief": "SHL", "food_security": "FSC",
               "primary_health": "HEA", "nutrition": "NUT", "protection": "PRO",
               "water_sanitation": "WSH"}  # fmt: skip
    found = {
        (sectors[sector], place): people
        for (sector, place), people in zip(
            findings["subjects"].to_pylist(), findings["people"].to_pylist(), strict=True
        )
        if place
    }
    assert found == expected
    assert len(found) > 200
