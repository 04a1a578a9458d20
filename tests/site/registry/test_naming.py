"""What a name in a report means is asked of curators once, and learned for every source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ground import the_ground
from sent import CLINIC, SHELTER, VACCINES, a_list, a_source, imported, read, received

from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import AuditEntry, CountryRole, Organization, OrganizationAlias
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.access.services.merging import merge_organizations
from intarsia_site.registry.models import NameToLearn, ReportedPlaceName
from intarsia_site.registry.queries.naming import (
    NamePage,
    name_or_none,
    names_after,
    names_to_learn,
    names_waiting,
)
from intarsia_site.registry.services.naming import decide_name, forget_place_name, withdraw_name
from intarsia_site.reports.carried_names import carried_names
from intarsia_site.reports.models import ReportImport, Source
from intarsia_site.reports.services.deciding import confirm_organizations, confirm_places
from intarsia_site.reports.services.undoing import undo_import
from intarsia_site.reports.tables import picture_of
from people import NOW, SINCE, Cast

pytestmark = pytest.mark.django_db
DOCTORS, MINISTRY = "Doctors of Darn", "Health Min. Arvenia"
#: The same list with a ministry and a district as nobody else writes them.
OF_MINISTRY = (*VACCINES[:2], MINISTRY, *VACCINES[3:])
OF_DISTRICT = (*CLINIC[:6], "Old Darn", *CLINIC[7:])


@pytest.fixture(autouse=True)
def _kept_apart(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path / "data"


@pytest.fixture
def cast() -> Cast:
    return the_ground()


def confirmed(
    cast: Cast, *rows: Any, source: Source | None = None, by: Any = None, **meant: Any
) -> ReportImport:
    """Send rows and say whom and which places they mean; not imported yet."""
    report = read(received(source or a_source(cast), a_list(*rows), cast))
    by = by or cast.bruno
    organizations = meant.get("organizations", {DOCTORS: "new"})
    if organizations:
        confirm_organizations(report.public_id, organizations, by=by, at=NOW)
    if places := meant.get("places"):
        report.refresh_from_db()
        read(report)
        confirm_places(report.public_id, places, by=by, at=NOW)
    report.refresh_from_db()
    return read(report)


def seen_by(person: Any) -> list[NamePage]:
    return names_to_learn(viewing=viewer_of(person, at=NOW))


def the_one(person: Any) -> str:
    (found,) = seen_by(person)
    return found.public_id


def test_nothing_is_asked_before_the_import_is_so(cast: Cast) -> None:
    report = confirmed(cast, CLINIC)

    assert not NameToLearn.objects.exists()
    imported(report, cast)

    assert [(one.kind, one.name) for one in seen_by(cast.amina)] == [("organizations", DOCTORS)]
    assert names_waiting(viewing=viewer_of(cast.amina, at=NOW)) == 1


def test_only_who_said_it_and_the_countrys_curators_see_a_name(cast: Cast) -> None:
    imported(confirmed(cast, CLINIC), cast, label="TLP:CLEAR")

    name = the_one(cast.amina)
    for person in (cast.chinara, cast.daniel, cast.eva):
        assert seen_by(person) == []
        assert name_or_none(name, viewing=viewer_of(person, at=NOW)) is None
        with pytest.raises(NotFound):
            decide_name(name, accept=True, by=person, at=NOW)
    (as_sayer,), (as_curator,) = seen_by(cast.bruno), seen_by(cast.amina)
    assert (as_sayer.said_by, as_curator.said_by) == (cast.bruno.name, "")
    assert as_curator.said_at.hour == 0


def test_who_said_it_does_not_decide(cast: Cast) -> None:
    imported(confirmed(cast, CLINIC), cast)

    with pytest.raises(NotAllowed):
        decide_name(the_one(cast.bruno), accept=True, by=cast.bruno, at=NOW)


def test_a_new_organization_is_registered_and_the_next_report_of_another_source_knows_it(
    cast: Cast,
) -> None:
    first = confirmed(cast, CLINIC)
    imported(first, cast)

    learned = decide_name(
        the_one(cast.amina), accept=True, name="Doctors of Darn Foundation", type_code="21",
        by=cast.amina, at=NOW,
    )  # fmt: skip

    made = Organization.objects.get(public_id=learned)
    assert (made.name, made.type_code) == ("Doctors of Darn Foundation", "21")
    assert made.aliases.get().name == DOCTORS
    other = read(received(a_source(cast, name="4W"), a_list(CLINIC), cast))
    assert learned in set(picture_of(other)["organizations"]["organization_id"].to_pylist())
    again = read(received(first.source, a_list(CLINIC, VACCINES), cast))
    assert learned in set(picture_of(again)["participations"]["organization_id"].to_pylist())


def test_a_new_organization_may_be_one_that_is_there(cast: Cast) -> None:
    imported(confirmed(cast, CLINIC), cast)

    learned = decide_name(
        the_one(cast.amina), accept=True, organization_id=cast.donor.public_id,
        by=cast.amina, at=NOW,
    )  # fmt: skip

    assert learned == cast.donor.public_id
    assert OrganizationAlias.objects.get().name == DOCTORS


def test_another_name_is_learned_with_the_language_of_the_report(cast: Cast) -> None:
    organizations = {MINISTRY: cast.ministry.public_id}
    imported(confirmed(cast, OF_MINISTRY, organizations=organizations), cast)

    decide_name(the_one(cast.amina), accept=True, by=cast.amina, at=NOW)

    alias = OrganizationAlias.objects.get()
    assert (alias.organization, alias.name, alias.language) == (cast.ministry, MINISTRY, "en")
    assert list(AuditEntry.objects.values_list("verb", flat=True).order_by("pk"))[-2:] == [
        "add_alias",
        "accepted",
    ]


def test_a_name_that_another_organization_has_is_not_taken_from_it(cast: Cast) -> None:
    organizations = {"NDF": cast.ministry.public_id}
    rows = ((*VACCINES[:2], "NDF", *VACCINES[3:]),)
    imported(confirmed(cast, *rows, organizations=organizations), cast)

    (found,) = seen_by(cast.amina)
    assert found.others == (cast.donor.name,)
    with pytest.raises(Refused, match="Norland Development Fund"):
        decide_name(found.public_id, accept=True, by=cast.amina, at=NOW)


def test_one_of_the_packaged_register_is_registered_with_the_name(cast: Cast) -> None:
    rows = ((*VACCINES[:2], "Refugee agency here", *VACCINES[3:]),)
    packaged = _packaged_id()
    organizations = {"Refugee agency here": packaged}
    source = a_source(cast)
    imported(confirmed(cast, *rows, source=source, organizations=organizations), cast)

    learned = decide_name(the_one(cast.amina), accept=True, by=cast.amina, at=NOW)

    made = Organization.objects.get(public_id=learned)
    assert made.identifiers.get().identifier == packaged
    again = read(received(source, a_list(*rows, CLINIC), cast))
    assert again.state == "ready", again.error_code
    assert learned in set(picture_of(again)["organizations"]["organization_id"].to_pylist())


def _packaged_id() -> str:
    from intarsia.register import packaged_register

    rows = packaged_register().select(["organization_id", "name"]).to_pylist()
    return next(
        row["organization_id"]
        for row in rows
        if row["name"] == "Office of the United Nations High Commissioner for Refugees"
        or row["name"].startswith("United Nations High Commissioner for Refugees")
        or row["name"] == "UNHCR"
    )


def test_a_place_is_learned_within_its_unit_and_its_name_stays(cast: Cast) -> None:
    places = {("Old Darn", "North Sirin"): "XA0101"}
    first = confirmed(cast, OF_DISTRICT, organizations={}, places=places)
    assert not first.tables.get(name="no_place").rows
    imported(first, cast)

    (found,) = seen_by(cast.amina)
    assert (found.kind, found.name, found.within) == ("place-names", "Old Darn", "North Sirin")
    assert decide_name(found.public_id, accept=True, by=cast.amina, at=NOW) == "XA0101"

    other = read(received(a_source(cast, name="4W"), a_list(OF_DISTRICT), cast))
    assert "XA0101" in picture_of(other)["activity_locations"]["place_code"].to_pylist()
    assert not other.tables.get(name="no_place").rows
    (now,) = names_to_learn(viewing=viewer_of(cast.amina, at=NOW), state="accepted")
    assert now.place_name == "Darn"
    forget_place_name(found.public_id, by=cast.amina, at=NOW)
    assert not ReportedPlaceName.objects.exists()
    with pytest.raises(NotFound):
        forget_place_name(found.public_id, by=cast.amina, at=NOW)


def test_a_declined_name_is_never_asked_again(cast: Cast) -> None:
    source = a_source(cast)
    imported(confirmed(cast, CLINIC, source=source), cast)
    name = the_one(cast.amina)
    with pytest.raises(Refused):
        decide_name(name, accept=False, by=cast.amina, at=NOW)
    decide_name(name, accept=False, because="A team, not an organization.", by=cast.amina, at=NOW)

    imported(confirmed(cast, CLINIC, VACCINES, source=source), cast)
    imported(confirmed(cast, CLINIC, source=a_source(cast, name="4W")), cast)

    assert seen_by(cast.amina) == []
    assert NameToLearn.objects.get().state == "declined"
    assert AuditEntry.objects.filter(verb="declined").count() == 1
    with pytest.raises(NotFound):
        decide_name(name, accept=True, by=cast.amina, at=NOW)


def test_a_curator_who_confirms_teaches_the_register_with_the_import(cast: Cast) -> None:
    CountryRole.objects.create(user=cast.bruno, country=cast.arvenia, role="curator", from_at=SINCE)

    imported(confirmed(cast, CLINIC), cast)

    assert Organization.objects.filter(name=DOCTORS).exists()
    assert NameToLearn.objects.get().state == "accepted"
    entries = AuditEntry.objects.filter(verb__in=("register_organization", "accepted"))
    assert {one.by_key for one in entries} == {cast.bruno.audit_key}


@pytest.mark.parametrize("label", ["TLP:AMBER", "TLP:AMBER+STRICT"])
def test_curators_see_a_name_only_as_the_rule_of_its_report_lets_them(
    cast: Cast, label: str
) -> None:
    source = a_source(cast)
    imported(confirmed(cast, CLINIC, source=source), cast, label=label)
    assert seen_by(cast.amina) == []
    assert len(seen_by(cast.bruno)) == 1

    imported(confirmed(cast, CLINIC, VACCINES, source=source), cast, label="TLP:GREEN")

    assert len(seen_by(cast.amina)) == 1


def test_another_report_that_says_the_same_more_freely_brings_it_to_curators(cast: Cast) -> None:
    imported(confirmed(cast, CLINIC), cast, label="TLP:AMBER")
    imported(confirmed(cast, CLINIC, source=a_source(cast, name="4W")), cast, label="TLP:GREEN")

    assert NameToLearn.objects.count() == 1
    assert [one.label for one in seen_by(cast.amina)] == ["TLP:GREEN"]


@pytest.mark.parametrize(
    ("rows", "label"), [((CLINIC,), "TLP:RED"), ((CLINIC, SHELTER), "TLP:GREEN")]
)
def test_names_of_a_protected_report_stay_with_it_unless_the_sender_names_them(
    cast: Cast, rows: Any, label: str
) -> None:
    source = a_source(cast)
    said = {name: "new" for name in (DOCTORS, "House of Hope") if any(name in row for row in rows)}
    report = imported(confirmed(cast, *rows, source=source, organizations=said), cast, label=label)
    assert not NameToLearn.objects.exists()
    assert report.summary["names"] == {"kept_back": len(said)}

    again = confirmed(cast, *rows, VACCINES, source=source, organizations=said)
    mark = next(one.meaning.mark for one in carried_names(again) if one.meaning.name == DOCTORS)
    imported(again, cast, label=label, names=[mark])

    assert [(one.name, one.label) for one in seen_by(cast.amina)] == [
        (DOCTORS, "" if label == "TLP:RED" else "TLP:GREEN")
    ]


def test_a_curator_teaches_nothing_out_of_a_protected_report(cast: Cast) -> None:
    CountryRole.objects.create(user=cast.bruno, country=cast.arvenia, role="curator", from_at=SINCE)

    imported(confirmed(cast, CLINIC), cast, label="TLP:RED")
    imported(confirmed(cast, CLINIC, source=a_source(cast, name="4W")), cast, label="TLP:AMBER")

    assert not Organization.objects.filter(name=DOCTORS).exists()
    assert NameToLearn.objects.get().state == "open"


def test_who_said_it_takes_it_back(cast: Cast) -> None:
    imported(confirmed(cast, CLINIC), cast)
    name = the_one(cast.bruno)

    with pytest.raises(NotFound):
        withdraw_name(name, by=cast.amina, at=NOW)
    withdraw_name(name, by=cast.bruno, at=NOW)

    assert seen_by(cast.amina) == []
    assert NameToLearn.objects.get().state == "withdrawn"


def test_an_import_that_is_taken_back_unlearns_nothing(cast: Cast) -> None:
    report = confirmed(cast, CLINIC)
    imported(report, cast)
    decide_name(the_one(cast.amina), accept=True, by=cast.amina, at=NOW)

    undo_import(report.public_id, by=cast.bruno, at=NOW, because="A slip.")

    assert Organization.objects.filter(name=DOCTORS).exists()


def test_a_source_goes_on_after_its_organization_was_merged_into_another(cast: Cast) -> None:
    source = a_source(cast)
    organizations = {MINISTRY: cast.office.public_id}
    imported(confirmed(cast, OF_MINISTRY, source=source, organizations=organizations), cast)

    merge_organizations(
        cast.office.public_id, into_id=cast.donor.public_id, by=cast.amina, at=NOW, because="One."
    )
    again = read(received(source, a_list(OF_MINISTRY, CLINIC), cast))

    assert again.state == "ready", again.error_code
    named = set(picture_of(again)["participations"]["organization_id"].to_pylist())
    assert cast.donor.public_id in named


def test_names_come_a_part_at_a_time(cast: Cast) -> None:
    organizations = {DOCTORS: "new", MINISTRY: cast.ministry.public_id}
    imported(confirmed(cast, CLINIC, OF_MINISTRY, organizations=organizations), cast)
    viewing = viewer_of(cast.amina, at=NOW)

    first, place = names_after(None, viewing=viewing, state="open", size=1)
    second, last = names_after(place, viewing=viewing, state="open", size=1)

    assert {one.name for one in (*first, *second)} == {DOCTORS, MINISTRY}
    assert place is not None
    assert last is None
