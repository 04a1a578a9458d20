"""The pages of reports in a real browser: widths, axe, a list from messy to imported, no script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from ground import the_ground
from sent import CLINIC, VACCINES, a_list, a_source
from test_site_frame import browser as browser
from test_site_frame import faults, too_wide

from intarsia_site.access.models import Installation
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.services.importing import carry_out
from intarsia_site.reports.services.reading import read_report_of
from people import PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: A day that is none, an unknown partner, a district without a name here.
MESSY = (*CLINIC[:2], "Docs of Darn", *CLINIC[3:6], "Darnn", CLINIC[7], "2011-02-31", *CLINIC[9:])
PARTS = ("", "problems/", "sheet/?cell=I2", "difference/", "organizations/", "places/", "columns/")


@pytest.fixture
def cast(db: Any, tmp_path: Path, settings: Any) -> Cast:
    settings.DATA = tmp_path / "data"
    Installation.objects.create(controller="OSCE Mission to Arvenia", hosting="Here")
    return the_ground(PASSWORD)


def signed_in(context: Any, live_server: Any) -> Any:
    page = context.new_page()
    page.goto(f"{live_server.url}/account/login/")
    page.fill("#id_login", "bruno@example.org")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    return page


def sends(page: Any, live_server: Any, folder: Path, *rows: Any, name: str = "3w.csv") -> str:
    """Send a list by the form; return the address of its report."""
    file = folder / name
    file.write_bytes(a_list(*rows))
    page.goto(f"{live_server.url}/reports/new/")
    page.select_option("#id_source", label="Monthly 3W")
    page.set_input_files("#id_file", str(file))
    page.click("main button:has-text('Send')")
    page.wait_for_selector("progress")
    return str(page.url)


def works() -> None:
    """Do what the worker does."""
    report = ReportImport.objects.latest("pk")
    read_report_of(report.public_id, now=timezone.now)
    carry_out(report.public_id, now=timezone.now)


@pytest.mark.parametrize("width", [360, 1360])
def test_every_page_of_a_report_fits_its_window_and_axe_finds_nothing(
    browser: Any,
    live_server: Any,
    cast: Cast,
    tmp_path: Path,
    width: int,
) -> None:
    a_source(cast, at=timezone.now())
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = signed_in(context, live_server)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    found: dict[str, object] = {}

    at = sends(page, live_server, tmp_path, MESSY, VACCINES)
    found["at work"] = (too_wide(page), faults(page))
    works()
    # The page asks anew by itself until the work is done: not while it is left.
    page.wait_for_selector("progress", state="detached")
    page.wait_for_load_state()
    for part in ("/reports/", "/reports/new/"):
        page.goto(live_server.url + part)
        found[part] = (too_wide(page), faults(page))
    for part in (*PARTS, "set-aside/"):
        page.goto(at + part)
        page.wait_for_selector("h1")
        found[part or "the report"] = (too_wide(page), faults(page))
    page.goto(at)
    page.emulate_media(media="print")
    found["printed"] = (too_wide(page), [])
    assert not page.locator("#import").is_visible()
    context.close()

    assert {address: what for address, what in found.items() if what != (0, [])} == {}
    assert wrong == []


def test_a_messy_list_becomes_a_clean_import(
    browser: Any,
    live_server: Any,
    cast: Cast,
    tmp_path: Path,
) -> None:
    a_source(cast, at=timezone.now())
    context = browser.new_context()
    page = signed_in(context, live_server)

    at = sends(page, live_server, tmp_path, MESSY, VACCINES)
    works()
    # The page finds out by itself that the work is done.
    page.wait_for_selector("text=it counts yet", timeout=15000)
    page.fill("#problems .correction input[type=text] >> nth=0", "2011-02-28")
    page.click("text=Use what I wrote")
    page.wait_for_selector("progress")
    works()
    page.goto(f"{at}columns/")
    with page.expect_response("**/columns/preview/") as answer:
        page.select_option("select[name=column-3]", "description")
    assert answer.value.ok
    page.wait_for_selector("#preview td:has-text('Doctors of Darn')")
    page.goto(at)
    page.click("button:has-text('Import 2 activities')")
    page.wait_for_selector("progress")
    works()
    page.goto(at)

    assert page.locator("text=It is imported and is what counts.").is_visible()
    context.close()


def test_a_report_is_sent_corrected_imported_and_taken_back_without_script(
    browser: Any,
    live_server: Any,
    cast: Cast,
    tmp_path: Path,
) -> None:
    a_source(cast, at=timezone.now())
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context, live_server)

    at = sends(page, live_server, tmp_path, MESSY, VACCINES)
    works()
    # The page is asked for again by itself; a link stands there too.
    page.goto(at)
    page.click("text=columns")
    page.click("button:has-text('Preview')")
    assert page.locator("#preview td").first.is_visible()
    page.goto(at)
    page.click("button:has-text('Import 2 activities')")
    works()
    page.goto(at)
    page.click("text=Take this import back")
    page.fill("textarea", "Wrong month")
    page.click("button:has-text('Take it back')")

    assert page.locator("text=what was so before it is so again").is_visible()
    context.close()
