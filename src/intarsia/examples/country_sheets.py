"""Writes by-country spreadsheets of flattened IATI: one row a transaction and sector.

In: statements. Out: xlsx with the English or the French set of columns and a sheet of notes.
"""

import datetime as dt
import random

from openpyxl import Workbook

from intarsia import codelists
from intarsia.examples.archives import saved
from intarsia.examples.cast import cast
from intarsia.examples.money import from_usd, payments
from intarsia.examples.notice import AS_OF, COUNTRY, NOTICE, NOTICE_FR
from intarsia.examples.reporting import Statement

ENGLISH = (
    "IATI Identifier",
    "Title",
    "Reporting Organisation",
    "Reporting Organisation Type",
    "Aid Type",
    "Finance Type",
    "Provider Organisation",
    "Provider Organisation Type",
    "Receiver Organisation",
    "Receiver Organisation Type",
    "Transaction Type",
    "Recipient Country",
    "Multi Country",
    "Sector Category",
    "Sector",
    "COVID 19",
    "Calendar Year",
    "Calendar Quarter",
    "Value (USD)",
)
FRENCH = (
    "Identifiant de l’IITA",
    "Titre",
    "Organisme déclarant",
    "Type d’organisme déclarant",
    "Type d’aide",
    "Type de financement",
    "Type de flux",
    "Organisme prestataire",
    "Type d’organisme prestataire",
    "Organisme bénéficiaire",
    "Type d’organisme bénéficiaire",
    "Type de transaction",
    "Pays ou région bénéficiaire",
    "Multipays",
    "Catégorie de secteur",
    "Secteur",
    "Humanitaire",
    "Année civile",
    "Trimestre civil",
    "Année et trimestre civils",
    "URL",
    "Valeur (USD)",
    "Valeur (EUR)",
    "Valeur (Monnaie locale)",
)
_NOTES = {
    "en": (
        "Data",
        "Notes",
        (
            NOTICE,
            "One row for each transaction and sector. Money in US dollars "
            "of the year. Empty cell: not reported.",
        ),
    ),
    "fr": (
        "Data",
        "Notes",
        (
            NOTICE_FR,
            NOTICE,
            "Une ligne par transaction et par secteur. « Aucune donnée » : non communiqué.",
        ),
    ),
}
_COUNTRY_NAME = {"en": "Arvenia", "fr": "Arvénie"}
_FILLER = {"en": "Not Applicable", "fr": "Sans objet"}
_LENDERS = {"44000": "410", "XM-DAC-46015": "410", "XM-DAC-4-3": "410"}
_Cell = str | int | float


def workbook(entries: list[Statement], language: str, seed: int) -> bytes:
    """Return the spreadsheet, its rows in the order of the entries and of time."""
    data, notes, sentences = _NOTES[language]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = data
    sheet.append(ENGLISH if language == "en" else FRENCH)
    for entry in entries:
        chance = random.Random(f"{seed}/{entry.statement_id}/{language}")
        for kind, day, value in _money(entry, chance):
            for code, share in _sectors(entry):
                row = _english if language == "en" else _french
                sheet.append(row(entry, kind, day, code, round(value * share, 2)))
    page = book.create_sheet(notes)
    for sentence in sentences:
        page.append([sentence])
    return saved(book, f"Arvenia, {language}")


def _money(entry: Statement, chance: random.Random) -> list[tuple[str, dt.date, float]]:
    """Return (IATI transaction type, day, dollars) in the order of time."""
    first = min(entry.starts_on, AS_OF)
    kind = "4" if entry.deed.implementer == entry.reporter else "3"
    found: list[tuple[str, dt.date, float]] = [("2", first, entry.amount)]
    found += [
        (kind, day, value)
        for day, value in payments(chance, entry.amount, entry.starts_on, entry.ends_on, AS_OF)
    ]
    if entry.fault == "negative_correction":
        found.append((kind, AS_OF, -round(entry.amount / 20, 2)))
    return found


def _sectors(entry: Statement) -> list[tuple[str, float]]:
    topic = entry.deed.topic
    if entry.fault == "no_sector":
        return [("99810", 1.0)]
    if topic.function == "advice" and topic.dac_code != "15110":
        return [(topic.dac_code, 0.8), ("15110", 0.2)]
    return [(topic.dac_code, 1.0)]


def _coded(list_name: str, code: str, language: str) -> str:
    return f"{code} - {codelists.name(list_name, code, language)}"


def _organization(organization_id: str, language: str) -> tuple[str, str]:
    told = cast()[organization_id]
    # The export writes the short, older form of the OECD's organization codes for some.
    reference = organization_id.removeprefix("XM-DAC-")
    return (
        f"{told.name(language)} [{reference}]",
        _coded("organization_types", told.type_code, language),
    )


def _category(code: str, language: str) -> str:
    purpose = next(row for row in codelists.rows("dac_purposes") if row["code"] == code)
    category = next(
        row for row in codelists.rows("dac_categories") if row["code"] == purpose["category"]
    )
    return _coded("dac_categories", category["group"], language)


def _shared(entry: Statement, kind: str, language: str) -> dict[str, str]:
    """Return the cells that both sets of columns have, by their meaning."""
    deed = entry.deed
    reporter, reporter_type = _organization(entry.reporter, language)
    provider, provider_type = _organization(
        deed.funder if entry.reporter != deed.funder and kind == "2" else entry.reporter, language
    )
    blank = "" if language == "en" else "Aucune donnée"
    receiver, receiver_type = blank, blank
    if deed.implementer != entry.reporter:
        receiver, receiver_type = _organization(deed.implementer, language)
    filler = entry.fault == "title_not_applicable"
    aid = "D02" if deed.topic.function == "advice" else "C01"
    return {
        "id": entry.statement_id,
        "title": _FILLER[language] if filler else entry.title,
        "reporter": reporter,
        "reporter_type": reporter_type,
        "aid": _coded("aid_types", aid, language),
        "finance": _coded("finance_types", _LENDERS.get(entry.reporter, "110"), language),
        "provider": provider,
        "provider_type": provider_type,
        "receiver": receiver,
        "receiver_type": receiver_type,
        "kind": _coded("transaction_types", kind, language),
        "country": f"{COUNTRY} - {_COUNTRY_NAME[language]}",
    }


def _english(entry: Statement, kind: str, day: dt.date, code: str, value: float) -> list[_Cell]:
    return [
        *_shared(entry, kind, "en").values(),
        0,
        _category(code, "en"),
        _coded("dac_purposes", code, "en"),
        0,
        day.year,
        f"Q{(day.month + 2) // 3}",
        value,
    ]


def _french(entry: Statement, kind: str, day: dt.date, code: str, value: float) -> list[_Cell]:
    cells = list(_shared(entry, kind, "fr").values())
    quarter = f"Q{(day.month + 2) // 3}"
    relief = entry.deed.topic.group in ("shelter", "food")
    return [
        *cells[:6],
        "10 - APD",
        *cells[6:],
        0,
        _category(code, "fr"),
        _coded("dac_purposes", code, "fr"),
        int(relief),
        day.year,
        quarter,
        f"{day.year} {quarter}",
        f"http://www.example.org/arvenie?aid={entry.statement_id}",
        value,
        round(from_usd(value, "EUR", day.year), 2),
        round(from_usd(value, "XAD", day.year), 2),
    ]
