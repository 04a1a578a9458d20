"""What a reading depends on, as one mark: where it is the same, reading again gives the same."""

from __future__ import annotations

import hashlib
import json

from django.db.models import Count, Max, Sum

import intarsia
from intarsia_site.access.models import (
    Organization,
    OrganizationAlias,
    OrganizationIdentifier,
)
from intarsia_site.registry.models import Place, PlaceName, ReportedPlaceName
from intarsia_site.reports.models import ReportImport


def mark_of(report: ReportImport) -> str:
    """Return the mark of a reading: the file, what people decided, what the register, the places
    and this version of Intarsia know. No viewer: by the installation itself."""
    file, source = report.file, report.source
    said = [
        intarsia.__version__,
        file.kept_sha256 if file is not None else "",
        report.decisions,
        source.mapping,
        {name: said for name, said in source.known.items() if name != "said_by"},
        Organization.objects.aggregate(n=Count("pk"), last=Max("pk"), changed=Sum("revision")),
        _counted(OrganizationAlias),
        _counted(OrganizationIdentifier),
        Place.objects.filter(country=source.country).aggregate(
            n=Count("pk"), last=Max("pk"), changed=Sum("revision")
        ),
        _counted(PlaceName),
        _counted(ReportedPlaceName),
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def _counted(
    model: type[OrganizationAlias | OrganizationIdentifier | PlaceName | ReportedPlaceName],
) -> list[int]:
    found = model.objects.aggregate(n=Count("pk"), last=Max("pk"))
    return [found["n"], found["last"] or 0]
