"""What pages say: text as text, no script of anybody, and cookies that stay where they belong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import models
from django.test import Client
from ground import the_ground
from planted import plant, shared_models
from walked import addresses, asked_by, client_of, every_public_id

from intarsia_site.access.keys import ALPHABET, LENGTH
from intarsia_site.access.models import (
    Group,
    Organization,
    OrganizationAlias,
    Token,
    User,
)
from intarsia_site.registry.models import PlaceName, Proposal
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
ROOT = Path(__file__).resolve().parents[3]
_KEY = re.compile(f"/[{ALPHABET}]{{{LENGTH}}}/")
_SEARCH = "?search=%3Cscript%3Ealert(1)%3C/script%3E"
_SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style|\bstyle=|javascript:"
)
_CODES = {"sector_code", "place_code", "area_code", "function", "noun", "subject_id", "public_id"}


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return the_ground()


def _write_script(cast: Cast) -> None:
    """Put a script into every text of records, and into every name."""
    plant(cast)
    for model in shared_models():
        texts = {
            one.name: _SCRIPT[: one.max_length or 400]
            for one in model._meta.concrete_fields
            if isinstance(one, models.CharField | models.TextField)
            and not one.choices
            and one.name not in _CODES
        }
        if model is Proposal:
            texts["changes"] = {"instrument": [_SCRIPT, _SCRIPT]}
            texts["noun"] = "mandates"
        model._default_manager.update(**texts)
    Organization.objects.update(name=_SCRIPT, acronym=_SCRIPT[:30])
    OrganizationAlias.objects.create(organization=cast.agency, name=_SCRIPT, language="en")
    Group.objects.update(name=_SCRIPT)
    PlaceName.objects.update(name=_SCRIPT)
    cast.arvenia.name = _SCRIPT[:80]
    cast.arvenia.save()
    User.objects.update(name=_SCRIPT)
    Token.objects.create(
        user=cast.amina, name=_SCRIPT[:80], scope="read", secret_hash="x", made_at=NOW,  # noqa: S106
        expires_at=NOW.replace(year=2012),
    )  # fmt: skip


@pytest.mark.parametrize("who", asked_by("amina", "eva", "nobody"))
def test_what_somebody_wrote_is_text_on_every_page(cast: Cast, who: str) -> None:
    _write_script(cast)
    client, escaped = client_of(getattr(cast, who, None)), 0
    ids = {label: some[:1] for label, some in every_public_id().items()}
    for address in addresses(ids):
        if address.name == "account_logout":
            continue
        for question in ("", _SEARCH) if _KEY.search(address.path) is None else ("",):
            answer = client.get(address.path + question)
            if not answer.get("Content-Type", "").startswith("text/html"):
                assert answer.get("X-Content-Type-Options") == "nosniff"
                continue
            page = answer.content.decode()
            assert "<script>alert" not in page, address
            assert "<img src=x" not in page, address
            assert not _handlers(page), address
            escaped += "&lt;script&gt;alert" in page
            _is_guarded(answer, address)

    assert escaped > 10 or who == "nobody"


class _Handlers(HTMLParser):
    """Gathers attributes that would run a script."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag} {name}" for name, _value in attrs if name.startswith("on")]


def _handlers(page: str) -> list[str]:
    reader = _Handlers()
    reader.feed(page)
    return reader.found


def _is_guarded(answer: Any, address: object) -> None:
    """No inline script or style, and a policy that would not run one."""
    policy = answer["Content-Security-Policy"]
    said = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert said["default-src"] == "'none'"
    assert said["script-src"] == said["style-src"] == "'self'"
    assert said["frame-ancestors"] == "'none'"
    assert said["base-uri"] == "'none'"
    assert "unsafe" not in policy
    assert not _INLINE.search(answer.content.decode()), address
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_pages_that_say_what_went_wrong_are_guarded_too(cast: Cast, monkeypatch: Any) -> None:
    client = client_of(cast.amina)
    answers = [
        client.get("/nothing/"),
        client.get("/mandates/?search=%00"),
        client.get("/?a=" + "x" * 9000),
    ]

    def failing(*_: Any, **__: Any) -> None:
        raise RuntimeError("SELECT secret FROM access_user WHERE 1=1")

    monkeypatch.setattr("intarsia_site.web.registry.views.queries.records", failing)
    broken = client.get("/mandates/")
    for answer in (*answers, broken):
        _is_guarded(answer, answer.request["PATH_INFO"])
    assert broken.status_code == 500
    assert b"SELECT" not in broken.content
    assert b"Traceback" not in broken.content
    assert b"RuntimeError" not in broken.content


def test_cookies_are_kept_from_scripts_and_other_sites(cast: Cast) -> None:
    cast.amina.set_password("arvenia-exercise")
    cast.amina.save()
    client = Client()
    client.get("/account/login/")
    client.post("/account/login/", {"login": "amina@example.org", "password": "arvenia-exercise"})
    client.post("/language/", {"language": "fr"})

    assert {"sessionid", "csrftoken"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key


def test_under_https_cookies_and_pages_stay_there(tmp_path: Path) -> None:
    said = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from django.test import Client\n"
        "assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE\n"
        "assert settings.LANGUAGE_COOKIE_SECURE and not settings.DEBUG\n"
        "answer = Client(headers={'Host': 'localhost'}).get('/nothing/')\n"
        "assert answer.status_code == 301 and answer['Location'].startswith('https://localhost/')\n"
        "answer = Client(headers={'Host': 'localhost', 'X-Forwarded-Proto': 'https'})"
        ".get('/health/live')\n"
        "assert answer['Strict-Transport-Security'] == 'max-age=31536000; includeSubDomains'\n"
    )
    environment = {
        **os.environ, "INTARSIA_HTTPS": "1", "INTARSIA_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "intarsia_site.config.settings", "PYTHONPATH": str(ROOT / "src"),
    }  # fmt: skip
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", said], env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    "address",
    [
        "ａｍｉｎａ@example.org", "amina@exampl\u0435.org", "amina@example.org\u200b",
        "am\u0131na@example.org", "amina@ex\u00adample.org", "amina@example.org\u3002",
        "\u202eamina@example.org", "ami\u0144a@example.org", "amina@example.org, eva@example.org",
    ],
)  # fmt: skip
def test_an_address_that_looks_like_another_signs_nobody_in(cast: Cast, address: str) -> None:
    cast.amina.set_password("arvenia-exercise")
    cast.amina.save()
    client = Client(raise_request_exception=False)

    signed = client.post("/account/login/", {"login": address, "password": "arvenia-exercise"})
    asked = client.post("/account/password/reset/", {"email": address})

    assert signed.status_code in (200, 422)
    assert "_auth_user_id" not in client.session
    assert asked.status_code in (200, 302, 422)
    from django.core import mail

    assert not [one for one in mail.outbox if one.to != [address]]
