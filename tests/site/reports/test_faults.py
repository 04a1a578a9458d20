"""Whatever breaks while a report is imported: nothing half, nothing lost, a sentence at the end."""

from __future__ import annotations

import datetime as dt
import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from ground import the_ground
from sent import CLINIC, VACCINES, a_list, a_source, imported, read, received, sent

from intarsia.readers import ReaderError
from intarsia_site.access.errors import Refused, Stale
from intarsia_site.reports import kept
from intarsia_site.reports.models import Activity, ReportFile, ReportImport, Standing, Switch
from intarsia_site.reports.services import importing, receiving
from intarsia_site.reports.services.deciding import map_columns
from intarsia_site.reports.services.handling import sharing_of
from intarsia_site.reports.services.importing import carry_out, import_report
from intarsia_site.reports.services.progress import Hold
from intarsia_site.reports.services.reading import read_report_of
from intarsia_site.reports.services.receiving import read_again
from intarsia_site.reports.work import LOST_AFTER, SILENT_FOR, begin_again
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
State = ReportImport.State
LATER = NOW + SILENT_FOR + dt.timedelta(seconds=1)
STAGES_OF_READING = ("reading", "understanding", "organizations", "comparing", "keeping")
STAGES_OF_IMPORTING = ("importing", "switching")


class Killed(BaseException):
    """As when the machine goes: nothing of the worker runs any further."""


