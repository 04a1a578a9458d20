"""Writes lists of who does what where as spreadsheets: an English 3W and a French 4W.

In: statements. Out: xlsx bytes and, for each statement, the row it stands in.
"""

import datetime as dt
import random

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from intarsia.examples.archives import saved
from intarsia.examples.faults import PERSON, PERSON_IN_TEXT
from intarsia.examples.list_words import Row, row_of
from intarsia.examples.notice import NOTICE, NOTICE_FR
from intarsia.examples.reporting import Statement
from intarsia.examples.written import Written

_ENGLISH = (
    "Organization",
    "Implementing partner",
    "Donor",
    "Sector",
    "Activity",
    "Status",
    "Region",
    "District",
    "P-code",
    "Start date",
    "End date",
    "Beneficiaries",
    "Budget (USD)",
    "Contact",
    "Remarks",
)
_GROUPS = (("WHO", 1, 3), ("WHAT", 4, 6), ("WHERE", 7, 9), ("WHEN", 10, 11), ("FOR WHOM", 12, 13))
_FRENCH = (
    ("Organisation", "#org+name"),
    ("Type d'organisation", "#org+type"),
    ("Partenaire de mise en œuvre", "#org+impl+name"),
    ("Bailleur", "#org+funder"),
    ("Secteur", "#sector+cluster+name"),
    ("Activité", "#activity+name"),
    ("Statut", "#status"),
    ("Région", "#adm1+name"),
    ("District", "#adm2+name"),
    ("Code P", "#adm2+code"),
    ("Date de début", "#date+start"),
    ("Date de fin", "#date+end"),
    ("Groupe cible", "#beneficiary+type"),
    ("Personnes ciblées", "#targeted"),
    ("Personnes touchées", "#reached"),
    ("Budget", "#value+budget"),
    ("Devise", "#currency"),
)
_TEXT_DATES = ("%d.%m.%Y", "%B %Y", "%b-%y")
_BLANK_AFTER = (23, 57)

_Cell = str | int | dt.date | None


def english_list(entries: list[Statement], seed: int) -> tuple[bytes, list[Written]]:
    """Return the 3W: titles above, header in row 5, merged cells, blank rows, a total below."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "3W May 2011"
    _head(sheet)
    written: list[Written] = []
    number = 5
    people = budget = 0
    for entry in entries:
        number += 2 if number in _BLANK_AFTER else 1
        chance = random.Random(f"{seed}/{entry.deed.entity}/{entry.file}")
        row = row_of(entry, chance)
        _put(sheet, number, _english_cells(entry, row, chance))
        written.append(Written(entry, number, row.organization, "; ".join(row.districts)))
        people += row.people
        budget += row.budget
    _merge_runs(sheet, [line.row for line in written])
    total = number + 1
    _put(sheet, total, ["TOTAL", *[None] * 10, people, budget])
    sheet.cell(total + 2, 1, "Source: health and WASH working groups. See sheet Notes.")
    _notes(book)
    return saved(book, "3W, health and water"), written


def french_list(entries: list[Statement], seed: int) -> tuple[bytes, list[Written]]:
    """Return the 4W: a header, a row of HXL tags, then the rows; the notes on the last sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "4W Protection"
    sheet.append([header for header, _ in _FRENCH])
    sheet.append([tag for _, tag in _FRENCH])
    written: list[Written] = []
    for number, entry in enumerate(entries, 3):
        chance = random.Random(f"{seed}/{entry.deed.entity}/{entry.file}")
        row = row_of(entry, chance)
        _put(sheet, number, _french_cells(entry, row, chance))
        written.append(Written(entry, number, row.organization, "; ".join(row.districts)))
    notes = book.create_sheet("Notes")
    for text in (NOTICE_FR, NOTICE, "Groupe de travail Protection, situation au 31 mai 2011."):
        notes.append([text])
    return saved(book, "4W, protection"), written


def _head(sheet: Worksheet) -> None:
    sheet["A1"] = "ARVENIA: who does what, where. Health and WASH working groups"
    sheet["A2"] = "Status of 31 May 2011. Corrections to the information desk, please."
    sheet["A3"] = NOTICE
    for row in (1, 2, 3):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_ENGLISH))
    for text, first, last in _GROUPS:
        sheet.cell(4, first, text)
        sheet.merge_cells(start_row=4, end_row=4, start_column=first, end_column=last)
    for column, text in enumerate(_ENGLISH, 1):
        sheet.cell(5, column, text)


def _put(sheet: Worksheet, number: int, cells: list[_Cell]) -> None:
    for column, value in enumerate(cells, 1):
        if value not in ("", None):
            sheet.cell(number, column, value)


def _english_cells(entry: Statement, row: Row, chance: random.Random) -> list[_Cell]:
    starts_on: _Cell = row.starts_on
    if row.starts_on and chance.random() < 0.2:
        starts_on = row.starts_on.strftime(chance.choice(_TEXT_DATES))
    people: _Cell = row.people
    if entry.fault == "number_in_words":
        people = f"approx. {row.people}"
    elif chance.random() < 0.08:
        people = f"{row.people:,}".replace(",", " ")
    contact = ""
    if entry.fault == "contact_person":
        contact = f"{PERSON['name']}, {PERSON['email']}, {PERSON['telephone']}"
    return [
        row.organization,
        row.implementer,
        row.donor,
        row.sector,
        row.activity,
        row.status,
        row.region,
        ", ".join(row.districts),
        ", ".join(row.pcodes),
        starts_on,
        row.ends_on,
        people,
        row.budget if chance.random() > 0.15 else None,
        contact,
        PERSON_IN_TEXT if entry.fault == "person_in_text" else "",
    ]


def _french_cells(entry: Statement, row: Row, chance: random.Random) -> list[_Cell]:
    unknown = chance.random() < 0.12
    return [
        row.organization,
        row.kind,
        row.implementer,
        row.donor,
        row.sector,
        row.activity,
        row.status,
        row.region,
        " ; ".join(row.districts),
        " ; ".join(row.pcodes),
        row.starts_on,
        row.ends_on.strftime("%d/%m/%Y") if row.ends_on and chance.random() < 0.3 else row.ends_on,
        row.target,
        "S.O." if unknown else row.people,
        row.reached,
        row.budget,
        entry.currency,
    ]


def _merge_runs(sheet: Worksheet, rows: list[int]) -> None:
    """Merge the region's cells where neighbouring rows name the same region."""
    run: list[int] = []
    for number in [*rows, 0]:
        same = run and number == run[-1] + 1
        if same and sheet.cell(number, 7).value == sheet.cell(run[0], 7).value:
            run.append(number)
            continue
        if len(run) > 1:
            for below in run[1:]:
                sheet.cell(below, 7).value = None
            sheet.merge_cells(start_row=run[0], end_row=run[-1], start_column=7, end_column=7)
        run = [number]


def _notes(book: Workbook) -> None:
    notes = book.create_sheet("Notes")
    for text in (
        NOTICE,
        "One row for each activity. Where two organizations share an activity both are named.",
        "Beneficiaries are planned, not reached. Budgets in US dollars where known.",
        "P-codes: national statistics office, 2010 edition.",
    ):
        notes.append([text])
