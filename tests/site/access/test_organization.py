"""Organizations: registered, changed, found, merged and unmerged by those who may."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import AuditEntry, Organization
from intarsia_site.access.queries.audience import sees_rule
from intarsia_site.access.queries.organization import organization_list, organization_page
from intarsia_site.access.queries.viewer import nobody, viewer_of
from intarsia_site.access.services.merging import (
    merge_organizations,
    set_parent,
    unmerge_organization,
)
from intarsia_site.access.services.organization import (
    add_alias,
    add_identifier,
    change_organization,
    register_organization,
    remove_alias,
    remove_identifier,
)
from people import NOW, Cast, a_membership, a_rule, an_organization


def found(cast: Cast, q: str) -> list[str]:
    page = organization_list(viewer_of(cast.daniel, at=NOW), q=q)
    return [line.name for line in page.lines]


def test_a_curator_registers_an_organization_and_everybody_finds_it(cast: Cast) -> None:
    made = register_organization(name="Élan vert", acronym="EV", by=cast.amina, at=NOW)

    assert found(cast, "elan VERT") == ["Élan vert"]
    entry = AuditEntry.objects.get(subject_id=made)
    assert (entry.verb, entry.by_key) == ("register_organization", cast.amina.audit_key)


@pytest.mark.parametrize("who", ["bruno", "chinara", "daniel"])
def test_who_keeps_no_register_registers_nothing(cast: Cast, who: str) -> None:
    before = Organization.objects.count()

    with pytest.raises(NotAllowed):
        register_organization(name="Mine", by=getattr(cast, who), at=NOW)

    assert Organization.objects.count() == before
    assert not AuditEntry.objects.exists()


def test_nobody_registers_changes_or_sees_nothing(cast: Cast) -> None:
    nobody_at_all = AnonymousUser()

    for ask in (
        lambda: register_organization(name="Mine", by=nobody_at_all, at=NOW),
        lambda: add_alias(cast.mission.public_id, name="Mine", by=nobody_at_all, at=NOW),
        lambda: organization_list(nobody(NOW)),
        lambda: organization_page(nobody(NOW), cast.mission.public_id),
    ):
        with pytest.raises(NotFound):
            ask()


def test_what_cannot_be_kept_is_said_field_by_field(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        register_organization(
            name="x" * 301, type_code="nonsense", standing="host_authority", by=cast.eva, at=NOW
        )

    assert set(refused.value.data["fields"]) == {"name", "type_code", "country_code"}


def test_a_name_is_registered_once(cast: Cast) -> None:
    with pytest.raises(Refused):
        register_organization(name="un HEALTH agency", by=cast.eva, at=NOW)


def test_the_second_editor_is_told_and_sees_both(cast: Cast) -> None:
    same = {"acronym": "OMA", "by": cast.amina, "at": NOW, "revision": 1}
    change_organization(cast.mission.public_id, name="OSCE Office in Arvenia", **same)

    with pytest.raises(Stale) as stale:
        change_organization(cast.mission.public_id, name="OSCE Centre", **same)

    assert stale.value.data["theirs"]["name"] == "OSCE Office in Arvenia"
    assert stale.value.data["yours"]["name"] == "OSCE Centre"
    assert stale.value.data["revision"] == 2
    cast.mission.refresh_from_db()
    assert cast.mission.name == "OSCE Office in Arvenia"


def test_a_change_leaves_what_it_was_before_and_after(cast: Cast) -> None:
    change_organization(
        cast.mission.public_id,
        revision=1,
        name="OSCE Office in Arvenia",
        acronym="OMA",
        because="Renamed by the Permanent Council",
        by=cast.amina,
        at=NOW,
    )

    entry = AuditEntry.objects.get()
    assert entry.before == {"name": "OSCE Mission to Arvenia"}
    assert entry.after == {"name": "OSCE Office in Arvenia"}
    assert entry.because == "Renamed by the Permanent Council"


def test_a_manager_changes_names_of_their_own_and_nothing_else(cast: Cast) -> None:
    a_membership(user=cast.daniel, organization=cast.donor, role="manager")
    mine = {"revision": 1, "acronym": "NDF", "by": cast.daniel, "at": NOW}
    change_organization(cast.donor.public_id, name="Norland Fund", **mine)

    with pytest.raises(NotAllowed):
        change_organization(cast.donor.public_id, name="Norland Fund", type_code="40", **mine)
    with pytest.raises(NotAllowed):
        change_organization(cast.agency.public_id, name="Norland Fund", **mine)

    cast.donor.refresh_from_db()
    cast.agency.refresh_from_db()
    assert (cast.donor.name, cast.donor.type_code) == ("Norland Fund", "10")
    assert cast.agency.name == "UN health agency"


def test_a_forged_id_is_not_found(cast: Cast) -> None:
    for forged in ("", "1", str(cast.mission.pk), "nosuchthing2"):
        with pytest.raises(NotFound):
            change_organization(forged, revision=1, name="x", acronym="", by=cast.eva, at=NOW)


def test_an_organization_is_found_under_its_other_names_while_it_has_them(cast: Cast) -> None:
    mission = cast.mission.public_id
    add_alias(mission, name="Миссия ОБСЕ в Арвении", language="ru", by=cast.amina, at=NOW)
    add_identifier(mission, identifier="XM-OSCE-1", by=cast.amina, at=NOW)

    assert found(cast, "миссия обсе") == found(cast, "missiya") == ["OSCE Mission to Arvenia"]
    assert found(cast, "xm osce 1") == ["OSCE Mission to Arvenia"]

    remove_alias(mission, name="Миссия ОБСЕ в Арвении", language="ru", by=cast.amina, at=NOW)
    remove_identifier(mission, identifier="XM-OSCE-1", by=cast.amina, at=NOW)
    assert found(cast, "миссия") == found(cast, "xm-osce-1") == []


def test_an_identifier_belongs_to_one_organization(cast: Cast) -> None:
    add_identifier(cast.mission.public_id, identifier="XM-1", by=cast.amina, at=NOW)

    with pytest.raises(Refused):
        add_identifier(cast.agency.public_id, identifier="XM-1", by=cast.amina, at=NOW)


def test_a_donor_adds_no_name_to_another(cast: Cast) -> None:
    for change in (
        lambda: add_alias(cast.mission.public_id, name="Spies", by=cast.daniel, at=NOW),
        lambda: add_identifier(cast.donor.public_id, identifier="X", by=cast.daniel, at=NOW),
        lambda: set_parent(
            cast.donor.public_id, parent_id=cast.mission.public_id, by=cast.daniel, at=NOW
        ),
        lambda: merge_organizations(
            cast.donor.public_id, into_id=cast.mission.public_id, by=cast.daniel, at=NOW
        ),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert not AuditEntry.objects.exists()


def test_nothing_stands_above_itself(cast: Cast) -> None:
    above, between, below = (an_organization() for _ in range(3))
    set_parent(below.public_id, parent_id=between.public_id, by=cast.eva, at=NOW)
    set_parent(between.public_id, parent_id=above.public_id, by=cast.eva, at=NOW)

    for parent in (above, between, below):
        with pytest.raises(Refused):
            set_parent(above.public_id, parent_id=parent.public_id, by=cast.eva, at=NOW)
    with pytest.raises(Refused):
        merge_organizations(below.public_id, into_id=above.public_id, by=cast.eva, at=NOW)
    with pytest.raises(Refused):
        merge_organizations(above.public_id, into_id=below.public_id, by=cast.eva, at=NOW)


def test_merged_organizations_share_and_unmerged_are_what_they_were(cast: Cast) -> None:
    twin = an_organization(name="Norland Aid")
    rule = a_rule(owner=cast.agency, organizations=[twin], country=cast.arvenia)
    rows = list(Organization.objects.order_by("pk").values())
    assert not sees_rule(rule, viewer_of(cast.daniel, at=NOW))

    merge_organizations(twin.public_id, into_id=cast.donor.public_id, by=cast.eva, at=NOW)
    assert sees_rule(rule, viewer_of(cast.daniel, at=NOW))
    assert found(cast, "norland aid") == ["Norland Development Fund"]

    unmerge_organization(twin.public_id, by=cast.eva, at=NOW)
    assert not sees_rule(rule, viewer_of(cast.daniel, at=NOW))
    again = list(Organization.objects.order_by("pk").values())
    twin_row = next(row for row in again if row["id"] == twin.pk)
    assert twin_row.pop("revision") == 3
    assert [{**row, "revision": 0} for row in again] == [{**row, "revision": 0} for row in rows]


def test_nobody_merges_what_they_belong_to(cast: Cast) -> None:
    """A curator would see the other's records by it."""
    twin = an_organization()

    for row, whole in ((twin, cast.mission), (cast.mission, twin)):
        with pytest.raises(NotAllowed):
            merge_organizations(row.public_id, into_id=whole.public_id, by=cast.amina, at=NOW)
    with pytest.raises(NotAllowed):
        set_parent(twin.public_id, parent_id=cast.mission.public_id, by=cast.amina, at=NOW)


