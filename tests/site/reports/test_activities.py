"""Activities as a page, a file and one of them show them: as precisely as their rule says."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ground import the_ground
from sent import CLINIC, SHELTER, VACCINES, a_source, sent
from walked import client_of

from intarsia.sharing.labels import Precision
from intarsia_site.access.models import SharingRule
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.reports.models import Activity
from intarsia_site.reports.queries.activity import activities
from intarsia_site.reports.queries.activity_page import activity_or_none
from people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
LIST = "/activities/"


def rows_of(client: Client, question: str = "") -> list[dict[str, str]]:
    content = b"".join(client.get(f"{LIST}table.csv{question}").streaming_content)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_list_is_read_as_a_sentence_and_counts_what_each_filter_leaves() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, VACCINES, label="TLP:GREEN")
    daniel = viewer_of(cast.daniel, at=NOW)

    page = activities({"search": "clinic"}, viewing=daniel)

    assert [one.values["title"] for one in page.lines] == ["Clinic of Darn repaired"]
    everything = activities({}, viewing=daniel)
    assert everything.total == 2
    for name, choices in everything.filters.items():
        for one in choices:
            assert activities({name: one.code}, viewing=daniel).total == one.count
    said = client_of(cast.daniel).get(f"{LIST}?organization_id={cast.agency.public_id}")
    assert b"UN health agency" in said.content


@pytest.mark.parametrize(
    ("period", "titles"),
    [
        ("2011", {"Clinic of Darn repaired", "Vaccination round"}),
        ("2011-Q4", {"Clinic of Darn repaired"}),
        ("2010", set()),
        ("sometime", set()),
    ],
)
def test_a_period_leaves_what_goes_on_in_it(period: str, titles: set[str]) -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, VACCINES, label="TLP:GREEN")

    page = activities({"period": period}, viewing=viewer_of(cast.daniel, at=NOW))

    assert {one.values["title"] for one in page.lines} == titles


def test_what_is_shown_coarsely_has_sector_area_and_quarter_and_nothing_else() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, label="TLP:AMBER", beyond=int(Precision.COARSE))
    Activity.versions.update(plausible=3)

    client = client_of(cast.daniel)
    said = client.get(LIST).content.decode()

    assert "North Sirin" in said
    assert "quarter 1 of 2011" in said
    for secret in ("Clinic", "Doctors of Darn", "UN health agency", "120,000"):
        assert secret not in said.replace('value="UN', "")
    (row,) = rows_of(client)
    assert (row["precision"], row["title"], row["area_codes"].strip()) == ("coarse", "", "XA01")
    assert client.get(f"{LIST}?search=Clinic").content.decode().count("North Sirin") <= 1
    assert rows_of(client, "?search=Clinic") == []
    assert len(rows_of(client, "?period=2011-Q2")) == 1


def test_existence_is_a_bare_hint() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, label="TLP:AMBER", beyond=int(Precision.EXISTENCE))
    Activity.versions.update(plausible=3)

    client = client_of(cast.daniel)
    said = client.get(LIST).content.decode()

    assert "ask through the convenor" in said
    assert "quarter" not in said.split("<table")[1]
    (row,) = rows_of(client)
    assert {name for name, text in row.items() if text} == {
        "record", "precision", "country_code", "sector_code", "area_code", "sectors", "areas",
    }  # fmt: skip


def test_the_file_holds_what_the_list_shows() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, VACCINES, SHELTER, label="TLP:GREEN")

    mine, theirs = rows_of(client_of(cast.bruno)), rows_of(client_of(cast.daniel))

    assert {one["title"] for one in mine} == {
        "Clinic of Darn repaired", "Vaccination round", "Safe house",
    }  # fmt: skip
    assert {one["title"] for one in theirs} == {"Clinic of Darn repaired", "Vaccination round"}
    book = client_of(cast.daniel).get(f"{LIST}table.xlsx")
    assert book.status_code == 200
    assert "activities.xlsx" in book["Content-Disposition"]


def test_a_list_pages_on_by_the_last_line() -> None:
    cast = the_ground()
    rows = [(f"A-{n}", *CLINIC[1:3], f"Clinic {n:03d}", *CLINIC[4:]) for n in range(7)]
    sent(a_source(cast), cast, *rows, label="TLP:GREEN")
    viewing = viewer_of(cast.daniel, at=NOW)

    seen: list[str] = []
    cursor = ""
    for _part in range(4):
        page = activities({"cursor": cursor}, viewing=viewing, size=2)
        seen += [one.public_id for one in page.lines]
        cursor = page.next_cursor

    assert cursor == ""
    assert len(seen) == len(set(seen)) == 7


def test_one_activity_shows_its_details_to_who_sees_all_of_it() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, label="TLP:GREEN")
    clinic = Activity.current.get()

    said = client_of(cast.daniel).get(f"{LIST}{clinic.public_id}/").content.decode()

    for words in ("Doctors of Darn", "120,000", "4,000", "Row 2 of a report", "carries it out"):
        assert words in said
    assert "3w.csv" not in said
    assert "What it said before" not in said
    own = client_of(cast.bruno).get(f"{LIST}{clinic.public_id}/").content.decode()
    assert "Row 2 of 3w.csv" in own


def test_a_rule_that_hides_who_carries_it_out_hides_the_details() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, label="TLP:GREEN")
    SharingRule.objects.update(hides_implementer=True)
    clinic = Activity.current.get()

    page = activity_or_none(clinic.public_id, viewing=viewer_of(cast.daniel, at=NOW))

    assert page is not None
    assert (page.details, page.origin, page.history) == ({}, None, ())
    said = client_of(cast.daniel).get(f"{LIST}{clinic.public_id}/").content.decode()
    assert "Doctors of Darn" not in said
    assert "UN health agency" not in said


def test_its_own_people_read_what_it_said_before() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES, label="TLP:GREEN")
    former = Activity.current.get(title=CLINIC[3])
    sent(source, cast, (*CLINIC[:9], "150000", CLINIC[10]), VACCINES, label="TLP:GREEN")
    now = Activity.current.get(title=CLINIC[3])

    said = client_of(cast.bruno).get(f"{LIST}{now.public_id}/").content.decode()

    assert "<del>120,000</del>" in said
    assert "<ins>150,000</ins>" in said
    assert "What it said before" not in (
        client_of(cast.daniel).get(f"{LIST}{now.public_id}/").content.decode()
    )
    led = client_of(cast.daniel).get(f"{LIST}{former.public_id}/")
    assert led["Location"] == f"{LIST}{now.public_id}/"


def test_an_old_address_leads_nobody_to_what_is_shown_less_by_now() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, label="TLP:GREEN")
    former = Activity.current.get()
    sent(source, cast, (*CLINIC[:9], "150000", CLINIC[10]), label="TLP:AMBER", beyond=2)
    Activity.versions.update(plausible=3)

    assert client_of(cast.daniel).get(f"{LIST}{former.public_id}/").status_code == 404


def test_an_organizations_page_leads_to_its_activities() -> None:
    cast = the_ground()
    sent(a_source(cast), cast, CLINIC, VACCINES, label="TLP:GREEN")

    said = client_of(cast.daniel).get(f"/organizations/{cast.agency.public_id}/").content.decode()

    assert f"{LIST}?organization_id={cast.agency.public_id}" in said
    assert "all 2 activities" in said


def test_a_long_list_asks_no_more_often_than_a_short_one() -> None:
    cast = the_ground()
    source = a_source(cast)
    client = client_of(cast.daniel)
    counts = []

    for many in (2, 40):
        rows = [(f"A-{n}", *CLINIC[1:3], f"Clinic {n}", *CLINIC[4:]) for n in range(many)]
        sent(source, cast, *rows, label="TLP:GREEN")
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        counts.append(len(asked))

    assert counts[0] == counts[1]
