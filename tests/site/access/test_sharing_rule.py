"""Who may see a record is changed by its owner's editors, and counts at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import AuditEntry, SharingRule
from intarsia_site.access.queries.audience import organizations_written, rule_page, sees_rule
from intarsia_site.access.queries.viewer import nobody, viewer_of
from intarsia_site.access.services.sharing_rule import change_rule
from people import NOW, Cast, a_membership, a_person, a_rule


def change(rule: SharingRule, **changes: object) -> None:
    asked = {
        "revision": rule.revision, "label": rule.label, "at": NOW, **changes,
    }  # fmt: skip
    change_rule(rule.public_id, **asked)
    rule.refresh_from_db()


def sees(rule: SharingRule, person: object) -> bool:
    rule = SharingRule.objects.get(pk=rule.pk)
    return sees_rule(rule, viewer_of(person, at=NOW))


@pytest.fixture
def rule(cast: Cast) -> SharingRule:
    """A rule of the agency: TLP:AMBER, for nobody else."""
    return a_rule(owner=cast.agency, country=cast.arvenia)


def test_naming_and_no_longer_naming_an_organization_counts_at_once(
    cast: Cast, rule: SharingRule
) -> None:
    assert not sees(rule, cast.daniel)

    change(rule, organization_ids=[cast.donor.public_id], by=cast.bruno)
    assert sees(rule, cast.daniel)

    change(rule, by=cast.bruno)
    assert not sees(rule, cast.daniel)
    entry = AuditEntry.objects.first()
    assert entry.before == {"organizations": [cast.donor.public_id]}
    assert entry.after == {"organizations": []}
    assert entry.rule == rule


def test_a_stale_form_opens_nothing_again(cast: Cast, rule: SharingRule) -> None:
    opened = rule.revision
    change(rule, label="TLP:RED", person_ids=[cast.bruno.public_id], by=cast.bruno)

    with pytest.raises(Stale):
        change(rule, revision=opened, label="TLP:GREEN", because="as it was", by=cast.bruno)

    assert not sees(rule, cast.daniel)


def test_who_does_not_see_the_record_does_not_find_its_rule(cast: Cast, rule: SharingRule) -> None:
    red = a_rule(owner=cast.agency, country=cast.arvenia, label="TLP:RED")

    for who in (cast.daniel, cast.amina, cast.chinara, cast.eva, AnonymousUser()):
        for hidden in (rule, red):
            with pytest.raises(NotFound):
                change(hidden, label="TLP:CLEAR", because="mine", by=who)
            with pytest.raises(NotFound):
                rule_page(viewer_of(who, at=NOW), hidden.public_id)
    with pytest.raises(NotFound):
        change(red, label="TLP:CLEAR", because="mine", by=cast.bruno)
    with pytest.raises(NotFound):
        rule_page(nobody(NOW), rule.public_id)
    assert not AuditEntry.objects.exists()


def test_an_audience_sees_the_record_and_neither_changes_nor_reads_its_rule(
    cast: Cast, rule: SharingRule
) -> None:
    change(rule, organization_ids=[cast.donor.public_id], by=cast.bruno)

    with pytest.raises(NotAllowed):
        change(rule, label="TLP:CLEAR", because="public", by=cast.daniel)
    with pytest.raises(NotFound):
        rule_page(viewer_of(cast.daniel, at=NOW), rule.public_id)


def test_a_viewer_of_the_owner_reads_the_rule_and_does_not_change_it(
    cast: Cast, rule: SharingRule
) -> None:
    reader = a_person()
    a_membership(user=reader, organization=cast.agency, country=cast.arvenia)

    assert not rule_page(viewer_of(reader, at=NOW), rule.public_id).may_change
    with pytest.raises(NotAllowed):
        change(rule, label="TLP:GREEN", because="why not", by=reader)


@pytest.mark.parametrize(
    "looser",
    [
        {"label": "TLP:GREEN"},
        {"beyond": "existence"},
        {"hides_implementer": False},
        {"finest_level": None},
    ],
)
def test_showing_more_needs_a_reason(
    cast: Cast, rule: SharingRule, looser: dict[str, object]
) -> None:
    strict = {"hides_implementer": True, "finest_level": 1}
    change(rule, **strict, by=cast.bruno)

    with pytest.raises(Refused) as refused:
        change(rule, **{**strict, **looser}, by=cast.bruno)
    assert set(refused.value.data["fields"]) == {"because"}
    change(rule, **{**strict, **looser}, because="Agreed in the health group", by=cast.bruno)
    assert AuditEntry.objects.first().because == "Agreed in the health group"


def test_a_red_rule_names_one_of_the_owner_s_own(cast: Cast, rule: SharingRule) -> None:
    with pytest.raises(Refused):
        change(rule, label="TLP:RED", by=cast.bruno)

    change(rule, label="TLP:RED", person_ids=[cast.bruno.public_id], by=cast.bruno)

    assert sees(rule, cast.bruno)


def test_persons_and_groups_that_the_editor_does_not_know_cannot_be_named(
    cast: Cast, rule: SharingRule
) -> None:
    """Whether they are there or not: one answer."""
    for forged in (
        {"person_ids": [cast.daniel.public_id]},
        {"person_ids": ["nosuchthing2"]},
        {"organization_ids": ["nosuchthing2"]},
        {"group_ids": ["nosuchthing2"]},
        {"beyond": "full"},
        {"label": "TLP:WHITE"},
        {"finest_level": -1},
        {"released_at": NOW, "expires_at": NOW},
        {"released_at": dt.datetime(2011, 6, 1)},  # noqa: DTZ001
    ):
        with pytest.raises(Refused):
            change(rule, **forged, by=cast.bruno)
    rule.refresh_from_db()
    assert rule.revision == 1


def test_the_choices_of_a_rule_are_those_the_editor_knows(cast: Cast, rule: SharingRule) -> None:
    page = rule_page(viewer_of(cast.bruno, at=NOW), rule.public_id)

    assert [one.name for one in page.persons] == ["Bruno Bianchi"]
    assert [one.name for one in page.groups] == ["Health group"]


def test_an_organization_is_named_by_any_of_its_names_if_it_is_one(cast: Cast) -> None:
    viewing = viewer_of(cast.bruno, at=NOW)

    found, unclear = organizations_written(viewing, ["ndf", "", "OSCE Mission to Arvenia", "who?"])

    assert found == [cast.donor.public_id, cast.mission.public_id]
    assert unclear == {"who?": 0}
