"""What one source's people confirm about names serves every other source, once curators took it
over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from sent import CLINIC, VACCINES, a_list
from steps import AGENCY, DONOR, signs_in
from test_reporting import sends, the_worker_works
from visitor import Visitor

from people import Cast

pytestmark = pytest.mark.django_db
#: A donor and a district as nobody else writes them.
WRITTEN, OLD = "Norland Fund for Health", "Old Darn"
OF_DONOR = (*VACCINES[:2], WRITTEN, *VACCINES[3:])
OF_DISTRICT = (*CLINIC[:2], "", *CLINIC[3:6], OLD, *CLINIC[7:])


@pytest.fixture(autouse=True)
def _kept_apart(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path / "data"


def looks_at(sender: Visitor, source: str = "3W") -> Visitor:
    """Open the youngest report of a source that waits for its people."""
    return sender.opens("/").follows("Reports").follows(f"Look at it : {source}")


def sends_another_source(sender: Visitor, *rows: Any) -> Visitor:
    """Send a list as the first of a second source, and look at it once it is read."""
    sender.opens("/").follows("Reports").follows("Send a report")
    file = SimpleUploadedFile("4w.csv", a_list(*rows))
    of = {"Source": "—", "Organization": AGENCY, "Name of the source": "4W", "Files": file}
    sender.sends("Send", of)
    the_worker_works()
    return looks_at(sender, "4W")


def test_another_name_of_an_organization_serves_a_second_source(arvenia: Cast) -> None:
    bruno, amina = signs_in(arvenia.bruno), signs_in(arvenia.amina)
    sends(bruno, "may.csv", OF_DONOR)
    the_worker_works()
    sends_another_source(bruno, OF_DONOR).sees("Organizations to confirm", WRITTEN)

    when_bruno_says_whom_the_name_means(bruno)
    looks_at(bruno).does_not_see("Organizations to confirm").sees("1 name that the register can")
    bruno.sends("Import 1 activity")
    the_worker_works()
    when_amina_takes_it_over(amina)

    then_the_second_source_is_read_with_it(bruno)
    then_the_register_finds_it_by_both_names(bruno)


def when_bruno_says_whom_the_name_means(bruno: Visitor) -> None:
    looks_at(bruno).follows("all 1").sees("Organizations to confirm", WRITTEN)
    bruno.sends("Use what I chose", {"Another one, by name or acronym": "nobody of the sort"})
    bruno.sees("“nobody of the sort” is known to nobody here")
    bruno.sends("Use what I chose", {"Another one, by name or acronym": DONOR})
    the_worker_works()


def when_amina_takes_it_over(amina: Visitor) -> None:
    amina.opens("/").sees("Decide about 1 name in reports").follows("Proposals")
    amina.sees(f"{WRITTEN} {DONOR} a report in Arvenia")
    amina.sends(f"Take over {WRITTEN}").sees("The register knows it")


def then_the_second_source_is_read_with_it(bruno: Visitor) -> None:
    sends(bruno, "4w june.csv", OF_DONOR, CLINIC, source="4W")
    the_worker_works()
    looks_at(bruno, "4W").sees("2 kept").does_not_see(WRITTEN)


def then_the_register_finds_it_by_both_names(bruno: Visitor) -> None:
    bruno.opens("/organizations/?q=Norland+Fund+for").follows(DONOR).sees(WRITTEN)


def test_a_name_of_a_place_serves_a_second_source_until_it_is_forgotten(arvenia: Cast) -> None:
    bruno, amina = signs_in(arvenia.bruno), signs_in(arvenia.amina)
    sends(bruno, "may.csv", OF_DISTRICT)
    the_worker_works()
    looks_at(bruno).follows("all 1").sees("Places to confirm", OLD, "North Sirin")
    bruno.sends("Use what I chose", {"Another one, by name or code": "XA0101"})
    the_worker_works()
    looks_at(bruno).does_not_see("Places to confirm").sends("Import 1 activity")
    the_worker_works()

    amina.opens("/").follows("Proposals").sees(OLD, "North Sirin", "XA0101")
    amina.sends(f"Take over {OLD}").sees("The register knows it")
    sends_another_source(bruno, OF_DISTRICT).does_not_see("Places to confirm")

    amina.opens("/proposals/?state=accepted").follows(OLD).sees("Reports are read with it")
    amina.sends("Forget it")
    sends(bruno, "4w june.csv", OF_DISTRICT, VACCINES, source="4W")
    the_worker_works()
    looks_at(bruno, "4W").sees("Places to confirm", OLD)
    # The source that said it keeps what its own people said.
    sends(bruno, "june.csv", OF_DISTRICT, VACCINES, source="3W")
    the_worker_works()
    looks_at(bruno).does_not_see("Places to confirm")
