"""The trail of writes, for those who may see it: never an entry about what a viewer cannot see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Value

from intarsia.sharing.labels import Precision
from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import AuditEntry, User
from intarsia_site.access.names import FIELDS, SUBJECTS, VERBS, named, shown_name
from intarsia_site.access.queries.paging import SIZE, Page, page_of
from intarsia_site.access.queries.precision import precision_of
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.viewings import ids_managed, managed_countries

#: What administrators look after: accounts and organizations, no record of anybody.
ADMINISTERED = (
    "person",
    "membership",
    "country_role",
    "invitation",
    "token",
    "organization",
    "protocol",
    "installation",
)


@dataclass(frozen=True)
class AuditLine:
    """One write. `by_name` is empty for what the installation did by itself."""

    public_id: str
    at: dt.datetime
    by_key: str
    by_name: str
    verb: str
    words: str
    subject_kind: str
    subject_name: str
    subject_id: str
    organization_name: str | None
    country_code: str | None
    before: dict[str, str]
    after: dict[str, str]
    because: str
    #: The same as it is kept: names of fields, codes and ids.
    was: dict[str, Any]
    became: dict[str, Any]


def audit_list(
    viewing: Viewing,
    *,
    who: str = "",
    kind: str = "",
    subject_id: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    after: str = "",
    size: int = SIZE,
) -> Page[AuditLine]:
    """Return the entries that the viewer may see, the youngest first.

    Administrators: those about accounts and organizations. Managers: those of their organization;
    of records, only where they see all of the record now.
    who      a pseudonym, or a part of a name that is still known
    until    inclusive
    Raises   NotFound for who has no trail to see, and for an `after` that is not there.
    """
    visible = _visible(viewing)
    rows = visible
    if who.strip():
        people = User.objects.filter(name__icontains=who.strip(), erased_at=None)
        rows = rows.filter(Q(by_key=who.strip()) | Q(by_key__in=people.values("audit_key")))
    if kind:
        rows = rows.filter(subject_kind=kind)
    if subject_id.strip():
        rows = rows.filter(subject_id=subject_id.strip())
    if since is not None:
        rows = rows.filter(at__gte=_start(since))
    if until is not None and until < dt.date.max:
        rows = rows.filter(at__lt=_start(until + dt.timedelta(days=1)))
    rows = rows.select_related("organization", "country")
    page = page_of(rows, lambda row: row, order="-at", after=after, among=visible, size=size)
    keys = {row.by_key for row in page.lines}
    people_by_key = {one.audit_key: one for one in User.objects.filter(audit_key__in=keys)}
    return Page(tuple(_line(row, people_by_key) for row in page.lines), page.next)


def may_see_audit(viewing: Viewing) -> bool:
    """Return whether there is a trail for the viewer at all."""
    return viewing.viewer.is_administrator or bool(managed_countries(viewing))


def _visible(viewing: Viewing) -> QuerySet[AuditEntry]:
    if not may_see_audit(viewing):
        raise NotFound
    ours = Q(pk__in=[])
    for where in managed_countries(viewing):
        mine = Q(organization_id__in=ids_managed(viewing, where))
        if where is not None:
            mine &= Q(country__isnull=True) | Q(country__code=where)
        ours |= mine
    without_rule = ours
    if viewing.viewer.is_administrator:
        without_rule |= Q(subject_kind__in=ADMINISTERED)
    return AuditEntry.objects.annotate(
        # Hints of existence are no entries: only what is seen in full counts here.
        plausible=Value(0, output_field=IntegerField()),
        precision=precision_of(viewing),
    ).filter(
        Q(rule__isnull=True) & without_rule
        | Q(rule__isnull=False, precision=int(Precision.FULL)) & ours
    )


def _line(row: AuditEntry, people: dict[str, User]) -> AuditLine:
    person = people.get(row.by_key)
    return AuditLine(
        public_id=row.public_id,
        at=row.at,
        by_key=row.by_key,
        by_name=shown_name(person) if row.by_key else "",
        verb=row.verb,
        words=named(VERBS, row.verb).replace("_", " ").replace(".", ": "),
        subject_kind=row.subject_kind,
        subject_name=named(SUBJECTS, row.subject_kind),
        subject_id=row.subject_id,
        organization_name=row.organization.name if row.organization else None,
        country_code=row.country.code if row.country else None,
        before=_said(row.before, row.after),
        after=_said(row.after, row.before),
        because=row.because,
        was=row.before,
        became=row.after,
    )


def _said(fields: dict[str, Any], other: dict[str, Any]) -> dict[str, str]:
    """Return the fields in words; one that is empty only where the other side has it."""
    said = {}
    for name, value in fields.items():
        if value in (None, "", []) and name not in other:
            continue
        words = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        said[named(FIELDS, name).replace("_", " ")] = "" if value is None else words
    return said


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=dt.UTC)
