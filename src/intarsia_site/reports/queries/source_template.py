"""The sheet that an organization fills in: what its source says, as far as the asker sees it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

import intarsia
from intarsia.readers.template import TemplateKey
from intarsia.sharing.labels import Precision
from intarsia.tables import ACTIVITY_TABLES, Picture
from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import Organization
from intarsia_site.access.queries.seen import Seen
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.models import Activity, Source
from intarsia_site.reports.rights import may_see_source, may_send
from intarsia_site.reports.services.template import NOTHING_YET
from intarsia_site.reports.tables import ground_of, picture_of, stored_id

LANGUAGES = ("en", "fr", "ru")
#: Organizations to choose from in the sheet; more make a list that nobody reads.
MOST_ORGANIZATIONS = 2000
#: Activities in one sheet: more are no work for a person in a spreadsheet.
MOST_ACTIVITIES = 10_000


@dataclass(frozen=True)
class TemplateFile:
    """A workbook, and what it is called."""

    name: str
    content: bytes


def template_of(viewing: Viewing, public_id: str, *, language: str) -> TemplateFile:
    """Return the sheet of a source, prefilled with what it says now and the viewer sees in full.

    Those who send its reports. Sent back as a report, it changes what was changed in it.
    language   en, fr or ru
    Raises     NotFound for who may not know of the source; NotAllowed; Refused where it says too
               much for one sheet.
    """
    source = (
        Source.objects.select_related("organization__merged_into", "country", "current")
        .filter(public_id=public_id.replace("\x00", ""))
        .first()
    )
    if source is None or not may_see_source(source, viewing) or language not in LANGUAGES:
        raise NotFound
    if not may_send(source, viewing):
        raise NotAllowed(_("Only editors of the organization send its reports."))
    organization = source.organization.merged_into or source.organization
    others = Organization.objects.filter(merged_into__isnull=True).order_by("folded")
    ground = ground_of(source.country)
    with TemporaryDirectory() as folder:
        to = Path(folder) / "template.xlsx"
        intarsia.write_template(
            to,
            lang=language,
            country=source.country.code,
            organization=organization.name,
            organizations=list(others.values_list("name", flat=True)[:MOST_ORGANIZATIONS]),
            places=ground.places,
            rows=_rows(source, viewing, ground.places),
            key=TemplateKey(
                source.public_id,
                source.current.public_id if source.current else NOTHING_YET,
                viewing.at.date(),
                language,
            ),
        )
        content = to.read_bytes()
    return TemplateFile(f"{source.name} {viewing.at.date().isoformat()}.xlsx", content)


def _rows(source: Source, viewing: Viewing, places: pa.Table) -> Picture | None:
    """Return what the source says now; None where it says nothing that this viewer sees."""
    seen = Seen(Activity, viewing).where(source_id=source.public_id)
    if seen.count() > MOST_ACTIVITIES:
        raise Refused(
            {},
            _(
                "This source has more than %(most)d activities: too many for one sheet. Send its "
                "reports as files."
            )
            % {"most": MOST_ACTIVITIES},
        )
    known = {one["activity_id"] for one in seen if one.precision is Precision.FULL}
    if not known:
        return None
    picture = picture_of(source.current)
    ids = picture["activities"]["activity_id"].to_pylist()
    wanted = pa.array([key for key in ids if stored_id(key) in known], pa.string())
    return picture.having(
        places=places,
        **{
            spec.name: table.filter(pc.is_in(table["activity_id"], wanted))
            for spec in ACTIVITY_TABLES
            for table in [picture[spec.name]]
        },
    )
