"""The registry's pages with records in them: widths, keyboard, axe, print."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from ground import a_capacity, a_mandate, the_ground
from test_site_frame import browser as browser
from test_site_frame import faults, too_wide

from intarsia_site.access.models import Installation
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.services.proposal import propose_change
from intarsia_site.registry.services.record import keep_record
from people import PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT = dt.datetime(2011, 6, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def ground(db: Any) -> tuple[Cast, list[str]]:
    """The cast, and the addresses of a mandate, a capacity of which some is hidden, a proposal."""
    Installation.objects.create(controller="OSCE Mission to Arvenia", hosting="Here")
    cast = the_ground(PASSWORD)
    mandate = keep_record(NOUNS["mandates"], a_mandate(cast), by=cast.amina, at=AT)
    keep_record(NOUNS["capacities"], a_capacity(cast), by=cast.bruno, at=AT)
    changed = {**a_mandate(cast), "provision": "Article 4"}
    proposal = propose_change(
        NOUNS["mandates"], mandate, changed, by=cast.daniel, at=AT, because="It was amended."
    )
    record = f"/mandates/{mandate}/"
    return cast, [
        "/mandates/", record, f"{record}change/", f"{record}remove/", "/capacities/",
        "/proposals/", f"/proposals/{proposal}/", f"/organizations/{cast.agency.public_id}/",
        "/organizations/", "/people/", "/sharing/XA/", "/audit/", "/places/",
    ]  # fmt: skip


def signed_in(page: Any, live_server: Any, email: str) -> Any:
    page.goto(f"{live_server.url}/account/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    return page


@pytest.mark.parametrize("width", [360, 390, 1360])
def test_records_fit_every_window_and_axe_finds_nothing(browser, live_server, ground, width):
    cast, addresses = ground
    page = browser.new_page(viewport={"width": width, "height": 800})
    signed_in(page, live_server, cast.amina.email)
    found = {}

    for address in addresses:
        answer = page.goto(live_server.url + address)
        found[address] = (answer.status, too_wide(page), faults(page))
    page.close()

    assert {address: what for address, what in found.items() if what != (200, 0, [])} == {}


def test_a_list_is_printed_whole_without_what_is_only_for_the_screen(browser, live_server, ground):
    cast, _addresses = ground
    page = browser.new_page(viewport={"width": 710, "height": 1028})
    signed_in(page, live_server, cast.amina.email)
    page.goto(f"{live_server.url}/mandates/")
    page.emulate_media(media="print")

    cut = page.evaluate("(b => b.scrollWidth - b.clientWidth)(document.querySelector('.scroll'))")
    shown = [part for part in (".files", ".actions") if page.locator(part).first.is_visible()]
    wide = too_wide(page)
    page.close()

    assert (cut, shown, wide) == (0, [], 0)


def test_the_keyboard_goes_from_the_sentence_over_the_actions_to_the_records(
    browser, live_server, ground
):
    cast, _addresses = ground
    page = browser.new_page(viewport={"width": 1360, "height": 800})
    signed_in(page, live_server, cast.amina.email)
    page.goto(f"{live_server.url}/mandates/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    order = []
    for _ in range(13):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.textContent.trim()"))
    page.close()

    assert order[:6] == [
        "any organization", "do anything", "any sector", "any place", "any country", "anything",
    ]  # fmt: skip
    assert order[6:10] == ["csv", "xlsx", "Add or propose one", "From a table file"]
    assert order[11] == "UN health agency"
