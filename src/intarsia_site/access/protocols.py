"""A country's information-sharing protocol as `intarsia.sharing.protocol` knows it.

Everything that enters data asks `protocol_or_refuse` first, and makes its rules with
`default_rule_for`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import Handling, Kind, Protocol, Row, default_protocol
from intarsia_site.access.errors import NotAllowed
from intarsia_site.access.models import Country, Organization, ProtocolRow, SharingRule, User


def protocol_of(country: Country) -> Protocol:
    """Return the country's protocol as it is kept; before anything is kept, what is shipped."""
    kept = ProtocolRow.objects.filter(country=country).order_by("kind", "sector_code")
    rows = tuple(
        Row(
            Kind(one.kind),
            one.sector_code or None,
            Handling(Label(one.label), one.finest_level, one.hides_implementer),
            one.because or None,
        )
        for one in kept
    )
    return Protocol(rows) if rows else default_protocol()


def protocol_or_refuse(country: Country | None) -> Protocol:
    """Return the protocol under which data are entered for a country.

    country   None: of no one country; then the rows of all countries count, the strictest first
    Raises    NotAllowed (`data["country"]`) until a convenor has accepted it.
    """
    if country is not None:
        if country.protocol_accepted_at is None:
            raise NotAllowed(
                _(
                    "Nothing can be entered for %(country)s until its convenor has accepted how "
                    "information is shared there: see “Sharing”."
                )
                % {"country": country.name},
                country=country.code,
            )
        return protocol_of(country)
    accepted = list(Country.objects.filter(protocol_accepted_at__isnull=False))
    if not accepted:
        raise NotAllowed(
            _(
                "Nothing can be entered until a convenor has accepted how information is shared: "
                "see “Sharing”."
            ),
            country="",
        )
    return _strictest([protocol_of(one) for one in accepted])


def default_rule_for(
    kind: Kind | str,
    sectors: Iterable[str] = (),
    *,
    owner: Organization,
    country: Country | None,
    by: User,
) -> SharingRule:
    """Make the rule of a new record: the protocol's handling, and no audience but the label's own.

    Of TLP:RED the person who enters it is the one named. Made in the transaction of its record,
    whose audit entry names it.
    Raises   NotAllowed until the protocol is accepted; ProtocolError for an unknown sector.
    """
    handling = protocol_or_refuse(country).default_for(kind, sectors)
    rule = SharingRule.objects.create(
        owner=owner,
        country=country,
        label=handling.label,
        finest_level=handling.finest_level,
        hides_implementer=handling.implementer_hidden,
    )
    if handling.label is Label.RED:
        rule.persons.add(by)
    return rule


def _strictest(protocols: list[Protocol]) -> Protocol:
    first, *others = protocols
    named = {(row.kind, row.sector_code) for one in protocols for row in one.rows}
    rows = []
    for kind, sector in sorted(named, key=lambda key: (key[0], key[1] or "")):
        sectors = [sector] if sector else []
        handling = first.default_for(kind, sectors).strictest_with(
            *(other.default_for(kind, sectors) for other in others)
        )
        reasons = (row.reason for one in protocols for row in one.rows if row.sector_code == sector)
        rows.append(Row(kind, sector, handling, next(filter(None, reasons), None)))
    return Protocol(tuple(rows))
