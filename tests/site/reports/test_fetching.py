"""Reports that are fetched: by an address an administrator set, taken in for the organization."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from ground import the_ground
from sent import CLINIC, VACCINES, a_list, a_source, read

from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import AuditEntry
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.reports.careful_client import Fetched, FetchError
from intarsia_site.reports.models import ReportImport, Source
from intarsia_site.reports.queries.fetching import address_list
from intarsia_site.reports.queries.source import source_page
from intarsia_site.reports.services.fetching import (
    ask_fetch,
    begin_fetches,
    fetch_source,
    set_address,
)
from intarsia_site.reports.services.importing import carry_out, import_report
from intarsia_site.reports.services.source import change_source, end_source
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
State = ReportImport.State
ADDRESS = "https://data.example.org/3w.csv?key=zq-secret"
DAY = dt.timedelta(days=1)


def fetched_source(cast: Cast, address: str = ADDRESS) -> Source:
    """A source of the agency that is fetched."""
    source = a_source(cast, kind="address", name="Open data")
    set_address(source.public_id, address, by=cast.eva, at=NOW)
    source.refresh_from_db()
    return source


def serving(content: bytes) -> Any:
    """A careful client for which this stands at every address."""

    def fetch(address: str, to: Path, **_limits: object) -> Fetched:
        to.write_bytes(content)
        return Fetched(address, "3w.csv", len(content))

    return fetch


def failing(code: str, **data: object) -> Any:
    def fetch(address: str, to: Path, **_limits: object) -> Fetched:
        raise FetchError(code, **data)

    return fetch


def fetched(source: Source, content: bytes, at: dt.datetime = NOW) -> None:
    fetch_source(source.public_id, now=lambda: at, fetch=serving(content))
    source.refresh_from_db()


def test_what_is_fetched_waits_for_the_organizations_own_people() -> None:
    cast = the_ground()
    source = fetched_source(cast)

    fetched(source, a_list(CLINIC))

    report = read(ReportImport.objects.get())
    assert (report.state, report.created_by) == (State.READY, None)
    assert (source.fetched_at, source.fetch_problem) == (NOW, "")
    assert AuditEntry.objects.get(verb="receive").by_key == ""
    import_report(
        report.public_id, revision=report.revision, by=cast.bruno, at=NOW,
        sharing={**report.sharing, "because": ""},
    )  # fmt: skip
    carry_out(report.public_id, now=lambda: NOW)
    report.refresh_from_db()
    assert report.state == State.IMPORTED


def test_the_same_bytes_again_say_nothing_new() -> None:
    cast = the_ground()
    source = fetched_source(cast)

    fetched(source, a_list(CLINIC))
    fetched(source, a_list(CLINIC), NOW + DAY)

    assert ReportImport.objects.count() == 1
    assert source.fetched_at == NOW + DAY


def test_the_same_bytes_are_taken_in_where_the_next_report_is_expected() -> None:
    cast = the_ground()
    source = fetched_source(cast)
    fetched(source, a_list(CLINIC))
    change_source(
        source.public_id, revision=source.revision, by=cast.bruno, at=NOW,
        every_months=1, due_after_days=10, expected_from_on=dt.date(2011, 6, 1),
    )  # fmt: skip
    july = dt.datetime(2011, 7, 3, tzinfo=dt.UTC)

    fetched(source, a_list(CLINIC), july)
    fetched(source, a_list(CLINIC), july + DAY)

    assert ReportImport.objects.count() == 2


def test_a_later_fetch_takes_the_place_of_one_that_nobody_looked_at() -> None:
    cast = the_ground()
    source = fetched_source(cast)
    fetched(source, a_list(CLINIC))
    read(ReportImport.objects.get())

    fetched(source, a_list(CLINIC, VACCINES), NOW + DAY)

    assert [one.state for one in ReportImport.objects.order_by("pk")] == ["set_aside", "waiting"]


@pytest.mark.parametrize(
    ("code", "data", "words"),
    [
        ("fetch.not_public", {}, "private network"),
        ("fetch.refused_there", {"status": 404}, "answered 404"),
        ("fetch.too_large", {"megabytes": 100}, "larger than 100 MB"),
        ("fetch.too_slow", {}, "did not come in time"),
        ("reader.unknown_format", {}, "could not be taken in (reader.unknown_format)"),
    ],
)
def test_what_went_wrong_is_said_and_nothing_is_kept(
    code: str, data: dict[str, object], words: str
) -> None:
    cast = the_ground()
    source = fetched_source(cast)

    fetch_source(source.public_id, now=lambda: NOW, fetch=failing(code, **data))

    assert not ReportImport.objects.exists()
    browser = Client()
    browser.force_login(cast.bruno, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert words in browser.get(f"/sources/{source.public_id}/").content.decode()
    assert AuditEntry.objects.get(verb="fetch_failed").after == {"code": code}


def test_a_fault_of_our_own_is_said_too_and_stops_nothing(caplog: object) -> None:
    cast = the_ground()
    source = fetched_source(cast)

    def broken(*_said: object, **_limits: object) -> Fetched:
        raise RuntimeError("a fault")

    fetch_source(source.public_id, now=lambda: NOW, fetch=broken)

    source.refresh_from_db()
    assert source.fetch_problem == "fetch.failed"


def test_each_address_is_fetched_once_a_day() -> None:
    cast = the_ground()
    source = fetched_source(cast)

    assert begin_fetches(at=NOW) == 1
    assert begin_fetches(at=NOW) == 0
    fetched(source, a_list(CLINIC))
    assert begin_fetches(at=NOW + dt.timedelta(hours=2)) == 0
    assert begin_fetches(at=NOW + DAY) == 1


def test_a_fetch_whose_worker_died_is_begun_again() -> None:
    cast = the_ground()
    fetched_source(cast)
    begin_fetches(at=NOW)

    assert begin_fetches(at=NOW + dt.timedelta(minutes=59)) == 0
    assert begin_fetches(at=NOW + dt.timedelta(minutes=60)) == 1


def test_an_ended_source_and_one_without_an_address_are_not_fetched() -> None:
    cast = the_ground()
    ended = fetched_source(cast)
    end_source(ended.public_id, by=cast.bruno, at=NOW, because="Office closed")
    a_source(cast, kind="address", name="Nowhere yet")

    assert begin_fetches(at=NOW) == 0
    fetch_source(ended.public_id, now=lambda: NOW, fetch=failing("fetch.no_answer"))

    assert not AuditEntry.objects.filter(verb="fetch_failed").exists()


def test_its_people_ask_for_a_fetch_every_ten_minutes_at_most() -> None:
    cast = the_ground()
    source = fetched_source(cast)

    ask_fetch(source.public_id, by=cast.bruno, at=NOW)
    with pytest.raises(Refused):
        ask_fetch(source.public_id, by=cast.bruno, at=NOW + dt.timedelta(minutes=9))
    ask_fetch(source.public_id, by=cast.bruno, at=NOW + dt.timedelta(minutes=10))

    with pytest.raises(NotFound):
        ask_fetch(source.public_id, by=cast.daniel, at=NOW)
    with pytest.raises(NotAllowed):
        ask_fetch(source.public_id, by=cast.chinara, at=NOW)


@pytest.mark.parametrize(
    "address", ["ftp://data.example.org/", "https://ann:pw@data.example.org/", "3w.csv"]
)
def test_an_address_that_is_never_fetched_is_not_kept(address: str) -> None:
    cast = the_ground()
    source = a_source(cast, kind="address")

    with pytest.raises(Refused) as refused:
        set_address(source.public_id, address, by=cast.eva, at=NOW)

    assert set(refused.value.fields) == {"address"}


def test_administrators_alone_set_addresses_and_of_such_sources_only() -> None:
    cast = the_ground()
    source = a_source(cast, kind="address", name="Open data")
    files = a_source(cast)

    for person in (cast.bruno, cast.chinara, cast.daniel):
        with pytest.raises(NotAllowed):
            set_address(source.public_id, ADDRESS, by=person, at=NOW)
        with pytest.raises(NotFound):
            address_list(viewer_of(person, at=NOW))
    with pytest.raises(NotFound):
        set_address(files.public_id, ADDRESS, by=cast.eva, at=NOW)

    assert [one.name for one in address_list(viewer_of(cast.eva, at=NOW)).lines] == ["Open data"]


def test_the_address_is_in_no_trail_and_not_before_the_convenor() -> None:
    cast = the_ground()
    source = fetched_source(cast)

    trail = "".join(str((one.before, one.after)) for one in AuditEntry.objects.all())

    assert "secret" not in trail
    assert source_page(viewer_of(cast.bruno, at=NOW), source.public_id).address == ADDRESS
    theirs = source_page(viewer_of(cast.chinara, at=NOW), source.public_id)
    assert (theirs.address, theirs.has_address) == ("", True)


def test_an_administrator_sets_an_address_by_its_page() -> None:
    cast = the_ground()
    source = a_source(cast, kind="address", name="Open data")
    browser = Client()
    browser.force_login(cast.eva, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert "waits for an address" in browser.get("/sources/addresses/").content.decode()
    wrong = browser.post(f"/sources/{source.public_id}/address/", {"address": "ftp://x.example/"})
    assert wrong.status_code == 422
    assert "Only addresses that begin with" in wrong.content.decode()
    browser.post(f"/sources/{source.public_id}/address/", {"address": ADDRESS})

    source.refresh_from_db()
    assert source.address == ADDRESS
    assert browser.get(f"/sources/{source.public_id}/").status_code == 404
