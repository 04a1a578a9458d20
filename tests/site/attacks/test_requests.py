"""What nobody means well: forged signs, forms, bodies, addresses, at every address of the site."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from api_client import as_
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve
from ground import a_capacity, a_mandate, the_ground
from planted import plant
from walked import Address, addresses, asked_by, client_of, every_public_id

from intarsia_site.access.keys import ALPHABET, LENGTH
from intarsia_site.access.models import AuditEntry, Membership, User
from intarsia_site.registry.models import Capacity, Mandate
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.services.record import keep_record
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
_KEY = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_UNKNOWN = {"": ["zzzzzzzzzzzz"]}
#: What changes without that anybody wrote: who signed in, when, and from where.
_PASSING = {"sessions.Session", "usersessions.UserSession"}
_ENDS = ("account_logout", "set_language")


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return the_ground()


def _everything() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in _PASSING
    }


def _words(answer: Any) -> str:
    said = answer.content.decode()
    assert "Traceback" not in said
    assert "SELECT" not in said
    assert "Exception" not in said
    return said


@pytest.mark.parametrize("who", asked_by("daniel", "eva"))
def test_a_hidden_id_answers_as_one_that_never_was(cast: Cast, who: str) -> None:
    """Every address with an id, read and written, with ids of what this person may not see."""
    plant(cast)
    client, wrong, tried = client_of(getattr(cast, who)), [], 0
    answered: dict[tuple[str, str], tuple[int, str]] = {}
    ids = {label: some[:4] + some[-4:] for label, some in every_public_id().items()}
    seen = {plural: _ids_seen(client, plural) for plural in (*NOUNS, "proposals")}
    for address in addresses(ids):
        public_ids = _KEY.findall(address.path)
        noun = address.path.removeprefix("/api/v1/").strip("/").split("/")[0]
        if noun not in seen or len(public_ids) != 1 or public_ids[0] in seen[noun]:
            continue
        unknown = _KEY.sub("z" * LENGTH, address.path)
        tried += 1
        for method in ("get", "post", "put", "patch", "delete"):
            one = _asked(client, method, address.path)
            key = (method, unknown)
            if key not in answered:
                answered[key] = _same(_asked(client, method, unknown), "z" * LENGTH)
            if _same(one, public_ids[0]) != answered[key]:
                wrong.append((method, address))
            is_form = re.search("[:-](decide|forget)$", address.name)
            if method == "get" and not is_form:
                assert one.status_code == 404, address

    assert not wrong
    assert tried > 50


def _asked(client: Client, method: str, path: str) -> Any:
    return client.generic(method.upper(), path, b"{}", content_type="application/json")


def _ids_seen(client: Client, plural: str) -> set[str]:
    found: set[str] = set()
    states = ("open", "accepted", "declined", "withdrawn")
    asked = [f"state={one}&" for one in states] if plural == "proposals" else [""]
    for question in asked:
        page = client.get(f"/api/v1/{plural}/?{question}limit=200").json()
        found |= {one["id"] for one in page["items"]}
    return found


def _same(answer: Any, public_id: str) -> tuple[int, str]:
    said = answer.content.decode().replace(public_id, "…")
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", said)


def test_fields_that_no_form_has_change_nothing(cast: Cast) -> None:
    """Mass assignment: rule, owner, label, revision, rights of the person."""
    more = {
        "public_id": "aaaaaaaaaaaa", "revision": "99", "rule": "1", "rule_id": "1",
        "plausible": "9", "label": "TLP:CLEAR", "owner": cast.donor.public_id, "marking": "x",
        "pk": "7", "id": "7",
    }  # fmt: skip
    browser = client_of(cast.bruno)
    kept = browser.post("/capacities/new/", {**a_capacity(cast), **more})
    row = Capacity.objects.get()
    assert kept.status_code == 302
    assert row.revision == 1
    assert row.public_id != "aaaaaaaaaaaa"
    assert row.marking == ""
    assert row.rule.owner == cast.agency
    assert row.plausible == 0

    for name, value in more.items():
        answer = as_(cast.bruno).post("/api/v1/capacities/", {**a_capacity(cast), name: value})
        assert answer.status_code == 422
    assert Capacity.objects.count() == 1
    rights = {"is_administrator": "on", "is_staff": "on", "is_superuser": "on", "role": "manager"}
    browser.post(
        "/account/", {"name": "Bruno", "language": "en", "email": "a@example.org", **rights}
    )
    bruno = User.objects.get(pk=cast.bruno.pk)
    assert not bruno.is_administrator
    assert bruno.email == "bruno@example.org"
    assert Membership.objects.get(user=bruno).role == "focal_point"


def test_wrong_methods_answer_405_and_change_nothing(cast: Cast) -> None:
    plant(cast)
    client, before = client_of(cast.amina), None
    wrong = []
    for address in _ours(every_public_id()):
        before = before or _everything()
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "BREW"):
            view = resolve(address.path).func
            taken = getattr(view, "view_class", None)
            if taken is not None and hasattr(taken, method.lower()):
                continue
            answer = client.generic(method, address.path, b"x=1", content_type="text/plain")
            if answer.status_code not in (405, 404):
                wrong.append((method, address, answer.status_code))

    assert not wrong
    assert _everything() == before


def _ours(ids: dict[str, list[str]]) -> list[Address]:
    """Return our own addresses, one of each pattern and noun."""
    found: dict[str, Address] = {}
    for one in addresses(ids):
        if ":" in one.name and one.name not in _ENDS:
            found.setdefault(_KEY.sub("", one.path), one)
    return list(found.values())


@pytest.mark.parametrize("who", asked_by("amina", "eva"))
def test_without_its_sign_no_form_is_taken(cast: Cast, who: str) -> None:
    plant(cast)
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    person = getattr(cast, who)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    before, wrong = _everything(), []

    for address in addresses({**_UNKNOWN, **{k: v[:1] for k, v in every_public_id().items()}}):
        answer = client.post(address.path, {"because": "x", "answer": "accept", "revision": "1"})
        refused = (403, 404, 405, 415) if address.path.startswith("/api/") else (403, 404, 405)
        is_taken = answer.status_code not in refused
        if is_taken and not address.path.startswith("/health"):
            wrong.append((address, answer.status_code))

    assert not wrong
    assert _everything() == before


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "https:evil.example", "https://evil.example/", "///evil.example",
        "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "http:///evil.example",
        "%2F%2Fevil.example", "/%09/evil.example", "https://testserver@evil.example", "\tevil",
    ],
)  # fmt: skip
def test_no_address_leads_away(cast: Cast, target: str) -> None:
    cast.amina.set_password("arvenia-exercise")
    cast.amina.save()
    account = {"login": "amina@example.org", "password": "arvenia-exercise", "next": target}
    answers = [
        Client().post("/account/login/", account),
        Client().post("/account/login/", account, query_params={"next": target}),
        client_of(cast.amina).post("/language/", {"language": "fr", "next": target}),
        client_of(cast.amina).post("/account/logout/", {"next": target}),
        client_of(cast.amina).get("/account/login/", {"next": target}),
    ]

    for answer in answers:
        where = answer.get("Location", "/")
        led = urlsplit(urljoin("http://testserver/account/login/", where))
        assert (led.scheme, led.netloc) == ("http", "testserver"), where
        assert "\\" not in where
        assert not re.match(r"[a-z]*:|//", where)
    assert answers[0].status_code == 302


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "a b", "[::1", "\x00"])
@pytest.mark.parametrize("path", ["/", "/account/login/", "/api/v1/me/", "/api/v1/openapi.json"])
def test_another_host_is_refused_in_words(cast: Cast, host: str, path: str) -> None:
    answer = Client(raise_request_exception=False).get(path, headers={"Host": host})

    assert answer.status_code == 400
    assert "evil" not in _words(answer)
    assert (answer["Content-Type"] == "application/json") is path.startswith("/api/")


def test_a_body_that_is_too_large_is_refused_in_words(cast: Cast) -> None:
    client = client_of(cast.bruno)
    fields = client.post("/capacities/new/", {**a_capacity(cast), "description": "x" * 6_000_000})
    huge = client.post(
        "/capacities/new/", b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10**12),
    )  # fmt: skip
    file = SimpleUploadedFile("a.csv", b"x" * (5 * 1024 * 1024 + 1), "text/csv")
    sent = client.post("/capacities/from-file/", {"file": file})

    assert fields.status_code == huge.status_code == 413
    assert "too large" in _words(fields)
    assert "too large" in _words(huge)
    assert sent.status_code == 422
    assert "5 MB" in _words(sent)
    many = client.post("/capacities/new/", {f"a{number}": "1" for number in range(1100)})
    assert many.status_code == 400
    assert _words(many)
    assert not Capacity.objects.exists()


#: What a program is told that sends such a form; 422 where a form without a file is no report.
_REFUSED = (403, 404, 405, 415, 422)


@pytest.mark.parametrize("sign", ["\x00", "a\x00b"])
def test_the_sign_nul_is_refused_in_words_at_every_address(cast: Cast, sign: str) -> None:
    plant(cast)
    client = client_of(cast.eva)
    before = _everything()
    for address in _ours(every_public_id()):
        for name in ("search", "q", "after", "cursor", "country", "state", "on", sign):
            answer = client.get(address.path, {name: sign})
            assert answer.status_code == 400, (address, name)
        form = client.post(address.path, {"because": sign, "name": sign})
        named = client.post(address.path, {sign: "x"})
        is_program = address.path.startswith("/api/")
        for answer in (form, named):
            assert answer.status_code in (_REFUSED if is_program else (400,)), address
    for path in ("/mandates/%00/", "/%00", "/api/v1/mandates/%00/", "/language/%00"):
        assert client.get(path).status_code == 400
    cookie = {"Cookie": 'sessionid="abcdefgh\\000"'}
    assert Client().get("/", headers=cookie).status_code == 400
    assert _everything() == before


def test_half_signs_and_other_encodings_are_refused_in_words(cast: Cast) -> None:
    client = client_of(cast.bruno)
    part = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n+2AA-\r\n--x--\r\n'
    for charset in ("utf-7", "rot13", "hex", "utf-16", "no-such", "zlib"):
        kind = f"multipart/form-data; boundary=x; charset={charset}"
        for path in ("/capacities/new/", "/account/login/", "/api/v1/capacities/"):
            assert client.generic("POST", path, part, content_type=kind).status_code == 400
    broken = client.generic("POST", "/capacities/new/", b"x", content_type="multipart/form-data")
    assert broken.status_code == 400
    assert _words(broken)
    file = SimpleUploadedFile("a\x00.csv", b"id\n", "text/csv")
    assert client.post("/capacities/from-file/", {"file": file}).status_code in (200, 400, 422)


def test_very_long_parameters_are_refused_in_words(cast: Cast) -> None:
    client = client_of(cast.eva)
    for path in ("/mandates/", "/organizations/", "/people/", "/audit/", "/api/v1/mandates/"):
        for name in ("search", "q", "cursor", "after"):
            long = client.get(path, {name: "x" * 60_000})
            assert long.status_code == 414, path
            assert _words(long)
            short = client.get(path, {name: "%_" * 1_500})
            assert short.status_code in (200, 404, 422), path
    assert client.get("/" + "a/" * 20_000).status_code == 404


def test_the_trail_has_nothing_of_what_was_refused(cast: Cast) -> None:
    count = AuditEntry.objects.count()
    client = client_of(cast.daniel)
    keep_record(NOUNS["mandates"], a_mandate(cast), by=cast.amina, at=NOW)
    public_id = Mandate.objects.get().public_id

    for name in ("change", "remove"):
        client.post(f"/mandates/{public_id}/{name}/", {"revision": "99999999999999999999"})

    assert AuditEntry.objects.count() == count + 1
    assert Mandate.objects.get().revision == 1
