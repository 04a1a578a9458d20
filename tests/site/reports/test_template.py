"""The sheet of a source goes out, is filled in, and comes back as a report like any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from ground import the_ground
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sent import CLINIC, SHELTER, VACCINES, a_list, a_source, imported, read, received, sent

from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import AuditEntry
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.reports.models import Activity, ReportImport, Source
from intarsia_site.reports.queries.returned_template import returned_page
from intarsia_site.reports.queries.source_template import template_of
from intarsia_site.reports.services.deciding import decide_template
from people import NOW, Cast, a_membership, a_person
from template_support import changed, column_of, head_of, put, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
State = ReportImport.State
Change = Callable[[Workbook, Worksheet], None]


def taken(source: Source, person: Any, tmp_path: Path, *, language: str = "en") -> Path:
    """The sheet as a person takes it."""
    path = tmp_path / f"{language}.xlsx"
    path.write_bytes(
        template_of(viewer_of(person, at=NOW), source.public_id, language=language).content
    )
    return path


def sent_back(source: Source, path: Path, cast: Cast, *changes: Change) -> ReportImport:
    """The sheet filled in, sent and read."""
    for change in changes:
        changed(path, change)
    return read(received(source, path.read_bytes(), cast, name="3w filled in.xlsx"))


def setting(title: str, heading: str, value: object) -> Change:
    """Write into one column of the row with this title."""

    def change(book: Workbook, sheet: Worksheet) -> None:
        column, titles = column_of(sheet, heading), column_of(sheet, "Activity title")
        for row in range((head_of(sheet) or 0) + 1, sheet.max_row + 1):
            if sheet.cell(row, titles).value == title:
                sheet.cell(row, column).value = value  # type: ignore[assignment]
                return
        raise AssertionError(f"no row says {title}")

    return change


def without(title: str) -> Change:
    def change(book: Workbook, sheet: Worksheet) -> None:
        put(sheet, [row for row in rows_of(sheet) if title not in row])

    return change


def titles_now() -> set[str]:
    return set(Activity.current.values_list("title", flat=True))


def counts(report: ReportImport) -> tuple[int, int, int, int]:
    said = report.summary
    return said["new"], said["changed"], said["gone"], said["unchanged"]


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_an_untouched_sheet_says_nothing_new(language: str, tmp_path: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES)

    report = sent_back(source, taken(source, cast.bruno, tmp_path, language=language), cast)

    assert (report.state, report.error_data) == (State.UNCHANGED, {})
    assert counts(report) == (0, 0, 0, 2)


def test_what_was_changed_in_it_is_changed_and_nothing_else(tmp_path: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES)
    sheet = taken(source, cast.bruno, tmp_path)

    report = sent_back(
        source, sheet, cast, setting("Vaccination round", "Activity title", "Second round")
    )
    imported(report, cast)

    assert counts(report) == (0, 1, 0, 1)
    assert titles_now() == {"Clinic of Darn repaired", "Second round"}
    assert Activity.current.get(title="Second round").budget_usd == 45000


def test_a_sheet_of_another_source_is_told_to_go_where_it_belongs(tmp_path: Path) -> None:
    cast = the_ground()
    sent(mine := a_source(cast), cast, CLINIC)
    other = a_source(cast, name="Projects")

    report = sent_back(other, taken(mine, cast.bruno, tmp_path), cast)

    assert (report.state, report.error_code) == (State.FAILED, "reports.template_of_another_source")


def test_a_sheet_that_was_written_from_what_is_not_known_is_refused(tmp_path: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC)
    sheet = taken(source, cast.bruno, tmp_path)

    def other_version(book: Workbook, _sheet: Worksheet) -> None:
        key = book["intarsia-template"]
        for row in key.iter_rows(max_row=12):
            if row[0].value == "version":
                row[1].value = "zzzzzzzzzzzz"

    report = sent_back(source, sheet, cast, other_version)

    assert (report.state, report.error_code) == (State.FAILED, "reports.template_unknown")


def test_an_empty_sheet_of_a_source_that_says_nothing_yet_brings_its_first_rows(
    tmp_path: Path,
) -> None:
    cast = the_ground()
    source = a_source(cast)
    sheet = taken(source, cast.bruno, tmp_path)

    def first_row(book: Workbook, one: Worksheet) -> None:
        row = (head_of(one) or 0) + 1
        one.cell(row, column_of(one, "Activity title")).value = "Wells of Darn"

    report = sent_back(source, sheet, cast, first_row)

    assert (report.state, report.error_code, report.error_data) == (State.READY, "", {})
    assert counts(report) == (1, 0, 0, 0)


def test_a_row_that_was_taken_out_stays_unless_it_is_said_to_be_withdrawn(tmp_path: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES)
    sheet = taken(source, cast.bruno, tmp_path)

    report = sent_back(source, sheet, cast, without("Vaccination round"))
    assert (report.state, counts(report)) == (State.READY, (0, 0, 0, 2))
    (gone,) = returned_page(viewer_of(cast.bruno, at=NOW), report.public_id).gone
    assert (gone.title, gone.is_withdrawn) == ("Vaccination round", None)

    decide_template(
        report.public_id, chosen={}, withdrawn={gone.activity_id: True}, by=cast.bruno, at=NOW
    )
    report = read(report)
    assert (report.state, counts(report)) == (State.READY, (0, 0, 1, 1))
    imported(report, cast)
    assert titles_now() == {"Clinic of Darn repaired"}


def test_a_row_that_is_said_to_stay_is_asked_about_no_more(tmp_path: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES)
    sheet = taken(source, cast.bruno, tmp_path)
    report = sent_back(source, sheet, cast, without("Vaccination round"))
    (gone,) = returned_page(viewer_of(cast.bruno, at=NOW), report.public_id).gone

    decide_template(
        report.public_id, chosen={}, withdrawn={gone.activity_id: False}, by=cast.bruno, at=NOW
    )

    assert read(report).state == State.UNCHANGED


def test_two_people_who_send_it_differently_are_told_where_they_differ(tmp_path: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES)
    mine, yours = (tmp_path / "mine"), (tmp_path / "yours")
    mine.mkdir()
    yours.mkdir()
    my_sheet, your_sheet = taken(source, cast.bruno, mine), taken(source, cast.bruno, yours)
    first = sent_back(
        source, your_sheet, cast,
        setting("Vaccination round", "Activity title", "Second round"),
        setting("Clinic of Darn repaired", "People targeted", 5000),
    )  # fmt: skip
    imported(first, cast)

    report = sent_back(
        source, my_sheet, cast,
        setting("Vaccination round", "People targeted", 9500),
        setting("Vaccination round", "Activity title", "Third round"),
    )  # fmt: skip

    page = returned_page(viewer_of(cast.bruno, at=NOW), report.public_id)
    assert (page.moved_on, page.undecided) == (True, 1)
    ((field,),) = (one.fields for one in page.conflicts)
    assert (field.base, field.now, field.sheet) == (
        "Vaccination round", "Second round", "Third round",
    )  # fmt: skip
    with pytest.raises(Refused, match="Somebody changed the same meanwhile"):
        imported(report, cast)

    decide_template(
        report.public_id, chosen={page.conflicts[0].activity_id: {"title": "theirs"}},
        withdrawn={}, by=cast.bruno, at=NOW,
    )  # fmt: skip
    imported(read(report), cast)
    assert titles_now() == {"Clinic of Darn repaired", "Third round"}
    people = dict(Activity.current.values_list("title", "people_targeted"))
    assert people == {"Clinic of Darn repaired": 5000, "Third round": 9500}
    assert AuditEntry.objects.get(verb="decide_template").after == {"fields": 1, "withdrawn": 0}


def test_it_holds_only_what_the_asker_sees_and_the_rest_stays_when_it_comes_back(
    tmp_path: Path,
) -> None:
    cast = the_ground()
    source = a_source(cast)
    colleague = a_person()
    a_membership(user=colleague, organization=cast.agency, role="editor")
    sent(source, cast, CLINIC, SHELTER)

    sheet = taken(source, colleague, tmp_path)

    assert [text for text in _texts(sheet) if "Safe house" in text or "A-3" in text] == []
    assert [text for text in _texts(sheet) if "House of Hope" in text] == []
    report = sent_back(
        source,
        sheet,
        cast,
        setting("Clinic of Darn repaired", "Activity title", "Clinic of Darn rebuilt"),
    )
    imported(report, cast)
    assert titles_now() == {"Clinic of Darn rebuilt", "Safe house"}


def test_a_sheet_of_a_colleague_who_sees_more_tells_its_sender_nothing_that_is_so_now(
    tmp_path: Path,
) -> None:
    cast = the_ground()
    source = a_source(cast)
    colleague = a_person()
    a_membership(user=colleague, organization=cast.agency, role="editor")
    sent(source, cast, CLINIC, SHELTER, VACCINES)
    sheet = taken(source, cast.bruno, tmp_path)
    renamed = ("A-3", *SHELTER[1:3], "House by the river", *SHELTER[4:])
    sent(source, cast, CLINIC, renamed, VACCINES)
    changed(sheet, setting("Safe house", "Activity title", "Another house"))
    changed(sheet, without("Clinic of Darn repaired"))

    report = read(received(source, sheet.read_bytes(), cast, name="3w.xlsx", by=colleague))

    page = returned_page(viewer_of(colleague, at=NOW), report.public_id)
    (one,) = page.conflicts
    assert (one.is_withheld, one.title) == (True, "")
    assert [(field.base, field.now, field.sheet) for field in one.fields] == [
        ("", "", "Another house")
    ]
    assert [row.title for row in page.gone] == ["Clinic of Darn repaired"]
    client = Client()
    client.force_login(colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    said = client.get(f"/sources/returned/{report.public_id}/").content.decode()
    assert "An activity that is not shown to you" in said
    assert "House by the river" not in said
    assert "Safe house" not in said


def _texts(path: Path) -> list[str]:
    from openpyxl import load_workbook

    return [
        str(cell.value)
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def test_the_columns_of_the_sources_own_lists_do_not_mislead_its_sheet(tmp_path: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    report = sent(source, cast, CLINIC, VACCINES)
    mapping = report.tables.get(name="mapping").content
    Source.objects.filter(pk=source.pk).update(mapping=bytes(mapping).decode())
    sheet = taken(source, cast.bruno, tmp_path)

    back = sent_back(
        source, sheet, cast, setting("Vaccination round", "Activity title", "Second round")
    )

    assert counts(back) == (0, 1, 0, 1)


def test_an_ordinary_list_has_nothing_to_decide_about() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC), cast))

    with pytest.raises(NotFound):
        returned_page(viewer_of(cast.bruno, at=NOW), report.public_id)
    with pytest.raises(Refused):
        decide_template(report.public_id, chosen={}, withdrawn={}, by=cast.bruno, at=NOW)


def test_those_who_send_its_reports_take_it_and_nobody_else() -> None:
    cast = the_ground()
    source = a_source(cast)

    with pytest.raises(NotAllowed):
        template_of(viewer_of(cast.chinara, at=NOW), source.public_id, language="en")
    for person in (cast.daniel, cast.amina, cast.eva):
        with pytest.raises(NotFound):
            template_of(viewer_of(person, at=NOW), source.public_id, language="en")


def test_its_pages_hand_it_out_and_take_decisions(tmp_path: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES)
    browser = Client()
    browser.force_login(cast.bruno, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = browser.get(f"/sources/{source.public_id}/template/?lang=fr")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet = tmp_path / "fr.xlsx"
    sheet.write_bytes(answer.content)
    report = sent_back(source, sheet, cast, without("Vaccination round"))
    address = f"/sources/returned/{report.public_id}/"
    page = browser.get(address).content.decode()
    assert "Taken out of the sheet" in page
    key = Activity.current.get(title="Vaccination round").activity_id
    browser.post(address, {f"gone|{key}": "withdrawn"})

    assert counts(read(report)) == (0, 0, 1, 1)
    stranger = Client()
    stranger.force_login(cast.daniel, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {f"gone|{key}": "stays"}).status_code == 404


def test_the_page_of_the_report_leads_to_what_is_to_be_decided(tmp_path: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES)
    sheet = taken(source, cast.bruno, tmp_path)
    report = sent_back(source, sheet, cast, without("Vaccination round"))
    browser = Client()
    browser.force_login(cast.bruno, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = browser.get(f"/reports/{report.public_id}/").content.decode()

    assert f"/sources/returned/{report.public_id}/" in page
    assert "1 row that was taken out" in page
