"""Before it is set up every page leads to the first; closed, only administrators go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from intarsia_site.access.models import Country, Installation, User
from intarsia_site.web.first_run.code import forget_code, new_code

AT = dt.datetime(2011, 5, 31, 12, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.first_run]
SAID = {
    "name": "Eva",
    "email": "eva@mission.example",
    "password": "a long enough phrase",
    "controller": "OSCE Mission",
    "hosting": "On its own machine",
    "country": "KG",
    "house_style": "OSCE",
    "languages": ["en", "ru"],
}


@pytest.fixture(autouse=True)
def _no_code() -> Iterator[None]:
    yield
    forget_code()


@pytest.fixture
def closed() -> Installation:
    return Installation.objects.create(controller="A", hosting="B", locked_since=AT)


def signed_in(**fields: object) -> tuple[Client, User]:
    user = User.objects.create_user("someone@un.example", "a long phrase", name="N", **fields)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client, user


@pytest.mark.parametrize("path", ["/", "/account/login/", "/nowhere/"])
def test_every_page_leads_to_the_first_before_it_is_set_up(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 302
    assert response.headers["Location"] == "/first-run/"


def test_a_program_is_told_that_nothing_is_set_up(client: Client) -> None:
    response = client.get("/api/v1/mandates/")

    assert response.status_code == 503
    assert response.json()["code"] == "site.not_set_up"


def test_the_first_page_sets_up_and_is_gone(client: Client) -> None:
    assert client.get("/first-run/").status_code == 200
    response = client.post("/first-run/", SAID)

    assert response.status_code == 302
    assert response.headers["Location"] == "/account/login/"
    assert User.objects.get().is_administrator
    assert Country.objects.get().code == "KG"
    assert client.get("/first-run/").status_code == 404
    assert client.post("/first-run/", SAID).status_code == 404
    assert client.get("/account/login/").status_code == 200


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(client: Client) -> None:
    response = client.post("/first-run/", {**SAID, "password": "short", "hosting": " "})
    page = response.content.decode()

    assert response.status_code == 422
    assert not Installation.objects.exists()
    assert "This field is required." in page
    assert "short" not in page.replace("too short", "")


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "10.1.2.3"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_HOST": "testserver"},
    ],
)
def test_from_another_machine_or_through_a_proxy_the_code_is_needed(
    client: Client, elsewhere: dict[str, str]
) -> None:
    code = new_code()

    assert client.get("/first-run/", **elsewhere).status_code == 403
    assert client.post("/first-run/", SAID, **elsewhere).status_code == 403
    assert client.get("/first-run/?code=wrong", **elsewhere).status_code == 403
    assert client.get(f"/first-run/?code={code}", **elsewhere).status_code == 200
    assert client.post(f"/first-run/?code={code}", SAID, **elsewhere).status_code == 302
    assert Installation.objects.count() == 1


def test_without_a_code_an_empty_one_opens_nothing(client: Client) -> None:
    assert client.get("/first-run/?code=", REMOTE_ADDR="10.1.2.3").status_code == 403


def test_a_new_code_ends_the_one_before(client: Client) -> None:
    first, second = new_code(), new_code()

    assert client.get(f"/first-run/?code={first}", REMOTE_ADDR="10.1.2.3").status_code == 403
    assert client.get(f"/first-run/?code={second}", REMOTE_ADDR="10.1.2.3").status_code == 200


def test_a_closed_site_signs_everybody_out_but_administrators(closed: Installation) -> None:
    client, _ = signed_in()

    response = client.get("/account/email/")

    assert response.status_code == 503
    assert "Closed for now" in response.content.decode()
    closed.locked_since = None
    closed.save()
    assert client.get("/account/email/").status_code == 302  # to sign in again


def test_an_administrator_goes_on_in_a_closed_site(closed: Installation) -> None:
    client, _ = signed_in(is_administrator=True)

    assert client.get("/account/email/").status_code != 503


def test_in_a_closed_site_the_door_is_there_and_nothing_else(
    client: Client, closed: Installation
) -> None:
    assert client.get("/account/login/").status_code == 200
    assert client.get("/").status_code == 503
    assert client.get("/health/live").status_code == 200
    assert client.get("/api/v1/mandates/").json()["code"] == "site.locked"
