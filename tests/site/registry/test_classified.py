"""What bears a classified marking is not kept: it is said at its field, on pages and in the API."""

from __future__ import annotations

from functools import partial

import pytest
from api_client import as_, problems
from django.test import Client
from ground import a_capacity, a_mandate, the_ground

from intarsia_site.access.errors import Refused
from intarsia_site.access.models import AuditEntry, Group, OrganizationAlias
from intarsia_site.access.services.group import make_group
from intarsia_site.access.services.installation import (
    NewAdministrator,
    NewCountry,
    make_administrator,
    set_up_installation,
)
from intarsia_site.access.services.organization import add_alias
from intarsia_site.registry.models import Capacity, Mandate, Proposal
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.services.proposal import propose_record
from intarsia_site.registry.services.record import keep_record, remove_record
from people import NOW, Cast

pytestmark = pytest.mark.django_db
CAPACITIES, MANDATES = NOUNS["capacities"], NOUNS["mandates"]


@pytest.fixture
def cast() -> Cast:
    return the_ground()


@pytest.fixture(autouse=True)
def _today(time_machine_at_exercise: None) -> None:
    """Every request is made on the exercise's day."""


@pytest.mark.parametrize(
    ("changes", "field", "marking"),
    [
        ({"name": "NATO SECRET"}, "name", "NATO SECRET"),
        ({"description": "Four teams.\n\nEU RESTRICTED\n"}, "description", "EU RESTRICTED"),
        ({"how_to_call_on_it": "Гриф: секретно"}, "how_to_call_on_it", "секретно"),
        ({"source": "Annex 3 – UN CONFIDENTIAL"}, "source", "UN CONFIDENTIAL"),
    ],
)
def test_a_field_with_a_classified_marking_is_refused_by_its_name(
    cast: Cast, changes: dict[str, str], field: str, marking: str
) -> None:
    with pytest.raises(Refused) as refused:
        keep_record(CAPACITIES, a_capacity(cast, **changes), by=cast.bruno, at=NOW)

    assert list(refused.value.data["fields"]) == [field]
    assert f"“{marking}”" in refused.value.data["fields"][field]
    assert not Capacity.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        "Secretariat of the working group",
        "Confidential counselling services",
        "Training in the handling of secret ballots",
        "The list is confidential; ask the focal point.",
        "OSCE Restricted",
        "For internal use only",
    ],
)
def test_words_of_the_field_and_other_markings_are_kept(cast: Cast, said: str) -> None:
    keep_record(CAPACITIES, a_capacity(cast, description=said), by=cast.bruno, at=NOW)

    assert Capacity.objects.get().description == said


def test_a_reason_with_a_classified_marking_is_refused_whatever_it_is_for(cast: Cast) -> None:
    because = "By the cable:\nCOSMIC TOP SECRET"
    kept = keep_record(CAPACITIES, a_capacity(cast), by=cast.bruno, at=NOW)
    entries = AuditEntry.objects.count()

    for write in (
        partial(keep_record, MANDATES, a_mandate(cast), by=cast.amina),
        partial(propose_record, MANDATES, a_mandate(cast), by=cast.daniel),
        partial(remove_record, CAPACITIES, kept, revision=1, by=cast.bruno),
        partial(make_group, name="Shelter", country_code="XA", by=cast.chinara),
    ):
        with pytest.raises(Refused) as refused:
            write(at=NOW, because=because)
        assert list(refused.value.data["fields"]) == ["because"]

    assert Capacity.objects.exists()
    assert not Mandate.objects.exists()
    assert not Proposal.objects.exists()
    assert not Group.objects.filter(name="Shelter").exists()
    assert AuditEntry.objects.count() == entries


def test_names_with_a_classified_marking_are_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        add_alias(cast.agency.public_id, name="NATO SECRET", by=cast.amina, at=NOW)
    assert list(refused.value.data["fields"]) == ["name"]
    assert not OrganizationAlias.objects.filter(name="NATO SECRET").exists()

    eva = NewAdministrator("TOP SECRET", "eva2@example.org", "a phrase that is long enough")
    with pytest.raises(Refused) as refused:
        make_administrator(administrator=eva, by=None, at=NOW)
    assert list(refused.value.data["fields"]) == ["name"]


@pytest.mark.first_run
@pytest.mark.usefixtures("db")
def test_the_first_page_refuses_it_too() -> None:
    with pytest.raises(Refused) as refused:
        set_up_installation(
            administrator=NewAdministrator("Eva", "eva@example.org", "a phrase that is long"),
            country=NewCountry("XA", "UN", is_exercise=True),
            controller="SECRET",
            hosting="Here",
            languages=["en"],
            at=NOW,
        )

    assert list(refused.value.data["fields"]) == ["controller"]


def test_the_api_names_the_field(cast: Cast) -> None:
    texts = a_capacity(cast, description="NATO CONFIDENTIAL")

    answer = as_(cast.bruno).post("/api/v1/capacities/", texts)

    assert answer.status_code == 422
    assert list(problems(answer)) == ["description"]
    assert "NATO CONFIDENTIAL" in problems(answer)["description"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Classified material is not kept here"),
        ("fr", "Les documents classifiés ne sont pas conservés ici"),
        ("ru", "Засекреченные материалы здесь не хранятся"),
    ],
)
def test_the_page_says_it_at_the_field_in_the_readers_language(
    cast: Cast, language: str, said: str
) -> None:
    cast.bruno.language = language
    cast.bruno.save()
    browser = Client(headers={"accept-language": language})
    browser.force_login(cast.bruno, backend="allauth.account.auth_backends.AuthenticationBackend")

    texts = a_capacity(cast, description="SECRET")
    answer = browser.post("/capacities/new/", texts)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Capacity.objects.exists()