@pytest.fixture
def killed_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a way to have the worker die once, when it has said that it begins a stage."""
    says = Hold.stage

    def at(stage: str) -> None:
        def stage_then_die(self: Hold, name: str) -> None:
            says(self, name)
            if name == stage:
                monkeypatch.setattr(Hold, "stage", says)
                raise Killed

        monkeypatch.setattr(Hold, "stage", stage_then_die)

    return at


def asked(report: ReportImport, cast: Cast) -> None:
    """Have bruno ask for the import; the worker has not begun."""
    wanted: Any = {**sharing_of(report.source, by=cast.bruno), "because": "exercise"}
    import_report(report.public_id, revision=report.revision, sharing=wanted, by=cast.bruno, at=NOW)


@pytest.mark.parametrize("stage", STAGES_OF_READING)
def test_a_worker_that_dies_while_it_reads_is_followed_by_another(
    stage: str, killed_at: Callable[[str], None]
) -> None:
    cast = the_ground()
    report = received(a_source(cast), a_list(CLINIC, VACCINES), cast)
    killed_at(stage)

    with pytest.raises(Killed):
        read_report_of(report.public_id, now=lambda: NOW)
    report.refresh_from_db()
    assert (report.state, report.stage, report.tables.count()) == (State.READING, stage, 0)
    assert begin_again(at=LATER) == 1
    read(report, at=LATER)

    assert (report.state, report.summary["new"]) == (State.READY, 2)


@pytest.mark.parametrize("stage", STAGES_OF_IMPORTING)
def test_a_worker_that_dies_while_it_imports_leaves_what_was_so(
    stage: str, killed_at: Callable[[str], None]
) -> None:
    cast = the_ground()
    source = a_source(cast)
    first = sent(source, cast, CLINIC)
    second = read(received(source, a_list(VACCINES), cast))
    asked(second, cast)
    killed_at(stage)

    with pytest.raises(Killed):
        carry_out(second.public_id, now=lambda: NOW)
    source.refresh_from_db()
    assert source.current == first
    assert [one.title for one in Activity.current.all()] == ["Clinic of Darn repaired"]
    begin_again(at=LATER)
    carry_out(second.public_id, now=lambda: LATER)

    assert [one.title for one in Activity.current.all()] == ["Vaccination round"]
    assert Switch.objects.count() == 2


def test_a_worker_that_dies_between_two_parts_uses_what_was_staged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC, VACCINES), cast))
    asked(report, cast)
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    goes_on = Hold.still_mine
    turns = iter([True, False])

    def die_at_the_second(self: Hold) -> None:
        if not next(turns, True):
            raise Killed
        goes_on(self)

    monkeypatch.setattr(Hold, "still_mine", die_at_the_second)
    with pytest.raises(Killed):
        carry_out(report.public_id, now=lambda: NOW)
    assert Activity.versions.count() == 1
    assert not Activity.current.exists()
    begin_again(at=LATER)
    carry_out(report.public_id, now=lambda: LATER)

    assert Activity.current.count() == Activity.versions.count() == Standing.objects.count() == 2


@pytest.mark.parametrize("waits", [State.WAITING, State.QUEUED])
def test_an_import_whose_task_was_lost_gets_another(waits: str, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    cast = the_ground()
    report = received(a_source(cast), a_list(CLINIC), cast)
    if waits == State.QUEUED:
        # It was read long before: the time counts from when it was asked for.
        asked(read(report, at=NOW - 2 * LOST_AFTER), cast)
    # As when a worker takes the task, and is killed before it takes the import.
    DBTaskResult.objects.all().delete()
    later = NOW + LOST_AFTER + dt.timedelta(seconds=1)

    assert begin_again(at=NOW + LOST_AFTER) == 0
    assert begin_again(at=later) == 1
    assert begin_again(at=later) == 0

    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == [report.public_id]
    report.refresh_from_db()
    assert report.state == waits


def test_a_worker_that_was_thought_dead_writes_nothing_after_the_next_one_began() -> None:
    cast = the_ground()
    report = received(a_source(cast), a_list(CLINIC), cast)
    moments = iter([NOW, NOW, NOW])

    def now() -> dt.datetime:
        # While the first still reads, it is found silent and a second one begins.
        moment = next(moments, None)
        if moment is None:
            ReportImport.objects.filter(pk=report.pk, reading=1).update(reading=2)
        return moment or NOW

    read_report_of(report.public_id, now=now)

    report.refresh_from_db()
    assert (report.state, report.tables.count()) == (State.READING, 0)


def test_the_same_import_asked_for_twice_happens_once() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC), cast))
    asked(report, cast)

    with pytest.raises(Stale):
        asked(report, cast)
    carry_out(report.public_id, now=lambda: NOW)
    carry_out(report.public_id, now=lambda: NOW)

    assert Switch.objects.count() == 1


def test_a_full_disk_keeps_nothing_of_a_report(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    cast = the_ground()
    source = a_source(cast)

    def full(_path: Path) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(receiving, "put_away", full)
    with pytest.raises(OSError, match="No space"):
        received(source, a_list(CLINIC), cast)

    assert not ReportFile.objects.exists()
    assert not ReportImport.objects.exists()
    assert not list((data / "reports").iterdir())


@pytest.mark.parametrize("becomes", ["changed", "gone"])
def test_a_kept_file_that_is_another_by_now_is_not_read(becomes: str) -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC), cast))
    assert report.file is not None
    path = kept.path_of(report.file)
    if becomes == "changed":
        path.write_bytes(a_list(VACCINES))
    else:
        path.unlink()

    read_again(report.public_id, by=cast.bruno, at=NOW)
    read(report)

    assert (report.state, report.error_code) == (State.FAILED, f"reports.kept_file_{becomes}")


OTHER = ("Agency", "Project", "Cluster", "Province", "Theme")
MEALS = ("WFP", "School meals", "Education", "North Sirin", "Schools")


def mapping_of(report: ReportImport) -> str:
    return bytes(report.tables.get(name="mapping").content).decode()


def test_a_mapping_for_other_columns_is_named_and_can_be_said_anew() -> None:
    cast = the_ground()
    source = a_source(cast)
    other = read(received(source, a_list(MEALS, MEALS, headings=OTHER), cast))
    report = read(received(source, a_list(CLINIC), cast))
    right = mapping_of(report)

    map_columns(report.public_id, mapping_of(other), by=cast.bruno, at=NOW)
    read(report)
    assert report.state == State.FAILED
    assert report.error_code.startswith(("mapping.", "list."))
    map_columns(report.public_id, right, by=cast.bruno, at=NOW)
    read(report)

    assert (report.state, report.summary["activities"]) == (State.READY, 1)


def test_the_columns_of_the_last_report_do_not_stop_one_that_has_others() -> None:
    cast = the_ground()
    source = a_source(cast)
    first = read(received(source, a_list(CLINIC), cast))
    map_columns(first.public_id, mapping_of(first), by=cast.bruno, at=NOW)
    imported(read(first), cast)
    source.refresh_from_db()
    assert source.mapping

    report = read(received(source, a_list(MEALS, MEALS, headings=OTHER), cast))

    assert (report.state, report.summary["activities"]) == (State.READY, 2)


def test_a_file_larger_than_is_taken_is_refused_before_it_is_read(settings: Any) -> None:
    cast = the_ground()
    settings.REPORT_MAX_BYTES = 100

    with pytest.raises(Refused) as refused:
        received(a_source(cast), a_list(CLINIC), cast)

    assert "file" in refused.value.fields
    assert not ReportFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"%PDF-1.4 nothing", "report.pdf"), (b"\xd0\xcf\x11\xe0 secret", "3w.xlsx"), (b"", "3w.csv")],
)
def test_what_is_no_report_is_refused_at_once_and_nothing_of_it_is_kept(
    content: bytes, name: str, data: Path
) -> None:
    cast = the_ground()
    source = a_source(cast)

    with pytest.raises(ReaderError) as refused:
        received(source, content, cast, name=name)

    assert refused.value.code.startswith("reader.")
    assert not ReportFile.objects.exists()
    assert not list((data / "reports").iterdir())


def test_a_report_that_nobody_wants_is_set_aside_and_its_file_stays() -> None:
    cast = the_ground()
    report = read(received(a_source(cast), a_list(CLINIC), cast))

    receiving.set_aside(report.public_id, by=cast.bruno, at=NOW, because="Sent by mistake")

    report.refresh_from_db()
    assert (report.state, report.tables.count()) == (State.SET_ASIDE, 0)
    assert report.file is not None
    assert kept.path_of(report.file).is_file()


def test_personal_data_is_gone_before_anything_is_kept(data: Path) -> None:
    cast = the_ground()
    headings = ("Organization", "Activity", "Sector", "Admin1", "Focal point", "Email")
    row = (
        "UN health agency",
        "Wells, tel. 0772 123 456",
        "Health",
        "North Sirin",
        "Ann Lee",
        "a@b.org",
    )

    report = received(a_source(cast), a_list(row, row, headings=headings), cast)

    said = b"".join(path.read_bytes() for path in (data / "reports").iterdir())
    assert not [one for one in (b"Ann Lee", b"a@b.org", b"0772 123 456") if one in said]
    assert report.file is not None
    assert report.file.removed


def test_more_undecided_reports_than_anybody_looks_at_are_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = the_ground()
    source = a_source(cast)
    monkeypatch.setattr(receiving, "MOST_OPEN", 1)
    first = received(source, a_list(CLINIC), cast)

    with pytest.raises(Refused):
        received(source, a_list(VACCINES), cast)

    imported(read(first), cast)
    received(source, a_list(VACCINES), cast)
