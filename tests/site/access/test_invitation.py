"""People come by invitation, and leave: memberships, roles, country roles."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail

from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.keys import hash_of
from intarsia_site.access.models import (
    AuditEntry,
    CountryRole,
    Invitation,
    Membership,
    OutgoingLetter,
    User,
)
from intarsia_site.access.queries.audience import sees_rule
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.access.services.country_role import (
    appoint_administrator,
    end_administrator,
    end_country_role,
    give_country_role,
)
from intarsia_site.access.services.invitation import (
    accept_invitation,
    invite_person,
    withdraw_invitation,
)
from intarsia_site.access.services.letters import send_waiting
from intarsia_site.access.services.membership import change_role, end_membership
from people import NOW, PASSWORD, Cast, a_membership, a_person, a_rule

DAY = dt.timedelta(days=1)


def invite(cast: Cast, email: str = "farida@example.org", **changes: object) -> str:
    asked = {
        "email": email, "name": "Farida", "role": "editor", "country_code": "XA",
        "by": cast.amina, "at": NOW, **changes,
    }  # fmt: skip
    organization = asked.pop("organization", cast.mission)
    return invite_person(organization.public_id, **asked)


def secret_in_letter() -> str:
    found = re.search(r"/invitations/([^/\s]+)/", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def test_an_invited_person_joins_with_a_password_of_their_own(cast: Cast) -> None:
    invite(cast)
    assert send_waiting(at=NOW) == 1
    secret = secret_in_letter()

    farida = accept_invitation(secret, by=None, at=NOW + DAY, name="Farida F.", password=PASSWORD)

    assert farida.check_password(PASSWORD)
    held = Membership.objects.get(user=farida)
    assert (held.organization, held.role, held.country) == (cast.mission, "editor", cast.arvenia)
    assert viewer_of(farida, at=NOW + DAY).may_write_for(cast.mission.pk, "XA")


def test_the_secret_of_a_link_is_nowhere_but_in_the_letter(cast: Cast) -> None:
    invite(cast)
    send_waiting(at=NOW)
    secret = secret_in_letter()

    kept = [*Invitation.objects.values(), *OutgoingLetter.objects.values()]
    kept += AuditEntry.objects.values()
    assert secret not in repr(kept)
    assert Invitation.objects.get().secret_hash == hash_of(secret)


def test_a_link_counts_once_and_for_fourteen_days(cast: Cast) -> None:
    invite(cast)
    send_waiting(at=NOW)
    secret = secret_in_letter()
    newcomer = {"name": "Farida", "password": PASSWORD, "by": None}

    with pytest.raises(NotFound):
        accept_invitation(secret, at=NOW + 14 * DAY, **newcomer)
    accept_invitation(secret, at=NOW + 13 * DAY, **newcomer)
    with pytest.raises(NotFound):
        accept_invitation(secret, at=NOW + 13 * DAY, **newcomer)
    assert User.objects.filter(email="farida@example.org").count() == 1


def test_a_weak_password_makes_no_account(cast: Cast) -> None:
    invite(cast)
    send_waiting(at=NOW)

    with pytest.raises(Refused) as refused:
        accept_invitation(secret_in_letter(), by=None, at=NOW, name="Farida", password=PASSWORD[:5])

    assert set(refused.value.data["fields"]) == {"password"}
    assert not User.objects.filter(email="farida@example.org").exists()


def test_who_has_an_account_signs_in_first_and_keeps_it(cast: Cast) -> None:
    invite(cast, email="daniel@example.org")
    send_waiting(at=NOW)
    secret = secret_in_letter()

    with pytest.raises(NotAllowed):
        accept_invitation(secret, by=None, at=NOW, name="Daniel", password=PASSWORD)
    with pytest.raises(NotAllowed):
        accept_invitation(secret, by=cast.bruno, at=NOW)
    accept_invitation(secret, by=cast.daniel, at=NOW)

    assert Membership.objects.filter(user=cast.daniel).count() == 2
    assert not Membership.objects.filter(user=cast.bruno, organization=cast.mission).exists()


def test_a_withdrawn_or_replaced_link_opens_nothing(cast: Cast) -> None:
    invite(cast)
    send_waiting(at=NOW)
    replaced = secret_in_letter()
    again = invite(cast)
    send_waiting(at=NOW)
    withdrawn = secret_in_letter()
    withdraw_invitation(again, by=cast.amina, at=NOW)

    for secret in (replaced, withdrawn, "", "x" * 500, "\udcff"):
        with pytest.raises(NotFound):
            accept_invitation(secret, by=None, at=NOW, name="F", password=PASSWORD)


def test_an_invitation_withdrawn_before_it_was_sent_is_not_sent(cast: Cast) -> None:
    withdraw_invitation(invite(cast), by=cast.amina, at=NOW)

    assert send_waiting(at=NOW) == 0
    assert mail.outbox == []
    assert OutgoingLetter.objects.get().state == "withheld"


@pytest.mark.parametrize("who", ["bruno", "chinara", "daniel"])
def test_who_does_not_manage_it_invites_nobody(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        invite(cast, by=getattr(cast, who))
    with pytest.raises(NotFound):
        invite(cast, by=AnonymousUser())

    assert not Invitation.objects.exists()
    assert not OutgoingLetter.objects.exists()


def test_a_manager_in_one_country_invites_to_no_other_and_nobody_invites_themselves(
    cast: Cast,
) -> None:
    with pytest.raises(NotAllowed):
        invite(cast, country_code=None)
    with pytest.raises(Refused):
        invite(cast, email=cast.eva.email, by=cast.eva)
    with pytest.raises(Refused):
        invite(cast, role="owner")
    with pytest.raises(Refused):
        invite(cast, email="no address")


def test_a_donor_withdraws_no_invitation_of_another(cast: Cast) -> None:
    made = invite(cast)

    for who in (cast.daniel, cast.bruno, AnonymousUser()):
        with pytest.raises(NotFound):
            withdraw_invitation(made, by=who, at=NOW)
    assert Invitation.objects.get().expires_at == NOW + 14 * DAY


def test_an_administrator_never_joins_a_host_authority(cast: Cast) -> None:
    invite(cast, email=cast.eva.email, by=cast.chinara, organization=cast.ministry)
    send_waiting(at=NOW)

    with pytest.raises(NotAllowed):
        accept_invitation(secret_in_letter(), by=cast.eva, at=NOW)

    assert not Membership.objects.filter(user=cast.eva, organization=cast.ministry).exists()


def test_somebody_of_a_host_authority_never_becomes_administrator(cast: Cast) -> None:
    with pytest.raises(Refused):
        appoint_administrator(cast.chinara.public_id, by=cast.eva, at=NOW)

    cast.chinara.refresh_from_db()
    assert not cast.chinara.is_administrator


def test_administrators_are_made_by_administrators_and_one_stays(cast: Cast) -> None:
    for who in (cast.amina, cast.chinara, cast.daniel):
        with pytest.raises(NotAllowed):
            appoint_administrator(cast.daniel.public_id, by=who, at=NOW)
    with pytest.raises(Refused):
        end_administrator(cast.eva.public_id, by=cast.eva, at=NOW)

    appoint_administrator(cast.bruno.public_id, by=cast.eva, at=NOW)
    end_administrator(cast.eva.public_id, by=cast.eva, at=NOW)

    assert User.objects.get(is_administrator=True) == cast.bruno


def test_leaving_counts_at_once(cast: Cast) -> None:
    rule = a_rule(owner=cast.agency, organizations=[cast.donor], country=cast.arvenia)
    held = Membership.objects.get(user=cast.daniel)
    assert sees_rule(rule, viewer_of(cast.daniel, at=NOW))

    end_membership(held.public_id, by=cast.daniel, at=NOW)

    assert not sees_rule(rule, viewer_of(cast.daniel, at=NOW))
    with pytest.raises(NotFound):
        end_membership(held.public_id, by=cast.daniel, at=NOW)


def test_a_manager_gives_roles_to_others_and_not_to_themselves(cast: Cast) -> None:
    farida = a_membership(
        user=a_person(), organization=cast.mission, country=cast.arvenia, role="viewer"
    )
    mine = Membership.objects.get(user=cast.amina)
    change_role(farida.public_id, role="focal_point", by=cast.amina, at=NOW)

    farida.refresh_from_db()
    assert farida.role == "focal_point"
    entry = AuditEntry.objects.get()
    assert (entry.before["role"], entry.after["role"]) == ("viewer", "focal_point")
    with pytest.raises(NotAllowed):
        change_role(mine.public_id, role="viewer", by=cast.amina, at=NOW)
    with pytest.raises(NotAllowed):
        change_role(mine.public_id, role="viewer", by=farida.user, at=NOW)
    with pytest.raises(Refused):
        change_role(farida.public_id, role="administrator", by=cast.amina, at=NOW)


def test_memberships_elsewhere_cannot_be_told_from_ones_that_are_not_there(cast: Cast) -> None:
    theirs = Membership.objects.get(user=cast.amina)

    for who in (cast.daniel, cast.bruno, cast.chinara, AnonymousUser()):
        for membership_id in (theirs.public_id, "nosuchthing2", str(theirs.pk)):
            with pytest.raises(NotFound):
                end_membership(membership_id, by=who, at=NOW)
            with pytest.raises(NotFound):
                change_role(membership_id, role="viewer", by=who, at=NOW)
    theirs.refresh_from_db()
    assert (theirs.role, theirs.until_at) == ("manager", None)


def test_roles_for_a_country_are_given_by_administrators_never_to_themselves(cast: Cast) -> None:
    given = {"country_code": "XA", "role": "curator", "at": NOW}
    role = give_country_role(cast.daniel.public_id, by=cast.eva, **given)
    assert viewer_of(cast.daniel, at=NOW).is_curator("XA")

    with pytest.raises(NotAllowed):
        give_country_role(cast.eva.public_id, by=cast.eva, **given)
    for who in (cast.amina, cast.chinara, cast.daniel):
        with pytest.raises(NotAllowed):
            give_country_role(cast.bruno.public_id, by=who, **given)
    with pytest.raises(NotFound):
        end_country_role(role, by=cast.amina, at=NOW)

    end_country_role(role, by=cast.eva, at=NOW)
    assert not viewer_of(cast.daniel, at=NOW).is_curator("XA")


def test_a_host_coordinator_is_of_a_host_authority_and_a_convenor_no_administrator(
    cast: Cast,
) -> None:
    another = a_person(is_administrator=True)
    before = CountryRole.objects.count()

    for person, role in ((cast.daniel, "host_coordinator"), (another, "convenor")):
        with pytest.raises(Refused):
            give_country_role(person.public_id, country_code="XA", role=role, by=cast.eva, at=NOW)
    assert CountryRole.objects.count() == before
