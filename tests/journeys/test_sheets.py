"""Sheets: one goes out and comes back; a real one, as messy as they are, becomes a clean import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from sent import CLINIC, VACCINES
from steps import AGENCY, signs_in
from test_reporting import looks_at, sends, the_worker_works
from visitor import Visitor

from intarsia_site.reports.models import Activity
from people import Cast
from template_support import changed, column_of, head_of, put, rows_of

pytestmark = pytest.mark.django_db
AFGHAN = "afghanistan-3w-2021-q3.csv"


@pytest.fixture(autouse=True)
def _kept_apart(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path / "data"


def test_the_sheet_goes_out_is_filled_in_and_comes_back(arvenia: Cast, tmp_path: Path) -> None:
    bruno = signs_in(arvenia.bruno)
    sends(bruno, "may.csv", CLINIC, VACCINES)
    the_worker_works()
    looks_at(bruno).sends("Import 2 activities")
    the_worker_works()

    sheet = tmp_path / "3W.xlsx"
    sheet.write_bytes(bruno.opens("/").follows("Sources").follows("3W").takes("English"))
    changed(sheet, _dearer_and_without_vaccines)
    bruno.opens("/").follows("Reports").follows("Send a report")
    file = SimpleUploadedFile(sheet.name, sheet.read_bytes())
    bruno.sends("Send", {"Source": "3W", "Files": file})
    the_worker_works()

    looks_at(bruno).sees("1 changed", "120,000", "150,000", "1 row that was taken out")
    _decides(bruno)
    the_worker_works()
    looks_at(bruno).sees("1 gone").sends("Import 1 activity")
    the_worker_works()
    assert {one.budget_usd for one in Activity.current.all()} == {150_000}


def _dearer_and_without_vaccines(book: Any, sheet: Any) -> None:
    put(sheet, [row for row in rows_of(sheet) if "Vaccination round" not in row])
    sheet.cell((head_of(sheet) or 0) + 1, column_of(sheet, "Budget")).value = 150_000


def _decides(person: Visitor) -> None:
    person.follows("decide")
    person.sees("A row may have been deleted by a slip")
    person.sends("Keep these decisions", {"is withdrawn": "withdrawn"})


@pytest.mark.shared
def test_a_messy_list_of_a_real_country_becomes_a_clean_import(arvenia: Cast, shared: Path) -> None:
    """As it is: other country, its own columns, organizations that nobody knows here."""
    content = (shared / "data" / "3w" / AFGHAN).read_bytes()
    bruno = signs_in(arvenia.bruno)
    bruno.opens("/").follows("Reports").follows("Send a report")
    of = {"Organization": AGENCY, "Name of the source": "3W"}
    bruno.sends("Send", {**of, "Files": SimpleUploadedFile(AFGHAN, content)})
    the_worker_works()

    looks_at(bruno).sees("2,414 rows in the file: 2,414 kept, 0 named in the problems")
    bruno.sees("Bakhtar Development Network", "Afghan Landmine Survivors Organisation")
    new = "a new organization: Bakhtar Development Network"
    bruno.sends("Use what I chose", {"Bakhtar Development Network means": new})
    the_worker_works()
    looks_at(bruno).does_not_see(new).sends("Import 2,414 activities")
    the_worker_works()

    looks_at(bruno).sees("It is imported and is what counts")
    assert Activity.current.count() == 2_414
    _sends_next(bruno, AFGHAN, content)
    the_worker_works()
    bruno.opens("/reports/").sees("nothing new in it")


def _sends_next(sender: Visitor, name: str, content: bytes) -> None:
    """Send another file of the same source."""
    sender.opens("/").follows("Reports").follows("Send a report")
    sender.sends("Send", {"Source": "3W", "Files": SimpleUploadedFile(name, content)})


@pytest.mark.shared
def test_a_french_spreadsheet_after_the_english_one_says_what_differs(
    arvenia: Cast, shared: Path
) -> None:
    folder = shared / "data" / "iati" / "by-country"
    english, french = (f"AZ-2023-02-17-{language}.xlsx" for language in ("en", "fr"))
    bruno = signs_in(arvenia.bruno)
    bruno.opens("/").follows("Reports").follows("Send a report")
    file = SimpleUploadedFile(english, (folder / english).read_bytes())
    of = {"Organization": AGENCY, "Name of the source": "3W", "Files": file}
    bruno.sends("Send", of)
    the_worker_works()
    looks_at(bruno).sends("Import 1,688 activities")
    the_worker_works()

    _sends_next(bruno, french, (folder / french).read_bytes())
    the_worker_works()

    looks_at(bruno).sees("0 new", "130 changed", "0 gone", "1,558 as they were")
    bruno.sees("Azerbaijan: Hepatitis B", "Azerbaïdjan (l'): Hépatite B")
