"""For whom and where somebody may enter activities by hand, and under which label they will be."""

from __future__ import annotations

from dataclasses import dataclass

from intarsia.sharing.protocol import Kind
from intarsia_site.access.models import Country, Membership, Organization
from intarsia_site.access.protocols import protocol_of
from intarsia_site.access.queries.seen import record_or_none
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.entered import texts_in
from intarsia_site.reports.models import Activity, Source, SourceRule
from intarsia_site.reports.rights import may_send
from intarsia_site.reports.tables import picture_of


@dataclass(frozen=True)
class Desk:
    """One organization in one country for which the viewer enters.

    label        of what is entered there, unless a sector is more sensitive
    is_open      whether the country's convenor has accepted its protocol
    """

    organization_id: str
    organization_name: str
    country_code: str
    country_name: str
    label: str
    is_open: bool

    @property
    def key(self) -> str:
        return f"{self.organization_id} {self.country_code}"


def desks(*, viewing: Viewing) -> tuple[Desk, ...]:
    """Return where the viewer may enter activities, by name. Four queries."""
    writing = {
        (organization, where)
        for organization, where, role in viewing.memberships
        if role != Membership.Role.VIEWER
    }
    named = Organization.objects.in_bulk({organization for organization, _where in writing})
    countries = list(Country.objects.order_by("name"))
    labels = {
        (organization, country): label
        for organization, country, label in SourceRule.objects.filter(
            source__organization__in=named, source__kind=Source.Kind.BY_HAND, handling=""
        ).values_list("source__organization__public_id", "source__country__code", "rule__label")
    }
    found = [
        Desk(
            organization_id=named[organization].public_id,
            organization_name=named[organization].name,
            country_code=country.code,
            country_name=country.name,
            label=labels.get((named[organization].public_id, country.code)) or _default(country),
            is_open=country.protocol_accepted_at is not None,
        )
        for country in countries
        for organization in sorted(named)
        if (organization, None) in writing or (organization, country.code) in writing
    ]
    return tuple(sorted(found, key=lambda one: (one.organization_name, one.country_name)))


def _default(country: Country) -> str:
    return str(protocol_of(country).default_for(Kind.ACTIVITIES, []).label)


@dataclass(frozen=True)
class EnteredPage:
    """An activity that was entered here, as its form shows it."""

    public_id: str
    title: str
    desk: Desk
    texts: dict[str, str]


def entered_or_none(public_id: str, *, viewing: Viewing) -> EnteredPage | None:
    """Return what somebody may change, or None: forbidden and unknown are one answer."""
    row = record_or_none(Activity, public_id, viewing)
    if row is None:
        return None
    source = Source.objects.select_related("organization", "country").get(pk=row.source_id)
    if source.kind != Source.Kind.BY_HAND or not may_send(source, viewing):
        return None
    organization = source.organization.merged_into or source.organization
    desk = Desk(
        organization.public_id, organization.name, source.country.code, source.country.name,
        row.rule.label, True,
    )  # fmt: skip
    texts = texts_in(picture_of(source.current), row.activity_id)
    return EnteredPage(public_id, row.title, desk, texts)
