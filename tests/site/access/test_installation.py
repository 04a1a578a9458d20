"""An installation is set up once, closed and opened by its administrators, and says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from intarsia_site.access.errors import NotAllowed, Refused
from intarsia_site.access.models import AuditEntry, Country, Installation, User
from intarsia_site.access.services.installation import (
    NewAdministrator,
    NewCountry,
    lock_installation,
    make_administrator,
    set_up_installation,
    unlock_installation,
)

AT = dt.datetime(2011, 5, 31, 12, tzinfo=dt.UTC)
EVA = NewAdministrator("Eva", "Eva@Mission.example", "a long enough phrase")
pytestmark = pytest.mark.django_db


def set_up(**changes: Any) -> User:
    return set_up_installation(
        **{
            "administrator": EVA,
            "country": NewCountry("XK", "OSCE"),
            "controller": "OSCE Mission",
            "hosting": "On its own machine",
            "languages": ["en", "fr"],
            "at": AT,
            **changes,
        }
    )


def test_setting_up_makes_administrator_country_and_statement_and_says_so() -> None:
    eva = set_up()

    here = Installation.objects.get()
    assert (here.controller, here.hosting) == ("OSCE Mission", "On its own machine")
    assert here.languages == ["en", "fr"]
    assert eva.is_administrator
    assert eva.email == "eva@mission.example"
    assert eva.check_password("a long enough phrase")
    country = Country.objects.get()
    assert (country.code, country.name, country.house_style) == ("XK", "Kosovo", "OSCE")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by_key, entry.at) == ("set_up", eva.audit_key, AT)
    assert "Eva" not in str(entry.after)


def test_an_installation_is_set_up_once() -> None:
    set_up()

    with pytest.raises(NotAllowed):
        set_up(administrator=NewAdministrator("Daniel", "daniel@donor.example", "another phrase"))
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"controller": " "}, "controller"),
        ({"hosting": ""}, "hosting"),
        ({"country": NewCountry("ZZ")}, "country"),
        ({"country": NewCountry("KG", "NATO")}, "house_style"),
        ({"country": NewCountry("XA", "UN", is_exercise=False)}, "is_exercise"),
        ({"languages": []}, "languages"),
        ({"administrator": NewAdministrator("", "eva@mission.example", EVA.password)}, "name"),
        ({"administrator": NewAdministrator("Eva", "eva", EVA.password)}, "email"),
        ({"administrator": NewAdministrator("Eva", "e@m.example", "short")}, "password"),
    ],
)
def test_what_is_missing_or_wrong_is_said_by_field_and_nothing_is_made(
    changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        set_up(**changes)

    assert set(refused.value.data["fields"]) == {field}
    assert not Installation.objects.exists()
    assert not User.objects.exists()


def test_only_an_administrator_closes_the_site_and_says_why() -> None:
    eva = set_up()
    daniel = User.objects.create_user("daniel@donor.example", "another phrase", name="Daniel")

    with pytest.raises(NotAllowed):
        lock_installation(by=daniel, at=AT, because="I want to")
    with pytest.raises(Refused):
        lock_installation(by=eva, at=AT, because=" ")
    assert Installation.objects.get().locked_since is None

    lock_installation(by=eva, at=AT, because="A laptop was stolen")
    assert Installation.objects.get().locked_since == AT
    later = AT + dt.timedelta(hours=1)
    lock_installation(by=eva, at=later, because="Again")  # it is closed: since then
    assert Installation.objects.get().locked_since == AT
    unlock_installation(by=eva, at=later, because="It was found")
    assert Installation.objects.get().locked_since is None

    verbs = [(entry.verb, entry.because) for entry in AuditEntry.objects.order_by("pk")[1:]]
    assert verbs == [("locked", "A laptop was stolen"), ("unlocked", "It was found")]


def test_another_administrator_is_made_by_one_or_at_the_machine() -> None:
    set_up()
    daniel = User.objects.create_user("daniel@donor.example", "another phrase", name="Daniel")
    another = NewAdministrator("Farid", "farid@mission.example", "a third long phrase")

    with pytest.raises(NotAllowed):
        make_administrator(administrator=another, by=daniel, at=AT)
    made = make_administrator(administrator=another, by=None, at=AT, because="Command line")
    with pytest.raises(Refused):
        make_administrator(administrator=another, by=None, at=AT)

    assert made.is_administrator
    assert AuditEntry.objects.get(verb="made_administrator").after["person"] == made.audit_key
