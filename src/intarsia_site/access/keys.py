"""Random public ids: what addresses and files say instead of a counter."""

from __future__ import annotations

import hashlib
import secrets

#: Without 0, 1, i, l, o: ids are read aloud on the telephone.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12
_MANY = len(ALPHABET) ** LENGTH


def random_id() -> str:
    """Return twelve random signs, about 59 bits: too many to guess one that exists."""
    # One number of the machine's, told in these signs: an import asks for tens of thousands.
    number, signs = secrets.randbelow(_MANY), []
    for _ in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def random_secret() -> str:
    """Return a secret for a link or a token, 256 bits; only its hash is kept."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret. It is random and long, so that one round is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
