"""Puts a template together: what is known of an organization's activities, and room for more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
from openpyxl import Workbook

from intarsia import codelists
from intarsia.changes import fingerprints
from intarsia.documents.template.activities_sheet import Heads, columns_of, fill_sheet
from intarsia.documents.template.lists import LISTS_SHEET, add_lists
from intarsia.documents.template.other_sheets import fill_instructions, fill_key_sheet
from intarsia.documents.template.rows import Tree, rows_of
from intarsia.phrases import say
from intarsia.readers.template import KEY_SHEET, TemplateKey
from intarsia.tables import Picture

#: Letters that the name of a sheet may have.
_TITLE = 31


def write_template(
    to: Path,
    *,
    lang: str,
    country: str,
    organization: str,
    organizations: Iterable[str],
    places: pa.Table,
    sectors: Sequence[str] | None = None,
    rows: Picture | None = None,
    key: TemplateKey,
) -> None:
    """Write the workbook in which an organization says who does what where.

    lang           en, fr or ru: of headings, lists and instructions
    country        ISO 3166-1 alpha-2; a country that is invented is marked as such
    organization   whose template it is, by name
    organizations  names to choose from, in the order in which they are offered
    places         PLACES of the country, to choose from by level
    sectors        Intarsia's sectors to choose from; all fields of work without
    rows           what is known of its activities: one row each, to be corrected
    key            which template it is; comes back as `template.key` of the reading

    `read_report` of it gives each prefilled row the id that it has in `rows`.
    Source         docs/using/template.md
    """
    tree = Tree(places, lang)
    known = rows_of(rows, tree, lang) if rows is not None else {}
    prints = fingerprints(rows) if rows is not None else None
    name = codelists.name("countries", country, lang)
    book = Workbook()
    titles = {part: say(f"template_sheet.sheet.{part}", {}, lang)[:_TITLE] for part in _SHEETS}
    heads = Heads(
        say("template_sheet.sheet.title", {"country": name}, lang),
        say(
            "template_sheet.sheet.subtitle",
            {"organization": organization, "sheet": titles["instructions"]},
            lang,
        ),
        say("template_sheet.sheet.invented", {}, lang) if _is_invented(country) else None,
    )
    columns = columns_of(tree)
    about = (
        say(
            "template_sheet.about.written",
            {"day": key.written_on, "organization": organization},
            lang,
        ),
        say("template_sheet.about.version", {"version": key.version}, lang),
    )
    book.remove(book.worksheets[0])
    instructions = book.create_sheet(titles["instructions"])
    fill_instructions(instructions, heads, columns, about, lang)
    sheet = book.create_sheet(titles["activities"])
    offered = add_lists(
        book,
        tree,
        organizations=list(dict.fromkeys((organization, *organizations))),
        sectors=_fields_of_work() if sectors is None else sectors,
        language=lang,
    )
    fill_sheet(sheet, columns, heads, known, offered, lang)
    fill_key_sheet(
        book.create_sheet(KEY_SHEET),
        key,
        organization=organization,
        helpers=(titles["instructions"], LISTS_SHEET),
        columns=columns,
        rows=known,
        prints={} if prints is None else dict(zip(*_columns(prints), strict=True)),
        language=lang,
    )
    book.active = book.index(sheet)
    _stamp(book, heads.title, key)
    book.save(to)


_SHEETS = ("activities", "instructions")


def _columns(table: pa.Table) -> Iterable[list[str]]:
    return (column.to_pylist() for column in table.columns)


def _fields_of_work() -> list[str]:
    return [row["code"] for row in codelists.rows("sectors") if row["is_field_of_work"] == "true"]


def _is_invented(country: str) -> bool:
    return any(
        row["code"] == country and row["note"].startswith("Invented")
        for row in codelists.rows("countries")
    )


def _stamp(book: Workbook, title: str, key: TemplateKey) -> None:
    book.properties.title = title
    book.properties.created = dt.datetime.combine(key.written_on, dt.time())
    book.properties.creator = "Intarsia"
