"""A country's information-sharing protocol, and the rule that a new record starts with."""

from __future__ import annotations

from collections.abc import Iterable

from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import Handling, Kind, Protocol, Row
from intarsia_site.access.errors import NotAllowed
from intarsia_site.access.models import Country, Organization, ProtocolRow, SharingRule


def protocol_or_refuse(country: Country) -> Protocol:
    """Return the accepted protocol of a country; nothing is entered before there is one.

    Raises   NotAllowed where the protocol was not accepted.
    """
    if country.protocol_accepted_at is None:
        raise NotAllowed(
            f"Nothing can be entered for {country.name} before its information-sharing protocol is "
            "accepted. The convenor accepts it on the page “Protocol”.",
            country=country.code,
        )
    rows = ProtocolRow.objects.filter(country=country)
    return Protocol(
        tuple(
            Row(
                Kind(row.kind),
                row.sector_code or None,
                Handling(Label(row.label), row.finest_level, row.hides_implementer),
                row.because or None,
            )
            for row in rows
        )
    )


def default_rule_for(
    kind: Kind, sectors: Iterable[str], owner: Organization, country: Country
) -> SharingRule:
    """Make the rule that the country's protocol gives a new record of the owner.

    Raises   NotAllowed where the protocol was not accepted.
    """
    handling = protocol_or_refuse(country).default_for(kind, [code for code in sectors if code])
    return SharingRule.objects.create(
        owner=owner,
        country=country,
        label=handling.label,
        finest_level=handling.finest_level,
        hides_implementer=handling.implementer_hidden,
    )
