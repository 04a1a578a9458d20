"""The steps of `imports.py`, each in a process of its own: Django is set up here."""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import Any

#: Activities for which it is asked who else is there; public ids are random.
DRAWN = 40
DAY = dt.datetime(2022, 6, 1, 9, tzinfo=dt.UTC)


def step(name: str, arguments: list[str]) -> None:
    """Do one step and print what it found as JSON."""
    if name == "library":
        found: Any = library(*arguments)
    else:
        import django

        django.setup()
        found = {"prepare": prepare, "import": import_one, "watch": watch}[name](*arguments)
    sys.stdout.write(json.dumps(found) + "\n")


def library(country: str, path: str) -> dict[str, float]:
    """Time the library alone."""
    import intarsia

    began = time.perf_counter()
    reading = intarsia.read_report(Path(path))
    picture = intarsia.normalize_report(reading, as_of=DAY.date(), country=country)
    intarsia.settle_organizations(picture, intarsia.register_with([]), country=country)
    return {"seconds": time.perf_counter() - began}


def prepare(country: str) -> dict[str, int]:
    """Make a site with the packaged register, the country and somebody who sends."""
    from django.core.management import call_command

    from intarsia.sharing.protocol import default_protocol
    from intarsia_site.access.models import (
        Country,
        Installation,
        Membership,
        Organization,
        ProtocolRow,
        User,
    )
    from intarsia_site.config.demo.organizations import load_organizations
    from intarsia_site.reports.services.source import open_source

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    Installation.objects.create(controller="Nobody", hosting="Here", languages=["en"])
    at = Country.objects.create(code=country, name=country, protocol_accepted_at=DAY)
    for row in default_protocol().rows:
        ProtocolRow.objects.create(
            country=at, kind=row.kind, sector_code=row.sector_code or "",
            label=row.handling.label, finest_level=row.handling.finest_level,
            hides_implementer=row.handling.implementer_hidden,
        )  # fmt: skip
    load_organizations(at)
    sender = User.objects.create_user("sender@example.org", name="Sender")
    own = Organization.objects.create(name="Office that sends")
    Membership.objects.create(
        user=sender, organization=own, role=Membership.Role.EDITOR, from_at=DAY
    )
    open_source(
        organization_id=own.public_id, country_code=country, name="Reports", by=sender, at=DAY
    )
    return {"organizations": Organization.objects.count()}


def import_one(country: str, path: str) -> dict[str, Any]:
    """Hand a report in, read it, import it; then the same again, and saved anew."""
    from intarsia_site.access.models import User
    from intarsia_site.reports.models import Activity, Source
    from intarsia_site.reports.services.handling import sharing_of
    from intarsia_site.reports.services.importing import carry_out, import_report

    sender, source = User.objects.get(email="sender@example.org"), Source.objects.get()
    found: dict[str, Any] = {}
    worked = time.process_time()
    report, found["receive"], found["read"] = _read(source, Path(path), sender)
    wanted: Any = {**sharing_of(source, by=sender), "because": "bench"}
    began = time.perf_counter()
    import_report(report.public_id, revision=report.revision, sharing=wanted, by=sender, at=DAY)
    carry_out(report.public_id, now=_now)
    found["import"] = time.perf_counter() - began
    found["processor"] = time.process_time() - worked
    # Kilobytes on Linux.
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report.refresh_from_db()
    if report.state != "imported":
        raise SystemExit(f"{path}: {report.state} {report.error_code} {report.error_data}")
    found["activities"] = Activity.current.count()
    found["rows"] = report.summary["report"]["rows"]
    found["similar"] = _similar(source, sender)
    rows = Activity.versions.count()
    _again, first, second = _read(source, Path(path), sender)
    found["again"], found["written"] = first + second, Activity.versions.count() - rows
    with tempfile.TemporaryDirectory() as folder:
        saved = _saved_anew(Path(path), Path(folder))
        _resaved, first, second = _read(source, saved, sender)
    found["resaved"], found["rewritten"] = first + second, Activity.versions.count() - rows
    return found


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _read(source: Any, path: Path, sender: Any) -> tuple[Any, float, float]:
    from intarsia_site.reports.models import ReportImport
    from intarsia_site.reports.services.reading import read_report_of
    from intarsia_site.reports.services.receiving import receive_report

    began = time.perf_counter()
    report_id = receive_report(source.public_id, path, name=path.name, by=sender, at=DAY)
    received = time.perf_counter()
    read_report_of(report_id, now=_now)
    ended = time.perf_counter()
    report = ReportImport.objects.get(public_id=report_id)
    return report, received - began, ended - received


def _similar(source: Any, sender: Any) -> dict[str, Any]:
    """Ask who else is there for activities as they are written again; seconds of the first, for
    which the country is made ready (and kernels compiled, where they never ran), and of each after
    it."""
    from intarsia_site.access.queries.viewer import viewer_of
    from intarsia_site.reports.models import Activity
    from intarsia_site.reports.queries.similar import similar_to

    titled = Activity.current.exclude(title="").order_by("public_id")
    seconds = []
    for one in titled[: DRAWN + 1]:
        texts = {
            "title": one.title, "sector_code": one.sector_code,
            "starts_on": str(one.starts_on or ""), "ends_on": str(one.ends_on or ""),
            "partner": one.implementers.split("\n")[0],
        }  # fmt: skip
        began = time.perf_counter()
        similar_to(
            texts, organization_id=source.organization.public_id,
            country_code=source.country.code, viewing=viewer_of(sender, at=_now()),
        )  # fmt: skip
        seconds.append(time.perf_counter() - began)
    return {"first": seconds[0], "then": seconds[1:]} if seconds else {}


def _saved_anew(path: Path, folder: Path) -> Path:
    """Return a file with the same rows and other bytes: a comment at the end of its zip, or a row
    end."""
    to = folder / path.name
    shutil.copy(path, to)
    if path.suffix == ".xlsx":
        import zipfile

        with zipfile.ZipFile(to, "a") as archive:
            archive.writestr("docProps/note.txt", "saved again")
    else:
        with to.open("ab") as file:
            file.write(b"\n")
    return to


def watch() -> dict[str, list[float]]:
    """Ask for pages until the import is done; return the seconds of each page each time."""
    from django.conf import settings
    from django.test import Client

    from intarsia_site.access.models import User

    settings.ALLOWED_HOSTS = ["*"]
    browser = Client()
    browser.force_login(User.objects.get(email="sender@example.org"))
    done = Path(os.environ["INTARSIA_DATA"]) / "done"
    # The last asks for the choices of two filters: three counts over all activities.
    filtered = "/activities/?sector_code=health&label=TLP:GREEN"
    pages = ["/organizations/", "/activities/", "/reports/", filtered]
    seconds: dict[str, list[float]] = {page: [] for page in pages}
    for page in pages:
        answer = browser.get(page)
        if answer.status_code != 200:
            raise SystemExit(f"{page}: {answer.status_code}")
    asked = cycle(pages)
    while not done.exists():
        page, began = next(asked), time.perf_counter()
        browser.get(page)
        seconds[page].append(time.perf_counter() - began)
        time.sleep(0.25)
    return seconds
