"""What the frame of every page says: where the viewer works, and as whom."""

from __future__ import annotations

from dataclasses import dataclass

from intarsia_site.access.models import Country, Organization
from intarsia_site.access.queries.viewer import Viewing


@dataclass(frozen=True)
class CountryLine:
    """One host country of the installation, as the frame names it."""

    code: str
    name: str
    house_style: str
    is_exercise: bool
    has_protocol: bool


@dataclass(frozen=True)
class BelongingLine:
    """One organization that the viewer belongs to now; country None: in all of them."""

    organization: str
    acronym: str
    role: str
    country: str | None


@dataclass(frozen=True)
class Frame:
    """Where and as whom. Everything in it is the viewer's own, or the installation's."""

    countries: tuple[CountryLine, ...] = ()
    belongings: tuple[BelongingLine, ...] = ()
    #: (role, name of the country) held for whole countries.
    roles: tuple[tuple[str, str], ...] = ()
    is_administrator: bool = False
    #: Whether every country of the installation is invented; said to everybody.
    all_invented: bool = False


def frame_of(viewing: Viewing) -> Frame:
    """Return the viewer's frame: two queries, whatever they belong to; one for nobody.

    An administrator is told every country's name, since they set them up, and no record of it.
    """
    known = tuple(
        CountryLine(
            code=one.code,
            name=one.name,
            house_style=one.house_style,
            is_exercise=one.is_exercise,
            has_protocol=one.protocol_accepted_at is not None,
        )
        for one in Country.objects.order_by("name", "pk")
    )
    all_invented = bool(known) and all(one.is_exercise for one in known)
    if viewing.user_id is None:
        return Frame(all_invented=all_invented)
    named = {one.code: one.name for one in known}
    whole = Organization.objects.filter(pk__in={one for one, _, _ in viewing.memberships})
    organizations = {
        one: (name, short) for one, name, short in whole.values_list("pk", "name", "acronym")
    }
    belongings = tuple(
        BelongingLine(*organizations[one], role, None if code is None else named[code])
        for one, code, role in viewing.memberships
    )
    is_administrator = viewing.viewer.is_administrator
    everywhere = is_administrator or any(code is None for _, code, _ in viewing.memberships)
    mine = {code for _, code, _ in viewing.memberships} | {code for _, code in viewing.roles}
    return Frame(
        countries=tuple(one for one in known if everywhere or one.code in mine),
        belongings=belongings,
        roles=tuple(sorted((role, named[code]) for role, code in viewing.roles)),
        is_administrator=is_administrator,
        all_invented=all_invented,
    )
