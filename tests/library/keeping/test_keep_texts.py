"""Tables of text, JSON, XML, OpenDocument files and zips without persons, else byte for byte."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia import keep_file
from intarsia.keeping.cleaner import Cleaner
from intarsia.keeping.delimited import clean_delimited
from intarsia.keeping.iati import clean_markup
from intarsia.keeping.json_values import clean_values
from intarsia.keeping.persons import NOBODY

_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def kept_text(content: bytes, name: str, folder: Path) -> bytes:
    path = folder / name
    path.write_bytes(content)
    return keep_file(path, folder / f"kept-{name}").path.read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_table_keeps_its_encoding_and_its_marks(encoding: str, tmp_path: Path) -> None:
    before = (
        'Организация;Сектор;"Примечание"\r\n'
        '"Красный Крест";здоровье;"сказал г-н Петров; позже"\r\n'
        'Надежда;вода ;"пишите: a@b.org"\r\n'
        "Надежда;еда;без изменений\n"
    )

    after = kept_text(before.encode(encoding), "3w.csv", tmp_path)

    assert after.decode(encoding) == before.replace("г-н Петров", "г-н [name removed]").replace(
        "a@b.org", "[e-mail removed]"
    )


def test_a_column_of_persons_holds_marks_and_nothing_else_moves(tmp_path: Path) -> None:
    table = (
        b"sep=;\nOrganization;Sector;Contact person;Phone\nIRC;Health;Ana;12345\nNRC;WASH;;n/a\n"
    )

    after = kept_text(table, "3w.csv", tmp_path)

    assert after == (
        b"sep=;\nOrganization;Sector;Contact person;Phone\n"
        b"IRC;Health;[name removed];[telephone removed]\nNRC;WASH;;n/a\n"
    )


@given(st.lists(st.lists(st.text("ab,;\"\n \r'", max_size=6), min_size=1, max_size=4), max_size=6))
def test_a_table_without_persons_is_kept_byte_for_byte(rows: list[list[str]]) -> None:
    content = "\n".join(",".join(row) for row in rows).encode()

    assert clean_delimited(content, ",", NOBODY, Cleaner()) == content


def test_json_keeps_order_spaces_numbers_and_repeated_fields(tmp_path: Path) -> None:
    before = (
        '[ {"org":"IRC", "n": 1.50, "n": 1e3,\n "contact": {"name": "Ana", "at": [5, null]},'
        ' "text": "Ask Ms Lee\\u0021"} ,{"org": "NRC", "focal point": 7} ]'
    )

    after = kept_text(before.encode(), "list.json", tmp_path).decode()

    assert after == (
        '[ {"org":"IRC", "n": 1.50, "n": 1e3,\n "contact": {"name": "[name removed]",'
        ' "at": ["[contact removed]", null]}, "text": "Ask Ms [name removed]!"} ,'
        '{"org": "NRC", "focal point": "[name removed]"} ]'
    ).replace('{"name": "[name removed]"', '{"name": "[contact removed]"')


def test_rows_of_json_have_their_columns_of_persons_too(tmp_path: Path) -> None:
    rows = [["Organization", "Sector", "E-mail"], ["IRC", "Health", "x"], ["NRC", "WASH", "y"]]

    after = kept_text(json.dumps({"rows": rows}).encode(), "list.json", tmp_path)

    assert [row[2] for row in json.loads(after)["rows"]] == [
        "E-mail",
        "[e-mail removed]",
        "[e-mail removed]",
    ]


_SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=4)


@given(
    st.recursive(
        _SCALARS,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3)
        ),
    )
)
def test_json_without_persons_is_kept_as_it_is_written(value: object) -> None:
    text = json.dumps(value, indent=1)

    assert clean_values(text, Cleaner()) == text


def test_an_iati_file_loses_its_persons_and_nothing_else(tmp_path: Path) -> None:
    before = (
        b'<?xml version="1.0"?>\n<!-- made by ana@example.org -->\n'
        b'<iati-activities version="2.03">\n'
        b"<iati-activity><iati-identifier>XX-00 995 322 931 234</iati-identifier>"
        b"<title><narrative>R&amp;D</narrative></title>"
        b"<description><narrative>Ask Ms&#32;Lee &amp; co</narrative></description>"
        b"<contact-info><organisation><narrative>OSCE</narrative></organisation>"
        b"<person-name><narrative><![CDATA[Ana Petrova]]></narrative></person-name>"
        b"<email>REDACTED</email></contact-info>"
        b'<document-link url="mailto:ana@example.org"/></iati-activity></iati-activities>\n'
    )

    after = kept_text(before, "a.xml", tmp_path)

    assert after == (
        b'<?xml version="1.0"?>\n<!-- made by [e-mail removed] -->\n'
        b'<iati-activities version="2.03">\n'
        b"<iati-activity><iati-identifier>XX-00 995 322 931 234</iati-identifier>"
        b"<title><narrative>R&amp;D</narrative></title>"
        b"<description><narrative>Ask Ms [name removed] &amp; co</narrative></description>"
        b"<contact-info><organisation><narrative>OSCE</narrative></organisation>"
        b"<email>REDACTED</email></contact-info>"
        b'<document-link url="mailto:[e-mail removed]"/></iati-activity></iati-activities>\n'
    )


def test_xml_in_utf16_is_kept_in_utf16(tmp_path: Path) -> None:
    before = (
        '<?xml version="1.0" encoding="UTF-16"?><iati-activities><iati-activity>'
        "<title>Встреча: a@b.org</title></iati-activity></iati-activities>"
    )

    after = kept_text(before.encode("utf-16"), "a.xml", tmp_path)

    assert after.decode("utf-16") == before.replace("a@b.org", "[e-mail removed]")


def test_an_element_that_never_ends_takes_no_other_activity_along() -> None:
    broken = "<iati-activity><email>ana@b.org</iati-activity><iati-activity>ok</iati-activity>"

    after = clean_markup(broken, Cleaner())

    assert after == "<iati-activity><email></iati-activity><iati-activity>ok</iati-activity>"


@given(st.text("<>/&;!-[]ab emil=\"'", max_size=60))
def test_any_markup_is_gone_through_to_its_end(text: str) -> None:
    assert isinstance(clean_markup(text, Cleaner()), str)


def test_hostile_markup_takes_no_more_than_linear_time() -> None:
    quotes = '<a "' * 20_000
    before = time.process_time()

    assert clean_markup(quotes, Cleaner()) == quotes
    assert clean_markup("<email>" * 20_000, Cleaner()) == "<email>"
    assert time.process_time() - before < 5


def test_bytes_that_are_no_letters_come_back_as_they_were(tmp_path: Path) -> None:
    before = (
        b"<iati-activities><iati-activity><title>"
        b"\xd0\xb3-\xd0\xbd \xd0\x9f\xd0\xb5\xd1\x82 \xff</title></iati-activity></iati-activities>"
    )

    after = kept_text(before, "a.xml", tmp_path)

    assert after == before.replace(b"\xd0\x9f\xd0\xb5\xd1\x82", b"[name removed]")


def test_an_open_document_loses_notes_authors_and_columns_of_persons(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        said = (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{one}</text:p></table:table-cell>"
            for one in cells
        )
        return f"<table:table-row>{''.join(said)}</table:table-row>"

    note = "<office:annotation><dc:creator>Ana</dc:creator><text:p>Ana</text:p></office:annotation>"
    content = (
        f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0"'
        f' xmlns:text="{_ODF}:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:body>'
        '<office:spreadsheet><table:table table:name="3W">'
        + row("Organization", "Sector", "Focal point", "Phone")
        + row("IRC", "Health" + note, "Ana", "12")
        + '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type='
        '"string"><text:p>NRC</text:p></table:table-cell><table:table-cell '
        'table:number-columns-repeated="3" office:value-type="string"><text:p>Ana</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    path = tmp_path / "3w.ods"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", content)
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        parts.writestr("Thumbnails/thumbnail.png", b"Ana")

    kept = keep_file(path, tmp_path / "kept.ods")

    with zipfile.ZipFile(kept.path) as parts:
        said = parts.read("content.xml").decode()
    assert kept.left_out == ("Thumbnails/thumbnail.png",)
    # In the repeated row "Ana" is said of a sector first: that column is none of persons.
    assert said.count("Ana") == 1
    assert said.count("[name removed]") == 2
    assert said.count("[telephone removed]") == 2


def test_a_release_keeps_its_tables_and_leaves_out_its_documents(tmp_path: Path) -> None:
    path = tmp_path / "aims.zip"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("data/projects.csv", "project_id,project_title,contact\n1,Ask Ms Lee,Ana\n")
        parts.writestr("datapackage.json", '{"contributors": [{"email": "ana@b.org"}]}')
        parts.writestr("docs/guide.pdf", b"%PDF Ana")

    kept = keep_file(path, tmp_path / "kept.zip")

    with zipfile.ZipFile(kept.path) as parts:
        assert parts.read("data/projects.csv").decode() == (
            "project_id,project_title,contact\n1,Ask Ms [name removed],[contact removed]\n"
        )
        assert b"ana@b.org" not in parts.read("datapackage.json")
    assert kept.left_out == ("docs/guide.pdf",)
