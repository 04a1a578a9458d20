"""One's own keys for programs."""

from __future__ import annotations

from dataclasses import dataclass

from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import Token
from intarsia_site.access.names import SCOPES, named
from intarsia_site.access.queries.viewer import Viewing


@dataclass(frozen=True)
class TokenLine:
    """One token; its secret is nowhere."""

    public_id: str
    name: str
    scope_name: str
    made_at: object
    expires_at: object
    last_used_on: object
    ended_at: object
    is_valid: bool


def my_tokens(viewing: Viewing) -> tuple[TokenLine, ...]:
    """Return the person's own tokens, the newest first, at most 200; NotFound for nobody."""
    if viewing.user_id is None:
        raise NotFound
    return tuple(
        TokenLine(
            one.public_id,
            one.name,
            named(SCOPES, one.scope),
            one.made_at,
            one.expires_at,
            one.last_used_on,
            one.ended_at,
            one.ended_at is None and one.expires_at > viewing.at,
        )
        for one in Token.objects.filter(user_id=viewing.user_id)[:200]
    )
