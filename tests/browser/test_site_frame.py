"""The frame, the door and the account in a real browser: widths, keyboard, axe, no script."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import absent
from web_people import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("frame_addresses"),
]
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
DOORS = ["/account/login/", "/account/password/reset/", "/account/signup/", "/nowhere/"]
ROOMS = [
    "/",
    "/components/",
    "/account/",
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/generate/",
    "/account/sessions/",
    "/account/3rdparty/",
    "/account/logout/",
    "/nowhere/",
    "/mandates/",
    "/mandates/?sector_code=police",
    "/mandates/new/",
    "/mandates/from-file/",
    "/capacities/",
    "/profiles/",
    "/commitments/",
    "/priorities/",
    "/places/",
    "/sectors/",
    "/proposals/",
    "/proposals/?state=declined",
    "/activities/",
    "/activities/?period=2011",
    "/activities/new/",
    "/activities/grid/",
    "/organizations/",
    "/people/",
    "/groups/",
    "/sharing/",
    "/sharing/XA/",
    "/sources/",
    "/sources/new/",
    "/editions/",
    "/audit/",
]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """A headless Chromium that is driven from here."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("browser", "the package playwright is not installed")
    # Playwright's loop runs in this thread; Django would take it for its own.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def amina(db: Any) -> Any:
    """Amina, manager of an organization with a long name."""
    from intarsia_site.access import models as access

    access.Installation.objects.create(controller="OSCE Mission to Arvenia", hosting="Here")
    country = access.Country.objects.create(code="XA", name="Arvenia", is_exercise=True)
    mission = access.Organization.objects.create(
        name="Confederation of Organizations for Co-operation in Development in Arvenia"
    )
    user = access.User.objects.create_user("amina@example.org", PASSWORD, name="Amina Aliyeva")
    access.Membership.objects.create(
        user=user,
        organization=mission,
        country=country,
        role="manager",
        from_at=dt.datetime(2011, 1, 10, tzinfo=dt.UTC),
    )
    return user


def signed_in(page: Any, live_server: Any) -> Any:
    """Sign Amina in, and show once more that it is her."""
    page.goto(f"{live_server.url}/account/login/")
    page.fill("#id_login", "amina@example.org")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/account/reauthenticate/?next=/account/")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/account/")
    return page


def faults(page: Any) -> list[str]:
    """Return what axe finds, as "rule: element"."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def too_wide(page: Any) -> int:
    """Return by how much the page is wider than the window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


@pytest.mark.parametrize("width", [360, 390, 1360])
def test_every_page_fits_its_window_and_axe_finds_nothing(browser, live_server, amina, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    found: dict[str, object] = {}

    for address in DOORS:
        page.goto(live_server.url + address)
        found[f"door {address}"] = (too_wide(page), faults(page))
    signed_in(page, live_server)
    for address in ROOMS:
        page.goto(live_server.url + address)
        assert page.url == live_server.url + address
        found[address] = (too_wide(page), faults(page))
    context.close()

    assert {address: what for address, what in found.items() if what != (0, [])} == {}
    assert [one for one in wrong if "404" not in one] == []


@pytest.mark.parametrize("language", ["fr", "ru"])
def test_the_door_fits_a_telephone_in_every_language(browser, live_server, amina, language):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{live_server.url}/account/login/")

    page.click(f"button[lang={language}]")
    page.wait_for_selector(f"html[lang={language}]")

    assert (too_wide(page), faults(page)) == (0, [])
    page.close()


def test_the_keyboard_goes_past_the_frame_then_through_it_in_reading_order(
    browser, live_server, amina
):
    page = browser.new_page(viewport={"width": 1360, "height": 800})
    signed_in(page, live_server)
    page.goto(live_server.url)
    order = []
    for _ in range(8):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.textContent.trim()"))
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid", order

    assert order == [
        "Go to the page itself", "English", "Français", "Русский", "My account", "Sign out",
        "Intarsia", "Desk",
    ]  # fmt: skip
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.closest('main') !== null")
    page.close()
    assert first


def test_signing_in_and_filtering_need_no_script(browser, live_server, amina):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/account/login/")
    assert page.locator("text=Sign in with a passkey").is_hidden()
    page.fill("#id_login", "amina@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("form.sheet button.button >> nth=0")
    page.goto(f"{live_server.url}/components/?place=XA-1&after=x")

    page.click("summary:has-text('any sector')")
    page.click(".choices a:has-text('Health')")

    assert page.url.endswith("/components/?place=XA-1&sector=health")
    page.click("summary:has-text('any organization')")
    page.fill("input[name=organization]", "UNDP")
    page.click(".choices button:has-text('Show')")
    assert page.url.endswith("?place=XA-1&sector=health&organization=UNDP")
    assert page.locator("summary:has-text('“UNDP”')").is_visible()
    context.close()


def test_a_passkey_is_set_up_and_opens_the_account(browser, live_server, amina):
    context = browser.new_context()
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    # A passkey belongs to a name; an address in numbers has none.
    at = live_server.url.replace("127.0.0.1", "localhost")
    named = type("Server", (), {"url": at})()
    signed_in(page, named)
    page.goto(f"{at}/account/2fa/webauthn/add/")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto(at)
    page.click("text=Sign out")
    page.goto(f"{at}/account/login/")

    page.click("#passkey_login")
    page.wait_for_url(f"{at}/")

    assert page.locator("h1").inner_text() == "Desk of Amina Aliyeva"
    context.close()


def test_the_frame_is_not_printed(browser, live_server, amina):
    page = browser.new_page(viewport={"width": 710, "height": 1028})
    signed_in(page, live_server)
    page.goto(f"{live_server.url}/components/")
    page.emulate_media(media="print")

    shown = [
        part
        for part in (".rooms", ".bar form", ".skip", ".pager", ".actions")
        if page.locator(part).first.is_visible()
    ]
    said = page.locator("footer").inner_text()
    wide = too_wide(page)
    page.close()

    assert (shown, wide) == ([], 0)
    assert "Sharing: what you may see" in said
