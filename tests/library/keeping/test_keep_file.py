"""The kept file reads as the report did, and a second look at it finds nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from intarsia import keep_file, read_report
from intarsia.keeping import KeptFile
from intarsia.readers.source import ReaderError

MUSEUM = Path(__file__).resolve().parents[2] / "reports"
_READABLE = sorted(
    path.name
    for path in MUSEUM.iterdir()
    if path.suffix in (".xlsx", ".xls", ".ods", ".csv", ".json")
    and path.stem not in ("password", "web-page", "empty-template", "pivot", "no-organization")
)


def tables_of(path: Path) -> dict[str, list[dict[str, object]]]:
    """The tables of a report, without what names the file itself."""
    reading = read_report(path)
    return {
        name: table.drop_columns(
            [one for one in ("report_id", "file") if one in table.column_names]
        )
        .combine_chunks()
        .to_pylist()
        for name, table in reading.tables.items()
    }


def kept_as(path: Path, folder: Path) -> tuple[KeptFile, Path]:
    """A report's kept copy, under the report's own name."""
    name = path.with_suffix(".xlsx").name if path.suffix == ".xls" else path.name
    return keep_file(path, folder / name, name=path.name), folder / name


def assert_reads_alike(path: Path, folder: Path) -> KeptFile:
    """The kept copy gives the same tables, and nothing is found in it again."""
    kept, copy = kept_as(path, folder)

    again = keep_file(copy, folder / f"again-{copy.name}")

    assert tables_of(copy) == tables_of(path)
    assert again.removed == {}
    assert again.kind == kept.kind
    return kept


@pytest.mark.parametrize("name", _READABLE)
def test_a_kept_list_reads_as_the_list_itself(name: str, tmp_path: Path) -> None:
    assert_reads_alike(MUSEUM / name, tmp_path)


def test_persons_are_counted_by_what_was_taken(tmp_path: Path) -> None:
    kept = assert_reads_alike(MUSEUM / "contacts.xlsx", tmp_path)

    assert kept.kind == "xlsx"
    assert kept.removed == {"column": 32, "email": 7, "name": 1, "telephone": 2}


def test_an_old_workbook_is_kept_as_a_new_one(tmp_path: Path) -> None:
    kept, copy = kept_as(MUSEUM / "old.xls", tmp_path)

    assert (kept.kind, kept.converted_from) == ("xlsx", "xls")
    assert kept.bytes == copy.stat().st_size


@pytest.mark.parametrize("name", ["password.xlsx", "password.xls", "web-page.xls"])
def test_what_cannot_be_opened_is_refused_as_it_is_when_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(ReaderError) as reading:
        read_report(MUSEUM / name)
    with pytest.raises(ReaderError) as keeping:
        keep_file(MUSEUM / name, tmp_path / name)

    assert keeping.value.code == reading.value.code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("3w.csv", "NATO SECRET,\nOrganization,Sector,People\nIRC,Health,5\nNRC,WASH,6\n"),
        ("3w.csv", "Organization,Sector,Sensitivity\nIRC,Health,NATO SECRET\nNRC,WASH,\n"),
        ("a.xml", "<iati-activities><!-- NATO SECRET --><iati-activity/></iati-activities>"),
    ],
)
def test_what_is_classified_is_not_kept(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)

    with pytest.raises(ReaderError) as refused:
        keep_file(tmp_path / name, tmp_path / "kept")

    assert refused.value.code == "reader.classified"
    assert not (tmp_path / "kept").exists()


def test_a_file_that_cannot_be_kept_leaves_an_older_copy_alone(tmp_path: Path) -> None:
    to = tmp_path / "kept.xlsx"
    to.write_bytes(b"older")

    with pytest.raises(ReaderError):
        keep_file(MUSEUM / "password.xlsx", to)

    assert to.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [to]


def test_the_name_that_is_handed_in_says_what_the_file_is(tmp_path: Path) -> None:
    upload = tmp_path / "upload.tmp"
    upload.write_text("Organization,Sector,Contact person\nIRC,Health,Ana Petrova\n")

    kept = keep_file(upload, tmp_path / "kept", name="3w.csv")

    assert kept.kind == "csv"
    assert "Petrova" not in (tmp_path / "kept").read_text()


def test_the_same_file_is_kept_as_the_same_bytes(tmp_path: Path) -> None:
    first, _ = kept_as(MUSEUM / "contacts.xlsx", tmp_path)
    second = keep_file(MUSEUM / "contacts.xlsx", tmp_path / "second.xlsx")

    assert first.sha256 == second.sha256


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "3w/libya-3w-2021-05.xlsx",
        "3w/iraq-3w-2022-q1.xlsx",
        "3w/ethiopia-4w-2022-02.xlsx",
        "3w/somalia-3w-2022-03.xlsx",
        "3w/afghanistan-3w-2021-q3.csv",
        "3w/afghanistan-3w-2023-q3.csv",
        "3w/nepal-2015/data__data.json",
        "3w/vanuatu-2015/data__data.json",
        "needs/afghanistan-hno.csv",
        "iati/by-country/GE-2021-07-22.xlsx",
        "iati/xml-aims/geocoded__UgandaAIMS_GeocodedResearchRelease_Level1_v1.4.1.zip",
        "iati/xml-aims/iati__iati_2.03_UgandaAIMS_GeocodedResearchRelease.xml",
        "iati/xml-us/millenniumchallenge-ge.xml",
        "iati/xml-ghana/ghana__GH-DK-1.xml",
    ],
)
def test_a_real_report_is_kept_without_changing_what_it_says(
    shared: Path, name: str, tmp_path: Path
) -> None:
    assert_reads_alike(shared / "data" / name, tmp_path)
