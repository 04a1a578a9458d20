"""Files made to mislead: nothing is invented, nothing is lost without a word, nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from intarsia.errors import IntarsiaError
from readers_support import an_activity, codes_of, file_of, reading_of


def titles(folder: Path, content: str | bytes) -> list[str]:
    reading = reading_of(folder, content)
    report = reading.report
    assert report["rows"] == report["rows_kept"] + report["rows_named"]  # type: ignore[operator]
    return list(reading.tables["activities"]["title"].to_pylist())


@pytest.mark.parametrize(("opening", "closing"), [("<!-- ", " -->"), ("<![CDATA[", "]]>")])
def test_many_activities_inside_a_comment_or_text_are_none(
    tmp_path: Path, opening: str, closing: str
) -> None:
    hidden = "".join(an_activity(f"C-{number}", title="Hidden " * 100) for number in range(200))
    inside = f"{opening}{hidden}{closing}"
    if opening == "<![CDATA[":
        inside = an_activity("T", f"<description><narrative>{inside}</narrative></description>")

    found = titles(tmp_path, file_of(an_activity("A"), inside, an_activity("B")))

    assert "Hidden" not in str(found)
    assert len(found) == (3 if opening == "<![CDATA[" else 2)


def test_activities_without_their_end_cost_themselves_and_are_all_named(tmp_path: Path) -> None:
    cut = [an_activity(name, title=name).removesuffix("</iati-activity>") for name in ("A", "B")]

    reading = reading_of(
        tmp_path, file_of(an_activity("Z", title="Z"), *cut, an_activity("C", title="C"))
    )

    assert reading.tables["activities"]["title"].to_pylist() == ["Z", "C"]
    assert (reading.report["rows"], reading.report["rows_named"]) == (4, 2)
    assert [problem.value for problem in reading.problems] == ["A", "B"]


@pytest.mark.parametrize("where", ["<iati-activities ", "<iati-activity "])
def test_a_namespace_that_iati_does_not_have_is_taken_off_and_said(
    tmp_path: Path, where: str
) -> None:
    content = file_of(an_activity("A"), an_activity("B")).replace(
        where, f'{where}xmlns="https://example.org/ns" ', 1
    )

    reading = reading_of(tmp_path, content)

    assert reading.tables["activities"].num_rows == 2
    assert reading.tables["activities"]["title"].to_pylist() == ["Wells", "Wells"]
    assert codes_of(reading) == ["iati.namespace"]


@pytest.mark.parametrize(
    "inside",
    [
        "<description><narrative>d</narrative><foo>SECRET</foo></description>",
        "<description><narrative>Plain <b>SECRET</b></narrative></description>",
        '<sector code="15132"><foo>SECRET</foo></sector>',
        '<participating-org role="4"><narrative>N</narrative><foo>SECRET</foo></participating-org>',
        '<recipient-country code="GE"><foo>SECRET</foo></recipient-country>',
        '<other-identifier ref="1" type="A1"><owner-org x="SECRET"/></other-identifier>',
        '<document-link url="u"><title><foo>SECRET</foo></title></document-link>',
        "<location><name><foo>SECRET</foo></name></location>",
        "<location><point><pos>1 2<foo>SECRET</foo></pos></point></location>",
        '<tag code="1"><foo>SECRET</foo></tag>',
        '<description><narrative audience="SECRET">d</narrative></description>',
        "SECRET",
    ],
)
def test_content_that_has_no_place_is_kept_as_written_or_named(tmp_path: Path, inside: str) -> None:
    reading = reading_of(tmp_path, file_of(an_activity(inside=inside)))

    kept = " ".join(str(table.to_pydict()) for table in reading.tables.values())
    named = " ".join(str(problem.value) for problem in reading.problems)
    assert "SECRET" in kept + named


def test_the_first_text_that_says_something_is_the_title(tmp_path: Path) -> None:
    content = file_of(an_activity()).replace(
        "<title>", '<title><narrative/><narrative xml:lang="fr">Puits</narrative>', 1
    )

    assert titles(tmp_path, content) == ["Puits"]


def test_ids_stay_apart_where_one_is_stated_as_another_would_be_numbered(tmp_path: Path) -> None:
    said = [
        an_activity(name, title=title)
        for name, title in (("A", "one"), ("A", "two"), ("A~2", "three"))
    ]

    forwards = reading_of(tmp_path, file_of(*said), "one.xml").tables["activities"]
    backwards = reading_of(tmp_path, file_of(*reversed(said)), "two.xml").tables["activities"]

    def by_title(table: object) -> dict[str, str]:
        rows = table.select(["title", "activity_id"]).to_pylist()  # type: ignore[attr-defined]
        return {row["title"]: row["activity_id"] for row in rows}

    assert len(set(by_title(forwards).values())) == 3
    assert by_title(forwards)["three"] == "A~2"
    assert by_title(forwards) == by_title(backwards)


def test_a_problem_names_the_activity_by_its_final_id(tmp_path: Path) -> None:
    bad = an_activity("A", '<activity-date type="1" iso-date="bad"/>', title="bad")

    for order in ((bad, an_activity("A", title="good")), (an_activity("A", title="good"), bad)):
        reading = reading_of(tmp_path, file_of(*order))
        (named,) = [p.activity_id for p in reading.problems if p.code == "date.not_a_date"]
        ids = {row["title"]: row["activity_id"] for row in reading.tables["activities"].to_pylist()}
        assert named == ids["bad"]


def test_an_old_activity_in_a_new_file_is_read_as_old(tmp_path: Path) -> None:
    old = (
        '<iati-activity version="1.05"><iati-identifier>A</iati-identifier><title>Wells</title>'
        '<participating-org role="Funding">Donor</participating-org></iati-activity>'
    )

    reading = reading_of(tmp_path, file_of(old))

    assert reading.tables["participations"]["role"].to_pylist() == ["funding"]


@pytest.mark.parametrize(
    "content",
    [
        file_of(an_activity()).replace("UTF-8", "utf-16"),
        file_of(an_activity()).replace("UTF-8", "undefined"),
        file_of(an_activity()).replace("UTF-8", "rot13"),
        file_of(an_activity()).replace("<iati-activity ", '<iati-activity hierarchy="²" '),
        file_of(
            an_activity(inside='<result><indicator><baseline year="²⁰¹⁰"/></indicator></result>')
        ),
        file_of(an_activity(inside="<transaction><value>1e308</value></transaction>")),
    ],
)
def test_odd_values_break_nothing(tmp_path: Path, content: str) -> None:
    try:
        assert titles(tmp_path, content) == ["Wells"]
    except IntarsiaError as error:
        assert error.code == "xml.unknown_encoding"


@pytest.mark.parametrize("again", ["<!--", "<?xml", "<![CDATA["])
def test_a_head_full_of_openings_is_refused_at_once(tmp_path: Path, again: str) -> None:
    # In quadratic time this would take the better part of a minute.
    with pytest.raises(IntarsiaError):
        reading_of(tmp_path, again * 50_000)


def test_a_sloppy_date_is_not_cut_to_fit(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path, file_of(an_activity(inside='<activity-date type="1" iso-date="2011-05-315"/>'))
    )

    assert reading.tables["activities"]["planned_starts_on"].to_pylist() == [None]
    assert codes_of(reading) == ["date.not_a_date"]


def test_addresses_are_taken_out_of_codes_too(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path,
        file_of(
            an_activity(
                inside='<participating-org role="4" ref="john@example.org"/>'
                '<other-identifier ref="jane.doe@example.org" type="A1"/>'
            )
        ),
    )

    kept = " ".join(str(table.to_pydict()) for table in reading.tables.values())
    assert "@example.org" not in kept
