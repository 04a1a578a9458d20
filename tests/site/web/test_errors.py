"""What stops a request, as a page: nothing here, not for you, too late, our own fault."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from intarsia.errors import IntarsiaError
from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def hidden(request: HttpRequest) -> HttpResponse:
    raise NotFound


def forbidden(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("Only the convenor of Arvenia accepts its protocol.")


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("an inner reason")


def quicker(request: HttpRequest) -> HttpResponse:
    raise Stale(
        yours={"name": "UNDP", "acronym": "UNDP"},
        theirs={"name": "UN Development Programme", "acronym": "UNDP"},
        revision=3,
    )


def refused(request: HttpRequest) -> HttpResponse:
    raise Refused({"marking": "Classified material is not kept here."})


def stopped(request: HttpRequest) -> HttpResponse:
    raise IntarsiaError("reader.unknown_format", "This file is in no format that is read here.")


def fault(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the code")


urlpatterns = [
    path("hidden/", hidden),
    path("forbidden/", forbidden),
    path("denied/", denied),
    path("quicker/", quicker),
    path("refused/", refused),
    path("stopped/", stopped),
    path("fault/", fault),
    path("api/hidden/", hidden),
    path("api/fault/", fault),
    path("", include("intarsia_site.web.urls")),
]
handler400 = "intarsia_site.web.errors.bad_request"
handler403 = "intarsia_site.web.errors.forbidden"
handler404 = "intarsia_site.web.errors.not_found"
handler500 = "intarsia_site.web.errors.server_error"


@pytest.fixture
def calm() -> Client:
    """A browser that is shown our own faults as visitors are."""
    return Client(raise_request_exception=False)


def same(response: HttpResponse, address: str) -> str:
    text = response.content.decode().replace(address, "…")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_unknown_and_forbidden_are_one_page(desk):
    unknown, kept_away = desk.get("/nowhere/"), desk.get("/hidden/")

    assert unknown.status_code == kept_away.status_code == 404
    assert same(unknown, "/nowhere/") == same(kept_away, "/hidden/")
    assert "or nothing that is shared with you" in unknown.content.decode()


def test_what_may_not_be_done_says_why_where_the_viewer_may_know(desk):
    response = desk.get("/forbidden/")

    assert response.status_code == 403
    assert "Only the convenor of Arvenia" in response.content.decode()


def test_an_inner_reason_stays_inside(desk):
    response = desk.get("/denied/")

    assert response.status_code == 403
    assert "an inner reason" not in response.content.decode()


def test_who_was_slower_sees_both_versions_of_what_differs(desk):
    response = desk.get("/quicker/")
    text = response.content.decode()

    assert response.status_code == 409
    assert '<th scope="row">name</th><td>UNDP</td><td>UN Development Programme</td>' in text
    assert '<th scope="row">acronym</th>' not in text


@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        ("/refused/", 422, "Classified material is not kept here."),
        ("/stopped/", 400, "This file is in no format that is read here."),
    ],
)
def test_what_stops_the_work_is_said_in_its_own_words(desk, page, status, words):
    response = desk.get(page)

    assert response.status_code == status
    assert words in response.content.decode()


def test_a_fault_of_ours_is_a_calm_page_that_needs_no_database(calm):
    with connection.execute_wrapper(_refuse):
        response = calm.get("/fault/")

    text = response.content.decode()
    assert response.status_code == 500
    assert "Something failed on our side" in text
    assert response.headers["X-Request-ID"] in text
    assert "a secret of the code" not in text


def _refuse(*_: object) -> None:
    raise AssertionError("the page asked the database")


def test_the_api_is_answered_in_its_own_shape(calm):
    missing, failed = calm.get("/api/nowhere/"), calm.get("/api/fault/")

    assert missing.json()["code"] == "access.not_found"
    assert (missing.status_code, failed.status_code) == (404, 500)
    assert failed.json()["code"] == "site.failed"


def test_another_host_is_refused(client):
    response = client.get("/account/login/", HTTP_HOST="evil.example")

    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()
    assert "This request cannot be read" in response.content.decode()


def test_a_demonstration_account_answers_this_machine_only(desk, amina):
    amina.is_demo = True
    amina.save()
    assert desk.get("/").status_code == 200

    elsewhere = desk.get("/", REMOTE_ADDR="203.0.113.7")

    assert elsewhere.status_code == 403
    assert "You were signed out" in elsewhere.content.decode()
    assert desk.get("/").status_code == 302


def test_behind_tls_cookies_and_pages_travel_by_it_only(client, amina, settings):
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31_536_000

    plain = client.get("/account/login/")
    page = client.get("/account/login/", secure=True)
    entered = client.post(
        "/account/login/",
        {"login": amina.email, "password": "a rather long password"},
        secure=True,
    )

    assert plain.status_code == 301
    assert plain.headers["Location"] == "https://testserver/account/login/"
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookies = {**page.cookies, **entered.cookies}
    assert {"csrftoken", "sessionid", "django_language"} <= set(cookies)
    assert all(cookie["secure"] and cookie["httponly"] for cookie in cookies.values())
