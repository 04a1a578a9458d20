"""Every address of the site with every argument there is: pages, fragments, files, API."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pyarrow.parquet as pq
from django.apps import apps
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from intarsia_site.registry.nouns import NOUNS

#: Addresses whose arguments are of libraries, with one value each; anything else must be known.
_OF_LIBRARIES: dict[str, list[Any]] = {
    "uidb36": ["1"], "key": ["x-x"], "pk": [1], "provider_id": ["none"],
}  # fmt: skip


def asked_by(*people: str) -> tuple[str, ...]:
    """Return who asks in a long test: all on SQLite; on PostgreSQL the first, for the same code
    asks both."""
    return people if is_sqlite() else people[:1]


def few_or_all(ids: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return whose pages are walked: all on SQLite; on PostgreSQL each sixth, the first of
    everything among them."""
    return ids if is_sqlite() else {label: some[::6] for label, some in ids.items()}


def in_turn(addresses: list[Address], who: str) -> Iterator[tuple[Address, bool]]:
    """Yield each address, and whether it is written to: of the records with the same pages each
    third, another third for another person; all where there are three or fewer."""
    alike: dict[str, list[Address]] = defaultdict(list)
    for one in addresses:
        alike[one.name].append(one)
    for some in alike.values():
        for at, one in enumerate(some):
            yield one, len(some) <= 3 or at % 3 == len(who) % 3


def is_sqlite() -> bool:
    """Return whether the tests run on SQLite, where everything is walked."""
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@dataclass(frozen=True)
class Address:
    """One address, and the name of its pattern."""

    name: str
    path: str


#: An argument in a route, or a named group in a regular expression.
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")


def patterns() -> Iterator[tuple[str, str]]:
    """Yield every pattern's name, or its route where it has none, and its route."""
    yield from _below(get_resolver(), "", "")


def _below(resolver: URLResolver, space: str, route: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        whole = route + str(one.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _below(one, inner, whole)
        else:
            yield f"{space}{one.name or whole}", whole


def addresses(ids: dict[str, list[str]]) -> list[Address]:
    """Return every address; a pattern with an argument nobody knows of raises KeyError.

    ids    public ids by the model's label; of a noun's own addresses those of its model, and one
           of every other
    """
    found = []
    for name, route in patterns():
        arguments = [one or other for one, other in _ARGUMENT.findall(route)]
        for values in product(*(_values(argument, name, ids) for argument in arguments)):
            given = dict(zip(arguments, values, strict=True))
            if not _belongs(given, name, ids):
                continue
            left = iter(values)
            path = "/" + _ARGUMENT.sub(lambda _found: str(next(left)), route)  # noqa: B023
            resolve(path)
            found.append(Address(name, path))
    return found


def _values(argument: str, name: str, ids: dict[str, list[str]]) -> list[Any]:
    if argument == "noun":
        return list(NOUNS)
    if argument == "country_code":
        return ["XA", "XQ"]
    if argument == "secret":
        return ["no-such-secret"]
    if argument.endswith("_id") and argument not in _OF_LIBRARIES:
        every = [one for some in ids.values() for one in some]
        return every if argument == "public_id" else [some[0] for some in ids.values()][:3]
    if argument in _OF_LIBRARIES and ":" not in name:
        return _OF_LIBRARIES[argument]
    raise KeyError(f"the address {name} has an argument {argument} that no crawl knows")


def _belongs(given: dict[str, Any], name: str, ids: dict[str, list[str]]) -> bool:
    """Return whether the id is of what the address is about, or the first of something else."""
    one = given.get("public_id")
    if one is None:
        return True
    space, _colon, rest = name.partition(":")
    about = given.get("noun") or rest.removesuffix("-record").removesuffix("-decide")
    model = NOUNS[about].model._meta.label if about in NOUNS else _ABOUT.get(space)
    if space == "api" and model is None:
        about = about.partition("-")[0]
        model = _ABOUT.get({"proposals": "registry"}.get(about, about))
    models = (model, _BESIDE.get(model or ""))
    return any(one in some if label in models else one == some[0] for label, some in ids.items())


#: What the addresses of a space are about; of any other space, one id of each model is asked.
_ABOUT = {
    "organizations": "access.Organization",
    "people": "access.User",
    "groups": "access.Group",
    "sharing": "access.SharingRule",
    "tokens": "access.Token",
    "registry": "registry.Proposal",
    "reports": "reports.ReportImport",
    "sources": "reports.Source",
    "editions": "reports.Edition",
    "activities": "reports.Activity",
    "drafts": "reports.Draft",
}

#: What has its pages at the same addresses.
_BESIDE = {"registry.Proposal": "registry.NameToLearn"}


def every_public_id() -> dict[str, list[str]]:
    """Return the public ids of everything that has one, by model, and one of nothing."""
    found = {"": ["zzzzzzzzzzzz"]}
    for model in apps.get_models():
        if any(one.name == "public_id" for one in model._meta.concrete_fields):
            ids = list(model._default_manager.values_list("public_id", flat=True))
            if ids:
                found[model._meta.label] = ids
    return found


def text_of(response: HttpResponse) -> str:
    """Return all that an answer says: status, headers, body."""
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(response.items()))
    content = (
        b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]
    )
    if content.startswith(b"PAR1"):
        content = str(pq.read_table(io.BytesIO(content)).to_pylist()).encode()
    if response.get("Content-Type", "").startswith("application/vnd.openxml"):
        content = _workbook_text(content)
    return f"{response.status_code}\n{headers}\n{content.decode('utf-8', 'replace')}"


def _workbook_text(content: bytes) -> bytes:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return "\n".join(
        "\t".join(str(cell.value) for cell in row) for row in sheet.iter_rows()
    ).encode()


_CHANGING = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(r"^X-Request-ID: .*$", re.MULTILINE),
    # Where the feed of changes goes on is sealed anew each time.
    re.compile(r'"change": "end", "next": "[^"]*"'),
    re.compile(r"^(Set-Cookie|Last-Modified|Expires|Server-Timing): .*$", re.MULTILINE),
)


def without_chance(text: str) -> str:
    """Return an answer without what differs each time it is asked."""
    for one in _CHANGING:
        text = one.sub("", text)
    return text


def client_of(user: object | None) -> Client:
    """Return a client of somebody, or of nobody."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
    return client
