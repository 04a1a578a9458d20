"""The picture of a month is frozen and numbered; what was corrected later is told beside it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from intarsia_site.access.checks import Checks
from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import Country, User
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.rights import require_convenor, signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import record
from intarsia_site.reports.models import Edition, Erratum, ReportImport, Source
from intarsia_site.reports.rights import may_see_source, may_send


@transaction.atomic
def freeze_edition(
    *,
    country_code: str,
    title: str,
    as_of: dt.date,
    by: User,
    at: dt.datetime,
    because: str = "",
) -> str:
    """Freeze which imports are so now, under the next number; return the edition's public id.

    The country's convenor. It can be cited, and is never changed: a later correction is told beside
    it. Who may see what in it is decided anew each time, by the rules of that moment.
    """
    viewing = signed_in(by, at)
    country = Country.objects.select_for_update().filter(code=country_code).first()
    if country is None:
        raise NotFound
    require_convenor(viewing, country.code)
    checks = Checks()
    title = checks.line("title", title, 200, required=True)
    because = checks.line("because", because, 1000)
    if as_of > at.date():
        checks.refuse("as_of", _("Write a day that is not after today."))
    so = list(
        Source.objects.filter(country=country, current__isnull=False)
        .order_by("pk")
        .values_list("current_id", flat=True)
    )
    if not so:
        checks.refuse("title", _("No report is imported yet: there is no picture to freeze."))
    checks.settle()
    last = Edition.objects.filter(country=country).aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        country=country,
        number=last + 1,
        title=title,
        as_of=as_of,
        frozen_at=at,
        frozen_by=by,
    )
    edition.imports.set(so)
    record(
        "freeze", "edition", edition.public_id, by=by, at=at, because=because,
        after={"number": edition.number, "as_of": as_of.isoformat(), "imports": len(so)},
        country=country,
    )  # fmt: skip
    return edition.public_id


@transaction.atomic
def tell_erratum(
    edition_id: str, source_id: str, *, because: str, by: User, at: dt.datetime
) -> None:
    """Tell beside an edition that a source of it was corrected since, and why.

    Editors and above of the source's organization, and the country's convenor. What changed is the
    difference between the import in the edition and what is so now; each reader is shown what they
    may see of it. The edition stays as it is.
    Raises   Refused where nothing was corrected since, or that is told already.
    """
    viewing = signed_in(by, at)
    edition = locked(Edition, edition_id)
    source = Source.objects.select_related("organization", "country", "current").filter(
        public_id=source_id.replace("\x00", ""), country=edition.country
    ).first()  # fmt: skip
    if source is None or not may_see_source(source, viewing):
        raise NotFound
    if not _may_tell(source, viewing):
        raise NotAllowed(_("Only editors of the organization and the convenor tell errata."))
    checks = Checks()
    because = checks.line("because", because, 1000, required=True)
    checks.settle()
    corrected = ReportImport.objects.filter(editions=edition, source=source).first()
    if corrected is None or corrected.pk == source.current_id:
        raise Refused({"source": _("Nothing of this source was corrected since.")})
    told = Erratum.objects.filter(edition=edition, corrected=corrected, by_import=source.current)
    if told.exists():
        raise Refused({"source": _("This correction is told already.")})
    last = edition.errata.aggregate(last=Max("number"))["last"] or 0
    erratum = Erratum.objects.create(
        edition=edition, number=last + 1, corrected=corrected, by_import=source.current,
        because=because, told_at=at, told_by=by,
    )  # fmt: skip
    record(
        "tell_erratum", "edition", edition.public_id, by=by, at=at, because=because,
        after={"number": erratum.number, "source": source.public_id},
        organization=source.organization, country=source.country,
    )  # fmt: skip


def _may_tell(source: Source, viewing: Viewing) -> bool:
    return may_send(source, viewing) or (
        viewing.is_convenor(source.country.code) and not viewing.viewer.is_administrator
    )