def test_a_merge_that_cannot_be_undone_exactly_is_refused(cast: Cast) -> None:
    first, second, third = (an_organization() for _ in range(3))
    merge_organizations(first.public_id, into_id=second.public_id, by=cast.eva, at=NOW)

    for row, whole in (
        (first, third),
        (second, third),
        (third, first),
        (third, third),
        (third, cast.ministry),
    ):
        with pytest.raises(Refused):
            merge_organizations(row.public_id, into_id=whole.public_id, by=cast.eva, at=NOW)


def test_an_organization_with_an_administrator_becomes_no_host_authority(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        change_organization(
            cast.office.public_id,
            revision=1,
            name=cast.office.name,
            acronym="",
            standing="host_authority",
            country_code="XA",
            by=cast.eva,
            at=NOW,
        )
    with pytest.raises(Refused) as refused:
        change_organization(
            cast.office.public_id,
            revision=1,
            name=cast.office.name,
            acronym="",
            standing="host_authority",
            country_code="XA",
            by=cast.amina,
            at=NOW,
        )
    assert "standing" in refused.value.data["fields"]


def test_members_are_seen_by_members_and_administrators_only(cast: Cast) -> None:
    def members(who: str) -> object:
        page = organization_page(viewer_of(getattr(cast, who), at=NOW), cast.mission.public_id)
        return page.members

    assert [one.name for one in members("amina")] == ["Amina Aliyeva"]
    assert [one.name for one in members("eva")] == ["Amina Aliyeva"]
    assert members("daniel") is members("bruno") is members("chinara") is None


def test_a_list_of_a_thousand_asks_the_database_as_often_as_one_of_ten(cast: Cast) -> None:
    viewing = viewer_of(cast.daniel, at=NOW)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            organization_list(viewing, q="office")
        return len(queries)

    Organization.objects.bulk_create(
        Organization(name=f"Office {n}", folded=f"office {n}", parent=cast.mission)
        for n in range(10)
    )
    few = asked()
    Organization.objects.bulk_create(
        Organization(name=f"Office {n}", folded=f"office {n}", parent=cast.mission)
        for n in range(10, 1000)
    )

    assert asked() == few


def test_every_organization_is_on_exactly_one_page_of_the_list(cast: Cast) -> None:
    Organization.objects.bulk_create(Organization(name=f"Same {n % 3}") for n in range(25))
    viewing, after, seen = viewer_of(cast.daniel, at=NOW), "", []

    while True:
        page = organization_list(viewing, after=after, size=7)
        seen += [line.public_id for line in page.lines]
        after = page.next
        if not after:
            break

    assert sorted(seen) == sorted(Organization.objects.values_list("public_id", flat=True))
    with pytest.raises(NotFound):
        organization_list(viewing, after="nosuchthing2")
