"""The one-time code that opens the first page from another machine."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings


def _kept() -> Path:
    return Path(settings.DATA) / "first-run-code"


def new_code() -> str:
    """Return a new code, kept for the server's processes (mode 0600); an earlier one ends."""
    code = secrets.token_urlsafe(18)
    forget_code()
    with open(os.open(_kept(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(code)
    return code


def is_code(given: str) -> bool:
    """Return whether this is the code."""
    try:
        kept = _kept().read_text(encoding="ascii")
    except OSError:
        return False
    return bool(kept) and hmac.compare_digest(kept.encode(), given.encode())


def forget_code() -> None:
    """End the code."""
    _kept().unlink(missing_ok=True)
