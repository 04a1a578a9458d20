"""Every address, asked by everybody and by nobody, says no secret; nor does it hint at one."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from ground import the_ground
from planted import Planted, plant, viewers
from planted_draft import plant_draft
from planted_edition import plant_edition
from planted_names import plant_names
from planted_report import plant_report
from walked import (
    Address,
    addresses,
    asked_by,
    client_of,
    every_public_id,
    few_or_all,
    in_turn,
    patterns,
    text_of,
    without_chance,
)

from intarsia.sharing.labels import Precision
from intarsia.sharing.viewers import Viewer
from intarsia_site.access.keys import ALPHABET, LENGTH
from intarsia_site.access.models import OutgoingLetter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
EVERYBODY = asked_by("daniel", "amina", "bruno", "chinara", "eva", "nobody")
#: What is searched for, sorted by and asked for beside the address itself.
QUESTIONS = ("", "?search=zq", "?sector_code=police", "?limit=1", "?cursor=WzEsMl0")
_KEY = re.compile(f"/[{ALPHABET}]{{{LENGTH}}}/")
#: Ends the session of who asks.
_ENDS = ("account_logout",)


def test_every_address_is_walked() -> None:
    ids = {"": ["zzzzzzzzzzzz"]}

    walked = {address.name for address in addresses(ids)}

    assert walked == {name for name, _arguments in patterns()}


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_address_says_what_may_not_be_seen(
    who: str, caplog: pytest.LogCaptureFixture, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    cast = the_ground()
    planted, of_report = plant(cast), plant_report(cast) | plant_draft(cast)
    viewer = viewers(cast)[who]
    forbidden = set().union(*(one.forbidden(viewer) for one in planted))
    forbidden |= set() if who == "bruno" else of_report
    of_edition = plant_edition(cast)
    of_names = plant_names(cast)
    told = {**of_edition, **of_names}
    forbidden |= {secret for secret, readers in told.items() if who not in readers}
    # The convenor knows who sends what, and when.
    forbidden -= {one.secrets.get("source__name", "") for one in planted if who == "chinara"}
    assert forbidden
    client = client_of(getattr(cast, who, None))
    leaks, seen = [], set()

    with caplog.at_level(logging.DEBUG):
        for address, writes in in_turn(addresses(few_or_all(every_public_id())), who):
            if address.name in _ENDS:
                continue
            for said in _asked(client, address, writes=writes):
                leaks += [(address, secret) for secret in forbidden if secret in said]
                seen |= {address.name}

    assert not leaks
    assert seen == {name for name, _arguments in patterns()} - set(_ENDS)
    spoken = caplog.text + "".join(one.body for one in mail.outbox)
    spoken += "".join(str(row) for row in OutgoingLetter.objects.values_list())
    every = of_report.union(told, *(one.secrets.values() for one in planted))
    assert not [secret for secret in every if secret in spoken]


def _asked(client: Client, address: Address, *, writes: bool) -> list[str]:
    """Return all that an address says to reading it, and one of ours to forged writes.

    writes   whether it is asked as a fragment and with forged writes too; lists always are
    """
    is_one = any(part in address.path for part in ("/new/", "/change/", "/remove/"))
    questions = _questions(address)
    said = [text_of(client.get(address.path + question)) for question in questions]
    if not _is_ours(address) or not (writes or _is_list(address)):
        return said
    if not is_one:
        said.append(text_of(client.get(address.path, HTTP_HX_REQUEST="true")))
    forged = {"because": "x", "revision": "1", "answer": "accept"}
    said.append(text_of(client.post(address.path, forged)))
    if address.name.startswith("api:"):
        for ask in (client.put, client.patch, client.delete):
            said.append(text_of(ask(address.path, "{}", content_type="application/json")))
    return said


def _questions(address: Address) -> tuple[str, ...]:
    """Return what an address is asked with: a file that is streamed in each of its forms too."""
    forms = ("?format=csv", "?format=parquet") if address.name.endswith("-bulk") else ()
    return (*QUESTIONS, *forms) if _is_list(address) else ("",)


def _is_list(address: Address) -> bool:
    return _is_ours(address) and not _KEY.search(address.path)


def _is_ours(address: Address) -> bool:
    return ":" in address.name


@pytest.mark.parametrize("who", EVERYBODY)
def test_what_is_not_seen_changes_no_answer(who: str) -> None:
    """Counts, facets, orders, next links: as if what is seen coarsely said other words, days and
    amounts where it is not shown, and as if the hidden records had never been."""
    cast = the_ground()
    planted = plant(cast)
    viewer = viewers(cast)[who]
    client = client_of(getattr(cast, who, None))
    hidden = [one for one in planted if one.precision(viewer) is Precision.NOTHING]
    partly = [one for one in planted if Precision.NOTHING < one.precision(viewer) < Precision.FULL]
    assert hidden
    walked = [a for a in addresses({"": ["zzzzzzzzzzzz"]}) if _is_ours(a) and a.name not in _ENDS]
    asked = [(one, q) for one in walked for q in _questions(one)]

    def answers() -> list[str]:
        return [without_chance(text_of(client.get(a.path + q))) for a, q in asked]

    before = answers()
    for one in partly:
        _say_otherwise(one, viewer)
    finer = answers()
    _delete(hidden)
    without = answers()

    assert not [pair for pair, one, other in zip(asked, before, finer, strict=True) if one != other]
    assert not [
        pair for pair, one, other in zip(asked, finer, without, strict=True) if one != other
    ]


def _say_otherwise(one: Planted, viewer: Viewer) -> None:
    """Write other words into the fields that are not shown at all."""
    shown = {
        said.path or name
        for name, said in one.model.SHOWN.items()
        if one.precision(viewer) >= said.least
    }
    others = {
        name: "aa" + secret[::-1] for name, secret in one.secrets.items() if name not in shown
    }
    held = {field.name for field in one.model._meta.concrete_fields} - {"changes"}
    others = {name: text for name, text in others.items() if name in held}
    one.model._default_manager.filter(pk=one.pk).update(**others)


def _delete(hidden: list[Planted]) -> None:
    for one in hidden:
        one.model._default_manager.filter(pk=one.pk).delete()
