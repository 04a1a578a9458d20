"""A report comes in: cleaned, kept, and put in line to be read."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

import intarsia
from intarsia.keeping import KeptFile
from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import User
from intarsia_site.access.protocols import protocol_or_refuse
from intarsia_site.access.rights import signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import record
from intarsia_site.reports.kept import KeptFileError, path_of, put_away, workplace
from intarsia_site.reports.models import ReportFile, ReportImport, Source
from intarsia_site.reports.rights import may_look_into, may_see_source
from intarsia_site.reports.services.handling import sharing_of
from intarsia_site.reports.services.source import source_to_write
from intarsia_site.reports.work import work_on

State = ReportImport.State
#: Imports of a source that a person has not decided about yet: more would only confuse.
MOST_OPEN = 20
#: States in which a person, or the worker, has something to do.
OPEN = (State.WAITING, State.READING, State.READY, State.QUEUED, State.IMPORTING)


@dataclass(frozen=True)
class Cleaned:
    """A file of a source that was looked at and cleaned, and is not in line yet."""

    source_id: str
    name: str
    sha256: str
    #: What was cleaned and under which name it is kept; None: the same bytes are kept already.
    fresh: tuple[KeptFile, str] | None


def receive_report(
    source_id: str, path: Path, *, name: str, by: User | None, at: dt.datetime
) -> str:
    """Take in one file of a source: what is kept is a copy without personal data.

    Editors and above of the organization. The file itself is not kept, and is not read any
    further here: an import waits for the worker. Its public id is returned.
    path     where the file is while the request lasts
    name     as its sender calls it
    by       None: the installation itself, for the organization, of what it fetched
    Raises   NotFound, NotAllowed, Refused; ReaderError where the file cannot be cleaned, and then
             nothing of it is kept.
    """
    return put_in_line(clean_report(source_id, path, name=name, by=by, at=at), by=by, at=at)


def clean_report(
    source_id: str, path: Path, *, name: str, by: User | None, at: dt.datetime
) -> Cleaned:
    """Do the first half of `receive_report`, which nobody else has to wait for: clean the file.

    What is written is the cleaned file alone. The write itself leaves the audit entry: that of
    `put_in_line`.
    """
    with transaction.atomic():
        # Who may not send must not make the machine work.
        source = _source_of(source_id, by, at)
        protocol_or_refuse(source.country)
        _refuse_too_many(source)
    _refuse_too_large(path)
    name = _called(name)
    with path.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    fresh = None if _kept_before(source, sha256) else _cleaned(path, name)
    return Cleaned(source.public_id, name, sha256, fresh)


@transaction.atomic
def put_in_line(cleaned: Cleaned, *, by: User | None, at: dt.datetime) -> str:
    """Do the second half of `receive_report`: have a cleaned file wait for the worker.

    Raises   NotFound, NotAllowed, Refused.
    """
    source = _source_of(cleaned.source_id, by, at)
    _refuse_too_many(source)
    file = _kept_before(source, cleaned.sha256) or _kept(
        source, cleaned.fresh, cleaned.name, cleaned.sha256, by=by, at=at
    )
    report = ReportImport.objects.create(
        source=source,
        file=file,
        created_at=at,
        created_by=by,
        sharing=sharing_of(source, by=by),
    )
    record(
        "receive", "report", report.public_id, by=by, at=at,
        after={"sha256": cleaned.sha256, "bytes": file.kept_bytes, "removed": file.removed},
        organization=source.organization, country=source.country,
    )  # fmt: skip
    work_on.enqueue(report.public_id)
    return report.public_id


@transaction.atomic
def read_again(report_id: str, *, by: User, at: dt.datetime) -> None:
    """Have an import read once more, with what was decided meanwhile.

    Editors and above of the organization; also one that could not be read.
    """
    report = import_to_write(report_id, by=by, at=at)
    if report.state not in (State.READY, State.FAILED, State.UNCHANGED):
        raise Refused({}, _("It is being worked on. Look again in a moment."))
    report.state, report.stage, report.progress, report.attempts = State.WAITING, "", 0, 0
    report.alive_at = at
    report.error_code, report.error_data = "", {}
    report.save()
    record(
        "read_again", "report", report.public_id, by=by, at=at,
        organization=report.source.organization, country=report.source.country,
    )  # fmt: skip
    work_on.enqueue(report.public_id)


@transaction.atomic
def set_aside(report_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """Leave an import alone: nothing of it becomes so. The kept file stays.

    Editors and above of the organization.
    """
    report = import_to_write(report_id, by=by, at=at)
    if report.state not in (State.WAITING, State.READING, State.READY, State.FAILED):
        raise Refused({}, _("This report is imported. Undo it instead."))
    report.state = State.SET_ASIDE
    report.reading += 1
    report.save(update_fields=["state", "reading"])
    report.tables.all().delete()
    record(
        "set_aside", "report", report.public_id, by=by, at=at, because=because[:1000],
        organization=report.source.organization, country=report.source.country,
    )  # fmt: skip


def import_to_write(report_id: str, *, by: User, at: dt.datetime) -> ReportImport:
    """Return an import for its source's own people to decide about, held until the transaction
    ends. Whoever calls it leaves the audit entry: the write itself leaves the audit entry.

    Raises   NotFound, NotAllowed.
    """
    viewing = signed_in(by, at)
    report = (
        ReportImport.objects.select_for_update(of=("self",))
        .select_related("source__organization", "source__country", "file")
        .filter(public_id=report_id.replace("\x00", ""))
        .first()
    )
    if report is None or not may_see_source(report.source, viewing):
        raise NotFound
    source_to_write(report.source.public_id, viewing)
    if not may_look_into(report, viewing):
        raise NotAllowed(_("Who sent this report, imported it or is named decides about it."))
    return report


def _source_of(source_id: str, by: User | None, at: dt.datetime) -> Source:
    if by is not None:
        return source_to_write(source_id, signed_in(by, at))
    source = locked(Source, source_id)
    if source.ended_at is not None:
        raise NotFound
    return source


def _kept_before(source: Source, sha256: str) -> ReportFile | None:
    """Return the same bytes as they are kept already, if they still are."""
    file = source.files.filter(sha256=sha256).first()
    if file is None:
        return None
    try:
        path_of(file)
    except KeptFileError:
        return None
    return file


def _cleaned(path: Path, name: str) -> tuple[KeptFile, str]:
    """Return what was cleaned and under which name it is kept."""
    with workplace() as folder:
        cleaned = intarsia.keep_file(path, folder / f"cleaned{_ending(name)}", name=name)
        return cleaned, put_away(cleaned.path)


def _kept(
    source: Source,
    fresh: tuple[KeptFile, str] | None,
    name: str,
    sha256: str,
    *,
    by: User | None,
    at: dt.datetime,
) -> ReportFile:
    if fresh is None:
        # It was kept when the request began and went meanwhile.
        raise Refused({"file": _("Something came between. Send the file again.")})
    cleaned, kept_name = fresh
    return ReportFile.objects.create(
        source=source,
        name=name,
        sha256=sha256,
        kept_sha256=cleaned.sha256,
        kept_name=kept_name,
        kept_bytes=cleaned.bytes,
        removed=dict(cleaned.removed),
        converted_from=cleaned.converted_from or "",
        received_at=at,
        received_by=by,
    )


def _refuse_too_many(source: Source) -> None:
    waiting = source.imports.filter(state__in=OPEN).count()
    if waiting >= MOST_OPEN:
        raise Refused(
            {
                "file": _(
                    "%(count)d reports of this source wait for a decision. Import some of them "
                    "or set them aside first."
                )
                % {"count": waiting}
            }
        )


def _refuse_too_large(path: Path) -> None:
    size = path.stat().st_size
    if size > settings.REPORT_MAX_BYTES:
        raise Refused(
            {
                "file": _(
                    "This file has %(megabytes)d MB; at most %(most)d MB can be sent here. Split "
                    "it, or send a part of the period."
                )
                % {"megabytes": size // 2**20, "most": settings.REPORT_MAX_BYTES // 2**20}
            }
        )


def _called(name: str) -> str:
    """Return the last part of a name that a stranger chose, without signs that no name has: ends of
    lines would stand in a header when the file is given back, marks of direction mislead."""
    last = Path(name.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[:255] or "report"


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    return ending if ending.isascii() and ending[1:].isalnum() and len(ending) < 8 else ""
