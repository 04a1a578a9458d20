"""One's own keys for programs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import Token
from intarsia_site.access.names import SCOPES, named
from intarsia_site.access.queries.paging import Page, page_of
from intarsia_site.access.queries.viewer import Viewing


@dataclass(frozen=True)
class TokenLine:
    """One token; its secret is nowhere."""

    public_id: str
    name: str
    scope: str
    scope_name: str
    made_at: dt.datetime
    expires_at: dt.datetime
    last_used_on: dt.date | None
    ended_at: dt.datetime | None
    is_valid: bool


def my_tokens(viewing: Viewing, *, after: str = "", size: int = 200) -> Page[TokenLine]:
    """Return the person's own tokens, the newest first; NotFound for nobody."""
    if viewing.user_id is None:
        raise NotFound
    mine = Token.objects.filter(user_id=viewing.user_id)

    def line(one: Token) -> TokenLine:
        return TokenLine(
            one.public_id,
            one.name,
            one.scope,
            named(SCOPES, one.scope),
            one.made_at,
            one.expires_at,
            one.last_used_on,
            one.ended_at,
            one.ended_at is None and one.expires_at > viewing.at,
        )

    return page_of(mine, line, order="-made_at", after=after, size=size)
