"""A register as a file: a user's own csv or xlsx in, a REGISTER table out, and back."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa

from intarsia import codelists
from intarsia.register.sheets import Sheet, read_sheet
from intarsia.register.table import (
    Entry,
    RegisterError,
    entries_of,
    name_id,
    register_table,
)

LANGUAGES = ("fr", "es", "ru", "uk", "ar")
#: The columns of a register; id and name must be there, the rest may be left out.
COLUMNS = (
    "id",
    "name",
    "acronym",
    "type",
    "parent",
    "country",
    "level",
    "identifiers",
    *(f"name_{language}" for language in LANGUAGES),
    "acronyms",
    "aliases",
)
_LEVELS = ("", "headquarters", "field")


def read_register(path: Path) -> pa.Table:
    """Return the organizations of a user's own file as a REGISTER table.

    path     csv (UTF-8; comma, semicolon or tab) or xlsx with a row of headings:
             id, name and any of acronym, type (IATI OrganisationType code), parent (an id),
             country (ISO 3166-1 alpha-2), level (headquarters, field), identifiers, name_fr,
             name_es, name_ru, name_uk, name_ar, acronyms, aliases; several values in one cell
             have "|" between them. An organization without id gets one from its name.
    Raises   RegisterError "register.unreadable", "register.empty", "register.column_unknown",
             "register.column_missing", "register.name_missing", "register.id_twice",
             "register.type_unknown", "register.country_unknown", "register.level_unknown".
    """
    path = Path(path)
    return register_table(read_entries(path, source=path.name))


def read_entries(path: Path, *, source: str) -> list[Entry]:
    """Return a file's organizations in its order; see `read_register`."""
    sheet = read_sheet(path, COLUMNS)
    for needed in ("id", "name"):
        if needed not in sheet.headings:
            raise RegisterError(
                "register.column_missing",
                f'{sheet.file} has no column "{needed}". A register needs id and name; confirmed '
                "matches need name and organization_id.",
                file=sheet.file,
                column=needed,
            )
    found: dict[str, int] = {}
    entries = []
    for number, row in sheet.rows:
        entry = _entry(sheet, number, row, source)
        if entry.organization_id in found:
            raise _error(
                "register.id_twice",
                sheet,
                number,
                f'the id "{entry.organization_id}" stands in row {found[entry.organization_id]} '
                "already. Give each organization an id of its own, or put the rows together.",
                entry.organization_id,
            )
        found[entry.organization_id] = number
        entries.append(entry)
    return entries


def _entry(sheet: Sheet, number: int, row: dict[str, str], source: str) -> Entry:
    name = " ".join(row["name"].split())
    if not name:
        raise _error(
            "register.name_missing", sheet, number, "there is no name. Fill it in.", row["id"]
        )
    own_id = row["id"] or name_id(name)
    kind = row.get("type", "")
    if kind and not codelists.has("organization_types", kind):
        raise _error(
            "register.type_unknown",
            sheet,
            number,
            f'"{kind}" is no code of IATI\'s organization types. Known are: '
            f"{', '.join(codelists.names('organization_types'))}.",
            kind,
        )
    country = row.get("country", "").upper()
    if country and not codelists.has("countries", country):
        raise _error(
            "register.country_unknown",
            sheet,
            number,
            f'"{country}" is no country code. Write two letters of ISO 3166-1, such as NO.',
            country,
        )
    level = row.get("level", "").casefold()
    if level not in _LEVELS:
        raise _error(
            "register.level_unknown",
            sheet,
            number,
            f'"{level}" is no level. Write headquarters, field, or nothing.',
            level,
        )
    entry = Entry(
        organization_id=own_id,
        name=name,
        source=source,
        acronym=row.get("acronym") or None,
        type_code=kind or None,
        level=level or None,
        parent_id=row.get("parent") or None,
        country_code=country or None,
        identifiers=_several(row.get("identifiers", "")),
    )
    for language in LANGUAGES:
        for text in _several(row.get(f"name_{language}", "")):
            entry.also(text, language)
    for column in ("acronyms", "aliases"):
        for text in _several(row.get(column, "")):
            entry.also(text)
    return entry


def _several(cell: str) -> list[str]:
    values = (" ".join(value.split()) for value in cell.split("|"))
    return list(dict.fromkeys(value for value in values if value))


def _error(code: str, sheet: Sheet, number: int, what: str, value: str) -> RegisterError:
    return RegisterError(
        code, f"{sheet.file}, row {number}: {what}", file=sheet.file, row=number, value=value
    )


def write_register(table: pa.Table, path: Path) -> None:
    """Write a REGISTER table as a csv file that `read_register` reads back.

    Raises   RegisterError "register.unwritable".
    """
    path = Path(path)
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(_row(entry) for entry in entries_of(table))
    except OSError as reason:
        raise RegisterError(
            "register.unwritable",
            f"{path} cannot be written: {reason.strerror}. Name another place.",
            file=path.name,
        ) from None


def _row(entry: Entry) -> dict[str, str]:
    by_language: dict[str, list[str]] = {}
    for name, language in entry.aliases.items():
        by_language.setdefault(language if language in LANGUAGES else "", []).append(name)
    row = {
        "id": entry.organization_id,
        "name": entry.name,
        "acronym": entry.acronym or "",
        "type": entry.type_code or "",
        "parent": entry.parent_id or "",
        "country": entry.country_code or "",
        "level": entry.level or "",
        "identifiers": "|".join(entry.identifiers),
        "aliases": "|".join(by_language.get("", [])),
    }
    for language in LANGUAGES:
        row[f"name_{language}"] = "|".join(by_language.get(language, []))
    return row
