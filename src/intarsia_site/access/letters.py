"""What letters say: each kind with its templates and what may be told to its reader now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from intarsia_site.access.keys import hash_of, random_secret
from intarsia_site.access.models import Invitation, OutgoingLetter, Token, User
from intarsia_site.access.queries.viewer import Viewing, viewer_of

#: From the reader, as of this moment, and the subject's id: what the templates need, or None where
#: the reader may not see it (any more). May name "language" and "address" of who has no account.
Telling = Callable[[Viewing, str], dict[str, Any] | None]
_KINDS: dict[str, Telling] = {}


@dataclass(frozen=True)
class Draft:
    """A letter as it leaves."""

    address: str
    language: str
    title: str
    text: str


def letter_kind(kind: str) -> Callable[[Telling], Telling]:
    """Register how a kind of letter is told. Its templates: letters/<kind>.title.txt, <kind>.txt.

    Shared records are read through `Seen(model, viewing)`, so that a letter says no more than a
    page would at the same moment.
    """

    def register(telling: Telling) -> Telling:
        _KINDS[kind] = telling
        return telling

    return register


def written(letter: OutgoingLetter, *, at: dt.datetime) -> Draft | None:
    """Return the letter as its reader may read it at the moment, or None.

    None also where the reader has left or has been erased.
    """
    reader = letter.reader
    if reader is not None and not reader.is_active:
        return None
    viewing = viewer_of(reader, at=at)
    told = _KINDS[letter.kind](viewing, letter.subject_id)
    address = reader.email if reader is not None else letter.address
    if told is None or not address:
        return None
    language = reader.language if reader is not None else told.get("language", "en")
    with translation.override(language):
        context = {**told, "site": settings.SITE_ADDRESS, "at": at}
        title = render_to_string(f"letters/{letter.kind}.title.txt", context)
        text = render_to_string(f"letters/{letter.kind}.txt", context)
    return Draft(address, language, " ".join(title.split()), text.strip() + "\n")


@letter_kind("invitation")
def _invitation(viewing: Viewing, invitation_id: str) -> dict[str, Any] | None:
    """The link's secret is made here: it is nowhere but in the letter."""
    row = Invitation.objects.select_related("organization").filter(public_id=invitation_id).first()
    if row is None or row.accepted_at is not None or row.expires_at <= viewing.at:
        return None
    secret = random_secret()
    Invitation.objects.filter(pk=row.pk).update(secret_hash=hash_of(secret))
    return {
        "name": row.name,
        "organization": row.organization.name,
        "until": row.expires_at,
        "secret": secret,
        "language": row.language,
    }


@letter_kind("token_made")
def _token_made(viewing: Viewing, token_id: str) -> dict[str, Any] | None:
    row = Token.objects.filter(public_id=token_id, user=viewing.user_id, ended_at=None).first()
    return None if row is None else {"name": row.name, "scope": row.scope, "until": row.expires_at}


@letter_kind("address_changed")
def _address_changed(viewing: Viewing, person_id: str) -> dict[str, Any] | None:
    """To the old address, which has no account any more, and to the new one. It names neither."""
    row = User.objects.filter(public_id=person_id, is_active=True).first()
    if row is None:
        return None
    return {"is_old": viewing.user_id is None, "language": row.language}
