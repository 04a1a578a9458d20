"""Where a source is fetched, and its sheet out and back, over the API."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from api_client import as_, nobody, problems, shape_of
from django.core.cache import cache
from ground import the_ground
from openpyxl import load_workbook
from sent import CLINIC, VACCINES, a_source, read, sent

from intarsia_site.access.models import AuditEntry
from intarsia_site.reports.models import Activity, ReportImport
from intarsia_site.reports.services.importing import carry_out
from people import NOW, Cast
from template_support import changed, column_of, head_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
ADDRESSES, SOURCES = "/api/v1/addresses/", "/api/v1/sources/"
THERE = "https://data.example.org/3w.csv?key=zqsecretzq"


@pytest.fixture
def cast(tmp_path: Path, settings: Any) -> Cast:
    settings.DATA = tmp_path / "data"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    (tmp_path / "incoming").mkdir()
    cache.clear()
    return the_ground()


def test_an_administrator_lists_sources_to_be_fetched_and_sets_an_address(cast: Cast) -> None:
    source = a_source(cast, kind="address", name="Open data")
    a_source(cast, name="Sent by hand")
    eva = as_(cast.eva)

    (line,) = eva.get(ADDRESSES).json()["items"]
    assert (line["id"], line["name"], line["address"]) == (source.public_id, "Open data", None)
    address = f"{SOURCES}{source.public_id}/address/"
    known = {"If-Match": eva.get(address)["ETag"], "X-Because": "They publish it."}
    answer = eva.patch(address, {"address": THERE}, known)

    assert answer.status_code == 200, answer.content
    assert answer.json()["address"] == THERE
    source.refresh_from_db()
    assert source.address == THERE
    entry = AuditEntry.objects.get(verb="set_address")
    assert entry.because == "They publish it."
    assert "zqsecretzq" not in str(entry.after)
    # Who knew the version before learns that there is another.
    assert eva.patch(address, {"address": ""}, known).status_code == 412
    assert eva.patch(address, {"address": ""}).status_code == 428
    known = {"If-Match": eva.get(address)["ETag"]}
    assert eva.patch(address, {"address": ""}, known).json()["address"] is None


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/3w.csv", "http://localhost:5432/", "file:///etc/passwd", "3w.csv"]
)
def test_an_address_that_may_not_be_fetched_is_refused_in_words(address: str, cast: Cast) -> None:
    there = f"{SOURCES}{a_source(cast, kind='address').public_id}/address/"
    eva = as_(cast.eva)
    known = {"If-Match": eva.get(there)["ETag"]}

    wrong = problems(eva.patch(there, {"address": address}, known))

    assert list(wrong) == ["address"]
    assert list(problems(eva.patch(there, {}, known))) == ["address"]
    assert shape_of(eva.patch(there, {"address": 7}, known)) == "access.refused"
    assert eva.get(there).json()["address"] is None


def test_addresses_are_nothing_to_all_but_administrators(cast: Cast) -> None:
    source = a_source(cast, kind="address")
    there = f"{SOURCES}{source.public_id}/address/"

    for person in (cast.bruno, cast.amina, cast.daniel):
        program = as_(person)
        assert program.get(ADDRESSES).status_code == 404
        assert program.get(there).status_code == 404
        assert program.patch(there, {"address": THERE}, {"If-Match": '"x"'}).status_code == 404
    assert nobody().get(ADDRESSES).status_code == 401
    source.refresh_from_db()
    assert source.address == ""


def test_a_sheet_goes_out_and_comes_back_changed(cast: Cast, tmp_path: Path) -> None:
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES)
    bruno = as_(cast.bruno)

    answer = bruno.get(f"{SOURCES}{source.public_id}/template/?lang=fr")
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Cache-Control"] == "private, no-store"
    assert 'filename="Monthly 3W 2011-06-01.xlsx"' in answer["Content-Disposition"]
    sheet = tmp_path / "back.xlsx"
    sheet.write_bytes(answer.content)
    changed(sheet, _dearer)
    back = bruno.send(
        "post", f"{SOURCES}{source.public_id}/reports/", sheet.read_bytes(),
        kind="application/octet-stream",
        headers={"Content-Disposition": 'attachment; filename="back.xlsx"'},
    )  # fmt: skip
    report = read(ReportImport.objects.get(public_id=back.json()["id"]))

    there = f"/api/v1/reports/{report.public_id}/"
    said = bruno.get(there)
    assert said.json()["counts"] == {"new": 0, "changed": 1, "gone": 0, "unchanged": 1}
    assert bruno.get(f"{there}returned/").json()["undecided"] == 0
    wanted = bruno.post(f"{there}import/", {}, {"If-Match": said["ETag"]})
    assert wanted.status_code == 202, wanted.content
    carry_out(report.public_id, now=lambda: NOW)
    assert {one.budget_usd for one in Activity.current.all()} == {150_000, 45_000}


def _dearer(book: Any, sheet: Any) -> None:
    column = column_of(sheet, "Budget")
    for row in range((head_of(sheet) or 0) + 1, sheet.max_row + 1):
        if sheet.cell(row, column).value == 120_000:
            sheet.cell(row, column).value = 150_000
            return
    raise AssertionError("no row costs 120,000")


def test_a_sheet_speaks_the_language_that_is_asked_for(cast: Cast) -> None:
    source = a_source(cast)
    bruno, there = as_(cast.bruno), f"{SOURCES}{source.public_id}/template/"

    def heading(answer: Any) -> str:
        sheet = load_workbook(io.BytesIO(answer.content)).active
        return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)  # type: ignore[union-attr]

    assert "Activity title" in heading(bruno.get(there))
    assert "Activity title" not in heading(bruno.get(f"{there}?lang=ru"))
    by_header = bruno.get(there, {"Accept-Language": "ru"})
    assert heading(by_header) == heading(bruno.get(f"{there}?lang=ru"))
    assert list(problems(bruno.get(f"{there}?lang=de"))) == ["lang"]


def test_a_sheet_is_for_those_who_send_the_reports_of_its_source(cast: Cast) -> None:
    source = a_source(cast)
    sent(source, cast, CLINIC)
    there = f"{SOURCES}{source.public_id}/template/"

    assert shape_of(as_(cast.daniel).get(there)) == "access.not_found"
    # The convenor knows of the source, and does not write for it.
    assert as_(cast.chinara).get(there).status_code in (403, 404)
    assert nobody().get(there).status_code == 401
    assert as_(cast.bruno).get(there, {"Accept": "text/html"}).status_code == 406
