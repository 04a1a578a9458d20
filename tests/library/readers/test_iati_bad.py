"""Bad IATI files: each with a clear word on where and what, and nothing of the rest lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intarsia import read_report
from intarsia.errors import IntarsiaError
from intarsia.readers import ReaderError
from readers_support import RICH, an_activity, codes_of, file_of, reading_of

TITLES = ["One", "Two", "Three"]
THREE = [an_activity(f"XX-{title}", title=title) for title in TITLES]


def refusal(folder: Path, content: str | bytes, name: str = "report.xml") -> ReaderError:
    with pytest.raises(ReaderError) as caught:
        reading_of(folder, content, name)
    return caught.value


def titles(folder: Path, content: str | bytes) -> tuple[list[str], list[str]]:
    reading = reading_of(folder, content)
    report = reading.report
    assert report["rows"] == report["rows_kept"] + report["rows_named"]  # type: ignore[operator]
    return reading.tables["activities"]["title"].to_pylist(), codes_of(reading)


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;">]>\n'
    )

    error = refusal(tmp_path, file_of(an_activity(title="&c;"), head=bomb))

    assert error.code == "xml.entities"
    assert "report.xml" in error.message


def test_an_external_entity_is_refused_and_never_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    head = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>\n'

    assert refusal(tmp_path, file_of(an_activity(title="&s;"), head=head)).code == "xml.entities"


def test_a_doctype_without_entities_does_no_harm(tmp_path: Path) -> None:
    assert titles(tmp_path, file_of(*THREE, head="<!DOCTYPE iati-activities>\n")) == (TITLES, [])


def test_a_truncated_file_gives_what_came_before_and_names_the_rest(tmp_path: Path) -> None:
    whole = file_of(*THREE)

    found, codes = titles(tmp_path, whole[: whole.index("Three") + 2])

    assert found == ["One", "Two"]
    assert codes == ["xml.truncated"]


def test_a_file_cut_between_two_activities_is_noticed(tmp_path: Path) -> None:
    found, codes = titles(tmp_path, file_of(*THREE).replace("</iati-activities>", ""))

    assert found == TITLES
    assert codes == ["xml.no_end"]


def test_a_malformed_activity_costs_itself_only(tmp_path: Path) -> None:
    broken = an_activity("XX-B", title="Broken").replace("</title>", "")

    found, codes = titles(tmp_path, file_of(THREE[0], broken, *THREE[1:]))

    assert found == TITLES
    assert codes == ["xml.not_well_formed"]


def test_a_commented_out_activity_is_no_activity(tmp_path: Path) -> None:
    comment = f"<!-- {an_activity('XX-C')} -->"

    assert titles(tmp_path, file_of(THREE[0], comment, *THREE[1:])) == (TITLES, [])


def test_bytes_of_another_encoding_are_read_and_said(tmp_path: Path) -> None:
    latin = file_of(an_activity(title="Rénovation d’écoles")).encode("cp1252")

    found, codes = titles(tmp_path, latin)

    assert found == ["Rénovation d’écoles"]
    assert codes == ["xml.encoding"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-5", "windows-1251"])
def test_a_declared_encoding_is_followed(tmp_path: Path, encoding: str) -> None:
    content = file_of(an_activity(title="Школа")).replace(
        'encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"'
    )

    assert titles(tmp_path, content.encode(encoding)) == (["Школа"], [])


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    content = file_of(*THREE).replace("UTF-8", "klingon-8")

    assert refusal(tmp_path, content).code == "xml.unknown_encoding"


def test_a_bare_ampersand_and_a_named_character_are_mended_and_said(tmp_path: Path) -> None:
    found, codes = titles(
        tmp_path, file_of(an_activity(title="Smith & Co&nbsp;Ltd &amp; sons"), THREE[0])
    )

    assert found == ["Smith & Co\u00a0Ltd & sons", "One"]
    assert codes == ["xml.mended"]


def test_an_organisation_file_is_recognized_and_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, '<iati-organisations version="2.03"></iati-organisations>')

    assert error.code == "iati.organisation_file"
    assert "no activities" in error.message


def test_a_file_of_nothing_readable_says_so(tmp_path: Path) -> None:
    broken = an_activity("XX-B").replace("</title>", "")

    assert refusal(tmp_path, file_of(broken, broken)).code == "iati.nothing_readable"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "reader.empty_file"),
        (b"%PDF-1.7 ...", "reader.unknown_format"),
        (b"<html><body>Not found</body></html>", "iati.no_root"),
        (b"\x00\x01\x02\x03" * 100, "reader.unknown_format"),
        (b"hello", "reader.unknown_format"),
    ],
)
def test_what_is_no_report_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, code: str
) -> None:
    error = refusal(tmp_path, content)

    assert error.code == code
    assert "report.xml" in error.message


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path, "reader.a_folder"),
        (tmp_path / "none.xml", "reader.no_such_file"),
    ):
        with pytest.raises(ReaderError) as caught:
            read_report(path)
        assert caught.value.code == code


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, file_of(*THREE), "activities.xlsx")

    assert reading.report["kind"] == "iati-xml"


def test_an_empty_file_of_activities_is_read_and_noted(tmp_path: Path) -> None:
    assert titles(tmp_path, '<iati-activities version="2.03"/>') == ([], ["iati.no_activities"])


@pytest.mark.parametrize(
    ("stated", "day", "code"),
    [
        ("0201-03-01", None, "date.implausible"),
        ("2011-02-30", None, "date.not_a_date"),
        ("05/06/2012", None, "date.not_a_date"),
        ("31/12/2013", dt.date(2013, 12, 31), "date.other_form"),
        ("2011-03-01Z", dt.date(2011, 3, 1), None),
    ],
)
def test_a_date_is_read_or_named_and_kept_as_written(
    tmp_path: Path, stated: str, day: dt.date | None, code: str | None
) -> None:
    inside = f'<activity-date type="1" iso-date="{stated}"/>'

    reading = reading_of(tmp_path, file_of(an_activity(inside=inside)))

    assert reading.tables["activities"]["planned_starts_on"].to_pylist() == [day]
    assert codes_of(reading) == ([code] if code else [])
    if code:
        assert stated in reading.tables["remainders"]["source"].to_pylist()[0]


@pytest.mark.parametrize(
    ("stated", "value", "code"),
    [
        ("-250", -250.0, None),
        ("1,234.50", 1234.5, "number.separators"),
        ("1,23", None, "number.not_a_number"),
        ("nan", None, "number.not_a_number"),
        ("1e3", 1000.0, None),
        ("", None, None),
    ],
)
def test_money_is_read_or_named(
    tmp_path: Path, stated: str, value: float | None, code: str | None
) -> None:
    inside = f'<transaction><transaction-type code="3"/><value>{stated}</value></transaction>'

    reading = reading_of(tmp_path, file_of(an_activity(inside=inside)))

    assert reading.tables["transactions"]["value"].to_pylist() == [value]
    assert codes_of(reading) == ([code] if code else [])


def test_a_percentage_over_100_is_kept_and_named(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path, file_of(an_activity(inside='<sector code="11110" percentage="160"/>'))
    )

    assert reading.tables["activity_sectors"]["percentage"].to_pylist() == [160.0]
    assert codes_of(reading) == ["percentage.out_of_range"]


def test_a_point_off_the_globe_is_named_with_what_it_may_mean(tmp_path: Path) -> None:
    inside = (
        '<location><point srsName="http://www.opengis.net/def/crs/EPSG/0/4326">'
        "<pos>144.83 41.69</pos></point></location>"
    )

    reading = reading_of(tmp_path, file_of(an_activity(inside=inside)))

    (problem,) = list(reading.problems)
    assert problem.code == "location.off_the_globe"
    assert problem.suggestion == "41.69 144.83"
    assert reading.tables["activity_locations"]["latitude"].to_pylist() == [None]
    assert "144.83" in reading.tables["remainders"]["source"].to_pylist()[0]


def test_an_unknown_role_is_named_and_the_organization_kept(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path, file_of(an_activity(inside='<participating-org role="9" ref="XX-2"/>'))
    )

    assert reading.tables["participations"]["role"].to_pylist() == ["reporting", "unstated"]
    assert codes_of(reading) == ["activity.unknown_role"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_but_never_breaks(
    tmp_path: Path, data: st.DataObject
) -> None:
    whole = bytearray(file_of(RICH, *THREE).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 2))
        length = data.draw(st.integers(1, 40))
        whole[at : at + length] = data.draw(st.binary(max_size=40))

    try:
        reading = reading_of(tmp_path, bytes(whole))
    except IntarsiaError as error:
        assert error.code
        assert error.message
    else:
        report = reading.report
        assert report["rows"] == (report["rows_kept"] + report["rows_named"])  # type: ignore[operator]
        assert reading.tables["activities"].num_rows == report["rows_kept"]
