"""Collects the files of pages, when they are not the ones that were collected last."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

#: Large files of packages; where a page asks for one it is served as it came.
IGNORED = ["*.scss", "admin/*", "drf_spectacular_sidecar/*", "rest_framework/*"]


def collect() -> bool:
    """Collect and compress the files of pages; return whether anything had to be done."""
    root = Path(settings.STATIC_ROOT)
    mark = root / ".collected"
    now = _fingerprint()
    if mark.exists() and mark.read_text(encoding="ascii") == now:
        return False
    root.mkdir(parents=True, exist_ok=True)
    call_command(
        "collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=IGNORED
    )
    mark.write_text(now, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Return what changes when any file does: names, sizes and times of all of them."""
    found = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list(IGNORED):
            about = Path(storage.path(name)).stat()
            found.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return found.hexdigest()
