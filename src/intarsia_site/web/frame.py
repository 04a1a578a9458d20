"""What every page's frame shows: where and as whom I am, the rooms, exercise or not.

A new room is one line in ROOMS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext, gettext_lazy, ngettext

from intarsia_site.access.queries.audit import may_see_audit
from intarsia_site.access.queries.frame import BelongingLine, CountryLine, Frame, frame_of
from intarsia_site.access.queries.viewer import Viewing, viewing_of
from intarsia_site.web.roles import role_words
from intarsia_site.web.standing import languages_of


@dataclass(frozen=True)
class Room:
    """A part of the site that the navigation leads to.

    for_administrators   shown to administrators only; the page itself still asks who may
    """

    url_name: str
    label: Promise
    about: Promise | str = ""
    #: Of the registry: which noun.
    noun: str = ""
    for_administrators: bool = False
    #: The trail leads nowhere for who has none to see.
    for_managers: bool = False


#: Pages of newer boundaries: below Places, though their addresses are called otherwise.
_PLACE_SETS = ("registry:send-places", "registry:place-set")
#: In the order in which they are shown. A room whose address is not there yet is left out.
ROOMS = [
    Room("start", gettext_lazy("Desk")),
    Room(
        "reports:list",
        gettext_lazy("Reports"),
        gettext_lazy("what organizations send, and what became of it"),
    ),
    Room(
        "sources:list",
        gettext_lazy("Sources"),
        gettext_lazy("whose reports come in, and when the next is expected"),
    ),
    Room(
        "editions:list",
        gettext_lazy("Editions"),
        gettext_lazy("the picture of a month, frozen so that it can be cited"),
    ),
    Room(
        "organizations:list",
        gettext_lazy("Organizations"),
        gettext_lazy("who is here, with which mandate and what they can do"),
    ),
    Room(
        "activities:list",
        gettext_lazy("Activities"),
        gettext_lazy("who does what, where, when and for whom"),
    ),
    Room(
        "registry:list",
        gettext_lazy("Mandates"),
        gettext_lazy("what each is charged to do, where, and the text that says so"),
        "mandates",
    ),
    Room(
        "registry:list",
        gettext_lazy("Tools"),
        gettext_lazy("capacities and instruments of conflict prevention"),
        "capacities",
    ),
    Room(
        "registry:list",
        gettext_lazy("Platform"),
        gettext_lazy("what each says itself on the Platform’s commitments"),
        "commitments",
    ),
    Room(
        "registry:list",
        gettext_lazy("Priorities"),
        gettext_lazy("what the host country puts first, by sector and place"),
        "priorities",
    ),
    Room(
        "registry:places",
        gettext_lazy("Places"),
        gettext_lazy("the country’s units and their names by date"),
    ),
    Room(
        "registry:sectors",
        gettext_lazy("Sectors"),
        gettext_lazy("what work is about, and how other lists say it"),
    ),
    Room(
        "registry:proposals",
        gettext_lazy("Proposals"),
        gettext_lazy("changes that wait for a curator"),
    ),
    Room(
        "people:list",
        gettext_lazy("People"),
        gettext_lazy("who belongs to your organizations, and who is invited"),
    ),
    Room(
        "groups:list",
        gettext_lazy("Groups"),
        gettext_lazy("who shares with one another under a name"),
    ),
    Room(
        "sharing:list",
        gettext_lazy("Sharing"),
        gettext_lazy("who may see what, and the country’s protocol"),
    ),
    Room(
        "audit:list",
        gettext_lazy("Trail"),
        gettext_lazy("who changed what, when and why"),
        for_managers=True,
    ),
    Room(
        "administration:overview",
        gettext_lazy("Administration"),
        gettext_lazy("the installation, its countries and accounts"),
        for_administrators=True,
    ),
]


@dataclass(frozen=True)
class RoomLink:
    """A room as the navigation shows it."""

    label: str
    about: str
    address: str
    is_current: bool
    is_start: bool


def address_or_none(url_name: str, *args: object) -> str | None:
    """Return the address of that name, or None where this site has no such page."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context. It is worked out once a request, when a template asks for it."""
    known = getattr(request, "_frame", None)
    if known is None:
        known = SimpleLazyObject(lambda: _frame_of(request))
        request._frame = known  # type: ignore[attr-defined]
    return {"frame": known}


