"""Groups are made and filled by the country's convenor, and known to those in them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import AuditEntry, Group, GroupMembership
from intarsia_site.access.queries.audience import sees_rule
from intarsia_site.access.queries.group import group_list, group_page
from intarsia_site.access.queries.viewer import nobody, viewer_of
from intarsia_site.access.services.group import (
    add_organization_to_group,
    add_person_to_group,
    end_group_membership,
    make_group,
)
from people import NOW, Cast, a_person, a_rule


def test_who_is_added_sees_what_the_group_sees_until_taken_out(cast: Cast) -> None:
    rule = a_rule(owner=cast.agency, country=cast.arvenia, groups=[cast.health])
    group = cast.health.public_id
    convening = {"by": cast.chinara, "at": NOW}
    assert not sees_rule(rule, viewer_of(cast.daniel, at=NOW))

    add_organization_to_group(group, organization_id=cast.donor.public_id, **convening)
    add_person_to_group(group, email="Amina@example.org", **convening)
    assert sees_rule(rule, viewer_of(cast.daniel, at=NOW))
    assert sees_rule(rule, viewer_of(cast.amina, at=NOW))

    for member in GroupMembership.objects.filter(from_at=NOW):
        end_group_membership(member.public_id, **convening)
    assert not sees_rule(rule, viewer_of(cast.daniel, at=NOW))
    assert not sees_rule(rule, viewer_of(cast.amina, at=NOW))
    assert AuditEntry.objects.filter(subject_kind="group").count() == 4


def test_a_person_leaves_a_group_on_their_own(cast: Cast) -> None:
    add_person_to_group(cast.health.public_id, email=cast.daniel.email, by=cast.chinara, at=NOW)
    mine = GroupMembership.objects.get(user=cast.daniel)

    end_group_membership(mine.public_id, by=cast.daniel, at=NOW)

    assert group_list(viewer_of(cast.daniel, at=NOW)).lines == ()


def test_a_group_is_unknown_to_those_outside_it(cast: Cast) -> None:
    member = GroupMembership.objects.get()

    for who in (cast.daniel, cast.amina, cast.eva):
        viewing = viewer_of(who, at=NOW)
        assert group_list(viewing).lines == ()
        for act in (
            lambda: group_page(viewing, cast.health.public_id),  # noqa: B023
            lambda: add_organization_to_group(
                cast.health.public_id,
                organization_id=cast.donor.public_id,
                by=who,  # noqa: B023
                at=NOW,
            ),
            lambda: add_person_to_group(
                cast.health.public_id,
                email="daniel@example.org",
                by=who,  # noqa: B023
                at=NOW,
            ),
            lambda: end_group_membership(member.public_id, by=who, at=NOW),  # noqa: B023
        ):
            with pytest.raises(NotFound):
                act()
    with pytest.raises(NotFound):
        group_list(nobody(NOW))
    assert GroupMembership.objects.count() == 1


def test_a_member_sees_the_group_and_does_not_change_it(cast: Cast) -> None:
    page = group_page(viewer_of(cast.bruno, at=NOW), cast.health.public_id)

    assert [one.name for one in page.members] == ["UN health agency"]
    assert not page.may_change
    with pytest.raises(NotAllowed):
        add_person_to_group(cast.health.public_id, email="x@y.org", by=cast.bruno, at=NOW)


def test_only_the_convenor_makes_a_group(cast: Cast) -> None:
    made = make_group(name="Police group", country_code="XA", by=cast.chinara, at=NOW)
    assert group_page(viewer_of(cast.chinara, at=NOW), made).may_change

    for who in (cast.amina, cast.daniel, cast.eva):
        with pytest.raises(NotAllowed):
            make_group(name="Mine", country_code="XA", by=who, at=NOW)
    with pytest.raises(NotFound):
        make_group(name="Mine", country_code="XA", by=AnonymousUser(), at=NOW)
    with pytest.raises(Refused):
        make_group(name="police GROUP", country_code="XA", by=cast.chinara, at=NOW)
    assert Group.objects.count() == 2


def test_nothing_is_said_of_an_address_that_does_not_work_in_the_country(cast: Cast) -> None:
    outside = a_person()

    for email in (outside.email, "nobody@example.org", ""):
        with pytest.raises(Refused) as refused:
            add_person_to_group(cast.health.public_id, email=email, by=cast.chinara, at=NOW)
        assert "Nobody who works" in refused.value.data["fields"]["email"]
