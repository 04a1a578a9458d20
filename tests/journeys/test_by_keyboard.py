"""The same work in a real browser: by keyboard only, and with scripts switched off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from ground import a_mandate
from sent import CLINIC, a_list, a_source, read, received
from steps import AGENCY
from test_reporting import the_worker_works
from test_site_frame import browser as browser

from intarsia_site.access.models import Organization
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.services.record import keep_record
from people import PASSWORD, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: What has the keyboard: a link or a button by its words, a field by its label.
_HELD = """(() => {
    const one = document.activeElement;
    const said = one.labels && one.labels.length ? one.labels[0] : one;
    return said.textContent.replace(/\\s+/g, " ").trim().replace(/ \\(optional\\)$/, "");
})()"""


class Typist:
    """A person with a keyboard and no mouse."""

    def __init__(self, browser: Any, site: str) -> None:
        self.page = browser.new_context(java_script_enabled=False).new_page()
        self.site = site

    def signs_in(self, email: str) -> Typist:
        self.page.goto(f"{self.site}/account/login/")
        return self.fills("E-mail address", email).fills("Password", PASSWORD).enters()

    def reaches(self, words: str) -> Typist:
        """Press Tab until this has the keyboard; it must be shown where it is."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(_HELD) == words:
                assert self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                return self
        raise AssertionError(f"Tab does not reach “{words}” on {self.page.url}")

    def fills(self, label: str, text: str) -> Typist:
        self.reaches(label).page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        return self

    def chooses(self, label: str, words: str) -> Typist:
        """Choose from a list by typing how the choice begins."""
        self.reaches(label).page.keyboard.type(words)
        return self

    def marks(self, words: str) -> Typist:
        """Mark one of several choices: Tab leads to the first of them, arrows to the others."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.type") == "radio":
                break
        for _ in range(30):
            if self.page.evaluate(_HELD) == words:
                self.page.keyboard.press("Space")
                assert self.page.evaluate("document.activeElement.checked")
                return self
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to “{words}” on {self.page.url}")

    def enters(self) -> Typist:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def follows(self, words: str) -> Typist:
        return self.reaches(words).enters()

    def sees(self, *said: str) -> Typist:
        text = self.page.inner_text("body")
        missing = [one for one in said if one not in text]
        assert not missing, f"{missing} not on {self.page.url}:\n{text}"
        return self


@pytest.fixture
def typing(browser: Any, live_server: Any) -> Callable[[str], Typist]:
    """Return who signs in somebody at a keyboard."""
    return lambda email: Typist(browser, live_server.url).signs_in(email)


def test_a_change_is_proposed_and_decided_by_keyboard_without_script(
    typing: Callable[[str], Typist], arvenia: Cast
) -> None:
    keep_record(NOUNS["mandates"], a_mandate(arvenia), by=arvenia.amina, at=timezone.now())

    bruno = typing(arvenia.bruno.email).sees("Desk of Bruno Bianchi")
    bruno.follows("Mandates").follows(AGENCY).follows("Propose a change")
    bruno.fills("Provision", "Article 4").fills("Why", "Amended in May.").follows("Propose")
    bruno.sees("The country's curator decides", "Article 4")

    amina = typing(arvenia.amina.email)
    amina.follows("Proposals").follows("Mandate").sees("Amended in May.")
    amina.follows("Accept").sees("Accepted.", "No proposal waits.")
    bruno.follows("Mandates").follows(AGENCY).sees("Article 4")


def test_who_may_see_a_record_is_limited_by_keyboard_without_script(
    typing: Callable[[str], Typist], arvenia: Cast
) -> None:
    keep_record(NOUNS["mandates"], a_mandate(arvenia), by=arvenia.amina, at=timezone.now())
    daniel = typing(arvenia.daniel.email).follows("Mandates").sees("1 record")

    bruno = typing(arvenia.bruno.email)
    bruno.follows("Mandates").follows(AGENCY).follows("Who may see it")
    bruno.chooses("Label", "TLP:AMBER+").follows("Save")
    bruno.sees("It counts at once", "TLP:AMBER+STRICT")

    daniel.follows("Mandates").sees("0 records")


def test_newer_places_are_sent_by_keyboard_without_script(
    typing: Callable[[str], Typist], arvenia: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "places.csv"
    file.write_text("code,name_en,level,parent\nXA01,North Sirin,1,\nXA0109,New Darn,2,XA01\n")
    amina = typing(arvenia.amina.email)
    # Who listens from the start does not miss the first window.
    amina.page.on("filechooser", lambda _chooser: None)

    amina.follows("Places").follows("Newer boundaries and P-codes")
    amina.reaches("Files")
    with amina.page.expect_file_chooser() as chooser:
        amina.page.keyboard.press("Enter")
    chooser.value.set_files(str(file))
    amina.follows("Show what would change").sees("New: 1", "New Darn", "Gone: 1")
    amina.fills("Why", "The list of the year").follows("Let it count")
    amina.sees("These places count now.")
    amina.follows("Take it back").sees("The places are as they were before.")


def test_a_name_is_confirmed_and_taken_over_by_keyboard_without_script(
    typing: Callable[[str], Typist], arvenia: Cast, tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path / "data"
    now = timezone.now()
    read(received(a_source(arvenia, name="3W"), a_list(CLINIC), arvenia, at=now), at=now)

    bruno = typing(arvenia.bruno.email)
    bruno.follows("Reports").follows("Look at it: 3W").follows("all 1")
    bruno.marks("a new organization: Doctors of Darn").follows("Use what I chose")
    the_worker_works()
    bruno.follows("Reports").follows("Look at it: 3W").sees("1 name that the register can learn")
    bruno.follows("Import 1 activity")
    the_worker_works()

    amina = typing(arvenia.amina.email).sees("Decide about 1 name in reports")
    amina.follows("Proposals").follows("Doctors of Darn")
    amina.fills("Name", "Doctors of Darn Foundation").follows("Take over")
    amina.sees("The register knows it")
    made = Organization.objects.get(name="Doctors of Darn Foundation")
    assert made.aliases.get().name == "Doctors of Darn"
