"""Every page, fragment, file and answer of the API that reading can ask for, as one person.

Addresses are found in the site's own list of them: a new page is measured without being named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from intarsia.sharing.labels import Precision
from intarsia_site.access import models as access
from intarsia_site.access.queries.seen import Seen
from intarsia_site.access.queries.viewer import Viewing, viewer_of
from intarsia_site.access.viewings import ids_of_mine
from intarsia_site.registry.models import Proposal
from intarsia_site.registry.nouns import NOUNS

#: What a list is asked besides nothing; what it does not know it leaves out.
_ASKED = {
    "registry:list": ("?sector_code=police", "?search=dialogue", "?organization_id={organization}"),
    "organizations:list": ("?q=health+river", "?type=40"),
    "people:list": ("?q=river",),
    "audit:list": ("?who=river", "?kind=mandate"),
    "registry:places": ("?country=XB",),
    "registry:proposals": ("?state=accepted",),
    "api:nouns": ("?limit=200", "?search=dialogue", "?organization_id={organization}"),
    "api:organizations": ("?limit=200", "?search=health"),
}
_SPACES = ("organizations", "people", "groups", "sharing", "audit", "registry", "api", "tokens")
#: An id of nothing.
_NOTHING = "zzzzzzzzzzzz"
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_NEXT = re.compile(r'href="\?([^"]*(?:cursor|after)=[^"]*)"')


def client_of(person: access.User | None) -> Client:
    """Return a client of somebody, or of nobody, that speaks to this machine's own name."""
    client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def ask(client: Client, address: str, *, is_fragment: bool = False) -> int:
    """Ask for an address, read all of the answer, and return its status."""
    answer = client.get(address, headers={"hx-request": "true"} if is_fragment else {})
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def addresses(client: Client, person: access.User | None) -> Iterator[tuple[str, bool]]:
    """Yield every address that answers with something, and whether a fragment is asked for."""
    ids = _ids(person)
    for name, route in _routes():
        for path in _paths(name, route, ids):
            if ask(client, path) in (404, 405):
                continue
            yield path, False
            noun = path.split("/")[-2] if path.endswith("/") else ""
            for asked in _ASKED.get("api:nouns" if f"api:{noun}" == name else name, ()):
                yield path + asked.format(**ids), False
            if name == "registry:list":
                yield path, True
                if following := _NEXT.search(client.get(path).content.decode("utf-8", "replace")):
                    yield f"{path}?{following[1].replace('&amp;', '&')}", False


def _routes() -> Iterator[tuple[str, str]]:
    """Yield name and route of every address of the spaces above, and of the desk."""
    yield "start", ""
    for one in get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            yield from _below(one, "", "")


def _below(resolver: URLResolver, space: str, route: str) -> Iterator[tuple[str, str]]:
    here, space = route + str(resolver.pattern), resolver.namespace or space
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _below(one, space, here)
        elif space in _SPACES:
            yield f"{space}:{one.name}", here + str(one.pattern)


def _paths(name: str, route: str, ids: dict[str, str]) -> Iterator[str]:
    """Yield the paths of a route: of every noun, about what this person can see."""
    space, _colon, rest = name.partition(":")
    for noun in NOUNS if "<noun:noun>" in route else ("",):
        about = noun or rest.removesuffix("-record").removesuffix("-decide")
        values = {**ids, "noun": noun, "public_id": ids.get(about, ids.get(space, _NOTHING))}
        yield "/" + _ARGUMENT.sub(lambda found: values.get(found[1], _NOTHING), route)  # noqa: B023


def _ids(person: access.User | None) -> dict[str, str]:
    """Return what arguments stand for: the first thing of each kind that the person sees."""
    viewing = viewer_of(person, at=timezone.now())
    mine = ids_of_mine(viewing) or [1]
    organization = access.Organization.objects.get(pk=mine[0]).public_id
    groups = access.Group.objects.filter(pk__in=map(int, viewing.reach.groups))
    rule = access.SharingRule.objects.filter(owner__in=mine).exclude(label="TLP:RED")
    return {
        "organization": organization, "organizations": organization,
        "people": person.public_id if person else _NOTHING,
        "groups": _first(groups), "sharing": _first(rule), "country_code": "XA",
        "registry": _seen(Proposal, viewing), "proposals": _seen(Proposal, viewing),
        "proposal": _seen(Proposal, viewing),
        **{plural: _seen(noun.model, viewing) for plural, noun in NOUNS.items()},
    }  # fmt: skip


def _first(rows: object) -> str:
    one = rows.order_by("pk").first()  # type: ignore[attr-defined]
    return str(one.public_id) if one else _NOTHING


def _seen(model: type, viewing: Viewing) -> str:
    found = Seen(model, viewing)[:200]
    full = [one for one in found if one.precision is Precision.FULL] or found
    return full[0].public_id if full else _NOTHING
