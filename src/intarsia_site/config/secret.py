"""The installation's secret key: made once, kept beside the data, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """Return the key kept in the folder, made on first use (mode 0600).

    Raises PermissionError where others than the owner may read the key.
    """
    kept = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if kept.stat().st_mode & 0o077:
            raise PermissionError(
                f"{kept} can be read by others. Take that away (chmod 600), or delete it: a new "
                "key is made and everybody signs in again."
            ) from None
        return kept.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key
