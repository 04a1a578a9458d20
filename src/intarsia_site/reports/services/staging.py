"""What an import says is written beside what is so: versions that are not there yet, and that the
import holds them. Nobody sees them before the switch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import intarsia
from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import Handling, Protocol
from intarsia_site.access.keys import random_id
from intarsia_site.access.models import Organization
from intarsia_site.access.protocols import protocol_or_refuse
from intarsia_site.reports.inserting import insert_missing
from intarsia_site.reports.models import Activity, ReportImport, Source, Standing
from intarsia_site.reports.services.handling import handling_of, own_key, rules_for, shared_key
from intarsia_site.reports.tables import activity_rows, ground_of, picture_of, stands, stored_id

_STANDING = ("report_import_id", "activity_id", "sheet", "row", "xpath")


class Staging:
    """Writes the versions of activities that are not there yet, and that the import holds them."""

    def __init__(self, report: ReportImport) -> None:
        self.report, self.source = report, report.source
        self.picture = picture_of(report)
        self.total = self.picture["activities"].num_rows
        marks = intarsia.fingerprints(self.picture)
        self.fingerprints = {
            stored_id(key): mark
            for key, mark in zip(
                marks["activity_id"].to_pylist(), marks["fingerprint"].to_pylist(), strict=True
            )
        }
        self.stands = stands(self.picture)
        self.protocol: Protocol = protocol_or_refuse(self.source.country)
        self.handlings: dict[str, Handling] = {}
        self._keys: dict[str, tuple[str, Handling]] = {}
        self._rules: dict[str, int] = {}
        #: Of what is entered by hand: by activity, under which handling it is now.
        self._now: dict[str, str] = {}
        if self.source.kind == Source.Kind.BY_HAND:
            rows = Activity.current.filter(source=self.source)
            self._now = dict(rows.values_list("activity_id", "rule__of_source__handling"))

    def rows(self) -> Iterator[dict[str, Any]]:
        known = dict(Organization.objects.values_list("public_id", "pk"))
        yield from activity_rows(self.picture, ground_of(self.source.country).areas, known)

    def write(self, rows: list[dict[str, Any]]) -> None:
        keys = [row["activity_id"] for row in rows]
        there = self._there(keys)
        handled = [self._handling(row["activity_id"], row["sector_codes"]) for row in rows]
        if set(self.handlings) - set(self._rules):
            sharing: Any = self.report.sharing
            self._rules = rules_for(
                self.source, sharing, self.handlings, by=self.report.imported_by
            )
        fresh = [
            {**self._of_all, "public_id": random_id(), "rule_id": self._rules[handling],
             "fingerprint": self.fingerprints[row["activity_id"]], **row}
            for row, handling in zip(rows, handled, strict=True)
            if row["activity_id"] not in there
        ]  # fmt: skip
        if fresh:
            columns = tuple(fresh[0])
            values = [tuple([row[name] for name in columns]) for row in fresh]
            insert_missing(Activity, columns, values)
            there = self._there(keys)
        held = [(self.report.pk, there[key], *self.stands[key]) for key in keys]
        insert_missing(Standing, _STANDING, held)

    @property
    def _of_all(self) -> dict[str, Any]:
        """What each version of the source has, and what it begins with."""
        return {
            "source_id": self.source.pk, "country_id": self.source.country_id,
            "plausible": 0, "revision": 1,
        }  # fmt: skip

    def _there(self, keys: list[str]) -> dict[str, int]:
        """Return by activity id the version that says what this import says."""
        rows = Activity.versions.filter(source=self.source, activity_id__in=keys)
        return {
            key: pk
            for pk, key, mark in rows.values_list("pk", "activity_id", "fingerprint")
            if mark == self.fingerprints[key]
        }

    def _handling(self, activity_id: str, sectors: str) -> str:
        if sectors not in self._keys:
            label = Label(self.report.sharing["label"])
            self._keys[sectors] = handling_of(self.protocol, label, sectors.split())
        key, handling = self._keys[sectors]
        writer = self.report.imported_by
        if (
            handling.label is Label.RED
            and self.source.kind == Source.Kind.BY_HAND
            and writer is not None
        ):
            now = self._now.get(activity_id)
            is_alike = now is not None and shared_key(now) == key
            key = now if now is not None and is_alike else own_key(key, writer.public_id)
        self.handlings[key] = handling
        return key


def chunks(rows: Iterator[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """Yield rows in lists of at most so many."""
    while chunk := list(islice(rows, size)):
        yield chunk
