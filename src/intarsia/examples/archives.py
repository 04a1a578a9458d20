"""Packs zip and xlsx files so that the same content always gives the same bytes."""

import io
import re
import zipfile

from openpyxl import Workbook

from intarsia.examples.notice import AS_OF, NOTICE

_MOMENT = (AS_OF.year, AS_OF.month, AS_OF.day, 9, 0, 0)
_STAMP = f"{AS_OF.isoformat()}T09:00:00Z"


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip of named members, in the given order and with one fixed time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def saved(book: Workbook, title: str) -> bytes:
    """Return a workbook's bytes, its properties fixed to the day of the reports."""
    book.properties.title = title
    book.properties.creator = "Exercise"
    book.properties.description = NOTICE
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    core = members["docProps/core.xml"].decode("utf-8")
    core = re.sub(r"(<dcterms:(created|modified)[^>]*>)[^<]*", rf"\g<1>{_STAMP}", core)
    members["docProps/core.xml"] = core.encode("utf-8")
    return zipped(members)
