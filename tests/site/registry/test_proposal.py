"""Everybody proposes, curators decide, and a proposal shows no more than its record."""

from __future__ import annotations

import pytest
from ground import a_capacity, a_mandate, the_ground

from intarsia.sharing.labels import Label
from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import AuditEntry, SharingRule
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.access.services.person import erase_person
from intarsia_site.registry.models import Capacity, Mandate, Proposal
from intarsia_site.registry.nouns import NOUNS
from intarsia_site.registry.queries.proposal import proposal_or_none, proposals
from intarsia_site.registry.services.proposal import (
    decide_proposal,
    propose_change,
    propose_record,
    withdraw_proposal,
)
from intarsia_site.registry.services.record import change_record, keep_record
from people import NOW, Cast

pytestmark = pytest.mark.django_db
MANDATES, CAPACITIES = NOUNS["mandates"], NOUNS["capacities"]


@pytest.fixture
def cast() -> Cast:
    return the_ground()


def test_who_was_erased_is_a_former_member_wherever_a_proposal_is_read(cast: Cast) -> None:
    asked = propose_record(MANDATES, a_mandate(cast), by=cast.daniel, at=NOW, because="It is so.")

    erase_person(cast.daniel.public_id, by=cast.daniel, at=NOW)

    found = proposal_or_none(asked, viewing=viewer_of(cast.amina, at=NOW))
    assert found is not None
    assert found.proposed_by == "a former member"


def test_a_donor_proposes_a_mandate_and_the_curator_accepts_it(cast: Cast) -> None:
    asked = propose_record(
        MANDATES, a_mandate(cast), by=cast.daniel, at=NOW, because="It is in the memorandum."
    )
    assert not Mandate.objects.exists()

    kept = decide_proposal(asked, accept=True, by=cast.amina, at=NOW)

    assert Mandate.objects.get().public_id == kept
    assert list(AuditEntry.objects.values_list("verb", flat=True).order_by("pk")) == [
        "propose",
        "keep",
        "accepted",
    ]


def test_who_may_not_decide_is_refused_and_the_record_stays(cast: Cast) -> None:
    kept = keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)
    asked = propose_change(
        MANDATES, kept, {"function": "fund"}, by=cast.bruno, at=NOW, because="We fund."
    )

    for person in (cast.bruno, cast.daniel, cast.eva):
        with pytest.raises(NotAllowed):
            decide_proposal(asked, accept=True, by=person, at=NOW)
    assert Mandate.objects.get().function == "lead"


def test_a_reason_is_needed_to_propose_and_to_decline(cast: Cast) -> None:
    kept = keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)
    with pytest.raises(Refused):
        propose_change(MANDATES, kept, {"function": "fund"}, by=cast.bruno, at=NOW, because="")
    asked = propose_change(
        MANDATES, kept, {"function": "fund"}, by=cast.bruno, at=NOW, because="We fund."
    )

    with pytest.raises(Refused):
        decide_proposal(asked, accept=False, by=cast.amina, at=NOW)
    decide_proposal(asked, accept=False, by=cast.amina, at=NOW, because="The text says lead.")

    assert Proposal.objects.get().state == "declined"
    assert Mandate.objects.get().function == "lead"


def test_a_record_that_changed_since_is_not_overwritten(cast: Cast) -> None:
    kept = keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)
    asked = propose_change(
        MANDATES, kept, {"function": "fund"}, by=cast.bruno, at=NOW, because="We fund."
    )
    change_record(MANDATES, kept, {"function": "advise"}, revision=1, by=cast.amina, at=NOW)

    with pytest.raises(Stale):
        decide_proposal(asked, accept=True, by=cast.amina, at=NOW)

    assert Mandate.objects.get().function == "advise"
    assert Proposal.objects.get().state == "open"


def test_a_change_of_another_field_does_not_stand_in_the_way(cast: Cast) -> None:
    kept = keep_record(MANDATES, a_mandate(cast), by=cast.amina, at=NOW)
    asked = propose_change(
        MANDATES, kept, {"function": "fund"}, by=cast.bruno, at=NOW, because="We fund."
    )
    change_record(MANDATES, kept, {"provision": "Article 3"}, revision=1, by=cast.amina, at=NOW)

    decide_proposal(asked, accept=True, by=cast.amina, at=NOW)

    row = Mandate.objects.get()
    assert (row.function, row.provision) == ("fund", "Article 3")


def test_a_decided_proposal_is_decided_once(cast: Cast) -> None:
    asked = propose_record(
        MANDATES, a_mandate(cast), by=cast.daniel, at=NOW, because="It is in the memorandum."
    )
    decide_proposal(asked, accept=True, by=cast.amina, at=NOW)

    with pytest.raises(NotFound):
        decide_proposal(asked, accept=True, by=cast.amina, at=NOW)
    assert Mandate.objects.count() == 1


def test_only_who_proposed_takes_it_back(cast: Cast) -> None:
    asked = propose_record(
        MANDATES, a_mandate(cast), by=cast.daniel, at=NOW, because="It is in the memorandum."
    )

    with pytest.raises(NotFound):
        withdraw_proposal(asked, by=cast.amina, at=NOW)
    withdraw_proposal(asked, by=cast.daniel, at=NOW)

    assert Proposal.objects.get().state == "withdrawn"


def test_a_proposal_is_seen_like_what_it_is_about(cast: Cast) -> None:
    kept = keep_record(CAPACITIES, a_capacity(cast), by=cast.bruno, at=NOW)
    asked = propose_change(
        CAPACITIES, kept, {"name": "Kits"}, by=cast.bruno, at=NOW, because="Shorter."
    )

    for person in (cast.amina, cast.chinara, cast.daniel, cast.eva):
        viewing = viewer_of(person, at=NOW)
        assert proposals(viewing=viewing) == []
        assert proposal_or_none(asked, viewing=viewing) is None
    assert len(proposals(viewing=viewer_of(cast.bruno, at=NOW))) == 1


def test_who_is_named_under_red_sees_no_proposal_that_would_say_the_implementer(
    cast: Cast,
) -> None:
    asked = propose_record(
        MANDATES,
        a_mandate(cast, sector_code="child_protection"),
        by=cast.bruno,
        at=NOW,
        because="It is in the memorandum.",
    )
    SharingRule.objects.get().persons.add(cast.daniel)

    assert SharingRule.objects.get().label == Label.RED
    assert proposal_or_none(asked, viewing=viewer_of(cast.daniel, at=NOW)) is None
    assert proposal_or_none(asked, viewing=viewer_of(cast.bruno, at=NOW)) is not None


def test_a_foreign_record_cannot_be_proposed_on(cast: Cast) -> None:
    kept = keep_record(CAPACITIES, a_capacity(cast), by=cast.bruno, at=NOW)

    with pytest.raises(NotFound):
        propose_change(CAPACITIES, kept, {"name": "x"}, by=cast.daniel, at=NOW, because="I guess.")
    assert Capacity.objects.get().name == "Emergency health kits"
