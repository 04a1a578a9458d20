"""What is entered on the site is so at once, in the organization's own source; it can be undone."""

from __future__ import annotations

import pytest
from entering import a_clinic, entered
from ground import the_ground

from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import AuditEntry, ProtocolRow, SharingRule, User
from intarsia_site.access.queries.seen import record_or_none
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.reports.entered import texts_in
from intarsia_site.reports.models import Activity, Draft, ReportImport, Source, Switch
from intarsia_site.reports.queries.draft import draft_or_none, drafts
from intarsia_site.reports.services.by_hand import (
    change_activity,
    hand_in_grid,
    withdraw_activity,
)
from intarsia_site.reports.services.draft import drop_draft, save_draft
from intarsia_site.reports.services.undoing import undo_import
from intarsia_site.reports.tables import picture_of
from people import NOW, a_membership, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]


def test_an_activity_is_so_at_once_with_the_label_of_its_source() -> None:
    cast = the_ground()

    row = entered(cast)

    assert (row.title, row.sector_code, row.area_code, row.place_codes) == (
        "Clinic of Darn repaired", "primary_health", "XA01", " XA0101 ",
    )  # fmt: skip
    assert (row.budget_usd, row.people_targeted) == (120000, 4000)
    assert (row.organization, row.implementers) == (cast.agency, "Doctors of Darn")
    source = Source.objects.get()
    assert source.kind == "by_hand"
    assert source.current is not None
    assert source.current.state == ReportImport.State.IMPORTED
    assert source.current.file is None
    assert [one.verb for one in AuditEntry.objects.order_by("pk")] == ["open", "import"]


def test_the_form_is_filled_with_what_was_entered() -> None:
    cast = the_ground()
    texts = a_clinic(partner="", budget="", currency="", people="", ends_on="", place_code="")
    row = entered(cast, texts)

    said = texts_in(picture_of(Source.objects.get().current), row.activity_id)

    assert said == texts
    full = entered(cast, a_clinic(budget="99.50", currency="EUR", target_group="children"))
    assert texts_in(picture_of(Source.objects.get().current), full.activity_id) == (
        a_clinic(budget="99.50", currency="EUR", target_group="children")
    )


def test_a_second_one_stands_beside_the_first() -> None:
    cast = the_ground()
    first = entered(cast)

    second = entered(cast, a_clinic(title="Vaccination round"))

    assert Activity.current.count() == 2
    assert Activity.current.get(title="Clinic of Darn repaired") == first
    source = Source.objects.get()
    assert source.imports.count() == Switch.objects.count() == 2
    report = source.current
    assert report is not None
    undo_import(report.public_id, by=cast.bruno, at=NOW, because="Entered twice")
    assert not Activity.current.filter(pk=second.pk).exists()
    assert Activity.current.get() == first


def test_a_change_makes_another_version_and_leaves_the_rest() -> None:
    cast = the_ground()
    row, other = entered(cast), entered(cast, a_clinic(title="Vaccination round"))

    now = change_activity(
        row.public_id, {"budget": "150000"}, by=cast.bruno, at=NOW, because="Revised"
    )

    changed = Activity.current.get(public_id=now)
    assert (changed.activity_id, changed.budget_usd) == (row.activity_id, 150000)
    assert changed.implementers == "Doctors of Darn"
    assert Activity.current.filter(pk=other.pk).exists()
    assert change_activity(now, {"budget": "150000"}, by=cast.bruno, at=NOW) == now
    assert AuditEntry.objects.filter(verb="import").latest("pk").because == "Revised"


def test_what_is_another_by_now_is_shown_beside_what_was_written() -> None:
    cast = the_ground()
    row = entered(cast)
    change_activity(row.public_id, {"budget": "150000"}, by=cast.bruno, at=NOW)

    with pytest.raises(Stale) as stale:
        change_activity(row.public_id, {"title": "Clinic"}, by=cast.bruno, at=NOW)

    assert stale.value.data["theirs"]["budget"] == "150000"
    assert stale.value.data["yours"]["title"] == "Clinic"


def test_what_is_withdrawn_is_so_no_more_and_needs_a_reason() -> None:
    cast = the_ground()
    row = entered(cast)

    with pytest.raises(Refused):
        withdraw_activity(row.public_id, by=cast.bruno, at=NOW, because=" ")
    withdraw_activity(row.public_id, by=cast.bruno, at=NOW, because="Never began")

    assert not Activity.current.exists()
    assert Activity.versions.count() == 1


def test_what_cannot_be_kept_is_said_by_field() -> None:
    cast = the_ground()
    wrong = a_clinic(
        title="", sector_code="helth", place_code="XX", starts_on="soon", budget="much",
        people="-1", target_group="x", partner="Ms Lee, lee@example.org",
    )  # fmt: skip

    with pytest.raises(Refused) as refused:
        entered(cast, wrong)

    assert set(refused.value.fields) == {
        "title", "sector_code", "place_code", "starts_on", "budget", "people", "target_group",
        "partner",
    }  # fmt: skip
    with pytest.raises(Refused, match="cannot be kept") as ends:
        entered(cast, a_clinic(ends_on="2010-01-01", currency=""))
    assert set(ends.value.fields) == {"ends_on", "currency"}
    assert not Source.objects.exists()


def test_a_sensitive_sector_keeps_the_protocols_handling_and_its_persons() -> None:
    cast = the_ground()
    entered(cast, a_clinic(sector_code="human_trafficking", title="Safe house"))
    colleague = a_person(name="Boris Colleague")
    a_membership(user=colleague, organization=cast.agency, role="editor")

    entered(cast, by=colleague)

    rule = Activity.current.get(title="Safe house").rule
    assert (rule.label, list(rule.persons.all())) == ("TLP:RED", [cast.bruno])
    assert rule != Activity.current.get(title="Clinic of Darn repaired").rule
    row = Activity.current.get(title="Safe house")
    with pytest.raises(NotFound):
        change_activity(row.public_id, {"title": "x"}, by=colleague, at=NOW)


