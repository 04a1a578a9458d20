"""Who a program speaks for, how far, how long, and how often."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from api_client import Program, as_, nobody, shape_of
from django.core.cache import cache
from ground import a_mandate, the_ground

from intarsia_site.access.models import Token
from intarsia_site.registry.models import Mandate
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
ME, MANDATES = "/api/v1/me/", "/api/v1/mandates/"


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return the_ground()


def test_a_token_for_reading_reads_and_writes_nothing(cast: Cast) -> None:
    reader = as_(cast.amina, scope="read")

    assert reader.get(ME).status_code == 200
    refused = reader.post(MANDATES, a_mandate(cast))
    assert refused.status_code == 403
    assert shape_of(refused) == "access.not_allowed"
    assert not Mandate.objects.exists()


def test_a_token_that_ended_expired_or_never_was_opens_nothing(cast: Cast) -> None:
    ended, expired = as_(cast.amina), as_(cast.bruno)
    assert ended.get(ME).status_code == expired.get(ME).status_code == 200
    Token.objects.filter(user=cast.amina).update(ended_at=NOW - dt.timedelta(seconds=1))
    Token.objects.filter(user=cast.bruno).update(expires_at=NOW)

    for program in (ended, expired, Program("intarsia_made-up"), Program("x" * 5000)):
        answer = program.get(ME)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert shape_of(answer) == "api.not_signed_in"


def test_a_person_who_is_no_longer_active_has_no_token(cast: Cast) -> None:
    program = as_(cast.daniel)
    cast.daniel.is_active = False
    cast.daniel.save()

    assert program.get(ME).status_code == 401


@pytest.mark.parametrize("said", ["Basic YTpi", "Bearer", "Bearer ", "bearer\tx", "Token x", "é"])
def test_another_kind_of_authorization_is_not_nobody(cast: Cast, said: str) -> None:
    answer = nobody().get("/api/v1/organizations/", headers={"Authorization": said})

    assert answer.status_code == 401


def test_a_demo_account_has_no_token_from_another_machine(cast: Cast) -> None:
    program = as_(cast.daniel)
    cast.daniel.is_demo = True
    cast.daniel.save()

    here = program.get(ME, headers={"Host": "localhost"})
    elsewhere = program.get(ME, headers={"Host": "localhost", "X-Forwarded-For": "192.0.2.1"})

    assert (here.status_code, elsewhere.status_code) == (200, 401)


def test_a_browser_may_write_with_its_sign_and_not_without(cast: Cast) -> None:
    browser = as_(cast.amina).browser
    without = browser.post(MANDATES, a_mandate(cast), content_type="application/json")
    assert without.status_code == 403
    assert not Mandate.objects.exists()
    browser.get("/account/")
    sign = browser.get("/mandates/new/").context["csrf_token"]

    answer = browser.post(
        MANDATES,
        a_mandate(cast),
        content_type="application/json",
        headers={"X-CSRFToken": str(sign)},
    )

    assert answer.status_code == 201


def test_too_many_requests_are_told_to_wait(cast: Cast, settings: Any) -> None:
    settings.API_A_MINUTE = 3
    one, other = as_(cast.amina), as_(cast.amina)
    for program in (one, other, one):
        assert program.get(ME).status_code == 200

    answer = other.get(ME)

    assert answer.status_code == 429
    assert shape_of(answer) == "api.too_many"
    assert 1 <= int(answer["Retry-After"]) <= 61
    assert as_(cast.bruno).get(ME).status_code == 200


def test_what_fails_inside_says_nothing_of_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any, **__: Any) -> None:
        raise RuntimeError("SELECT secret FROM table")

    monkeypatch.setattr("intarsia_site.api.me.person_page", failing)

    answer = as_(cast.amina).get(ME)

    assert answer.status_code == 500
    assert shape_of(answer) == "site.failed"
    assert b"SELECT" not in answer.content
    assert b"Traceback" not in answer.content
