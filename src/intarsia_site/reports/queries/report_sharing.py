"""Who would see a report: what is chosen so far, what the protocol says, what can be named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from intarsia.sharing.labels import Label, Precision
from intarsia.sharing.protocol import Kind
from intarsia_site.access.models import Group, Organization, User
from intarsia_site.access.names import PLACE_LEVELS, named, sector_name
from intarsia_site.access.protocols import protocol_of
from intarsia_site.access.queries.audience import Choice, persons_to_name
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.meanings import Meaning
from intarsia_site.registry.queries.names import place_names
from intarsia_site.reports.carried_names import carried_names
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.queries.report_confirm import organization_names
from intarsia_site.reports.queries.report_import import import_to_look_into
from intarsia_site.reports.services.handling import handling_of


@dataclass(frozen=True)
class StricterSector:
    """A sector that the country's protocol keeps more closely than the report itself."""

    name: str
    label: str
    place_name: str
    hides_implementer: bool


@dataclass(frozen=True)
class NameToTeach:
    """A name that was confirmed and that the register does not know yet."""

    mark: str
    kind: str
    name: str
    within: str
    #: Whom or which place it means; "" for a new organization.
    meaning: str


@dataclass(frozen=True)
class SharingPage:
    """What the form of sharing starts with, and what there is to choose from."""

    label: str
    default_label: str
    beyond: str
    host_authorities: bool
    organizations: tuple[str, ...]
    groups: tuple[Choice, ...]
    persons: tuple[Choice, ...]
    knows_more: bool
    released_at: str
    expires_at: str
    because: str
    stricter: tuple[StricterSector, ...]
    #: Of the organizations named above, in their order.
    organization_ids: tuple[str, ...] = ()
    names: tuple[NameToTeach, ...] = ()


def sharing_page(report_id: str, *, viewing: Viewing) -> SharingPage:
    """Return who would see a report, for those who may look into it.

    Raises   NotFound for all others.
    """
    report = import_to_look_into(report_id, viewing=viewing)
    return sharing_of_page(report, viewing=viewing)


def sharing_of_page(report: ReportImport, *, viewing: Viewing) -> SharingPage:
    """Return who would see a report that the viewer may look into."""
    said: dict[str, Any] = report.sharing
    protocol = protocol_of(report.source.country)
    default = protocol.default_for(Kind.ACTIVITIES, [])
    label = Label(said.get("label") or default.label)
    groups = set(said.get("groups", ()))
    known_groups = Group.objects.filter(
        Q(public_id__in=groups) | Q(pk__in=sorted(map(int, viewing.reach.groups)))
    )
    named_already = User.objects.filter(public_id__in=said.get("persons", ()))
    persons, knows_more = persons_to_name(viewing, named_already)
    called = Organization.objects.filter(public_id__in=said.get("organizations", ()))
    stricter = []
    for sector in report.summary.get("sectors", ()):
        key, handling = handling_of(protocol, label, [sector])
        if key:
            level = "" if handling.finest_level is None else str(handling.finest_level)
            stricter.append(
                StricterSector(
                    sector_name(sector), str(handling.label), named(PLACE_LEVELS, level),
                    handling.implementer_hidden,
                )
            )  # fmt: skip
    return SharingPage(
        label=str(label),
        default_label=str(default.label),
        beyond=Precision(int(said.get("beyond", 0))).name.lower(),
        host_authorities=bool(said.get("host_authorities")),
        organizations=tuple(called.order_by("name").values_list("name", flat=True)),
        groups=tuple(
            Choice(one.public_id, one.name, one.public_id in groups)
            for one in known_groups.order_by("name", "pk")
        ),
        persons=persons,
        knows_more=knows_more,
        released_at=_minutes(said.get("released_at")),
        expires_at=_minutes(said.get("expires_at")),
        because=said.get("because") or "",
        stricter=tuple(stricter),
        organization_ids=tuple(called.order_by("name").values_list("public_id", flat=True)),
        names=_names(report, viewing),
    )


def _names(report: ReportImport, viewing: Viewing) -> tuple[NameToTeach, ...]:
    """Return the names that curators are asked about once the report is imported."""
    if report.state != ReportImport.State.READY:
        return ()
    carried = [one.meaning for one in carried_names(report)]
    code = report.source.country.code
    places = {(code, one.place.code) for one in carried if one.place is not None}
    called = place_names(places, viewing=viewing, on=viewing.at.date()) if places else {}
    ids = {one.packaged_id for one in carried if one.packaged_id}
    packaged = organization_names(ids, viewing=viewing) if ids else {}

    def meaning(one: Meaning) -> str:
        if one.organization is not None:
            return one.organization.name
        if one.place is not None:
            return called.get((code, one.place.code), one.place.code)
        return packaged.get(one.packaged_id, one.packaged_id)

    return tuple(
        NameToTeach(one.mark, one.kind, one.name, one.within, meaning(one)) for one in carried
    )


def _minutes(text: str | None) -> str:
    """Return a moment as the form takes it: 2011-06-01 09:00."""
    return (text or "")[:16].replace("T", " ")
