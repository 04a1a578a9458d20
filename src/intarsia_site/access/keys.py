"""Random public ids: what addresses and files say instead of a counter."""

from __future__ import annotations

import secrets

#: Without 0, 1, i, l, o: ids are read aloud on the telephone.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12


def random_id() -> str:
    """Return twelve random signs, about 59 bits: too many to guess one that exists."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
