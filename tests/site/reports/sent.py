"""Reports of the UN health agency as bruno sends them: small lists, read and imported at once."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from intarsia_site.access.models import User
from intarsia_site.reports.models import ReportImport, Source
from intarsia_site.reports.services.handling import sharing_of
from intarsia_site.reports.services.importing import carry_out, import_report
from intarsia_site.reports.services.reading import read_report_of
from intarsia_site.reports.services.receiving import receive_report
from intarsia_site.reports.services.source import open_source
from people import NOW, Cast

HEADINGS = (
    "Activity ID", "Organization", "Implementing partner", "Activity", "Sector", "Admin1", "Admin2",
    "Start date", "End date", "Budget USD", "People targeted",
)  # fmt: skip
CLINIC = (
    "A-1", "UN health agency", "Doctors of Darn", "Clinic of Darn repaired", "Health",
    "North Sirin", "Darn", "2011-01-10", "2011-12-31", "120000", "4000",
)  # fmt: skip
VACCINES = (
    "A-2", "UN health agency", "Doctors of Darn", "Vaccination round", "Health",
    "North Sirin", "", "2011-02-01", "2011-06-30", "45000", "9000",
)  # fmt: skip
SHELTER = (
    "A-3", "UN health agency", "House of Hope", "Safe house", "Trafficking in human beings",
    "North Sirin", "Darn", "2011-03-01", "2011-12-31", "30000", "20",
)  # fmt: skip


def a_source(cast: Cast, **changes: Any) -> Source:
    """Open a source of the agency."""
    wanted = {
        "organization_id": cast.agency.public_id, "country_code": "XA", "name": "Monthly 3W",
        "by": cast.bruno, "at": NOW, **changes,
    }  # fmt: skip
    return Source.objects.get(public_id=open_source(**wanted))


def a_list(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> bytes:
    """Return rows as a csv file."""
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def received(
    source: Source,
    content: bytes,
    cast: Cast,
    *,
    name: str = "3w.csv",
    at: dt.datetime = NOW,
    by: User | None = None,
) -> ReportImport:
    """Send a file, not read yet; by bruno unless somebody else does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        report_id = receive_report(source.public_id, path, name=name, by=by or cast.bruno, at=at)
    return ReportImport.objects.get(public_id=report_id)


def read(report: ReportImport, *, at: dt.datetime = NOW) -> ReportImport:
    """Read it as the worker does."""
    read_report_of(report.public_id, now=lambda: at)
    report.refresh_from_db()
    return report


def imported(
    report: ReportImport,
    cast: Cast,
    *,
    at: dt.datetime = NOW,
    by: User | None = None,
    **sharing: Any,
) -> ReportImport:
    """Import what was read, as its sender wants it shared; bruno unless somebody else does."""
    who = by or cast.bruno
    wanted: Any = {**sharing_of(report.source, by=who), "because": "exercise", **sharing}
    import_report(report.public_id, revision=report.revision, sharing=wanted, by=who, at=at)
    carry_out(report.public_id, now=lambda: at)
    report.refresh_from_db()
    return report


def sent(
    source: Source, cast: Cast, *rows: Sequence[str], at: dt.datetime = NOW, **sharing: Any
) -> ReportImport:
    """Send rows, read and import them."""
    return imported(
        read(received(source, a_list(*rows), cast, at=at), at=at), cast, at=at, **sharing
    )
