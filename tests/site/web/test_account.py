"""My account: password, second step, keys, where I am signed in."""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode

import pytest
from django.core import mail
from django.test import Client

from intarsia_site.access import models as access
from web_people import PASSWORD, sign_in

pytestmark = pytest.mark.django_db


def code_of(secret: str, *, ahead: int = 0) -> str:
    """Return what an authenticator app shows now (RFC 6238, SHA-1, 30 seconds, six digits)."""
    key = b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + ahead), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def still_me(client: Client) -> None:
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def set_up_app(client: Client) -> str:
    """Set up an app as Amina does, and return its secret."""
    still_me(client)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]* value="(\w+)"', page)[1]
    assert 'src="data:image/svg+xml;' in page
    client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    return secret


def recovery_codes(client: Client) -> list[str]:
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    return re.findall(r"<li>(\d{8})</li>", page)


def trail() -> list[str]:
    return list(access.AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_the_account_says_who_i_am_and_for_whom(desk):
    page = desk.get("/account/").content.decode()

    assert "Amina Aliyeva" in page
    assert "OSCE Mission to Arvenia · focal point, Arvenia" in page
    assert "not set up" in page


def test_the_address_is_not_changed_by_oneself(desk, amina):
    page = desk.get("/account/email/")
    sent = desk.post("/account/email/", {"email": "other@example.org", "action_add": ""})

    assert "You were invited by this address" in page.content.decode()
    assert sent.status_code == 405
    amina.refresh_from_db()
    assert amina.email == "amina@example.org"


@pytest.mark.parametrize("page", ["totp/activate/", "webauthn/add/", "recovery-codes/generate/"])
def test_before_a_sign_in_changes_the_password_is_asked_again(desk, page):
    asked = desk.get(f"/account/2fa/{page}")

    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/account/reauthenticate/")


@pytest.mark.django_db(transaction=True)
def test_with_an_app_a_code_is_asked_for_after_the_password(desk, amina):
    secret = set_up_app(desk)
    stranger = Client()

    first = sign_in(stranger, amina.email)
    assert first.headers["Location"] == "/account/2fa/authenticate/"
    assert stranger.get("/").status_code == 302
    wrong = stranger.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    # A code counts once: the one that set up the app is used up for its half minute.
    entered = stranger.post("/account/2fa/authenticate/", {"code": code_of_next(secret)})

    assert entered.headers["Location"] == "/"
    assert stranger.get("/").status_code == 200
    assert trail() == ["account.totp_activated"]
    assert [letter.to for letter in mail.outbox] == [[amina.email]]


def code_of_next(secret: str) -> str:
    """Return the code of the next half minute: a telephone's clock may be that wrong."""
    return code_of(secret, ahead=1)


def test_a_recovery_code_opens_once(desk, amina):
    set_up_app(desk)
    codes = recovery_codes(desk)
    assert len(codes) == 10

    for browser, opens in ((Client(), True), (Client(), False)):
        sign_in(browser, amina.email)
        browser.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert (browser.get("/").status_code == 200) is opens


def test_many_wrong_codes_are_refused_for_a_while(desk, amina):
    set_up_app(desk)
    codes = recovery_codes(desk)
    stranger = Client()
    sign_in(stranger, amina.email)
    for _ in range(5):
        stranger.post("/account/2fa/authenticate/", {"code": "000000"})

    stranger.post("/account/2fa/authenticate/", {"code": codes[0]})

    assert stranger.get("/").status_code == 302


def test_taking_the_app_away_leaves_a_trace_and_a_letter(desk, amina):
    set_up_app(desk)
    mail.outbox.clear()

    desk.post("/account/2fa/totp/deactivate/")

    assert trail()[-1] == "account.totp_deactivated"
    assert [letter.to for letter in mail.outbox] == [[amina.email]]
    assert sign_in(Client(), amina.email).headers["Location"] == "/"


def test_a_new_password_ends_every_other_sign_in(desk, amina):
    elsewhere = Client()
    sign_in(elsewhere, amina.email)
    new = "another rather long one"

    desk.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert desk.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert trail() == ["account.password_changed"]
    assert "password" not in str(access.AuditEntry.objects.values_list("before", "after"))


@pytest.mark.parametrize("weak", ["short", "password1234", "amina@example.org"])
def test_a_weak_password_is_not_taken(desk, amina, weak):
    desk.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": weak, "password2": weak},
    )

    amina.refresh_from_db()
    assert amina.check_password(PASSWORD)


def test_where_i_am_signed_in_is_listed_and_ended_one_by_one(desk, amina):
    elsewhere = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    sign_in(elsewhere, amina.email)
    page = desk.get("/account/sessions/").content.decode()
    (number,) = re.findall(r'name="sign_in" value="(\d+)"', page)
    assert "Firefox · Windows" in page

    desk.post("/account/sessions/end/", {"sign_in": number})

    assert elsewhere.get("/").status_code == 302
    assert desk.get("/").status_code == 200
    assert trail() == ["account.sign_ins_ended"]


def test_all_others_are_ended_at_once(desk, amina):
    others = [Client(), Client()]
    for other in others:
        sign_in(other, amina.email)

    desk.post("/account/sessions/")

    assert [other.get("/").status_code for other in others] == [302, 302]
    assert desk.get("/").status_code == 200
    assert access.AuditEntry.objects.get().after == {"count": 2}


@pytest.mark.parametrize("forged", ["", "0", "-1", "x", "9" * 30])
def test_a_sign_in_that_is_not_there_is_not_found(desk, forged):
    assert desk.post("/account/sessions/end/", {"sign_in": forged}).status_code == 404


def test_nobody_ends_the_sign_in_of_another(desk, daniel):
    elsewhere = Client()
    sign_in(elsewhere, daniel.email)
    page = elsewhere.get("/account/sessions/").content.decode()
    second = Client()
    sign_in(second, daniel.email)
    page = elsewhere.get("/account/sessions/").content.decode()
    (number,) = re.findall(r'name="sign_in" value="(\d+)"', page)

    assert desk.post("/account/sessions/end/", {"sign_in": number}).status_code == 404
    assert second.get("/").status_code == 200


def test_the_language_is_kept_for_pages_and_letters(desk, amina):
    desk.post("/language/", {"language": "ru", "next": "/account/"})
    page = desk.get("/account/").content.decode()

    amina.refresh_from_db()
    assert '<html lang="ru" dir="ltr">' in page
    assert amina.language == "ru"
    assert trail() == ["account.language_chosen"]
    new_browser = Client()
    sign_in(new_browser, amina.email)
    assert '<html lang="ru"' in new_browser.get("/").content.decode()


def test_a_language_that_the_site_does_not_speak_changes_nothing(desk, amina):
    desk.post("/language/", {"language": "xx", "next": "/"})

    amina.refresh_from_db()
    assert amina.language == "en"
    assert trail() == []


def test_who_is_not_signed_in_chooses_a_language_too(client, db):
    client.post("/language/", {"language": "fr", "next": "/account/login/"})

    assert '<html lang="fr" dir="ltr">' in client.get("/account/login/").content.decode()
    assert client.get("/language/").status_code == 405
