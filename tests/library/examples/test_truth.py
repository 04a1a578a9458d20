"""The truth beside the example's files: it points at entries that exist, and tells the stories."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from intarsia.examples import AS_OF, ExampleSummary
from intarsia.examples.faults import MEANINGS

Truth = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="module")
def cells(arvenia: ExampleSummary) -> dict[str, list[list[str]]]:
    """The rows of every list and sheet, by file."""
    found: dict[str, list[list[str]]] = {}
    for path in (arvenia.folder / "reports").iterdir():
        if path.suffix == ".xlsx":
            sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
            found[path.name] = [[str(cell) for cell in row] for row in sheet.to_python()]
        elif path.suffix == ".csv":
            coding = "cp1251" if path.name == "3w-ngo-ru.csv" else "utf-8-sig"
            text = io.StringIO(path.read_bytes().decode(coding))
            found[path.name] = list(csv.reader(text, delimiter=";" if coding == "cp1251" else ","))
    return found


def identifiers(path: Path) -> Counter[str]:
    """How often each id stands in a file that has ids."""
    if path.suffix == ".xml":
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(recover=True))
        return Counter(item.text or "" for item in root.iter("iati-identifier"))
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith("projects.csv"))
        rows = csv.DictReader(io.StringIO(archive.read(name).decode("utf-8")))
        return Counter(row["project_id"] for row in rows)


def test_every_true_id_stands_in_its_file(
    arvenia: ExampleSummary, truth: Truth, cells: dict[str, list[list[str]]]
) -> None:
    rows = truth("activities")
    by_file: dict[str, Counter[str]] = {}
    for row in rows:
        by_file.setdefault(row["file"], Counter())[row["id"]] += 1

    for name, told in by_file.items():
        if name.startswith("3w-"):
            for row in (row for row in rows if row["file"] == name):
                line = cells[name][int(row["id"].partition("#")[2]) - 1]
                assert row["organization_as_written"] in line
        elif name.endswith(".xlsx"):
            assert {line[0] for line in cells[name][1:]} == set(told)
        elif name == "broken.xml":
            found = identifiers(arvenia.folder / "reports" / name)
            assert set(told) < set(found)
        else:
            assert identifiers(arvenia.folder / "reports" / name) == told


def test_pairs_and_chains_point_at_entries(truth: Truth) -> None:
    known = {(row["file"], row["id"]) for row in truth("activities")}

    for table in ("duplicates", "overlaps", "complementary"):
        for row in truth(table):
            assert (row["file_a"], row["id_a"]) in known
            assert (row["file_b"], row["id_b"]) in known
    for row in truth("chains"):
        assert (row["funder_file"], row["funder_id"]) in known
        assert (row["funded_file"], row["funded_id"]) in known


def test_all_rows_of_a_list_are_told_or_named_as_no_activity(
    truth: Truth, cells: dict[str, list[list[str]]]
) -> None:
    heads = {
        "3w-health-water.xlsx": 5,
        "3w-protection-fr.xlsx": 2,
        "3w-ngo-ru.csv": 3,
        "3w-shelter.csv": 2,
    }
    told = {row["id"] for row in truth("activities")}
    told |= {row["id"] for row in truth("vices")}

    for name, head in heads.items():
        for number, line in enumerate(cells[name], 1):
            if number > head and any(line):
                assert f"{name}#{number}" in told


def test_duplicates_are_of_every_kind_and_so_are_their_lookalikes(truth: Truth) -> None:
    kinds = Counter((row["kind"], row["is_hard_negative"]) for row in truth("duplicates"))

    assert kinds["same_report", "no"] >= 20
    assert kinds["same_activity", "no"] >= 100
    assert kinds["sibling", "yes"] >= 20
    assert kinds["phase", "yes"] >= 5
    assert kinds["part_of", "yes"] == 5
    assert len(kinds) == 5


def test_duplicates_share_an_entity_and_lookalikes_do_not(truth: Truth) -> None:
    entity: dict[tuple[str, str], set[str]] = {}
    for row in truth("activities"):
        entity.setdefault((row["file"], row["id"]), set()).add(row["entity"])

    for row in truth("duplicates"):
        common = entity[row["file_a"], row["id_a"]] & entity[row["file_b"], row["id_b"]]
        assert bool(common) == (row["is_hard_negative"] == "no")


def test_three_organizations_train_the_same_police_in_low_sirin(truth: Truth) -> None:
    owner = {row["id"]: row["organization"] for row in truth("activities")}

    trained = {
        owner[row[side]]
        for row in truth("overlaps")
        for side in ("id_a", "id_b")
        if row["story"] == "police-low-sirin" and row["to"] > AS_OF.isoformat()
    }

    assert trained == {"XM-DAC-47131", "XM-DAC-41114", "XI-IATI-EC_DEVCO"}


def test_an_overlap_is_between_two_organizations_on_one_ground(truth: Truth) -> None:
    rows = {(row["file"], row["id"]): row for row in truth("activities")}

    for pair in truth("overlaps"):
        one = rows[pair["file_a"], pair["id_a"]]
        other = rows[pair["file_b"], pair["id_b"]]
        assert one["organization"] != other["organization"]
        assert one["sector"] == other["sector"] == pair["sector"]
        assert set(pair["places"].split("|")) <= set(one["districts"].split("|"))
        assert set(pair["places"].split("|")) <= set(other["districts"].split("|"))
        assert max(one["from"], other["from"]) == pair["from"]
        assert min(one["to"], other["to"]) == pair["to"]
        assert int(pair["shared_days"]) >= 30


def test_complementary_work_differs_in_function_or_target_and_is_no_overlap(truth: Truth) -> None:
    pairs = truth("complementary")
    overlapping = {(row["id_a"], row["id_b"]) for row in truth("overlaps")}

    assert {row["differs"] for row in pairs} == {"function", "target"}
    assert len(pairs) >= 20
    assert not overlapping & {(row["id_a"], row["id_b"]) for row in pairs}


def test_nobody_repairs_water_in_four_districts_of_kessel(truth: Truth) -> None:
    empty = [
        row
        for row in truth("gaps")
        if row["is_story"] == "yes" and row["sector"] == "water_sanitation"
    ]

    assert {row["place"] for row in empty} == {"XA0402", "XA0405", "XA0406", "XA0407"}
    assert {row["severity"] for row in empty} == {"4"}
    assert sum(int(row["people_in_need"]) for row in empty) == 18_400


def test_money_goes_from_the_union_through_undp_to_a_national_organization(
    truth: Truth,
) -> None:
    links = {
        row["funder_id"]: row["funded_id"]
        for row in truth("chains")
        if row["story"] == "justice-chain"
    }
    start = next(funder for funder in links if funder.startswith("EU-1-"))

    assert links[start].startswith("XM-DAC-41114")
    assert links[links[start]].startswith("3w-ngo-ru.csv#")


def test_every_kind_of_vice_occurs(truth: Truth) -> None:
    found = {row["vice"] for row in truth("vices")}

    assert set(MEANINGS) <= found
    assert {"total_row", "merged_cells", "truncated", "unknown_project"} <= found
