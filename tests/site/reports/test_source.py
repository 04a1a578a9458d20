"""Sources: opened, changed, ended; who is expected when, for their own people and the convenor."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from ground import the_ground
from sent import CLINIC, VACCINES, a_list, a_source, read, received, sent

from intarsia.periods import PeriodState
from intarsia_site.access.errors import NotAllowed, NotFound, Refused, Stale
from intarsia_site.access.models import AuditEntry, Membership, OutgoingLetter
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.access.services.letters import send_waiting
from intarsia_site.reports.models import Source
from intarsia_site.reports.queries.source import source_list, source_page
from intarsia_site.reports.services.rhythm import remind
from intarsia_site.reports.services.source import change_source, end_source
from intarsia_site.reports.services.undoing import undo_import
from people import NOW, Cast, a_membership, a_person, the_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
APRIL = dt.date(2011, 4, 1)
#: A day on which the report of May is five days before it is late.
SOON = dt.datetime(2011, 6, 10, 9, tzinfo=dt.UTC)
LATE = dt.datetime(2011, 6, 16, 9, tzinfo=dt.UTC)


def monthly(cast: Cast, **changes: object) -> Source:
    """A source of the agency that reports each month since April."""
    source = a_source(cast, **changes)
    change_source(
        source.public_id, revision=source.revision, by=cast.bruno, at=NOW,
        every_months=1, due_after_days=15, expected_from_on=APRIL,
    )  # fmt: skip
    source.refresh_from_db()
    return source


def states(cast: Cast, source: Source, at: dt.datetime = NOW) -> list[str]:
    """Where the reports of a source stand for bruno, the oldest first."""
    page = source_page(viewer_of(cast.bruno, at=at), source.public_id)
    return [str(one.state) for one in reversed(page.periods)]


def test_a_rhythm_needs_the_day_on_which_it_begins() -> None:
    cast = the_ground()
    source = a_source(cast)

    with pytest.raises(Refused) as refused:
        change_source(
            source.public_id, revision=1, by=cast.bruno, at=NOW, every_months=1, due_after_days=5
        )

    assert set(refused.value.fields) == {"expected_from_on"}


def test_a_rhythm_begins_in_this_century() -> None:
    cast = the_ground()
    source = a_source(cast)

    with pytest.raises(Refused):
        change_source(
            source.public_id, revision=1, by=cast.bruno, at=NOW, every_months=1,
            expected_from_on=dt.date(1911, 4, 1),
        )  # fmt: skip


def test_another_change_meanwhile_is_shown_and_kept() -> None:
    cast = the_ground()
    source = monthly(cast)

    with pytest.raises(Stale):
        change_source(source.public_id, revision=1, by=cast.bruno, at=NOW, name="Mine")

    source.refresh_from_db()
    assert source.name == "Monthly 3W"


def test_what_was_imported_is_received_and_what_was_undone_is_not() -> None:
    cast = the_ground()
    source = monthly(cast)
    assert states(cast, source) == ["late", "due", "running"]

    report = sent(source, cast, CLINIC)
    assert states(cast, source) == ["late", "received", "running"]

    undo_import(report.public_id, by=cast.bruno, at=NOW, because="Wrong file")
    assert states(cast, source) == ["late", "due", "running"]


def test_a_report_with_nothing_new_is_received_too() -> None:
    cast = the_ground()
    source = monthly(cast)
    before = NOW - dt.timedelta(days=20)
    sent(source, cast, CLINIC, at=before)
    assert states(cast, source) == ["received", "due", "running"]

    read(received(source, a_list(CLINIC), cast, name="again.csv"))

    assert states(cast, source) == ["received", "received", "running"]


def test_a_report_that_nobody_decided_about_is_not_received() -> None:
    cast = the_ground()
    source = monthly(cast)

    read(received(source, a_list(CLINIC), cast))

    assert states(cast, source) == ["late", "due", "running"]


def test_its_own_people_and_the_convenor_see_it_and_nobody_else() -> None:
    cast = the_ground()
    source = monthly(cast)
    sent(source, cast, CLINIC)

    for person in (cast.bruno, cast.chinara):
        page = source_page(viewer_of(person, at=NOW), source.public_id)
        assert page.line.activities == 1
        assert [one.name for one in source_list(viewer_of(person, at=NOW)).lines] == ["Monthly 3W"]
    for person in (cast.amina, cast.daniel, cast.eva):
        assert not source_list(viewer_of(person, at=NOW)).lines
        with pytest.raises(NotFound):
            source_page(viewer_of(person, at=NOW), source.public_id)


def test_the_convenor_reads_neither_the_name_of_a_file_nor_who_sent_it() -> None:
    cast = the_ground()
    source = monthly(cast)
    sent(source, cast, CLINIC)

    (own,) = source_page(viewer_of(cast.bruno, at=NOW), source.public_id).imports.lines
    (theirs,) = source_page(viewer_of(cast.chinara, at=NOW), source.public_id).imports.lines

    assert (own.file, own.by) == ("3w.csv", "Bruno Bianchi")
    assert (theirs.file, theirs.by, theirs.new) == ("", "", 1)


def test_the_convenor_may_look_and_not_write() -> None:
    cast = the_ground()
    source = monthly(cast)

    with pytest.raises(NotAllowed):
        end_source(source.public_id, by=cast.chinara, at=NOW, because="x")
    with pytest.raises(NotFound):
        end_source(source.public_id, by=cast.daniel, at=NOW, because="x")


def test_of_an_ended_source_nothing_is_expected() -> None:
    cast = the_ground()
    source = monthly(cast)

    end_source(source.public_id, by=cast.bruno, at=NOW, because="Office closed")

    assert states(cast, source) == []
    assert remind(at=LATE) == 0
    assert AuditEntry.objects.get(verb="end").because == "Office closed"


def test_the_list_is_in_the_order_of_names_whoever_is_late() -> None:
    cast = the_ground()
    for name in ("C", "A", "B"):
        monthly(cast, name=name)

    page = source_list(viewer_of(cast.chinara, at=LATE))

    assert [one.name for one in page.lines] == ["A", "B", "C"]
    assert {one.expected.state for one in page.lines if one.expected} == {PeriodState.LATE}


def test_its_people_are_reminded_once_a_period() -> None:
    cast = the_ground()
    source = monthly(cast)

    assert remind(at=NOW) == 0
    assert remind(at=SOON) == 1
    assert remind(at=LATE) == 0
    assert send_waiting(at=LATE) == 1

    assert [one.to for one in mail.outbox] == [["bruno@example.org"]]
    assert f"/sources/{source.public_id}/" in mail.outbox[0].body
    assert "Clinic" not in mail.outbox[0].body
    assert remind(at=LATE + dt.timedelta(days=30)) == 1
    assert AuditEntry.objects.filter(verb="remind").count() == 2


def test_where_nobody_is_focal_point_the_manager_is_reminded() -> None:
    cast = the_ground()
    monthly(cast)
    boss = a_person()
    a_membership(user=boss, organization=cast.agency, role="manager")
    Membership.objects.filter(user=cast.bruno).update(role="editor")

    remind(at=SOON)

    assert OutgoingLetter.objects.get().reader == boss


def test_a_reminder_is_withheld_where_the_report_came_meanwhile() -> None:
    cast = the_ground()
    source = monthly(cast)
    remind(at=SOON)
    sent(source, cast, CLINIC, at=SOON)

    assert send_waiting(at=SOON) == 0
    assert OutgoingLetter.objects.get().state == OutgoingLetter.State.WITHHELD


def test_a_reminder_is_withheld_from_who_left_the_organization() -> None:
    cast = the_ground()
    monthly(cast)
    remind(at=SOON)
    Membership.objects.filter(user=cast.bruno).update(until_at=SOON)

    assert send_waiting(at=SOON) == 0


def test_the_list_asks_as_often_for_one_source_as_for_thirty() -> None:
    cast = the_ground()
    sent(monthly(cast), cast, CLINIC)
    viewing = viewer_of(cast.bruno, at=NOW)
    with CaptureQueriesContext(connection) as few:
        source_list(viewing)
    for number in range(30):
        source = monthly(cast, name=f"Source {number}")
        if number % 10 == 0:
            sent(source, cast, CLINIC, VACCINES)

    with CaptureQueriesContext(connection) as many:
        source_list(viewing)

    assert len(few) == len(many)


def test_nothing_is_opened_before_the_protocol_is_accepted() -> None:
    with pytest.raises(NotAllowed):
        a_source(the_cast())


def test_a_name_that_would_turn_or_break_the_title_of_a_letter_is_refused() -> None:
    cast = the_ground()

    for name in ("Monthly\x1b[2J 3W", "Monthly \u202e3W"):
        with pytest.raises(Refused) as refused:
            a_source(cast, name=name)
        assert set(refused.value.fields) == {"name"}
    assert not Source.objects.exists()
