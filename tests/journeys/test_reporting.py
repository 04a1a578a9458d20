"""Reporting: a messy list becomes a clean import, a correction is sent back, one is undone."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from sent import CLINIC, VACCINES, a_list
from steps import AGENCY, signs_in
from visitor import Visitor

from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.services.importing import carry_out
from intarsia_site.reports.services.reading import read_report_of
from people import Cast

pytestmark = pytest.mark.django_db
#: A last day that is none, an implementing partner written as nobody else writes it.
MESSY = (*CLINIC[:8], "2011-02-31", *CLINIC[9:])


@pytest.fixture(autouse=True)
def _kept_apart(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path / "data"


def the_worker_works() -> None:
    """Read what waits to be read, import what waits to be imported."""
    for report in ReportImport.objects.all():
        read_report_of(report.public_id, now=timezone.now)
        carry_out(report.public_id, now=timezone.now)


def sends(sender: Visitor, name: str, *rows: Any, source: str = "") -> Visitor:
    """Send a list by the form, as the first of a new source or as the next of one."""
    file = SimpleUploadedFile(name, a_list(*rows))
    sender.opens("/").follows("Reports").follows("Send a report")
    of = {"Source": source} if source else {"Organization": AGENCY, "Name of the source": "3W"}
    return sender.sends("Send", {**of, "Files": file})


def looks_at(sender: Visitor, source: str = f"{AGENCY}: 3W") -> Visitor:
    """Open the youngest report from the list."""
    return sender.opens("/").follows("Reports").follows(source)


def test_a_messy_list_becomes_a_clean_import(arvenia: Cast) -> None:
    bruno = signs_in(arvenia.bruno)

    sends(bruno, "may.csv", MESSY, VACCINES).sees("You may close this page", "waits to be read")
    the_worker_works()
    looks_at(bruno).sees("2 new", "2 kept, 0 named in the problems", "“2011-02-31” in End date")
    bruno.sends("Use what I wrote", {"Instead of “2011-02-31”": "2011-02-28"})
    bruno.sees("1 correction taken over")
    the_worker_works()
    looks_at(bruno).does_not_see("“2011-02-31” in End date").follows("columns")
    bruno.sees("its heading means", "Clinic of Darn repaired").follows("Leave it as it is")
    bruno.sends("Import 2 activities", {"Label": "TLP:GREEN"})
    the_worker_works()

    looks_at(bruno).sees("It is imported and is what counts", "TLP:GREEN")


def test_the_next_report_says_what_differs_and_is_taken_back(arvenia: Cast) -> None:
    bruno = signs_in(arvenia.bruno)
    sends(bruno, "may.csv", CLINIC, VACCINES)
    the_worker_works()
    looks_at(bruno).sends("Import 2 activities")
    the_worker_works()

    dearer = (*CLINIC[:9], "150000", CLINIC[10])
    sends(bruno, "june.csv", dearer, source="3W")
    the_worker_works()
    looks_at(bruno).sees("1 changed", "1 gone", "120,000", "150,000")
    bruno.sends("Import 1 activity")
    the_worker_works()
    looks_at(bruno).follows("Take this import back")
    bruno.sends("Take it back").sees("Say why")
    bruno.sends("Take it back", {"Why": "Vaccinations go on"})

    bruno.sees("what was so before it is so again")
    bruno.opens("/reports/").sees("is what counts", "taken back")


def test_names_that_are_confirmed_teach_the_register(arvenia: Cast) -> None:
    bruno, amina = signs_in(arvenia.bruno), signs_in(arvenia.amina)
    other = (*VACCINES[:2], "Norland Fund for Health", *VACCINES[3:])
    sends(bruno, "may.csv", CLINIC, other)
    the_worker_works()

    looks_at(bruno).follows("all 2").sees("Organizations to confirm", "Doctors of Darn")
    bruno.sends(
        "Use what I chose",
        {
            "Doctors of Darn means": "a new organization: Doctors of Darn",
            "Norland Fund for Health means": "a new organization: Norland Fund for Health",
        },
    )
    the_worker_works()
    amina.opens("/proposals/").does_not_see("Doctors of Darn")
    looks_at(bruno).sees("2 names that the register can learn").sends("Import 2 activities")
    the_worker_works()
    looks_at(bruno).sees("2 names wait for the curators of Arvenia")

    amina.opens("/").sees("Decide about 2 names in reports").follows("Proposals")
    amina.sees("a report in Arvenia").does_not_see("Bruno").follows("Doctors of Darn")
    amina.sends("Decline").sees("Say why")
    amina.sends("Take over", {"Name": "Doctors of Darn Foundation"})
    amina.sees("The register knows it").follows("Norland Fund for Health")
    amina.sends("Decline", {"Why": "A programme, not an organization"}).sees("not asked again")
    bruno.opens("/proposals/?state=declined").sees("Norland Fund for Health")
    bruno.follows("Norland Fund for Health").sees("A programme, not an organization")

    sends(bruno, "4w.csv", CLINIC)
    the_worker_works()
    bruno.opens("/reports/").does_not_see("Could not be read")
    bruno.opens("/organizations/?q=Doctors+of+Darn").sees("Doctors of Darn Foundation")


def test_a_correction_is_sent_back_in_the_reporters_own_file(arvenia: Cast) -> None:
    bruno = signs_in(arvenia.bruno)
    sends(bruno, "may.csv", MESSY, VACCINES)
    the_worker_works()

    content = looks_at(bruno).takes("Your file with comments").decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(content)))
    assert rows[0][-1] == "Intarsia"
    assert "2011-02-31" in rows[1][-1]
    assert rows[2] == list(VACCINES)


def test_what_is_no_report_is_not_kept_and_a_sentence_says_what_to_do(arvenia: Cast) -> None:
    bruno = signs_in(arvenia.bruno)
    bruno.opens("/reports/new/")

    bruno.sends(
        "Send",
        {
            "Organization": AGENCY,
            "Name of the source": "3W",
            "Files": SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(500)),
        },
    )

    bruno.sees("photo.jpg", "not kept")
    assert bruno.status == 422
    assert not ReportImport.objects.exists()


def test_before_the_protocol_is_accepted_what_was_typed_stays(new_arvenia: Cast) -> None:
    bruno = signs_in(new_arvenia.bruno)

    sends(bruno, "may.csv", CLINIC)

    bruno.sees("Nothing can be entered for Arvenia")
    assert 'value="3W"' in bruno.answer.content.decode()
