"""A person's own particulars, an address that is changed, and what is said of the installation."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from intarsia_site.access.models import AuditEntry, Installation, User
from intarsia_site.access.services.letters import send_waiting
from intarsia_site.access.services.person import erase_person
from people import NOW, PASSWORD, Cast, a_person, the_cast
from web_people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
PARTICULARS = "/account/particulars/"


@pytest.fixture
def cast(db: None) -> Cast:
    Installation.objects.create(controller="OSCE Mission", hosting="Here", languages=["en", "fr"])
    return the_cast(PASSWORD)


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_person_changes_name_language_and_time_zone(cast: Cast) -> None:
    sent = {"name": "Bruno B.", "language": "fr", "time_zone": "asia/bishkek"}

    client = as_(cast.bruno)
    page = client.post(PARTICULARS, sent, follow=True).content.decode()

    cast.bruno.refresh_from_db()
    assert (cast.bruno.name, cast.bruno.language) == ("Bruno B.", "fr")
    assert cast.bruno.time_zone == "Asia/Bishkek"
    assert '<html lang="fr"' in page
    assert "Bruno B." not in repr(list(AuditEntry.objects.values()))


def test_times_are_told_in_the_persons_own_zone(cast: Cast) -> None:
    User.objects.filter(pk=cast.eva.pk).update(time_zone="Asia/Bishkek")
    client = as_(cast.eva)
    client.post(f"/people/{cast.daniel.public_id}/sign-out/", {})

    page = client.get("/audit/").content.decode()

    # 09:00 in UTC: six hours later there.
    assert 'datetime="2011-06-01T15:00:00+06:00"' in page


@pytest.mark.parametrize(
    ("field", "text"), [("name", ""), ("language", "ru"), ("time_zone", "Nowhere/Land")]
)
def test_what_cannot_be_kept_of_them_is_told_at_its_field(
    cast: Cast, field: str, text: str
) -> None:
    sent = {"name": "Bruno", "language": "en", "time_zone": "UTC", field: text}

    answer = as_(cast.bruno).post(PARTICULARS, sent)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_an_administrator_changes_an_address_and_both_are_told(cast: Cast) -> None:
    daniel = as_(cast.daniel)
    address = f"/people/{cast.daniel.public_id}/address/"
    sent = {"email": "Dahl@fund.example", "because": "The fund has another domain."}

    answer = as_(cast.eva).post(address, sent, follow=True)

    assert "dahl@fund.example" in answer.content.decode()
    assert daniel.get("/").status_code == 302
    send_waiting(at=timezone.now())
    letters = {one.to[0]: str(one.body) for one in mail.outbox}
    assert set(letters) == {"daniel@example.org", "dahl@fund.example"}
    assert "opens it no more" in letters["daniel@example.org"]
    assert "dahl@fund.example" not in letters["daniel@example.org"]
    assert sign_in(Client(), "daniel@example.org", PASSWORD).status_code == 200
    assert sign_in(Client(), "dahl@fund.example", PASSWORD).status_code == 302
    trail = repr(list(AuditEntry.objects.values()))
    assert "The fund has another domain." in trail
    assert "dahl@" not in trail


def test_nobody_else_changes_an_address_and_none_is_given_twice(cast: Cast) -> None:
    amina = f"/people/{cast.amina.public_id}/address/"
    for person in (cast.amina, cast.bruno, cast.daniel):
        assert as_(person).post(amina, {"email": "new@example.org"}).status_code == 404

    taken = as_(cast.eva).post(amina, {"email": "DANIEL@example.org"})

    assert taken.status_code == 422
    cast.amina.refresh_from_db()
    assert cast.amina.email == "amina@example.org"


def test_letters_about_an_address_go_when_the_person_is_erased(cast: Cast) -> None:
    person = a_person()
    as_(cast.eva).post(f"/people/{person.public_id}/address/", {"email": "new@example.org"})

    erase_person(person.public_id, by=cast.eva, at=NOW)
    send_waiting(at=timezone.now())

    assert mail.outbox == []


def test_only_the_languages_of_the_installation_are_offered(cast: Cast) -> None:
    client = as_(cast.amina)

    page = client.get("/").content.decode()

    assert 'value="fr" lang="fr"' in page
    assert 'value="ru"' not in page
    assert client.post("/language/", {"language": "ru"}).status_code == 404
    russian = client.get("/", headers={"Accept-Language": "ru"}).content.decode()
    assert '<html lang="en"' in russian


def test_an_administrator_says_anew_which_languages_are_offered(cast: Cast) -> None:
    sent = {
        "controller": "OSCE Mission to Arvenia",
        "hosting": "Here",
        "languages": ["en", "fr", "ru"],
        "because": "Colleagues read Russian.",
    }

    page = as_(cast.eva).post("/administration/", sent, follow=True).content.decode()

    assert 'value="ru" lang="ru"' in page
    assert Installation.objects.get().controller == "OSCE Mission to Arvenia"
    assert AuditEntry.objects.get().after["languages"] == ["en", "fr", "ru"]
    for person in (cast.amina, cast.daniel):
        assert as_(person).get("/administration/").status_code == 404
        assert as_(person).post("/administration/", sent).status_code == 404
    assert as_(cast.eva).post("/administration/", {**sent, "languages": []}).status_code == 422
