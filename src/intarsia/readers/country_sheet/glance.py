"""Do headings of by-country sheets stand in this workbook? A glance at its texts, before it is
opened."""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from pathlib import Path

from intarsia.readers.country_sheet.headings import distinctive_headings

#: Headings stand at the head of a sheet, or among the texts that its cells share.
_GLANCE = 1 << 20
_SHARED_TEXTS = 16 << 20
_TEXTS = re.compile(r"xl/(?:sharedStrings|worksheets/sheet\d+)\.xml", re.IGNORECASE)
#: One such heading may stand in any list; this many do not.
_ENOUGH = 3
_TAGS = re.compile(r"<[^>]*>")


def names_headings(path: Path) -> bool:
    """Whether enough headings of by-country sheets stand in the workbook's texts."""
    wanted = set(distinctive_headings())
    found: set[str] = set()
    damaged = suppress(OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError)
    with damaged, zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if not _TEXTS.fullmatch(member.filename):
                continue
            shared = "shared" in member.filename.casefold()
            with archive.open(member) as file:
                text = file.read(_SHARED_TEXTS if shared else _GLANCE)
            plain = _TAGS.sub("\n", text.decode("utf-8", "replace")).casefold()
            said = {line.strip() for line in plain.split("\n")}
            found |= wanted & {line.replace("&apos;", "'").replace("’", "'") for line in said}
            if len(found) >= _ENOUGH:
                return True
    return False
