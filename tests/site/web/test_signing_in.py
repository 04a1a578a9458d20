"""Signing in and out: who gets in, who does not, and what a stranger can learn from it."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from intarsia_site.access import models as access
from web_people import PASSWORD, sign_in

pytestmark = pytest.mark.django_db
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def said(response, address: str) -> str:
    """Return the page without what differs on every page, and without the address typed."""
    return _TOKEN.sub("", response.content.decode()).replace(address, "…")


def test_who_is_not_signed_in_is_led_to_the_door_and_back(client, amina):
    at_the_desk = client.get("/")
    back = sign_in(client, amina.email, next="/account/")

    assert at_the_desk.headers["Location"] == "/account/login/?next=/"
    assert back.headers["Location"] == "/account/"
    assert client.get("/").status_code == 200


def test_an_address_is_known_in_any_case_of_letters(client, amina):
    assert sign_in(client, "Amina@Example.ORG").status_code == 302


def test_signing_out_takes_a_form_and_ends_the_session(desk):
    asked = desk.get("/account/logout/")
    assert asked.status_code == 200
    assert desk.get("/").status_code == 200

    desk.post("/account/logout/")

    assert desk.get("/").status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, amina):
    wrong = sign_in(client, amina.email, "not the password")
    unknown = sign_in(client, "nobody@example.org", "not the password")

    assert wrong.status_code == unknown.status_code == 200
    assert said(wrong, amina.email) == said(unknown, "nobody@example.org")
    assert "do not go together" in wrong.content.decode()


def test_a_closed_account_does_not_open(client, amina):
    access.User.objects.filter(pk=amina.pk).update(is_active=False)

    sign_in(client, amina.email)

    assert client.get("/").status_code == 302


def test_many_wrong_passwords_are_refused_for_a_while_even_the_right_one(client, amina):
    for _ in range(5):
        sign_in(client, amina.email, "not the password")

    answer = sign_in(client, amina.email)

    assert "Wait five minutes" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_too_many_tries_are_told_of_an_unknown_address_too(client, db):
    for _ in range(5):
        sign_in(client, "nobody@example.org", "guess")

    assert "Wait five minutes" in sign_in(client, "nobody@example.org").content.decode()


def test_another_person_is_not_kept_out_by_it(client, amina, daniel):
    for _ in range(6):
        sign_in(client, amina.email, "not the password")

    assert sign_in(client, daniel.email).status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "///x.y"],
)
def test_signing_in_leads_nowhere_else(client, amina, elsewhere):
    response = sign_in(client, amina.email, next=elsewhere)

    assert response.status_code == 302
    assert response.headers["Location"] == "/"


def test_signing_out_and_the_choice_of_language_lead_nowhere_else(desk):
    language = desk.post("/language/", {"language": "fr", "next": "https://evil.example/"})
    out = desk.post("/account/logout/", {"next": "https://evil.example/"})

    assert "evil" not in language.headers["Location"]
    assert "evil" not in out.headers["Location"]


def test_nobody_opens_an_account_alone(client, db):
    asked = client.get("/account/signup/")
    sent = client.post(
        "/account/signup/",
        {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert "by invitation" in asked.content.decode()
    assert sent.status_code == 200
    assert not access.User.objects.exists()


def test_a_sign_in_without_the_forms_token_is_refused_on_our_own_page(amina):
    strict = Client(enforce_csrf_checks=True)

    refused = sign_in(strict, amina.email)

    assert refused.status_code == 403
    assert "Please send it again" in refused.content.decode()


def test_asking_for_a_new_password_tells_nobody_who_is_known(client, amina):
    known = client.post("/account/password/reset/", {"email": amina.email}, follow=True)
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"}, follow=True)

    assert known.status_code == unknown.status_code == 200
    assert said(known, amina.email) == said(unknown, "nobody@example.org")
    assert [letter.to for letter in mail.outbox] == [[amina.email], ["nobody@example.org"]]


def test_the_letter_leads_to_a_new_password(client, amina):
    client.post("/account/password/reset/", {"email": amina.email})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body)
    form = client.get(link[1], follow=True)
    where = form.redirect_chain[-1][0]

    new = "another rather long one"
    done = client.post(where, {"password1": new, "password2": new}, follow=True)

    assert "The password is set" in done.content.decode()
    assert sign_in(client, amina.email, new).status_code == 302
    assert "no longer works" in Client().get(link[1], follow=True).content.decode()


def test_a_letter_that_cannot_leave_changes_nothing_on_the_page(client, amina, monkeypatch):
    def away(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", away)

    answer = client.post("/account/password/reset/", {"email": amina.email}, follow=True)

    assert answer.status_code == 200
    assert "on its way" in answer.content.decode()
