"""A country's protocol comes before any data, and a record's rule starts from it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import Handling, Kind, ProtocolError
from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import AuditEntry, Country, ProtocolRow, SharingRule
from intarsia_site.access.protocols import default_rule_for, protocol_or_refuse
from intarsia_site.access.queries.audience import sees_rule
from intarsia_site.access.queries.protocol import protocol_page
from intarsia_site.access.queries.viewer import nobody, viewer_of
from intarsia_site.access.services.protocol import accept_protocol, change_protocol
from people import NOW, Cast, an_organization

GREEN = Handling(Label.GREEN)


def accepted(cast: Cast) -> Country:
    accept_protocol("XA", by=cast.chinara, at=NOW)
    cast.arvenia.refresh_from_db()
    return cast.arvenia


def change(cast: Cast, **changes: object) -> None:
    asked = {
        "kind": "mandates", "sector_code": "", "was": GREEN, "label": "TLP:AMBER",
        "finest_level": None, "hides_implementer": False, "by": cast.chinara, "at": NOW, **changes,
    }  # fmt: skip
    change_protocol("XA", **asked)


def test_nothing_can_be_entered_until_the_convenor_has_accepted(cast: Cast) -> None:
    for country in (cast.arvenia, None):
        with pytest.raises(NotAllowed) as refused:
            protocol_or_refuse(country)
        assert "Sharing" in refused.value.message
        with pytest.raises(NotAllowed):
            default_rule_for(Kind.MANDATES, owner=cast.mission, country=country, by=cast.amina)
    assert not SharingRule.objects.exists()

    assert protocol_or_refuse(accepted(cast)).default_for("mandates") == GREEN
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by_key) == ("accept_protocol", cast.chinara.audit_key)


def test_only_the_convenor_accepts_and_changes_and_never_an_administrator(cast: Cast) -> None:
    cast.eva.country_roles.create(country=cast.arvenia, role="convenor", from_at=NOW)

    for who in (cast.amina, cast.bruno, cast.daniel, cast.eva):
        with pytest.raises(NotAllowed):
            accept_protocol("XA", by=who, at=NOW)
        with pytest.raises(NotAllowed):
            change(cast, by=who)
    with pytest.raises(NotFound):
        accept_protocol("XA", by=AnonymousUser(), at=NOW)
    with pytest.raises(NotFound):
        accept_protocol("XB", by=cast.chinara, at=NOW)

    cast.arvenia.refresh_from_db()
    assert cast.arvenia.protocol_accepted_at is None
    assert not ProtocolRow.objects.exists()


def test_stricter_counts_at_once_and_looser_needs_a_reason(cast: Cast) -> None:
    country = accepted(cast)
    change(cast)
    assert protocol_or_refuse(country).default_for("mandates").label is Label.AMBER

    back = {"was": Handling(Label.AMBER), "label": "TLP:GREEN"}
    with pytest.raises(Refused):
        change(cast, **back)
    change(cast, **back, because="Mandates are public here")

    assert protocol_or_refuse(country).default_for("mandates") == GREEN
    row = ProtocolRow.objects.get(kind="mandates", sector_code="")
    assert row.because == "Mandates are public here"
    entry = AuditEntry.objects.first()
    assert (entry.before["label"], entry.after["label"]) == ("TLP:AMBER", "TLP:GREEN")


def test_a_sensitive_sector_is_never_loosened_without_a_reason(cast: Cast) -> None:
    accepted(cast)
    shelters = {"sector_code": "human_trafficking", "was": Handling(Label.RED, 1, True)}

    for looser in (
        {"label": "TLP:GREEN", "finest_level": 1, "hides_implementer": True},
        {"label": "TLP:RED", "finest_level": 3, "hides_implementer": True},
        {"label": "TLP:RED", "finest_level": 1, "hides_implementer": False},
    ):
        with pytest.raises(Refused):
            change(cast, **shelters, **looser)
    row = ProtocolRow.objects.get(kind="mandates", sector_code="human_trafficking")
    assert (row.label, row.finest_level, row.hides_implementer) == ("TLP:RED", 1, True)


def test_a_row_that_somebody_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    accepted(cast)
    change(cast)

    with pytest.raises(Stale):
        change(cast, label="TLP:CLEAR", because="It was GREEN when I looked")


def test_what_no_protocol_has_is_refused(cast: Cast) -> None:
    accepted(cast)

    for wrong in (
        {"kind": "gossip"},
        {"label": "TLP:WHITE"},
        {"sector_code": "magic"},
        {"finest_level": 9},
    ):
        with pytest.raises(Refused):
            change(cast, **wrong)


def test_a_new_record_starts_with_the_strictest_of_its_sectors(cast: Cast) -> None:
    rule = default_rule_for(
        Kind.ACTIVITIES,
        ["education", "human_trafficking"],
        owner=cast.mission,
        country=accepted(cast),
        by=cast.amina,
    )

    assert (rule.label, rule.finest_level, rule.hides_implementer) == ("TLP:RED", 1, True)
    assert sees_rule(rule, viewer_of(cast.amina, at=NOW))
    assert not sees_rule(rule, viewer_of(cast.daniel, at=NOW))
    with pytest.raises(ProtocolError):
        default_rule_for(
            Kind.ACTIVITIES, ["magic"], owner=cast.mission, country=cast.arvenia, by=cast.amina
        )


def test_a_record_of_no_one_country_starts_with_the_strictest_of_all(cast: Cast) -> None:
    accepted(cast)
    change(cast)
    Country.objects.create(code="XB", name="Other", protocol_accepted_at=NOW)

    rule = default_rule_for(Kind.MANDATES, owner=an_organization(), country=None, by=cast.amina)

    assert (rule.label, rule.country) == ("TLP:AMBER", None)


def test_everybody_signed_in_reads_the_protocol(cast: Cast) -> None:
    page = protocol_page(viewer_of(cast.daniel, at=NOW), "XA")

    rows = {(line.kind, line.sector_code): line for line in page.lines}
    assert rows["activities", ""].label is Label.GREEN
    assert rows["activities", "human_trafficking"].label is Label.RED
    assert not page.may_change
    assert protocol_page(viewer_of(cast.chinara, at=NOW), "XA").may_change
    with pytest.raises(NotFound):
        protocol_page(nobody(NOW), "XA")
