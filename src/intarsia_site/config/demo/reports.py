"""The example's report files, handed in by their organizations, read and imported as any others."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from intarsia.examples.write import write_example
from intarsia.sharing.labels import Precision
from intarsia_site.access.models import Country, Membership, Organization, User
from intarsia_site.access.services.audit import record
from intarsia_site.config.demo.packaged import rows
from intarsia_site.reports.models import ReportImport, Source
from intarsia_site.reports.services.importing import carry_out
from intarsia_site.reports.services.reading import read_report_of
from intarsia_site.reports.services.receiving import receive_report

#: Months before today at which the one that is expected every month begins to be.
_EXPECTED_FOR = 2


def load_reports(*, at: dt.datetime) -> int:
    """Hand in what `data/reports.csv` lists; return how many reports were handed in now.

    What is there already stays, so that a load that was cut off is gone on with. A report without
    "yes" waits for its organization to decide. The installation does what people would do: it has
    no accounts for most of the organizations.
    """
    country = Country.objects.get(code="XA")
    wanted = [row for row in rows("reports") if not _is_there(country, row["source"])]
    if not wanted:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        write_example(Path(folder))
        for row in wanted:
            _hand_in(Path(folder) / "reports" / row["file"], row, country, at)
    return len(wanted)


def _is_there(country: Country, name: str) -> bool:
    state = ReportImport.State
    of_this = ReportImport.objects.filter(source__country=country, source__name=name)
    return of_this.filter(state__in=(state.READY, state.IMPORTED)).exists()


def _hand_in(path: Path, row: Mapping[str, str], country: Country, at: dt.datetime) -> None:
    source = _source(row, country, at)
    report_id = receive_report(source.public_id, path, name=row["file"], by=None, at=at)
    read_report_of(report_id, now=lambda: at)
    if not row["is_imported"]:
        return
    report = ReportImport.objects.get(public_id=report_id)
    report.state = ReportImport.State.QUEUED
    report.sharing |= {
        "beyond": int(Precision.COARSE),
        "persons": _people_of(source.organization),
    }
    report.save(update_fields=["state", "sharing"])
    carry_out(report_id, now=lambda: at)


@transaction.atomic
def _source(row: Mapping[str, str], country: Country, at: dt.datetime) -> Source:
    organization = Organization.objects.get(identifiers__identifier=row["organization"])
    source, is_new = Source.objects.get_or_create(
        organization=organization, country=country, name=row["source"], defaults={"opened_at": at}
    )
    if is_new and row["every_months"]:
        source.every_months = int(row["every_months"])
        month = at.date().replace(day=1)
        for _ in range(_EXPECTED_FOR):
            month = (month - dt.timedelta(days=1)).replace(day=1)
        source.expected_from_on = month
        source.save(update_fields=["every_months", "expected_from_on"])
    if is_new:
        record(
            "open", "source", source.public_id, by=None, at=at,
            after={"name": source.name}, organization=organization, country=country,
        )  # fmt: skip
    return source


def _people_of(organization: Organization) -> list[str]:
    """Return who may see what of it is TLP:RED: its own people who sign in here."""
    members = Membership.objects.filter(organization=organization)
    users = User.objects.filter(pk__in=members.values("user"))
    return sorted(users.values_list("public_id", flat=True))
