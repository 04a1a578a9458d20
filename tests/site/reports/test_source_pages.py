"""Pages of sources: opened, given a rhythm and ended by forms; closed to everybody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from ground import the_ground
from sent import CLINIC, a_source, sent

from intarsia_site.reports.models import Source
from people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]


def browser_of(person: object) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
    return client


def test_an_editor_opens_a_source_and_gives_it_a_rhythm() -> None:
    cast = the_ground()
    browser = browser_of(cast.bruno)

    answer = browser.post("/sources/new/", {
        "name": "Monthly 3W", "organization_id": cast.agency.public_id, "country_code": "XA",
        "kind": "files",
    })  # fmt: skip
    source = Source.objects.get()
    assert answer.headers["Location"] == f"/sources/{source.public_id}/"
    browser.post(f"/sources/{source.public_id}/change/", {
        "name": "Monthly 3W", "every_months": "1", "expected_from_on": "2011-04-01",
        "due_after_days": "15", "revision": "1",
    })  # fmt: skip

    source.refresh_from_db()
    assert (source.every_months, source.expected_from_on) == (1, dt.date(2011, 4, 1))
    page = browser.get(f"/sources/{source.public_id}/").content.decode()
    assert "not here yet" in page
    assert "A report each month" in page


def test_what_cannot_be_kept_is_said_at_its_field() -> None:
    cast = the_ground()
    source = a_source(cast)

    answer = browser_of(cast.bruno).post(f"/sources/{source.public_id}/change/", {
        "name": "Monthly 3W", "every_months": "1", "due_after_days": "15", "revision": "1",
    })  # fmt: skip

    assert answer.status_code == 422
    assert "Say from which day on" in answer.content.decode()


def test_a_source_is_ended_with_a_reason_only() -> None:
    cast = the_ground()
    source = a_source(cast)
    browser = browser_of(cast.bruno)

    assert browser.post(f"/sources/{source.public_id}/end/", {}).status_code == 422
    browser.post(f"/sources/{source.public_id}/end/", {"because": "Office closed"})

    source.refresh_from_db()
    assert source.ended_at is not None
    assert "Ended on" in browser.get(f"/sources/{source.public_id}/").content.decode()


def test_the_convenor_reads_and_is_offered_nothing_to_write() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC)
    browser = browser_of(cast.chinara)

    page = browser.get(f"/sources/{source.public_id}/").content.decode()

    assert "1 new, 0 changed" in page
    assert "3w.csv" not in page
    assert f"/sources/{source.public_id}/change/" not in page
    assert browser.get(f"/sources/{source.public_id}/change/").status_code == 403


def test_for_everybody_else_there_is_nothing() -> None:
    cast = the_ground()
    source = a_source(cast)

    for person in (cast.daniel, cast.amina, cast.eva):
        browser = browser_of(person)
        assert "Monthly 3W" not in browser.get("/sources/").content.decode()
        for part in ("", "change/", "end/"):
            assert browser.get(f"/sources/{source.public_id}/{part}").status_code == 404
    assert Client().get(f"/sources/{source.public_id}/").status_code == 302


def test_daniel_opens_a_source_of_his_own_organization_only() -> None:
    cast = the_ground()

    answer = browser_of(cast.daniel).post("/sources/new/", {
        "name": "3W", "organization_id": cast.agency.public_id, "country_code": "XA",
        "kind": "files",
    })  # fmt: skip

    assert answer.status_code == 422
    assert not Source.objects.exists()


def test_who_writes_for_nobody_opens_none(cast: Cast) -> None:
    cast.daniel.memberships.update(role="viewer")

    assert browser_of(cast.daniel).get("/sources/new/").status_code == 403
