"""The trail is seen by those who may, and says nothing about what they may not see."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import AuditEntry, Country, Organization, User
from intarsia_site.access.names import FIELDS, SUBJECTS
from intarsia_site.access.queries.audit import audit_list
from intarsia_site.access.queries.viewer import nobody, viewer_of
from intarsia_site.access.services.account import (
    choose_language,
    note_account_change,
    note_sign_ins_ended,
)
from intarsia_site.access.services.audit import record
from intarsia_site.access.services.organization import add_alias
from intarsia_site.access.services.person import change_particulars, erase_person
from intarsia_site.access.services.sharing_rule import change_rule
from intarsia_site.access.services.token import make_token
from people import NOW, Cast, a_membership, a_person, a_rule


def entries(person: User, **asked: object) -> list[str]:
    return [line.verb for line in audit_list(viewer_of(person, at=NOW), **asked).lines]


def manager_of(organization: Organization, cast: Cast) -> User:
    person = a_person()
    a_membership(user=person, organization=organization, country=cast.arvenia, role="manager")
    return person


def test_administrators_see_accounts_and_organizations_and_no_record(cast: Cast) -> None:
    rule = a_rule(owner=cast.agency, country=cast.arvenia)
    add_alias(cast.donor.public_id, name="NDF Fund", by=cast.eva, at=NOW)
    make_token(name="export", scope="read", days=9, by=cast.daniel, at=NOW)
    change_rule(rule.public_id, revision=1, label="TLP:AMBER+STRICT", by=cast.bruno, at=NOW)

    assert set(entries(cast.eva)) == {"add_alias", "make_token"}


def test_a_manager_sees_the_entries_of_their_organization_only(cast: Cast) -> None:
    add_alias(cast.mission.public_id, name="The mission", by=cast.amina, at=NOW)
    add_alias(cast.ministry.public_id, name="The ministry", by=cast.chinara, at=NOW)

    assert [one.after for one in audit_list(viewer_of(cast.amina, at=NOW)).lines] == [
        {"other name": "The mission; "}
    ]
    assert len(entries(cast.chinara)) == 1


def test_an_entry_about_a_record_needs_the_whole_record(cast: Cast) -> None:
    manager = manager_of(cast.agency, cast)
    rule = a_rule(owner=cast.agency, country=cast.arvenia)
    change_rule(rule.public_id, revision=1, label="TLP:AMBER+STRICT", by=cast.bruno, at=NOW)
    assert entries(manager) == ["change_rule"]

    change_rule(
        rule.public_id, revision=2, label="TLP:RED", person_ids=[cast.bruno.public_id],
        by=cast.bruno, at=NOW,
    )  # fmt: skip

    assert entries(manager) == []
    assert entries(manager, who=cast.bruno.audit_key) == []
    assert entries(manager, subject_id=rule.public_id) == []
    hidden = AuditEntry.objects.first().public_id
    for cursor in (hidden, "nosuchthing2"):
        with pytest.raises(NotFound):
            entries(manager, after=cursor)


def test_seeing_a_record_as_its_audience_opens_no_trail_of_it(cast: Cast) -> None:
    manager = manager_of(cast.donor, cast)
    rule = a_rule(owner=cast.agency, country=cast.arvenia, organizations=[cast.donor])
    change_rule(
        rule.public_id, revision=1, label="TLP:AMBER",
        organization_ids=[cast.donor.public_id, cast.mission.public_id], by=cast.bruno, at=NOW,
    )  # fmt: skip

    assert entries(manager) == []


def test_a_manager_in_one_country_sees_nothing_of_another(cast: Cast) -> None:
    other = Country.objects.create(code="XB", name="Other")
    for country in (cast.arvenia, other, None):
        with transaction.atomic():
            record(
                f"in_{country}", "membership", "x", by=cast.eva, at=NOW,
                organization=cast.mission, country=country,
            )  # fmt: skip

    assert set(entries(cast.amina)) == {"in_Arvenia", "in_None"}


@pytest.mark.parametrize("who", ["bruno", "daniel"])
def test_who_manages_nothing_has_no_trail(cast: Cast, who: str) -> None:
    add_alias(cast.donor.public_id, name="NDF Fund", by=cast.eva, at=NOW)

    with pytest.raises(NotFound):
        entries(getattr(cast, who))
    with pytest.raises(NotFound):
        audit_list(nobody(NOW))


def test_the_trail_is_searched_by_who_what_and_when(cast: Cast) -> None:
    later = NOW + dt.timedelta(days=2)
    add_alias(cast.donor.public_id, name="First", by=cast.eva, at=NOW)
    add_alias(cast.mission.public_id, name="Second", by=cast.amina, at=later)
    make_token(name="export", scope="read", days=9, by=cast.amina, at=later)

    assert entries(cast.eva, who="amina") == entries(cast.eva, who=cast.amina.audit_key)
    assert set(entries(cast.eva, who="amina")) == {"make_token", "add_alias"}
    assert entries(cast.eva, kind="token") == ["make_token"]
    assert entries(cast.eva, subject_id=cast.donor.public_id) == ["add_alias"]
    assert len(entries(cast.eva, since=later.date())) == 2
    assert len(entries(cast.eva, until=NOW.date())) == 1
    assert entries(cast.eva, until=dt.date.max) == entries(cast.eva, since=dt.date.min)


def test_after_erasing_the_trail_keeps_the_pseudonym_and_no_name(cast: Cast) -> None:
    add_alias(cast.mission.public_id, name="Second", by=cast.amina, at=NOW)
    erase_person(cast.amina.public_id, by=cast.amina, at=NOW)

    lines = audit_list(viewer_of(cast.eva, at=NOW)).lines

    assert {line.by_name for line in lines} == {"a former member"}
    assert {line.by_key for line in lines} == {cast.amina.audit_key}
    assert "Amina" not in repr(lines)
    assert "amina" not in repr(list(AuditEntry.objects.values()))
    assert entries(cast.eva, who="amina") == []


def test_what_a_person_did_to_their_account_is_about_the_person_by_the_key(cast: Cast) -> None:
    choose_language("fr", by=cast.amina, at=NOW)
    note_account_change("password_changed", by=cast.amina, at=NOW)
    note_sign_ins_ended(2, by=cast.amina, at=NOW)
    change_particulars(name="Amina A.", language="fr", by=cast.amina, at=NOW)

    asked = {"kind": "person", "subject_id": cast.amina.audit_key}
    assert len(entries(cast.eva, **asked)) == AuditEntry.objects.count() == 4


def test_entries_of_an_earlier_release_are_about_the_person_too(cast: Cast) -> None:
    old = AuditEntry.objects.create(
        at=NOW, verb="account.language_chosen", subject_kind="user",
        subject_id=cast.amina.public_id,
    )  # fmt: skip

    step = import_module("intarsia_site.access.migrations.0002_one_word_for_persons_in_the_trail")
    step.by_the_persons_key(apps, None)

    old.refresh_from_db()
    assert (old.subject_kind, old.subject_id) == ("person", cast.amina.audit_key)


def test_every_kind_of_record_has_a_word_in_the_trail() -> None:
    from intarsia_site.registry.nouns import NOUNS

    assert {"proposal", *(noun.name for noun in NOUNS.values())} <= set(SUBJECTS)
    assert {name for noun in NOUNS.values() for name in noun.by_name} <= set(FIELDS)


def test_every_entry_is_on_exactly_one_page_and_a_thousand_cost_as_many_queries_as_ten(
    cast: Cast,
) -> None:
    def write(count: int) -> None:
        AuditEntry.objects.bulk_create(
            AuditEntry(
                at=NOW, by_key=cast.amina.audit_key, verb="did", subject_kind="person",
                subject_id="x", organization=cast.mission, country=cast.arvenia,
            )
            for _ in range(count)
        )  # fmt: skip

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            audit_list(viewing)
        return len(queries)

    viewing = viewer_of(cast.eva, at=NOW)
    write(10)
    few = asked()
    write(990)
    assert asked() == few

    seen: list[str] = []
    after = ""
    while True:
        page = audit_list(viewing, after=after, size=300)
        seen += [line.public_id for line in page.lines]
        after = page.next
        if not after:
            break
    assert len(seen) == len(set(seen)) == 1000
