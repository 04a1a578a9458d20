"""Language packs: a folder named by its language's code adds that language to an installation.

It holds `django.po` and, where its name or direction is to be said, `pack.toml`. What is wrong
with a translation costs that string only: it is shown in English.
"""

from __future__ import annotations

import gettext
import hashlib
import io
import os
import re
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError
from django.utils.translation import to_locale

from intarsia.errors import IntarsiaError
from intarsia_site.config.words import OWN, SITE
from intarsia_site.config.words.catalogues import (
    brought_up,
    compiled,
    is_translated,
    is_usable,
    read,
    written,
)
from intarsia_site.config.words.sector_names import renew_sector_names

SHIPPED = SITE / "web" / "packs"
CATALOGUE, ABOUT = "django.po", "pack.toml"
_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}")


class PackError(IntarsiaError):
    """A language pack is not there, or is none."""


@dataclass(frozen=True)
class Pack:
    """One language that an installation adds.

    code   as Django and browsers write it: "ky", "zh-hans"
    name   what its readers call it
    """

    code: str
    name: str
    folder: Path
    is_right_to_left: bool

    @property
    def locale(self) -> str:
        """The language as folders of catalogues are called: "zh_Hans"."""
        return str(to_locale(self.code))


def packs(named: Iterable[str]) -> list[Pack]:
    """Return the packs of an installation's setting.

    named    folders of packs; a word without a slash names one that comes with Intarsia
    Raises   PackError.
    """
    return [_pack(SHIPPED / one if "/" not in one else Path(one)) for one in named if one]


def _pack(folder: Path) -> Pack:
    if not (folder / CATALOGUE).is_file():
        raise PackError(
            "site.pack_missing",
            f"{folder} is no language pack: it has no {CATALOGUE}. See INTARSIA_LANGUAGE_PACKS.",
        )
    code = folder.name
    if not _CODE.fullmatch(code) or code == "en":
        raise PackError(
            "site.pack_code",
            f"{folder} is not named by the code of a language, such as “ky” or “zh-hans”.",
        )
    about = _about(folder / ABOUT)
    try:
        known = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        known = None
    name = about.get("name") or OWN.get(code) or (known and known.get_language_name(code)) or code
    right_to_left = about.get("right_to_left", known is not None and known.text_direction == "rtl")
    return Pack(code, str(name), folder, bool(right_to_left))


def _about(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError("site.pack_unreadable", f"{path} cannot be read: {error}.") from error


def prepared(found: Iterable[Pack], at: Path) -> Path:
    """Compile the catalogues of packs where they changed; return the folder for LOCALE_PATHS.

    The packs themselves may stand where nothing can be written.
    at       a folder of the installation
    Raises   PackError.
    """
    for pack in found:
        place = at / pack.locale / "LC_MESSAGES"
        text = (pack.folder / CATALOGUE).read_bytes()
        print_of = hashlib.sha256(text).hexdigest()
        made, known = place / "django.mo", place / "made-from"
        if made.exists() and known.exists() and known.read_text(encoding="ascii") == print_of:
            continue
        place.mkdir(parents=True, exist_ok=True)
        _replace(made, _compiled(pack))
        _replace(known, print_of.encode())
    return at


def renewed(folder: Path) -> tuple[int, int, list[str]]:
    """Write a pack's catalogue with every string of this version; make it where there is none.

    So are its names of sectors.

    Returns  how many strings it has, how many have no words yet, and those that no page can show.
    Raises   PackError.
    """
    from intarsia_site.config.words.extraction import strings

    folder.mkdir(parents=True, exist_ok=True)
    (folder / CATALOGUE).touch()
    pack = _pack(folder)
    new = brought_up(_catalogue(pack), strings(), pack.locale)
    (folder / CATALOGUE).write_bytes(written(new))
    renew_sector_names(folder)
    said = [message for message in new if message.id and is_translated(message)]
    unsafe = [_first(one) for one in said if not is_usable(one, new.num_plurals)]
    return len(new), len(new) - len(said), unsafe


def _first(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (list, tuple)) else message.id)


def _compiled(pack: Pack) -> bytes:
    """Compile a catalogue and open it once, as pages would: a rule of plurals may be none."""
    content = compiled(_catalogue(pack))
    try:
        gettext.GNUTranslations(io.BytesIO(content))
    except (ValueError, OSError) as error:
        path = pack.folder / CATALOGUE
        raise PackError("site.pack_unreadable", f"{path} cannot be used: {error}.") from error
    return content


def _catalogue(pack: Pack) -> Catalog:
    path = pack.folder / CATALOGUE
    try:
        return read(path, pack.locale)
    except (PoFileError, UnicodeDecodeError, UnknownLocaleError, ValueError) as error:
        raise PackError("site.pack_unreadable", f"{path} cannot be read: {error}.") from error


def _replace(path: Path, content: bytes) -> None:
    """Write beside and rename: processes that start together never read half a file."""
    handle, beside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(beside).replace(path)
