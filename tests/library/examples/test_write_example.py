"""The example's files: reproducible, untidy where meant, and marked as invented."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from intarsia import codelists
from intarsia.examples import AS_OF, COUNTRY, ExampleSummary, write_example
from intarsia.examples.cast import cast
from intarsia.examples.topics import topics

SENTENCE = "Invented for exercise: Arvenia does not exist"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def text_of(path: Path) -> str:
    """Everything a reader of the file sees, as one text."""
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        return "\n".join(
            str(cell)
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
        )
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    coding = "cp1251" if path.name == "3w-ngo-ru.csv" else "utf-8-sig"
    return path.read_bytes().decode(coding)


def test_one_seed_gives_the_same_bytes(arvenia: ExampleSummary, tmp_path: Path) -> None:
    write_example(tmp_path)

    assert contents(tmp_path) == contents(arvenia.folder)


def test_another_seed_gives_another_country_of_the_same_shape(
    arvenia: ExampleSummary, tmp_path: Path
) -> None:
    other = write_example(tmp_path, seed=7)

    here, there = contents(arvenia.folder), contents(tmp_path)
    assert here.keys() == there.keys()
    assert here["places.geojson"] == there["places.geojson"]
    assert here["reports/undp-xa.xml"] != there["reports/undp-xa.xml"]
    assert other.true_activities == arvenia.true_activities


def test_there_are_enough_organizations_activities_and_entries(arvenia: ExampleSummary) -> None:
    reports = [file for file in arvenia.files if file.path.startswith("reports/")]

    assert len(cast()) == 44
    assert arvenia.true_activities >= 600
    assert 760 <= arvenia.statements <= 860
    assert len(reports) == 12
    assert {file.kind for file in reports} == {
        "iati_xml",
        "by_country_sheet",
        "aims_release",
        "list",
        "no_report",
    }


def test_every_organization_reports_or_takes_part(
    truth: Callable[[str], list[dict[str, str]]],
) -> None:
    rows = truth("activities")

    seen = {row[part] for row in rows for part in ("organization", "funder", "implementer")}

    assert set(cast()) <= seen


def test_all_files_together_are_small(arvenia: ExampleSummary) -> None:
    assert sum(map(len, contents(arvenia.folder).values())) < 6_000_000


def test_every_file_says_that_it_is_invented(arvenia: ExampleSummary) -> None:
    for path in arvenia.folder.rglob("*"):
        if path.is_file() and not _is_plain_table(path):
            assert SENTENCE in text_of(path), path.name


def _is_plain_table(path: Path) -> bool:
    """Tables with a header row and nothing else: the note lies beside them and names them."""
    plain = path.suffix == ".csv" and path.parent.name != "reports"
    if plain:
        note = (path.parent / "README.txt").read_text(encoding="utf-8")
        assert path.name in note
        assert SENTENCE in note
    return plain


def test_xml_files_are_whole_but_for_the_broken_one(arvenia: ExampleSummary) -> None:
    versions = {"undp-xa.xml": "2.03", "eu-delegation.xml": "1.05", "osce-mission.xml": "2.02"}

    for name, version in versions.items():
        root = etree.parse(arvenia.folder / "reports" / name).getroot()
        assert root.get("version") == version
        assert {code.get("code") for code in root.iter("recipient-country")} == {COUNTRY}
    broken = arvenia.folder / "reports" / "broken.xml"
    with pytest.raises(etree.XMLSyntaxError):
        etree.parse(broken)
    assert broken.read_bytes().count(b"</iati-activity>") == 7
    assert broken.read_bytes().count(b"<iati-activity ") == 8


def test_the_old_file_writes_words_where_the_new_ones_write_codes(
    arvenia: ExampleSummary,
) -> None:
    root = etree.parse(arvenia.folder / "reports" / "eu-delegation.xml").getroot()

    assert {party.get("role") for party in root.iter("participating-org")} == {
        "Funding",
        "Extending",
        "Implementing",
    }
    assert {kind.get("code") for kind in root.iter("transaction-type")} <= {"C", "D", "E"}
    assert {code.get("vocabulary") for code in root.iter("sector")} == {"DAC"}
    assert not list(root.iter("narrative"))


def test_the_rich_file_tells_everything_that_iati_can_tell(arvenia: ExampleSummary) -> None:
    root = etree.parse(arvenia.folder / "reports" / "undp-xa.xml").getroot()

    for tag in (
        "other-identifier",
        "planned-disbursement",
        "result",
        "document-link",
        "tag",
        "policy-marker",
        "humanitarian-scope",
        "related-activity",
        "recipient-region",
        "contact-info",
        "condition",
        "point",
        "administrative",
        "transaction",
    ):
        assert root.find(f".//{tag}") is not None, tag
    assert root.find(".//provider-org[@provider-activity-id]") is not None
    assert root.find(".//receiver-org[@receiver-activity-id]") is not None
    assert root.find(".//transaction/sector") is not None
    languages = {
        said.get("{http://www.w3.org/XML/1998/namespace}lang") for said in root.iter("narrative")
    }
    assert {"en", "fr", "ru"} <= languages


def test_by_country_sheets_have_the_two_published_sets_of_columns(
    arvenia: ExampleSummary, shared: Path
) -> None:
    published = shared / "data" / "iati" / "by-country"

    for mine, theirs in (("donors-en", "GE-2021-07-22"), ("donateurs-fr", "AZ-2023-02-17-fr")):
        ours = CalamineWorkbook.from_path(arvenia.folder / "reports" / f"{mine}.xlsx")
        real = CalamineWorkbook.from_path(published / f"{theirs}.xlsx")
        assert ours.get_sheet_by_index(0).to_python(nrows=1) == real.get_sheet_by_index(
            0
        ).to_python(nrows=1)


def test_the_aid_database_has_the_published_columns(arvenia: ExampleSummary, shared: Path) -> None:
    ours = arvenia.folder / "reports" / "aims-release.zip"
    real = next((shared / "data" / "iati" / "xml-aims").glob("*Nepal*.zip"))

    assert _headers(ours) == _headers(real)


def _headers(path: Path) -> dict[str, list[str]]:
    with zipfile.ZipFile(path) as archive:
        return {
            wanted: next(csv.reader(io.StringIO(archive.read(name).decode("utf-8"))))
            for name in archive.namelist()
            for wanted in ("projects.csv", "locations.csv", "transactions.csv")
            if name.endswith(f"data/{wanted}")
        }


def test_only_the_invented_person_is_named(arvenia: ExampleSummary) -> None:
    seen: set[str] = set()
    for path in (arvenia.folder / "reports").iterdir():
        text = text_of(path)
        seen |= set(re.findall(r"[\w.]+@[\w.]+\w", text))
        assert set(re.findall(r"\+\d[\d ]{6,}\d", text)) <= {
            "+000 00 000 001",
            "+000 00 000 002",
            "+000 00 000 003",
        }

    assert seen == {"exempla.person@example.org"}


def test_sectors_are_known_and_their_codes_official() -> None:
    for topic in topics().values():
        assert codelists.has("sectors", topic.sector), topic.name
        assert codelists.has("dac_purposes", topic.dac_code), topic.name


def test_registers_name_known_sectors_places_and_organizations(arvenia: ExampleSummary) -> None:
    folder = arvenia.folder
    places = json.loads((folder / "places.geojson").read_text(encoding="utf-8"))["features"]
    pcodes = {place["properties"]["pcode"] for place in places} | {COUNTRY}
    needs = list(csv.DictReader((folder / "needs.csv").read_text("utf-8").splitlines()))
    mandates = list(csv.DictReader((folder / "mandates.csv").read_text("utf-8").splitlines()))

    assert {row["place"] for row in needs} == {code for code in pcodes if len(code) == 6}
    assert len({row["sector"] for row in needs}) == 9
    assert {row["severity"] for row in needs} <= set("12345")
    assert max(row["as_of"] for row in needs) <= AS_OF.isoformat()
    for row in mandates:
        assert row["organization"] in cast()
        assert set(row["places"].split("|")) <= pcodes
        assert row["function"] in {"lead", "implement", "fund", "monitor", "advise", "protect"}
        assert all(codelists.has("sectors", code) for code in row["sectors"].split("|"))
    assert all(codelists.has("sectors", row["sector"]) for row in needs)
