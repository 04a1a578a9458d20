"""A worker's hold on an import: it says that it is alive and how far it is, and is told to stop
where another began the same work anew."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from django.db.models import F

from intarsia_site.reports.models import ReportImport

Now = Callable[[], dt.datetime]
#: Seconds between two marks: often enough to watch, seldom enough for a database of one writer.
EVERY = 0.7


class SupersededError(Exception):
    """Somebody else works on this import by now, or it was set aside: leave it."""


class Hold:
    """The work of one attempt. Its marks are the installation's own: they leave no audit entry."""

    def __init__(self, pk: int, number: int, now: Now) -> None:
        self.pk, self.number, self.now = pk, number, now
        self._marked = 0.0

    def stage(self, name: str) -> None:
        self._write(stage=name, progress=0.0)

    def progress(self, part: float) -> None:
        """Say how much of the stage is done, 0-1; most calls write nothing."""
        if time.monotonic() - self._marked >= EVERY:
            self._write(progress=max(0.0, min(1.0, part)))

    def still_mine(self) -> None:
        """Raise SupersededError where it is not."""
        self._write()

    def _write(self, **fields: object) -> None:
        mine = ReportImport.objects.filter(pk=self.pk, reading=self.number)
        if not mine.update(alive_at=self.now(), **fields):
            raise SupersededError
        self._marked = time.monotonic()


def hold(report_id: str, *, waiting: str, working: str, now: Now) -> Hold | None:
    """Take an import that waits, or return None where it waits no more: two workers never both
    get it. By the installation itself."""
    waits = ReportImport.objects.filter(public_id=report_id, state=waiting)
    taken = waits.update(
        state=working,
        reading=F("reading") + 1,
        attempts=F("attempts") + 1,
        alive_at=now(),
        progress=0,
    )
    if not taken:
        return None
    pk, number = ReportImport.objects.values_list("pk", "reading").get(public_id=report_id)
    return Hold(pk, number, now)
