"""A report comes in, is looked at, becomes so by one switch, and can be taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from ground import the_ground
from sent import CLINIC, SHELTER, VACCINES, a_list, a_source, imported, read, received, sent

from intarsia.sharing.labels import Precision
from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import AuditEntry, SharingRule, User
from intarsia_site.access.queries.seen import Seen
from intarsia_site.access.queries.viewer import viewer_of
from intarsia_site.reports.kept import path_of, sweep
from intarsia_site.reports.models import Activity, ReportImport, Source, Switch
from intarsia_site.reports.services.importing import carry_out
from intarsia_site.reports.services.retention import forget_undone
from intarsia_site.reports.services.undoing import undo_import
from intarsia_site.reports.work import SILENT_FOR, begin_again
from people import NOW, Cast, a_membership, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
State = ReportImport.State


def seen_by(person: object, at: dt.datetime = NOW) -> list[str]:
    """Titles of the current activities that a person sees in full."""
    seen = Seen(Activity, viewer_of(person, at=at)).ordered("title")
    return [str(one["title"]) for one in seen if one.precision is Precision.FULL]


def test_a_report_is_read_and_waits_for_a_person() -> None:
    cast = the_ground()

    report = read(received(a_source(cast), a_list(CLINIC, VACCINES), cast))

    assert report.state == State.READY, report.error_data
    assert report.summary["new"] == 2
    assert report.summary["report"]["kind"] == "activity-list"
    assert not Activity.current.exists()


def test_what_is_imported_is_so_for_those_it_is_shared_with() -> None:
    cast = the_ground()

    report = sent(a_source(cast), cast, CLINIC, VACCINES, label="TLP:GREEN")

    assert report.state == State.IMPORTED
    assert seen_by(cast.bruno) == ["Clinic of Darn repaired", "Vaccination round"]
    clinic = Activity.current.get(title="Clinic of Darn repaired")
    assert (clinic.sector_code, clinic.area_code, clinic.place_codes) == (
        "primary_health", "XA01", " XA0101 ",
    )  # fmt: skip
    assert clinic.organization == cast.agency
    assert clinic.implementers == "Doctors of Darn"


def test_of_a_sensitive_sector_the_protocol_decides_whatever_the_report_says() -> None:
    cast = the_ground()

    sent(a_source(cast), cast, CLINIC, SHELTER, label="TLP:GREEN")

    rule = Activity.current.get(title="Safe house").rule
    assert (rule.label, rule.finest_level, rule.hides_implementer) == ("TLP:RED", 1, True)
    assert "Safe house" in seen_by(cast.bruno)
    assert "Safe house" not in seen_by(cast.daniel) + seen_by(cast.amina)


def test_the_next_report_takes_the_place_of_the_one_before() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES)
    dearer = (*CLINIC[:9], "150000", CLINIC[10])

    report = read(received(source, a_list(dearer, SHELTER), cast))

    assert {name: report.summary[name] for name in ("new", "changed", "gone", "unchanged")} == {
        "new": 1, "changed": 1, "gone": 1, "unchanged": 0,
    }  # fmt: skip
    imported(report, cast)
    assert set(seen_by(cast.bruno)) == {"Clinic of Darn repaired", "Safe house"}
    assert Activity.current.get(title="Clinic of Darn repaired").budget_usd == 150000
    assert Activity.versions.count() == 4


def test_a_report_without_changes_writes_nothing() -> None:
    cast = the_ground()
    source = a_source(cast)
    first = sent(source, cast, CLINIC, VACCINES)

    again = read(received(source, a_list(VACCINES, CLINIC), cast, name="again.csv"))

    assert again.state == State.UNCHANGED
    source.refresh_from_db()
    assert source.current == first
    assert Activity.versions.count() == 2
    assert Switch.objects.count() == 1


def test_an_undo_brings_back_what_was_so_with_its_label() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, label="TLP:AMBER")
    second = sent(source, cast, VACCINES, label="TLP:GREEN")

    undo_import(second.public_id, by=cast.bruno, at=NOW, because="Wrong file")

    assert seen_by(cast.bruno) == ["Clinic of Darn repaired"]
    assert SharingRule.objects.get(of_source__source=source, of_source__handling="").label == (
        "TLP:AMBER"
    )
    entry = AuditEntry.objects.get(verb="undo")
    assert entry.because == "Wrong file"


def test_an_undo_under_later_imports_and_after_30_days_is_refused() -> None:
    cast = the_ground()
    source = a_source(cast)
    first = sent(source, cast, CLINIC)
    second = sent(source, cast, VACCINES)

    with pytest.raises(Refused):
        undo_import(first.public_id, by=cast.bruno, at=NOW, because="Wrong file")
    late = NOW + dt.timedelta(days=31)
    with pytest.raises(Refused):
        undo_import(second.public_id, by=cast.bruno, at=late, because="Wrong file")

    assert seen_by(cast.bruno) == ["Vaccination round"]


def test_of_two_imports_of_one_source_the_second_is_compared_anew() -> None:
    cast = the_ground()
    source = a_source(cast)
    mine = read(received(source, a_list(CLINIC), cast))
    yours = read(received(source, a_list(CLINIC, VACCINES), cast, name="other.csv"))
    imported(yours, cast)

    imported(mine, cast)

    assert mine.state == State.WAITING
    assert read(mine).summary["gone"] == 1
    assert len(seen_by(cast.bruno)) == 2


def test_a_worker_that_died_is_followed_by_another_and_nothing_is_half() -> None:
    cast = the_ground()
    source = a_source(cast)
    report = read(received(source, a_list(CLINIC, VACCINES), cast))
    ReportImport.objects.filter(pk=report.pk).update(
        state=State.IMPORTING, sharing={**report.sharing, "because": ""}, alive_at=NOW
    )
    later = NOW + SILENT_FOR + dt.timedelta(seconds=1)

    assert begin_again(at=NOW) == 0
    assert begin_again(at=later) == 1
    carry_out(report.public_id, now=lambda: later)
    carry_out(report.public_id, now=lambda: later)

    assert len(seen_by(cast.bruno)) == 2
    assert Switch.objects.count() == 1


def test_an_import_that_kills_every_worker_is_given_up() -> None:
    cast = the_ground()
    report = received(a_source(cast), a_list(CLINIC), cast)
    ReportImport.objects.filter(pk=report.pk).update(
        state=State.READING, attempts=9, alive_at=NOW - SILENT_FOR * 2
    )

    begin_again(at=NOW)

    report.refresh_from_db()
    assert (report.state, report.error_code) == (State.FAILED, "reports.given_up")


def test_who_may_not_send_learns_nothing() -> None:
    cast = the_ground()
    source = a_source(cast)
    report = received(source, a_list(CLINIC), cast)

    with pytest.raises(NotFound):
        undo_import(report.public_id, by=cast.daniel, at=NOW, because="x")
    with pytest.raises(NotAllowed):
        undo_import(report.public_id, by=cast.chinara, at=NOW, because="x")


def test_a_looser_label_than_the_protocol_needs_a_reason() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC), cast))

    with pytest.raises(Refused):
        imported(report, cast, label="TLP:CLEAR", because="")

    report.refresh_from_db()
    assert report.state == State.READY


def test_nothing_is_taken_before_the_protocol_is_accepted(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        a_source(cast)
    assert not Source.objects.exists()


def test_the_same_file_is_not_read_twice_unless_something_is_known_anew() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC, VACCINES)
    content = a_list(CLINIC, VACCINES)

    again = read(received(source, content, cast))
    cast.agency.aliases.create(name="UNHA Arvenia")
    anew = read(received(source, content, cast))

    assert (again.state, again.tables.count()) == (State.UNCHANGED, 0)
    assert again.summary["unchanged"] == 2
    assert anew.tables.exists()


def test_the_same_bytes_are_kept_once() -> None:
    cast = the_ground()
    source = a_source(cast)
    content = a_list(CLINIC, VACCINES)

    first = received(source, content, cast)
    again = received(source, content, cast, name="copy of 3w.csv")

    assert first.file == again.file
    assert len(list(path_of(first.file).parent.iterdir())) == 1  # type: ignore[arg-type]


def test_what_was_taken_back_is_forgotten_after_30_days_but_for_the_trail() -> None:
    cast = the_ground()
    source = a_source(cast)
    sent(source, cast, CLINIC)
    second = sent(source, cast, CLINIC, VACCINES)
    undo_import(second.public_id, by=cast.bruno, at=NOW, because="Wrong file")

    assert forget_undone(at=NOW + dt.timedelta(days=29)) == 0
    assert forget_undone(at=NOW + dt.timedelta(days=31)) == 1
    assert forget_undone(at=NOW + dt.timedelta(days=31)) == 0

    assert [one.title for one in Activity.versions.all()] == ["Clinic of Darn repaired"]
    assert AuditEntry.objects.filter(verb="undo").exists()


def test_what_a_killed_request_left_is_swept_away(data: Path, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = data / "incoming"
    left = [data / "incoming" / "x.upload", data / "reports" / ".at-work-1" / "cleaned.csv"]
    kept = data / "reports" / "abc.csv"
    for path in (*left, kept):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Ann Lee", encoding="utf-8")
    now = dt.datetime.fromtimestamp(kept.stat().st_mtime, dt.UTC)

    assert sweep(at=now) == 0
    assert sweep(at=now + dt.timedelta(hours=3)) == 2

    assert not [path for path in left if path.exists()]
    assert kept.exists()


def test_about_a_red_report_decides_who_sent_it_or_is_named() -> None:
    cast = the_ground()
    other = a_person()
    a_membership(user=other, organization=cast.agency, country=cast.arvenia, role="editor")
    report = sent(a_source(cast), cast, CLINIC, SHELTER)

    with pytest.raises(NotAllowed):
        undo_import(report.public_id, by=other, at=NOW, because="Wrong file")
    undo_import(report.public_id, by=cast.bruno, at=NOW, because="Wrong file")


def a_colleague(cast: Cast) -> User:
    other = a_person(name="Boris Colleague")
    a_membership(user=other, organization=cast.agency, country=cast.arvenia, role="editor")
    return other


def test_a_colleague_who_names_themselves_gains_no_sight_of_what_was_red() -> None:
    cast = the_ground()
    source, other = a_source(cast), a_colleague(cast)
    sent(source, cast, CLINIC, SHELTER, label="TLP:GREEN")
    theirs = read(received(source, a_list(VACCINES), cast, by=other))
    imported(theirs, cast, by=other, label="TLP:GREEN", persons=[other.public_id])

    undo_import(theirs.public_id, by=other, at=NOW, because="Wrong file")

    assert seen_by(other) == [CLINIC[3]]
    assert seen_by(cast.bruno) == [CLINIC[3], SHELTER[3]]


def test_who_is_named_names_others() -> None:
    cast = the_ground()
    source, other = a_source(cast), a_colleague(cast)
    sent(source, cast, CLINIC, SHELTER, label="TLP:GREEN")

    both = [cast.bruno.public_id, other.public_id]
    sent(source, cast, CLINIC, SHELTER, VACCINES, label="TLP:GREEN", persons=both)

    assert SHELTER[3] in seen_by(other)
    assert SHELTER[3] in seen_by(cast.bruno)


def test_a_colleague_who_is_not_named_does_not_show_more_freely_what_was_red() -> None:
    cast = the_ground()
    source, other = a_source(cast), a_colleague(cast)
    sent(source, cast, CLINIC, label="TLP:RED", persons=[cast.bruno.public_id])
    theirs = read(received(source, a_list(VACCINES), cast, by=other))

    with pytest.raises(Refused) as refused:
        imported(theirs, cast, by=other, label="TLP:GREEN")
    assert "ask one of them" in refused.value.fields["label"]
    imported(theirs, cast, by=other, label="TLP:RED", persons=[other.public_id])

    assert seen_by(other) == []