def sees(person: User, title: str) -> bool:
    """Whether a person sees an activity whole."""
    row = Activity.current.get(title=title)
    return record_or_none(Activity, row.public_id, viewer_of(person, at=NOW)) is not None


@pytest.mark.parametrize("is_grid", [False, True])
def test_who_enters_what_is_red_sees_it_and_nothing_more_of_what_others_entered(
    is_grid: bool,
) -> None:
    cast = the_ground()
    colleague = a_person(name="Boris Colleague")
    a_membership(user=colleague, organization=cast.agency, role="editor")
    other = a_clinic(sector_code="human_trafficking", title="Second house")
    entered(cast, a_clinic(sector_code="human_trafficking", title="Safe house"))

    if is_grid:
        hand_in_grid(
            [other], organization_id=cast.agency.public_id, country_code="XA", by=colleague, at=NOW
        )
    else:
        entered(cast, other, by=colleague)

    rule = Activity.current.get(title="Second house").rule
    assert (rule.label, list(rule.persons.all())) == ("TLP:RED", [colleague])
    assert (sees(colleague, "Second house"), sees(colleague, "Safe house")) == (True, False)
    assert (sees(cast.bruno, "Second house"), sees(cast.bruno, "Safe house")) == (False, True)
    assert not sees(cast.daniel, "Second house")


def test_whoever_is_named_stays_so_when_another_who_is_named_changes_it() -> None:
    cast = the_ground()
    colleague = a_person(name="Boris Colleague")
    a_membership(user=colleague, organization=cast.agency, role="editor")
    row = entered(cast, a_clinic(sector_code="human_trafficking", title="Safe house"))
    row.rule.persons.add(colleague)

    changed = change_activity(row.public_id, {"title": "House"}, by=colleague, at=NOW)
    entered(cast, by=cast.bruno)

    assert Activity.current.get(public_id=changed).rule == row.rule
    assert set(row.rule.persons.all()) == {cast.bruno, colleague}
    assert sees(cast.bruno, "House")
    assert sees(colleague, "House")


def test_under_a_red_protocol_each_sees_what_they_entered_and_no_more() -> None:
    cast = the_ground()
    ProtocolRow.objects.filter(country=cast.arvenia, kind="activities").update(label="TLP:RED")
    colleague = a_person(name="Boris Colleague")
    a_membership(user=colleague, organization=cast.agency, role="editor")

    entered(cast, a_clinic(title="Wells"))
    entered(cast, a_clinic(title="Roads"), by=colleague)
    entered(cast, a_clinic(title="Mills"))

    seen = {
        person.name: {one for one in ("Wells", "Roads", "Mills") if sees(person, one)}
        for person in (cast.bruno, colleague)
    }
    assert seen == {cast.bruno.name: {"Wells", "Mills"}, colleague.name: {"Roads"}}


def test_only_its_own_editors_enter_and_change() -> None:
    cast = the_ground()
    row = entered(cast)
    SharingRule.objects.update(label="TLP:GREEN")

    with pytest.raises(NotAllowed):
        entered(cast, by=cast.daniel)
    with pytest.raises(NotAllowed):
        change_activity(row.public_id, {"title": "x"}, by=cast.daniel, at=NOW)
    SharingRule.objects.update(label="TLP:AMBER")
    with pytest.raises(NotFound):
        withdraw_activity(row.public_id, by=cast.daniel, at=NOW, because="x")


def test_a_grid_is_taken_whole_or_not_at_all() -> None:
    cast = the_ground()
    wanted = {
        "organization_id": cast.agency.public_id, "country_code": "XA", "by": cast.bruno, "at": NOW,
    }  # fmt: skip
    empty = dict.fromkeys(a_clinic(), "") | {"currency": "USD"}

    with pytest.raises(Refused) as refused:
        hand_in_grid([a_clinic(), empty, a_clinic(starts_on="soon")], **wanted)
    assert set(refused.value.fields) == {"2-starts_on"}
    assert not Activity.versions.exists()

    assert hand_in_grid([a_clinic(), empty, a_clinic(title="Vaccination round")], **wanted) == 2
    assert Activity.current.count() == 2
    assert ReportImport.objects.count() == 1


def test_a_draft_is_its_writers_alone_and_ends_when_it_is_handed_in() -> None:
    cast = the_ground()
    wanted = {
        "organization_id": cast.agency.public_id, "country_code": "XA", "by": cast.bruno, "at": NOW,
    }  # fmt: skip
    draft_id = save_draft([{"title": "Clinic", "starts_on": "soon"}], **wanted)
    colleague = a_person(name="Boris Colleague")
    a_membership(user=colleague, organization=cast.agency, role="editor")

    assert [one.title for one in drafts(viewing=viewer_of(cast.bruno, at=NOW))] == ["Clinic"]
    assert draft_or_none(draft_id, viewing=viewer_of(colleague, at=NOW)) is None
    with pytest.raises(NotFound):
        drop_draft(draft_id, by=colleague, at=NOW)
    save_draft([{"title": "Clinic of Darn"}], **wanted, draft_id=draft_id)
    assert Draft.objects.count() == 1

    entered(cast, draft_id=draft_id)

    assert not Draft.objects.exists()
    kept = save_draft([{"title": "Clinic"}], **wanted)
    drop_draft(kept, by=cast.bruno, at=NOW)
    assert not Draft.objects.exists()
