"""Arvenia ready for the registry: its protocol accepted, a region and a district with names."""

from __future__ import annotations

from intarsia.sharing.protocol import default_protocol
from intarsia_site.access.models import ProtocolRow
from intarsia_site.registry.models import Place, PlaceName
from people import SINCE, Cast, the_cast


def the_ground(password: str | None = None) -> Cast:
    """Make the cast in a country whose protocol is accepted and whose places are known."""
    cast = the_cast(password)
    cast.arvenia.protocol_accepted_at = SINCE
    cast.arvenia.save()
    for row in default_protocol().rows:
        ProtocolRow.objects.create(
            country=cast.arvenia,
            kind=row.kind,
            sector_code=row.sector_code or "",
            label=row.handling.label,
            finest_level=row.handling.finest_level,
            hides_implementer=row.handling.implementer_hidden,
        )
    region = Place.objects.create(country=cast.arvenia, code="XA01", level=1)
    district = Place.objects.create(country=cast.arvenia, code="XA0101", level=2, parent=region)
    for place, language, name in (
        (region, "en", "North Sirin"),
        (district, "en", "Darn"),
        (district, "fr", "Darne"),
    ):
        PlaceName.objects.create(place=place, language=language, name=name)
    return cast


def a_mandate(cast: Cast, **changes: str) -> dict[str, str]:
    """Return the texts of a mandate of the agency."""
    return {
        "organization_id": cast.agency.public_id,
        "country_code": "XA",
        "function": "lead",
        "sector_code": "primary_health",
        "place_code": "XA0101",
        "starts_on": "2010-01-01",
        "instrument": "Memorandum of understanding of 2010",
        **changes,
    }


def a_capacity(cast: Cast, **changes: str) -> dict[str, str]:
    """Return the texts of a capacity of the agency."""
    return {
        "organization_id": cast.agency.public_id,
        "country_code": "XA",
        "name": "Emergency health kits",
        "kind": "capacity",
        "source": "Agency's note",
        "stated_on": "2011-03-01",
        **changes,
    }
