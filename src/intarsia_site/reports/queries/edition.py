"""Editions as each viewer may see them: by the rules of the moment, over the versions of then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import Country
from intarsia_site.access.names import sector_name
from intarsia_site.access.queries.paging import SIZE, Page, is_text, page_of
from intarsia_site.access.queries.seen import Seen, SeenRecord
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import Activity, Edition, Erratum, Source
from intarsia_site.reports.queries.activity import ActivityLine, lines_for
from intarsia_site.reports.queries.erratum import ErratumLine, erratum_line
from intarsia_site.reports.rights import may_see_source, may_send

#: Errata on one page of an edition: each is worked out for the viewer.
ERRATA = 10


@dataclass(frozen=True)
class EditionLine:
    """One edition in a list."""

    public_id: str
    number: int
    title: str
    country_name: str
    country_code: str
    as_of: dt.date
    frozen_at: dt.datetime


@dataclass(frozen=True)
class SectorLine:
    """How many of the activities that the viewer knows of are mainly in a sector."""

    code: str
    name: str
    activities: int
    #: Of the largest, 0-1.
    share: float


@dataclass(frozen=True)
class EditionPage:
    """One edition with the figures as this viewer may see them."""

    line: EditionLine
    activities: int
    #: Of these, how many are shown coarsely, or only hinted at.
    coarse: int
    sources: int
    sectors: tuple[SectorLine, ...]
    #: Activities whose sector is not known.
    without_sector: int
    errata: Page[ErratumLine]
    #: Sources of the edition that say something else by now and whose erratum this viewer may tell.
    corrected: tuple[tuple[str, str], ...]


def edition_list(viewing: Viewing, *, after: str = "", size: int = SIZE) -> Page[EditionLine]:
    """Return the editions of the countries that the viewer works in, the newest first; raises
    NotFound for nobody."""
    rows = _known(viewing).select_related("country")
    return page_of(rows, _line, order="-frozen_at", after=after, size=size)


def edition_page(viewing: Viewing, public_id: str, *, after: str = "") -> EditionPage:
    """Return an edition; its figures count what this viewer may know of.

    after    the erratum behind which the page of errata begins
    Raises   NotFound where it is not there, or is of a country the viewer does not work in.
    """
    if not is_text(public_id):
        raise NotFound
    rows = _known(viewing).select_related("country")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    held = Activity.versions.filter(stands__report_import__editions=row)
    seen = Seen(Activity, viewing, among=held)
    counted = seen.counts_of(["sector_code", "source_id", "revision"])
    by_sector = {code: n for code, n in counted["sector_code"].items() if code}
    total = sum(counted["sector_code"].values())
    return EditionPage(
        line=_line(row),
        activities=total,
        coarse=counted["revision"].get(None, 0),
        sources=sum(1 for source in counted["source_id"] if source),
        sectors=_sectors(by_sector),
        without_sector=total - sum(by_sector.values()),
        errata=_errata(viewing, row, after),
        corrected=_corrected(viewing, row),
    )


def edition_activities(
    viewing: Viewing, public_id: str, *, after: str = "", size: int = SIZE
) -> tuple[list[SeenRecord], str]:
    """Return activities of an edition as its reports said them, as precisely as this viewer may see
    them now, and after which one the next part begins; empty at the end.

    after    the public id of the last one of the part before
    Raises   NotFound where it is not there, or is of a country the viewer does not work in.
    """
    row = _known(viewing).filter(public_id=public_id).first() if is_text(public_id) else None
    if row is None:
        raise NotFound
    seen = Seen(Activity, viewing, among=Activity.versions.filter(
        stands__report_import__editions=row
    ))  # fmt: skip
    found = next(seen.parts(size + 1, after=after), [])
    return found[:size], found[size - 1].public_id if len(found) > size else ""


def edition_lines(
    viewing: Viewing, public_id: str, *, after: str = ""
) -> tuple[EditionLine, Page[ActivityLine]]:
    """Return an edition and a part of its activities as lines: see `edition_activities`."""
    found, last = edition_activities(viewing, public_id, after=after)
    row = _known(viewing).select_related("country").get(public_id=public_id)
    return _line(row), Page(tuple(lines_for(found, viewing=viewing)), last)


def convened_countries(viewing: Viewing) -> list[tuple[str, str]]:
    """Return the countries whose picture the viewer freezes: (code, name)."""
    if viewing.viewer.is_administrator:
        return []
    codes = sorted(code for role, code in viewing.roles if role == "convenor")
    return list(Country.objects.filter(code__in=codes).values_list("code", "name"))


def _known(viewing: Viewing) -> QuerySet[Edition]:
    if viewing.user_id is None:
        raise NotFound
    community = viewing.reach.community
    if community.everywhere:
        return Edition.objects.all()
    codes = {*community.countries, *(code for _role, code in viewing.roles)}
    return Edition.objects.filter(country__code__in=sorted(codes))


def _line(row: Edition) -> EditionLine:
    return EditionLine(
        row.public_id, row.number, row.title, row.country.name, row.country.code,
        row.as_of, row.frozen_at,
    )  # fmt: skip


def _sectors(counted: dict[str, int]) -> tuple[SectorLine, ...]:
    most = max(counted.values(), default=1)
    lines = [
        SectorLine(code, sector_name(code), count, count / most) for code, count in counted.items()
    ]
    return tuple(sorted(lines, key=lambda one: (-one.activities, one.name)))


def _errata(viewing: Viewing, row: Edition, after: str) -> Page[ErratumLine]:
    """A page of those that say this viewer anything; the others are not there for them."""
    rows = Erratum.objects.filter(edition=row).select_related(
        "corrected__source__organization__merged_into", "corrected__source__country"
    )
    page = page_of(
        rows, lambda one: erratum_line(viewing, one), order="-told_at", after=after, size=ERRATA
    )
    return Page(tuple(line for line in page.lines if line is not None), page.next)


def _corrected(viewing: Viewing, row: Edition) -> tuple[tuple[str, str], ...]:
    """Return (public id, name) of sources whose import in the edition is not so any more."""
    moved = Source.objects.filter(imports__editions=row).exclude(current__editions=row)
    told = set(
        Erratum.objects.filter(edition=row).values_list("corrected__source_id", "by_import_id")
    )
    found = []
    for one in moved.select_related("organization", "country").order_by("name", "pk").distinct():
        may = may_send(one, viewing) or (
            may_see_source(one, viewing) and not viewing.viewer.is_administrator
            and viewing.is_convenor(one.country.code)
        )  # fmt: skip
        if may and (one.pk, one.current_id) not in told:
            found.append((one.public_id, f"{one.organization.name}: {one.name}"))
    return tuple(found)
