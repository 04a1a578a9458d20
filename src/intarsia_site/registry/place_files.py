"""Files of boundaries and P-codes that somebody sent: looked at, read, made light for maps."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intarsia import phrases
from intarsia.errors import IntarsiaError
from intarsia.places import check_country, check_tree, names_of, read_places, simplified
from intarsia.readers.grids import open_grids
from intarsia.readers.source import open_source
from intarsia.tables import ProblemLog
from intarsia_site.access.checks import classified
from intarsia_site.access.errors import Refused

BOUNDARIES, LISTS = (".topojson", ".geojson", ".json"), (".csv", ".xlsx")
MOST_FILES = 10
#: Lists are small; a larger one is something else.
MOST_LIST_BYTES = 20 * 2**20
MOST_UNITS, MOST_PROBLEMS = 60_000, 300
LONGEST_CODE, LONGEST_NAME, HIGHEST_LEVEL = 40, 200, 6


@dataclass(frozen=True)
class SentFile:
    """One file as it was sent: what its sender calls it, and where it lies for the moment."""

    name: str
    path: Path


@dataclass(frozen=True)
class ReadPlaces:
    """What the files say: PLACES of the one country, and what was odd in them."""

    table: pa.Table
    problems: list[dict[str, Any]]
    files: list[dict[str, Any]]
    sha256: str


def read_place_files(
    files: Sequence[SentFile], country_code: str, *, known: frozenset[str] = frozenset()
) -> ReadPlaces:
    """Read files that belong together; nothing is written.

    known    codes of units that are there already: parents of what comes
    Raises   Refused with a sentence on `file` that says what is wrong, where, and what to do.
    """
    if not files:
        raise Refused({"file": _("Choose a file.")})
    if len(files) > MOST_FILES:
        said = _("Those are %(count)d files; send at most %(most)d together.")
        raise Refused({"file": said % {"count": len(files), "most": MOST_FILES}})
    sizes = [one.path.stat().st_size for one in files]
    for one, size in zip(files, sizes, strict=True):
        _look_at(one.name, size)
    if sum(sizes) > settings.PLACES_MAX_BYTES:
        raise _too_large(", ".join(one.name for one in files), settings.PLACES_MAX_BYTES)
    log = ProblemLog(", ".join(Path(one.name).name for one in files)[:200])
    with tempfile.TemporaryDirectory() as folder:
        try:
            table = _read(_named(files, Path(folder)), country_code, known, log)
        except IntarsiaError as error:
            raise Refused({"file": _said(error)}) from error
    _look_at_units(table)
    whole = hashlib.sha256()
    for one in files:
        whole.update(hashlib.sha256(one.path.read_bytes()).digest())
    problems = [
        {name: value for name, value in row.items() if value is not None}
        for row in log.table().slice(0, MOST_PROBLEMS).to_pylist()
    ]
    return ReadPlaces(
        table,
        problems,
        [
            {"name": Path(one.name).name[:200], "bytes": size}
            for one, size in zip(files, sizes, strict=True)
        ],
        whole.hexdigest(),
    )


def _look_at(name: str, size: int) -> None:
    ending = Path(name).suffix.lower()
    if ending not in (*BOUNDARIES, *LISTS):
        said = _("“%(name)s”: boundaries are read from %(boundaries)s, lists from %(lists)s.")
        known = {"boundaries": ", ".join(BOUNDARIES), "lists": ", ".join(LISTS)}
        raise Refused({"file": said % {"name": name[:80], **known}})
    if not size:
        said = _("“%(name)s” is empty. Save it once more and send it again.")
        raise Refused({"file": said % {"name": name[:80]}})
    most = MOST_LIST_BYTES if ending in LISTS else settings.PLACES_MAX_BYTES
    if size > most:
        raise _too_large(name, most)


def _too_large(name: str, most: int) -> Refused:
    said = _(
        "“%(name)s”: at most %(megabytes)d MB are taken. Simplify the boundaries first, or send "
        "one level at a time."
    )
    return Refused({"file": said % {"name": name[:80], "megabytes": most // 2**20}})


def _named(files: Sequence[SentFile], folder: Path) -> list[Path]:
    """Return the files under the names they were sent by: those say the level."""
    found = []
    for number, one in enumerate(files):
        inside = folder / str(number)
        inside.mkdir()
        # Only the last part of a name that somebody chose, and no sign that no name has.
        name = Path(one.name.replace("\\", "/")).name
        name = "".join(sign for sign in name if sign.isprintable())
        path = inside / f"{Path(name).stem[:80] or 'places'}{Path(name).suffix.lower()}"
        try:
            path.symlink_to(one.path.resolve())
        except OSError:
            shutil.copyfile(one.path, path)
        found.append(path)
    return found


def _read(paths: list[Path], country_code: str, known: frozenset[str], log: ProblemLog) -> pa.Table:
    for path in paths:
        if path.suffix in LISTS:
            # A workbook can be a bomb: it is unpacked under a limit before anything reads it.
            for _grid in open_grids(open_source(path), ProblemLog(path.name)):
                pass
    table = read_places(paths, country=country_code, log=log)
    check_country(table, country_code)
    check_tree(table, known=known, log=log)
    return simplified(table)


def _look_at_units(table: pa.Table) -> None:
    """Refuse what no row can hold, with the first unit it is about."""
    if table.num_rows > MOST_UNITS:
        said = _("Those are %(count)d units; at most %(most)d are kept of a country.")
        raise Refused({"file": said % {"count": table.num_rows, "most": MOST_UNITS}})
    for row in table.select(["place_code", "level", "name", "names"]).to_pylist():
        code, names = row["place_code"], names_of(row)
        texts = [code, *(name for _language, name in names)]
        wrong = ""
        if len(code) > LONGEST_CODE or not code.isprintable():
            wrong = _("the code is longer than 40 signs, or holds a sign that no code has")
        elif any(len(name) > LONGEST_NAME or not name.isprintable() for name in texts):
            wrong = _("a name is longer than 200 signs, or holds a sign that no name has")
        elif any(len(language) > 12 for language, _name in names):
            wrong = _("a language is no code such as en or fr")
        elif not 0 <= row["level"] <= HIGHEST_LEVEL:
            wrong = _("the level is none from 0 to 6")
        else:
            wrong = next(filter(None, map(classified, texts)), "")
        if wrong:
            said = _("Unit %(code)s: %(wrong)s. Correct it in the file and send it again.")
            raise Refused({"file": said % {"code": ascii(code[:40])[1:-1], "wrong": wrong}})


def _said(error: IntarsiaError) -> str:
    language = (get_language() or "en")[:2]
    try:
        return phrases.say(error.code, error.data, language if language in _LANGUAGES else "en")
    except phrases.UnknownPhraseError:
        return error.message


_LANGUAGES = ("en", "fr", "ru")
