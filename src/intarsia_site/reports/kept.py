"""The folder of kept files under INTARSIA_DATA: each under a random name, without personal data."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from intarsia.errors import IntarsiaError
from intarsia_site.access.keys import random_id
from intarsia_site.reports.models import ReportFile

_AT_WORK = ".at-work-"
#: No request lasts that long.
LEFT_FOR = dt.timedelta(hours=2)


class KeptFileError(IntarsiaError):
    """A kept file is gone or is another one by now: a person has to look at the machine."""


def folder() -> Path:
    """Return the folder of kept files; only the installation itself may read it."""
    here: Path = settings.DATA / "reports"
    here.mkdir(parents=True, exist_ok=True, mode=0o700)
    return here


def sweep(*, at: dt.datetime) -> int:
    """Delete what killed processes left: reports that were not cleaned, copies that were not whole.

    The installation's own work; returns how many files and folders went.
    """
    oldest = (at - LEFT_FOR).timestamp()
    found = [*folder().glob(f"{_AT_WORK}*"), *Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*")]
    old = [path for path in found if path.lstat().st_mtime < oldest]
    for path in old:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(old)


@contextmanager
def workplace() -> Iterator[Path]:
    """Yield a folder beside the kept files that is gone afterwards, whatever happens."""
    with tempfile.TemporaryDirectory(dir=folder(), prefix=_AT_WORK) as made:
        yield Path(made)


def put_away(cleaned: Path) -> str:
    """Move a cleaned file among the kept ones, whole or not at all; return its name there."""
    name = f"{random_id()}{cleaned.suffix.lower()[:8]}"
    with cleaned.open("rb") as file:
        os.fsync(file.fileno())
    cleaned.chmod(0o600)
    cleaned.rename(folder() / name)
    return name


def path_of(file: ReportFile) -> Path:
    """Return where a file is kept.

    Raises   KeptFileError `reports.kept_file_gone`, `reports.kept_file_changed`.
    """
    path = folder() / file.kept_name
    try:
        with path.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        raise KeptFileError(
            "reports.kept_file_gone",
            _(
                "“%(name)s” is kept here no longer. Send it again; an administrator finds it in "
                "the last backup."
            )
            % {"name": file.name},
            file=file.name,
        ) from None
    if found != file.kept_sha256:
        raise KeptFileError(
            "reports.kept_file_changed",
            _(
                "“%(name)s” is not the file that was handed in: its bytes changed where it is "
                "kept. Nothing was imported. Send it again, and tell an administrator."
            )
            % {"name": file.name},
            file=file.name,
        )
    return path
