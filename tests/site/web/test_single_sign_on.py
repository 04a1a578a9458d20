"""Single sign-on: offered where an administrator set it, and it finds invited people only."""

from __future__ import annotations

import environ
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from intarsia_site.access import models as access
from intarsia_site.config.single_sign_on import origin, providers
from web_people import PASSWORD, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
URL = "https://id.example.org/realms/mission"


def answered(request: HttpRequest) -> HttpResponse:
    """Go on as if the provider had answered with this address."""
    email, verified = request.GET["email"], request.GET["verified"] == "yes"
    login = SocialLogin(
        user=access.User(email=email),
        account=SocialAccount(provider="single-sign-on", uid=email, extra_data={"email": email}),
        email_addresses=[EmailAddress(email=email, verified=verified, primary=True)],
    )
    login.state = {"process": "login"}
    return complete_login(request, login)


urlpatterns = [path("answered/", answered), path("", include("intarsia_site.web.urls"))]


def environment(monkeypatch: pytest.MonkeyPatch, **named: str) -> environ.Env:
    for name, value in named.items():
        monkeypatch.setenv(f"INTARSIA_OIDC_{name}", value)
    return environ.Env()


@pytest.fixture
def offered(settings, monkeypatch):
    """An installation with a provider."""
    env = environment(monkeypatch, URL=URL, ID="intarsia", NAME="Mission sign-on")
    settings.SOCIALACCOUNT_PROVIDERS = providers(env)
    return env


def test_without_an_address_there_is_none(client, db, monkeypatch):
    env = environment(monkeypatch)

    assert providers(env)["openid_connect"]["APPS"] == []
    assert origin(env) == []
    assert "your organization’s sign-in" not in client.get("/account/login/").content.decode()


def test_a_form_may_lead_to_the_provider_and_to_no_other(offered):
    assert origin(offered) == ["https://id.example.org"]


def test_it_is_offered_at_the_door_and_in_the_account(client, amina, offered):
    door = client.get("/account/login/").content.decode()
    sign_in(client, amina.email)
    account = client.get("/account/3rdparty/").content.decode()

    assert 'href="/account/oidc/single-sign-on/login/?process=login"' in door
    assert "Mission sign-on" in door
    assert 'href="/account/oidc/single-sign-on/login/?process=connect"' in account
    assert (
        "You leave this site for a moment"
        in client.get("/account/oidc/single-sign-on/login/?process=login").content.decode()
    )


def test_an_address_that_the_provider_vouches_for_opens_the_account(client, amina, offered):
    client.get(f"/answered/?email={amina.email}&verified=yes")

    assert client.get("/").status_code == 200
    assert sign_in(Client(), amina.email, PASSWORD).status_code == 302
    assert SocialAccount.objects.get().user == amina


@pytest.mark.parametrize(
    ("email", "verified"), [("amina@example.org", "no"), ("stranger@example.org", "yes")]
)
def test_nobody_else_gets_in(client, amina, offered, email, verified):
    answer = client.get(f"/answered/?email={email}&verified={verified}", follow=True)

    assert "by invitation" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert access.User.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(client, amina, offered):
    access.User.objects.filter(pk=amina.pk).update(is_active=False)

    client.get(f"/answered/?email={amina.email}&verified=yes", follow=True)

    assert client.get("/").status_code == 302
