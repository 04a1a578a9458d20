"""The brief in a real browser: nothing overflows, nothing leaves, it prints, it can be read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
import shapely

from conftest import absent
from intarsia.codelists import rows
from intarsia.documents import write_brief
from intarsia.tables import TABLES, Picture

pytestmark = pytest.mark.browser

_FILLED = {
    "report_id": "r1", "file": "a-report-with-a-rather-long-file-name_2011-05.xlsx", "ordinal": 0,
    "source_vocabulary": "1", "on_basis": "stated", "sha256": "0" * 64, "kind": "3w", "rows": 9,
    "rows_kept": 9, "rows_named": 0, "activities": 9, "is_placeholder": False, "level": 1,
}  # fmt: skip


def _table(name: str, given: list[dict[str, object]]) -> pa.Table:
    schema = TABLES[name].schema
    filled = [
        {
            field.name: row.get(field.name, None if field.nullable else _FILLED.get(field.name))
            for field in schema
        }
        for row in given
    ]
    return pa.Table.from_pylist(filled, schema=schema)


def _busy_picture() -> Picture:
    """Return 40 organizations with long names, every sector, 9 regions of 5 districts."""
    sectors = [row["code"] for row in rows("sectors")]
    places = [
        {"place_code": f"R{r}", "name": f"Region of the number {r}", "level": 1} for r in range(9)
    ]
    places += [
        {"place_code": f"R{r}D{d}", "parent_code": f"R{r}", "name": f"District {r}-{d}",
         "level": 2, "boundary": shapely.to_wkb(shapely.box(20 + d, 40 + r, 21 + d, 41 + r))}
        for r in range(9) for d in range(5)
    ]  # fmt: skip
    day = dt.date(2006, 1, 1)
    numbers = range(400)
    tables = {
        "places": places,
        "reports": [{"label": "TLP:AMBER", "kind": "country-sheet"}],
        "organizations": [
            {"organization_id": f"o{n}",
             "name": f"Confederation of Organizations for Co-operation in Development {n}"}
            for n in range(40)
        ],
        "activities": [
            {"activity_id": f"{n}", "organization_id": f"o{n % 40}", "row": n,
             "title": "Unternehmensverantwortungszusammenarbeitsvereinbarung " * 3,
             "starts_on": day + dt.timedelta(days=5 * n), "people_targeted": 10.0 * n,
             "ends_on": day + dt.timedelta(days=5 * n + 400)}
            for n in numbers
        ],
        "activity_sectors": [
            {"activity_id": f"{n}", "sector_code": sectors[n % len(sectors)], "share": 1.0}
            for n in numbers
        ],
        "activity_locations": [
            {"activity_id": f"{n}", "kind": "location", "place_code": f"R{n % 8}D{n % 5}"}
            for n in numbers
        ] + [
            {"activity_id": f"{n}", "kind": "country", "source_code": "XA"} for n in numbers
        ],
        "transactions": [
            {"activity_id": f"{n}", "kind": kind, "ordinal": at, "value_usd": 1e5 * n,
             "on": day + dt.timedelta(days=5 * n)}
            for n in numbers for at, kind in enumerate("23")
        ],
        "problems": [
            {"code": f"odd.{n}", "severity": "note", "cell": "/iati-activities/iati-activity[7]/x"}
            for n in range(14)
        ],
    }  # fmt: skip
    return Picture({name: _table(name, given) for name, given in tables.items()})


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[object]:
    """A headless Chromium that is driven from here."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("browser", "the package playwright is not installed")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the brief in every language."""
    folder = tmp_path_factory.mktemp("brief")
    for language in ("en", "fr", "ru"):
        page = write_brief(_busy_picture(), as_of=dt.date(2011, 5, 31), language=language)
        (folder / f"{language}.html").write_text(page, encoding="utf-8")
    return folder


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
@pytest.mark.parametrize("width", [390, 768, 1360])
def test_the_page_never_scrolls_sideways(browser, pages, language, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((pages / f"{language}.html").as_uri())

    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert wide <= width


def test_nothing_is_asked_of_the_network_and_nothing_goes_wrong(browser, pages):
    page = browser.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))

    page.goto((pages / "en.html").as_uri())
    page.close()

    assert asked == [(pages / "en.html").as_uri()]
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_no_table_runs_off_the_printed_sheet(browser, pages, language):
    page = browser.new_page(viewport={"width": 710, "height": 1028})
    page.emulate_media(media="print")
    page.goto((pages / f"{language}.html").as_uri())

    beyond = page.evaluate(
        "[...document.querySelectorAll('.sheet')].filter(s => s.scrollWidth > s.clientWidth + 1)"
        ".map(s => s.id)"
    )
    page.close()

    assert beyond == []


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_the_page_prints_on_five_sheets_of_a4(browser, pages, language):
    page = browser.new_page()
    page.goto((pages / f"{language}.html").as_uri())

    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    page.close()

    sheets = re.findall(rb"/Type\s*/Page\b", printed)
    assert 2 <= len(sheets) <= 5


def test_figures_map_and_matrix_stand_on_the_first_sheet(browser, pages):
    # A4 less the margins, at 96 units an inch: 188 mm wide, 272 mm high.
    page = browser.new_page(viewport={"width": 710, "height": 1028})
    page.emulate_media(media="print")
    page.goto((pages / "en.html").as_uri())

    foot = page.evaluate("document.querySelector('.front').getBoundingClientRect().bottom")
    page.close()

    assert foot <= 1028


@pytest.mark.parametrize("width", [390, 1360])
def test_all_text_stands_out_from_its_ground(browser, pages, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((pages / "en.html").as_uri())

    faint = page.evaluate(_FAINT_TEXT)
    page.close()

    assert faint == []


# Contrast as WCAG 2.1 defines it (relative luminance), of every element that holds text itself,
# against the nearest ground that is painted. Returns [tag, text, ratio] below 4.5.
_FAINT_TEXT = """() => {
  const number = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = number(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || element.closest("svg") || !element.offsetParent) continue;
    const [a, b] = [light(number(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push([element.tagName, element.textContent.slice(0, 40), ratio]);
  }
  return found;
}"""
