"""Loads the example country into an empty installation, once."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from intarsia.errors import IntarsiaError
from intarsia.sharing.protocol import Protocol, default_protocol
from intarsia_site.access.models import Country, Installation, ProtocolRow, User
from intarsia_site.access.services.audit import record
from intarsia_site.access.services.installation import (
    NewAdministrator,
    NewCountry,
    set_up_installation,
)
from intarsia_site.config.demo.organizations import load_organizations
from intarsia_site.config.demo.packaged import Rules, rows
from intarsia_site.config.demo.people import load_people, name_audiences, password
from intarsia_site.config.demo.places import load_places
from intarsia_site.config.demo.registry import load_mandates, load_statements


class NotForDemoError(IntarsiaError):
    """The installation holds something else than the example."""

    def __init__(self) -> None:
        super().__init__(
            "site.not_for_demo",
            "This installation is in use. The example goes into one of its own: name another "
            "folder with INTARSIA_DATA.",
        )


@transaction.atomic
def load_demo(*, at: dt.datetime) -> bool:
    """Load the example; return False where it is there already. Raises NotForDemoError."""
    if Installation.objects.exists():
        if not User.objects.filter(is_demo=True).exists():
            raise NotForDemoError
        return False
    (first,) = (row for row in rows("people") if row["is_administrator"])
    eva = set_up_installation(
        administrator=NewAdministrator(first["name"], first["email"], password()),
        country=NewCountry("XA", "UN", is_exercise=True),
        controller="Nobody: Arvenia is invented, for exercise",
        hosting="On this machine, for whoever started it",
        languages=[code for code, _name in settings.LANGUAGES],
        at=at,
        is_demo=True,
    )
    country = Country.objects.get(code="XA")
    protocol = default_protocol()
    _accept(protocol, country, eva, at)
    organizations = load_organizations(country)
    places = load_places(country)
    to = Rules(country)
    mandates = load_mandates(country, organizations, places, protocol, to)
    load_statements(country, organizations, to)
    load_people(country, organizations, at)
    name_audiences(to)
    record(
        "loaded_example",
        "country",
        country.code,
        by=eva,
        at=at,
        after={"organizations": len(organizations), "mandates": mandates},
        country=country,
    )
    return True


def _accept(protocol: Protocol, country: Country, by: User, at: dt.datetime) -> None:
    ProtocolRow.objects.bulk_create(
        ProtocolRow(
            country=country,
            kind=row.kind,
            sector_code=row.sector_code or "",
            label=row.handling.label,
            finest_level=row.handling.finest_level,
            hides_implementer=row.handling.implementer_hidden,
            because=row.reason or "",
        )
        for row in protocol.rows
    )
    country.protocol_accepted_at, country.protocol_accepted_by = at, by
    country.save(update_fields=["protocol_accepted_at", "protocol_accepted_by"])
