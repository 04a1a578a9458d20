"""No purpose code of the published files is without a place: listed, or named here as no code."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from intarsia import codelists

# Written under the DAC vocabulary, or none, by six publishers of 2014: a publisher's own
# numbers ("Administrative costs", "Other transport"), ordinals, nothing. In no list at hand.
NO_CODES = {"11010", "12020", "15141", "15173", "21031", "41032", "92000", "2", "4", ""}

SECTOR = re.compile(rb"<sector\b[^>]*>")
ATTRIBUTE = re.compile(rb"\b(code|vocabulary)\s*=\s*[\"']([^\"']*)[\"']")
CELL = re.compile(rb"<t[^>]*>(\d{3}|\d{5}) - [^<]*</t>")


def purposes_in_xml(path: Path) -> set[str]:
    found = set()
    for tag in set(SECTOR.findall(path.read_bytes())):
        stated = {name.decode(): value.decode() for name, value in ATTRIBUTE.findall(tag)}
        if stated.get("vocabulary", "1") in {"1", "DAC"}:
            found.add(stated.get("code", ""))
    return found


def codes_in_cells(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as book:
        return {code.decode() for code in CELL.findall(book.read("xl/worksheets/sheet1.xml"))}


def known(*list_names: str) -> set[str]:
    return {code for list_name in list_names for code in codelists.names(list_name)}


def test_every_purpose_code_in_published_xml_is_listed(shared: Path) -> None:
    folder = shared / "data" / "iati"
    files = [path for name in ("us", "ghana", "aims") for path in folder.glob(f"xml-{name}/*.xml")]

    found = set[str]().union(*map(purposes_in_xml, files))

    assert len(found) > 200
    assert found - known("dac_purposes", "dac_categories") == NO_CODES


def test_every_purpose_code_in_published_spreadsheets_is_listed(shared: Path) -> None:
    books = sorted((shared / "data" / "iati" / "by-country").glob("*.xlsx"))

    found = set[str]().union(*map(codes_in_cells, books))

    # Three digits are sector categories in one column and types of finance in another.
    assert len({code for code in found if len(code) == 5}) > 200
    assert found <= known("dac_purposes", "dac_categories", "finance_types")


def test_every_purpose_code_of_the_lists_at_hand_is_carried(shared: Path) -> None:
    source = shared / "data" / "codelists" / "iati_nonembedded" / "xml__Sector.xml"

    stated = set(re.findall(r"<code>(\d{5})</code>", source.read_text(encoding="utf-8")))

    assert stated <= known("dac_purposes")
