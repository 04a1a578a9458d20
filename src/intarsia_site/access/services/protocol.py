"""A country's information-sharing protocol: read, changed and accepted by its convenor."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia import codelists
from intarsia.sharing.labels import Label
from intarsia.sharing.protocol import Handling, Kind, Protocol, Row
from intarsia_site.access.checks import Checks, reason
from intarsia_site.access.errors import NotFound, Refused, Stale
from intarsia_site.access.models import Country, ProtocolRow, User
from intarsia_site.access.protocols import protocol_of
from intarsia_site.access.rights import require_convenor, signed_in
from intarsia_site.access.services.audit import changed, record

#: The country, its first-level areas, the second, the third, the fourth.
LEVELS = range(5)


@transaction.atomic
def accept_protocol(country_code: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """Accept how information is shared in a country; its convenor, never an administrator.

    From then on data can be entered for it. What is accepted is kept row by row.
    Raises   NotFound, NotAllowed.
    """
    country = _convened(country_code, by, at)
    if country.protocol_accepted_at is not None:
        return
    _keep(country, protocol_of(country))
    country.protocol_accepted_at, country.protocol_accepted_by = at, by
    country.save(update_fields=["protocol_accepted_at", "protocol_accepted_by"])
    record(
        "accept_protocol",
        "protocol",
        country.code,
        by=by,
        at=at,
        after={"rows": ProtocolRow.objects.filter(country=country).count()},
        because=reason(because),
        country=country,
    )


@transaction.atomic
def change_protocol(
    country_code: str,
    *,
    kind: str,
    sector_code: str,
    was: Handling,
    label: str,
    finest_level: int | None,
    hides_implementer: bool,
    by: User,
    at: dt.datetime,
    because: str = "",
) -> None:
    """Change what a kind of data in a sector starts with; the country's convenor.

    Stricter counts at once; looser only with a reason, which is kept in the protocol and shown.
    Records that exist keep their rules.
    sector_code   empty: every sector without a row of its own
    was           what the form showed
    Raises        Stale where somebody changed it meanwhile; NotFound, NotAllowed, Refused.
    """
    country = _convened(country_code, by, at)
    checks = Checks()
    kind = checks.one_of("kind", kind, list(Kind))
    label = checks.one_of("label", label, list(Label))
    because = checks.line("because", because, 400)
    if sector_code and not codelists.has("sectors", sector_code):
        checks.refuse("sector_code", _("Choose one from the list."))
    if finest_level is not None and finest_level not in LEVELS:
        checks.refuse("finest_level", _("Choose one from the list."))
    checks.settle()
    protocol = protocol_of(country)
    now = protocol.default_for(kind, [sector_code] if sector_code else [])
    wanted = Handling(Label(label), finest_level, hides_implementer)
    if was != now:
        raise Stale(yours=_as_kept(wanted), theirs=_as_kept(now), revision=0)
    if wanted == now:
        return
    if wanted.is_looser_than(now):
        if not because:
            raise Refused({"because": _("A looser handling needs a reason, which all can read.")})
        protocol = protocol.loosened(kind, sector_code or None, wanted, because=because)
    else:
        kept_reason = next(
            (
                row.reason
                for row in protocol.rows
                if (row.kind, row.sector_code or "") == (kind, sector_code)
            ),
            None,
        )
        row = Row(Kind(kind), sector_code or None, wanted, because or kept_reason)
        protocol = protocol.with_row(row)
    _keep(country, protocol)
    old, new = changed(_as_kept(now), _as_kept(wanted))
    about = {"kind": kind, "sector": sector_code or None}
    record(
        "change_protocol",
        "protocol",
        country.code,
        by=by,
        at=at,
        before={**about, **old},
        after={**about, **new},
        because=because,
        country=country,
    )


def _convened(country_code: str, by: User, at: dt.datetime) -> Country:
    viewing = signed_in(by, at)
    country = Country.objects.select_for_update().filter(code=country_code).first()
    if country is None:
        raise NotFound
    require_convenor(viewing, country.code)
    return country


def _keep(country: Country, protocol: Protocol) -> None:
    for row in protocol.rows:
        ProtocolRow.objects.update_or_create(
            country=country,
            kind=row.kind.value,
            sector_code=row.sector_code or "",
            defaults={
                "label": row.handling.label,
                "finest_level": row.handling.finest_level,
                "hides_implementer": row.handling.implementer_hidden,
                "because": row.reason or "",
            },
        )


def _as_kept(handling: Handling) -> dict[str, Any]:
    return {
        "label": handling.label.value,
        "finest_level": handling.finest_level,
        "hides_implementer": handling.implementer_hidden,
    }
