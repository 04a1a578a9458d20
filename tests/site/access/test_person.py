"""People end their sign-ins, take what is held about them with them, and are erased."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intarsia_site.access.errors import NotFound, Refused
from intarsia_site.access.models import (
    AuditEntry,
    CountryRole,
    Invitation,
    Membership,
    OutgoingLetter,
    Token,
    User,
)
from intarsia_site.access.queries.organization import organization_page
from intarsia_site.access.queries.person import held_about_me, person_list, person_page
from intarsia_site.access.queries.viewer import nobody, viewer_of
from intarsia_site.access.services.invitation import invite_person
from intarsia_site.access.services.person import change_particulars, end_sign_ins, erase_person
from intarsia_site.access.services.token import end_token, make_token
from people import NOW, PASSWORD, Cast, a_membership, a_person

Browse = Callable[[User | None], Client]


def test_ending_sign_ins_signs_out_every_browser_at_its_next_page(
    cast: Cast, browse: Browse
) -> None:
    office, home = browse(cast.daniel), browse(cast.daniel)
    assert office.get("/people/").status_code == home.get("/people/").status_code == 200

    end_sign_ins(cast.daniel.public_id, by=cast.eva, at=NOW)

    assert office.get("/people/").status_code == home.get("/people/").status_code == 302
    cast.daniel.refresh_from_db()
    assert browse(cast.daniel).get("/people/").status_code == 200


def test_nobody_but_the_person_and_administrators_ends_or_erases(cast: Cast) -> None:
    for who in (cast.daniel, cast.bruno, cast.chinara, AnonymousUser()):
        for act in (end_sign_ins, erase_person):
            for person in (cast.amina.public_id, "nosuchthing2", str(cast.amina.pk)):
                with pytest.raises(NotFound):
                    act(person, by=who, at=NOW)

    cast.amina.refresh_from_db()
    assert (cast.amina.sign_ins_ended, cast.amina.is_active) == (0, True)
    assert not AuditEntry.objects.exists()


def test_an_erased_person_is_a_pseudonym_and_nothing_else(cast: Cast, browse: Browse) -> None:
    amina, window = cast.amina, browse(cast.amina)
    assert window.get("/people/").status_code == 200
    EmailAddress.objects.create(user=amina, email=amina.email, verified=True, primary=True)
    make_token(name="export", scope="read", days=9, by=amina, at=NOW)
    invite_person(
        cast.mission.public_id, email="f@example.org", name="F", role="viewer",
        country_code="XA", by=amina, at=NOW,
    )  # fmt: skip

    erase_person(amina.public_id, by=amina, at=NOW)

    amina.refresh_from_db()
    assert (amina.name, amina.is_active) == ("", False)
    assert not amina.has_usable_password()
    assert window.get("/people/").status_code == 302
    assert not Token.objects.filter(user=amina).exists()
    assert not EmailAddress.objects.filter(user=amina).exists()
    assert not OutgoingLetter.objects.filter(reader=amina).exists()
    assert not Membership.objects.filter(user=amina, until_at=None).exists()
    assert not CountryRole.objects.filter(user=amina, until_at=None).exists()
    assert viewer_of(amina, at=NOW).user_id is None
    everything = repr([*User.objects.values(), *AuditEntry.objects.values()])
    assert "Amina" not in everything
    assert "amina@" not in everything
    assert AuditEntry.objects.filter(by_key=amina.audit_key, verb="invite_person").exists()


def test_invitations_and_letters_to_an_erased_address_go_too(cast: Cast) -> None:
    invite_person(
        cast.mission.public_id, email=cast.daniel.email, name="Daniel", role="viewer",
        country_code="XA", by=cast.amina, at=NOW,
    )  # fmt: skip

    erase_person(cast.daniel.public_id, by=cast.eva, at=NOW)

    assert not Invitation.objects.exists()
    assert not OutgoingLetter.objects.exists()


def test_the_last_administrator_is_not_erased(cast: Cast) -> None:
    with pytest.raises(Refused):
        erase_person(cast.eva.public_id, by=cast.eva, at=NOW)

    a_person(is_administrator=True)
    erase_person(cast.eva.public_id, by=cast.eva, at=NOW)
    cast.eva.refresh_from_db()
    assert not cast.eva.is_administrator


def test_a_list_of_members_has_no_trace_of_who_was_erased(cast: Cast) -> None:
    farida = a_person(name="Farida Faizi")
    a_membership(user=farida, organization=cast.mission, country=cast.arvenia)
    erase_person(farida.public_id, by=farida, at=NOW)

    page = organization_page(viewer_of(cast.amina, at=NOW), cast.mission.public_id)

    assert [one.name for one in page.members or ()] == ["Amina Aliyeva"]


def test_what_is_held_about_me_is_complete_and_about_nobody_else(cast: Cast) -> None:
    made, secret = make_token(name="export", scope="read", days=9, by=cast.bruno, at=NOW)
    end_token(made, by=cast.bruno, at=NOW)

    held = held_about_me(viewer_of(cast.bruno, at=NOW))

    said = json.dumps(held)
    assert held["person"]["email"] == "bruno@example.org"
    assert held["person"]["pseudonym_in_the_audit_trail"] == cast.bruno.audit_key
    assert [one["organization"] for one in held["memberships"]] == ["UN health agency"]
    assert [one["name"] for one in held["tokens"]] == ["export"]
    assert "make_token" in {one["what"] for one in held["what_i_did"]}
    assert secret not in said
    assert Token.objects.get().secret_hash not in said
    assert "amina" not in said.lower()
    with pytest.raises(NotFound):
        held_about_me(nobody(NOW))


def test_one_knows_the_people_of_one_s_organizations_and_groups(cast: Cast) -> None:
    def known(person: User) -> list[str]:
        return [line.name for line in person_list(viewer_of(person, at=NOW)).lines]

    assert known(cast.daniel) == ["Daniel Dahl"]
    assert known(cast.bruno) == ["Bruno Bianchi"]
    assert len(known(cast.eva)) == 5
    cast.health.members.create(organization=cast.donor, from_at=NOW)
    assert known(cast.daniel) == known(cast.bruno) == ["Bruno Bianchi", "Daniel Dahl"]
    with pytest.raises(NotFound):
        person_list(nobody(NOW))


def test_a_person_elsewhere_cannot_be_told_from_one_who_is_not_there(cast: Cast) -> None:
    for person in (cast.amina.public_id, "nosuchthing2"):
        with pytest.raises(NotFound):
            person_page(viewer_of(cast.daniel, at=NOW), person)
        with pytest.raises(NotFound):
            person_page(nobody(NOW), person)


def test_a_colleague_sees_only_what_is_shared_with_them(cast: Cast) -> None:
    a_membership(user=cast.bruno, organization=cast.mission, country=cast.arvenia)

    page = person_page(viewer_of(cast.amina, at=NOW), cast.bruno.public_id)

    assert [one.organization_name for one in page.belongings] == ["OSCE Mission to Arvenia"]
    assert page.line.email is None
    assert not page.may_look_after


def test_own_particulars_change_without_the_name_in_the_trail(cast: Cast) -> None:
    change_particulars(name="Dan Dahl", language="fr", by=cast.daniel, at=NOW)

    cast.daniel.refresh_from_db()
    assert (cast.daniel.name, cast.daniel.language) == ("Dan Dahl", "fr")
    entry = AuditEntry.objects.get()
    assert "Da" not in repr((entry.before, entry.after))
    with pytest.raises(Refused):
        change_particulars(name="", language="tlh", by=cast.daniel, at=NOW)
    with pytest.raises(NotFound):
        change_particulars(name="x", language="en", by=AnonymousUser(), at=NOW)


def test_a_thousand_people_cost_as_many_queries_as_ten(cast: Cast) -> None:
    def asked() -> int:
        viewing = viewer_of(cast.amina, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            person_list(viewing)
            organization_page(viewing, cast.mission.public_id)
        return len(queries)

    def join(numbers: range) -> None:
        people = User.objects.bulk_create(
            User(email=f"m{n}@example.org", name=f"Member {n}", password=PASSWORD) for n in numbers
        )
        Membership.objects.bulk_create(
            Membership(user=one, organization=cast.mission, country=cast.arvenia, from_at=NOW)
            for one in people
        )

    join(range(10))
    few = asked()
    join(range(10, 1000))
    assert asked() == few
