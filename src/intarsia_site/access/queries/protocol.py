"""How information is shared in a country: read by everybody who is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import SENSITIVE_SECTORS, Handling, Kind
from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import Country
from intarsia_site.access.names import KINDS, PLACE_LEVELS, named, sector_name, shown_name
from intarsia_site.access.protocols import protocol_of
from intarsia_site.access.queries.viewer import Viewing


@dataclass(frozen=True)
class ProtocolLine:
    """One kind of data in one sector, or in all that have no line of their own (empty)."""

    kind: str
    kind_name: str
    sector_code: str
    sector_name: str
    label: Label
    finest_level: int | None
    place_name: str
    hides_implementer: bool
    because: str


@dataclass(frozen=True)
class ProtocolPage:
    """A country's protocol; before it is accepted, what is proposed."""

    country_code: str
    country_name: str
    lines: tuple[ProtocolLine, ...]
    accepted_at: object
    accepted_by: str | None
    may_change: bool


def protocol_list(viewing: Viewing) -> list[tuple[str, str, bool]]:
    """Return the countries with whether their protocol is accepted; NotFound for nobody."""
    if viewing.user_id is None:
        raise NotFound
    rows = Country.objects.order_by("name").values_list("code", "name", "protocol_accepted_at")
    return [(code, name, accepted is not None) for code, name, accepted in rows]


def protocol_page(viewing: Viewing, country_code: str) -> ProtocolPage:
    """Return a country's protocol, a line for each kind of data and sector that has one.

    Raises   NotFound for nobody, and where there is no such country.
    """
    if viewing.user_id is None:
        raise NotFound
    country = (
        Country.objects.select_related("protocol_accepted_by").filter(code=country_code).first()
    )
    if country is None:
        raise NotFound
    protocol = protocol_of(country)
    said = {(row.kind, row.sector_code or ""): row for row in protocol.rows}
    sectors = sorted({code for _kind, code in said if code} | set(SENSITIVE_SECTORS))
    lines = []
    for kind in Kind:
        for code in ["", *sectors]:
            row = said.get((kind, code))
            if row is None and code not in SENSITIVE_SECTORS and code:
                continue
            handling = protocol.default_for(kind, [code] if code else [])
            lines.append(_line(kind, code, handling, (row and row.reason) or ""))
    accepted = country.protocol_accepted_at
    return ProtocolPage(
        country_code=country.code,
        country_name=country.name,
        lines=tuple(lines),
        accepted_at=accepted,
        accepted_by=shown_name(country.protocol_accepted_by) if accepted else None,
        may_change=viewing.is_convenor(country.code) and not viewing.viewer.is_administrator,
    )


def protocol_line(viewing: Viewing, country_code: str, kind: str, sector_code: str) -> ProtocolLine:
    """Return what counts now for a kind of data in a sector, with a line of its own or without.

    Raises   NotFound, also where there is no such kind or sector.
    """
    if viewing.user_id is None:
        raise NotFound
    country = Country.objects.filter(code=country_code).first()
    if country is None or kind not in list(Kind):
        raise NotFound
    if sector_code and sector_name(sector_code) == sector_code:
        raise NotFound
    protocol = protocol_of(country)
    reasons = (
        row.reason
        for row in protocol.rows
        if (row.kind, row.sector_code or "") == (kind, sector_code)
    )
    handling = protocol.default_for(kind, [sector_code] if sector_code else [])
    return _line(Kind(kind), sector_code, handling, next(reasons, None) or "")


def _line(kind: Kind, code: str, handling: Handling, because: str) -> ProtocolLine:
    level = handling.finest_level
    return ProtocolLine(
        kind=kind.value,
        kind_name=named(KINDS, kind),
        sector_code=code,
        sector_name=sector_name(code) if code else "",
        label=handling.label,
        finest_level=level,
        place_name=named(PLACE_LEVELS, "" if level is None else str(level)),
        hides_implementer=handling.implementer_hidden,
        because=because,
    )