def _frame_of(request: HttpRequest) -> dict[str, Any]:
    # An error may come before anybody was asked who they are.
    if not hasattr(request, "user"):
        return {"languages": settings.LANGUAGES}
    viewing = viewing_of(request)
    seen = frame_of(viewing)
    return {
        "where": _where(seen),
        "whom": _whom(seen),
        "belongings": [
            {**vars(one), "role_words": role_words(one.role)} for one in seen.belongings
        ],
        "countries": seen.countries,
        "role_lines": [(role_words(role), country) for role, country in seen.roles],
        "is_administrator": seen.is_administrator,
        "exercise": _exercise(seen),
        "house_style": ", ".join(sorted({one.house_style for one in seen.countries})),
        "sharing": _sharing(seen),
        "rooms": _rooms(request, seen, viewing),
        "languages": languages_of(request),
        "demo": settings.DEMO,
    }


def _rooms(request: HttpRequest, seen: Frame, viewing: Viewing) -> list[RoomLink]:
    if viewing.user_id is None:
        return []
    has_trail = may_see_audit(viewing)
    here = request.resolver_match
    links = []
    for room in ROOMS:
        address = address_or_none(room.url_name, *([room.noun] if room.noun else []))
        if address is None or (room.for_administrators and not seen.is_administrator):
            continue
        if room.for_managers and not has_trail:
            continue
        noun, _, page = room.url_name.partition(":")
        is_current = here is not None and _is_in(room, noun, page, here)
        links.append(
            RoomLink(
                str(room.label), str(room.about), address, is_current, room.url_name == "start"
            )
        )
    return links


def _is_in(room: Room, noun: str, page: str, here: ResolverMatch) -> bool:
    if noun == "registry":
        plural = getattr(here.kwargs.get("noun"), "plural", "")
        within = here.view_name.startswith(room.url_name.removesuffix("s"))
        of_sets = page == "places" and here.view_name in _PLACE_SETS
        return plural == room.noun if room.noun or plural else within or of_sets
    return noun in here.namespaces if page else here.view_name == noun


def _where(seen: Frame) -> str:
    if len(seen.countries) == 1:
        return seen.countries[0].name
    if not seen.countries:
        return ""
    count = len(seen.countries)
    return ngettext("%(count)d country", "%(count)d countries", count) % {"count": count}


def said(belonging: BelongingLine) -> str:
    """Return "OSCE Mission · focal point"."""
    return f"{belonging.acronym or belonging.organization} · {role_words(belonging.role)}"


def _whom(seen: Frame) -> str:
    if not seen.belongings:
        if seen.is_administrator:
            return gettext("administrator")
        return ", ".join(role_words(role) for role, _ in seen.roles)
    first, more = said(seen.belongings[0]), len(seen.belongings) - 1
    if not more:
        return first
    return ngettext("%(first)s and %(more)d more", "%(first)s and %(more)d more", more) % {
        "first": first,
        "more": more,
    }


def _exercise(seen: Frame) -> str:
    """Return the words of the stripe, or nothing where the viewer works in real countries only."""
    invented: list[CountryLine] = [one for one in seen.countries if one.is_exercise]
    if seen.all_invented:
        return gettext("Exercise country. People, places and figures are invented.")
    if not invented:
        return ""
    return gettext("Exercise: %(countries)s. Its people, places and figures are invented.") % {
        "countries": ", ".join(one.name for one in invented)
    }


def _sharing(seen: Frame) -> str:
    if seen.belongings:
        return gettext("Sharing: what you may see as %(whom)s.") % {
            "whom": "; ".join(
                f"{role_words(one.role)}, {one.organization}" for one in seen.belongings[:3]
            )
        }
    if seen.is_administrator:
        return gettext("Sharing: an administrator sees no record by that alone.")
    return ""
