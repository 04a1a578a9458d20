"""The picture keeps enough to write its source again, without loss."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest
from lxml import etree

from iati_facts import facts_of
from intarsia import normalize_report, read_report, write_iati
from intarsia.readers import ReaderError, Reading
from intarsia.readers.iati.root import safe_parser
from intarsia.tables import ACTIVITY_TABLES, Picture
from readers_support import RICH, RICH_1_05, an_activity, file_of, reading_of


def picture_of(reading: Reading) -> Picture:
    """The reading as a picture in which nothing is normalized yet."""
    tables = {}
    for spec in ACTIVITY_TABLES:
        table = reading.tables[spec.name]
        for position, column in enumerate(spec.columns):
            if column.added:
                field = pa.field(column.name, column.type)
                table = table.add_column(position, field, pa.nulls(table.num_rows, column.type))
        tables[spec.name] = table
    return Picture(tables)


def written_again(reading: Reading) -> list[etree._Element]:
    root = etree.fromstring(b"".join(write_iati(picture_of(reading))), safe_parser())
    return root.findall("iati-activity")


def test_a_rich_activity_is_written_again_without_loss(tmp_path: Path) -> None:
    content = file_of(RICH)
    (source,) = etree.fromstring(content.encode(), safe_parser()).findall("iati-activity")

    (again,) = written_again(reading_of(tmp_path, content))

    assert facts_of(again) == facts_of(source)


def test_what_is_written_reads_as_the_same_tables(tmp_path: Path) -> None:
    for number, activity in enumerate((RICH, RICH_1_05, an_activity())):
        before = reading_of(tmp_path, file_of(activity), f"{number}.xml")
        content = b"".join(write_iati(picture_of(before)))

        after = reading_of(tmp_path, content, f"{number}.xml")

        for name, table in before.tables.items():
            assert _said(after.tables[name]) == _said(table), name


def test_what_normalization_adds_is_not_written_as_stated(tmp_path: Path) -> None:
    inside = (
        '<transaction><transaction-type code="3"/><value>30</value><provider-org '
        'provider-activity-id="D-1"/><sector code="15132"/><recipient-country code="GE"/>'
        "</transaction>"
    )
    content = file_of(an_activity(inside=inside))
    (source,) = etree.fromstring(content.encode(), safe_parser()).findall("iati-activity")
    picture = normalize_report(reading_of(tmp_path, content), as_of=dt.date(2011, 5, 31))

    written = etree.fromstring(b"".join(write_iati(picture)), safe_parser())

    assert facts_of(written.findall("iati-activity")[0]) == facts_of(source)


def _said(table: pa.Table) -> Counter[str]:
    """Rows without what depends on the bytes of the file or the order of its elements."""
    kept = [name for name in table.column_names if name not in ("report_id", "ordinal", "of")]
    return Counter(
        str({key: _flat(value) for key, value in row.items()})
        for row in table.select(kept).to_pylist()
    )


def _flat(value: object) -> object:
    return "".join(value.split()) if isinstance(value, str) else value


@pytest.mark.parametrize("folder", ["xml-us", "xml-aims"])
def test_every_real_2_0x_file_is_written_again_without_loss(shared: Path, folder: str) -> None:
    compared = 0
    for path in sorted((shared / "data" / "iati" / folder).glob("*.xml")):
        reading = read_report(path)
        if not str(reading.report["version"]).startswith("2") or any(
            problem.code in ("xml.mended", "xml.encoding") for problem in reading.problems
        ):
            continue
        source = etree.parse(str(path), safe_parser()).getroot().findall("iati-activity")
        for before, after in zip(source, written_again(reading), strict=True):
            lost = facts_of(before) - facts_of(after)
            invented = facts_of(after) - facts_of(before)
            assert not _without_marks(lost, invented), (
                path.name,
                before.findtext("iati-identifier"),
            )
            compared += 1
    assert compared > 1000


def _without_marks(lost: Counter[object], invented: Counter[object]) -> Counter[object]:
    """Leave out facts from which personal data was taken: they differ, and should."""
    marked = sum(count for fact, count in invented.items() if " removed]" in str(fact))
    return Counter() if sum(lost.values()) <= marked else lost


def test_every_real_file_gives_every_row_or_names_it(shared: Path) -> None:
    read = refused = 0
    for path in sorted((shared / "data" / "iati").glob("xml-*/*.xml")):
        try:
            reading = read_report(path)
        except ReaderError as error:
            refused += 1
            assert error.code in (
                "iati.organisation_file",
                "iati.no_root",
                "reader.unknown_format",
            ), path.name
            continue
        read += 1
        root = etree.parse(str(path), etree.XMLParser(recover=True, remove_comments=True)).getroot()
        stated = Counter(
            str(child.tag)
            for activity in root.findall("iati-activity")
            for child in activity
            if isinstance(child.tag, str)
        )
        report = reading.report
        assert report["rows"] == len(root.findall("iati-activity")), path.name
        assert report["rows"] == (report["rows_kept"] + report["rows_named"])  # type: ignore[operator]
        for element, table in (
            ("transaction", "transactions"),
            ("sector", "activity_sectors"),
            ("related-activity", "activity_links"),
        ):
            assert reading.tables[table].num_rows == stated[element], (path.name, element)
        planned = stated["budget"] + stated["planned-disbursement"]
        assert reading.tables["budgets"].num_rows == planned, path.name
    assert read > 250
    assert refused == 66
