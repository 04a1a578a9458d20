"""Makes the pictures of docs/using/pictures from the example country: `make pictures`.

An installation of its own is filled, served and looked at in headless Chromium, then thrown away.
"""

from __future__ import annotations

import base64
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from playwright.sync_api import sync_playwright

import intarsia

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "using" / "pictures"
SOURCE, LIST, SHEET = "Monthly 3W", "3w-health-water.xlsx", "3W May 2011"
WIDTH, SLOWEST = 1180, 120


def main() -> int:
    """Make every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (address, password):
        intarsia.write_example(Path(folder) / "example")
        may = Path(folder) / "example" / "reports" / LIST
        with sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": WIDTH, "height": 800})
            sign_in(page, address, password)
            send(page, address, may)
            page.click("button:has-text('Import')")
            finished(page)
            send(page, address, a_month_later(may))
            take(page, page.url)
            browser.close()
    return 0


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, str]]:
    """Serve the example country from a folder; yield its address and the password of its people."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "INTARSIA_DATA": str(folder / "data"), "INTARSIA_DEMO": "yes"}
    program = [sys.executable, "-c", "from intarsia.cli import main; raise SystemExit(main())"]
    subprocess.run([*program, "demo"], env=environment, check=True, capture_output=True)  # noqa: S603
    server = subprocess.Popen(  # noqa: S603 - our own program, with our own words
        [*program, "serve", "--port", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        answers(f"{address}/account/login/")
        yield address, (folder / "data" / "demo-password").read_text(encoding="utf-8").strip()
    finally:
        server.terminate()
        server.wait(timeout=30)


def answers(address: str) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + SLOWEST
    while True:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - an address of this machine
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def sign_in(page: Any, address: str, password: str) -> None:
    """Sign Bruno in, and show him English."""
    page.goto(f"{address}/account/login/")
    page.fill("#id_login", "bruno@arvenia.example")
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    page.click(".bar button[lang=en]")
    page.wait_for_selector("html[lang=en]")


def send(page: Any, address: str, file: Path) -> None:
    """Send a list and wait until it is read; of the form itself a picture is made once."""
    page.goto(f"{address}/reports/new/")
    if page.locator("#id_source option", has_text=SOURCE).count():
        page.select_option("#id_source", label=SOURCE)
    else:
        page.select_option("#id_source", "")
        page.click("details.more summary")
        page.fill("#id_name", SOURCE)
        picture(page, "report-new", height=760)
    page.set_input_files("#id_file", str(file))
    page.click("main form.wide-form button.button")
    finished(page)


def finished(page: Any) -> None:
    """Wait until the worker is done with the report of this page."""
    page.wait_for_selector("progress")
    page.wait_for_selector("progress", state="detached", timeout=1000 * SLOWEST)
    page.wait_for_load_state()


def a_month_later(file: Path) -> Path:
    """Return the list as a person would send it next: an activity less, a day that is none."""
    book = load_workbook(file)
    sheet = book[SHEET]
    sheet["K9"], sheet["K12"], sheet["M8"] = "31/06/2011", "31/06/2011", 251000
    sheet["D10"] = "Helth"
    for cell in sheet[30]:
        if not isinstance(cell, MergedCell):
            cell.value = None
    later = file.with_name("3w-june.xlsx")
    book.save(later)
    return later


def take(page: Any, report: str) -> None:
    """Make the pictures of one report."""
    picture(page, "report-detail", height=1150)
    page.goto(f"{report}problems/")
    picture(page, "report-problems", height=760)
    page.goto(f"{report}columns/")
    picture(page, "report-columns", height=760)


def picture(page: Any, name: str, *, height: int) -> None:
    """Write the upper part of a page as a small picture."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    shown = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": 62}
    )
    content = base64.b64decode(shown["data"])
    (PICTURES / f"{name}.webp").write_bytes(content)
    sys.stdout.write(f"{name}.webp: {len(content) // 1024} kB\n")


if __name__ == "__main__":
    raise SystemExit(main())
