"""Which row of a sheet holds the headings, and which column says what, in English and French."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from intarsia.readers.workbook import Row

#: Rows at the head of a sheet among which the headings are looked for.
HEAD_ROWS = 40
#: Headings that a row must hold to be taken for the row of headings.
ENOUGH = 5

#: What each column says -> its headings, the English ones before the bar, French behind it.
_HEADINGS = {
    "identifier": "IATI Identifier; IATI ID"
    " | Identifiant de l'IITA; Identifiant IITA; Identifiant IATI",
    "title": "Title | Titre",
    "reporter": "Reporting Organisation | Organisme déclarant",
    "reporter_type": "Reporting Organisation Type | Type d'organisme déclarant",
    "aid_type": "Aid Type | Type d'aide",
    "finance_type": "Finance Type | Type de financement",
    "flow_type": "Flow Type | Type de flux",
    "provider": "Provider Organisation | Organisme prestataire",
    "provider_type": "Provider Organisation Type | Type d'organisme prestataire",
    "receiver": "Receiver Organisation | Organisme bénéficiaire",
    "receiver_type": "Receiver Organisation Type | Type d'organisme bénéficiaire",
    "kind": "Transaction Type | Type de transaction",
    "country": "Recipient Country; Recipient Country or Region"
    " | Pays bénéficiaire; Pays ou région bénéficiaire",
    "multi_country": "Multi Country | Multipays",
    "category": "Sector Category | Catégorie de secteur",
    "sector": "Sector | Secteur",
    "covid": "COVID 19 | COVID 19",
    "humanitarian": "Humanitarian | Humanitaire",
    "year": "Calendar Year | Année civile",
    "quarter": "Calendar Quarter | Trimestre civil",
    "year_and_quarter": "Calendar Year and Quarter | Année et trimestre civils",
    "url": "URL | URL",
    "value": "Value (USD) | Valeur (USD)",
    "value_eur": "Value (EUR) | Valeur (EUR)",
    "value_local": "Value (Local currency); Value (Local currrency) | Valeur (Monnaie locale)",
}

#: Without these a row says nothing.
NEEDED = ("identifier", "kind", "value")
#: Every set of columns in use has these; one that is absent is named in the problems.
USUAL = (
    "title",
    "reporter",
    "reporter_type",
    "aid_type",
    "finance_type",
    "provider",
    "provider_type",
    "receiver",
    "receiver_type",
    "country",
    "multi_country",
    "sector",
    "year",
    "quarter",
)

_NOT_WORDS = re.compile(r"[^0-9a-z]+")


def normalized(heading: object) -> str:
    """Return a heading without letter case, accents, apostrophes and punctuation.

    >>> normalized("Identifiant de l’IITA"), normalized("Reporting  Organization")
    ('identifiant de l iita', 'reporting organisation')
    """
    letters = unicodedata.normalize("NFKD", str(heading)).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_WORDS.sub(" ", plain).strip().replace("organization", "organisation")


def _known() -> dict[str, tuple[str, str | None]]:
    known: dict[str, tuple[str, str | None]] = {}
    for name, headings in _HEADINGS.items():
        for language, spellings in zip(("en", "fr"), headings.split("|"), strict=True):
            for spelling in spellings.split(";"):
                shared = normalized(spelling) in known
                known[normalized(spelling)] = (name, None if shared else language)
    return known


_KNOWN = _known()


@dataclass(frozen=True)
class Headings:
    """Where the columns stand.

    position   of the row of headings among the rows handed over, from 0
    columns    what a column says -> its position among those handed over, from 0
    extra      positions of columns that say something else
    twice      positions of columns whose heading another column has already
    texts      the headings as they stand, by position
    language   "en" or "fr"
    """

    position: int
    columns: dict[str, int]
    extra: tuple[int, ...]
    twice: tuple[int, ...]
    texts: tuple[str, ...]
    language: str

    @property
    def missing(self) -> list[str]:
        """The columns without which a row says nothing, as they are usually headed."""
        return [usual_heading(name, self.language) for name in NEEDED if name not in self.columns]


def usual_heading(name: str, language: str = "en") -> str:
    """Return the heading that a column usually has.

    >>> usual_heading("kind"), usual_heading("kind", "fr")
    ('Transaction Type', 'Type de transaction')
    """
    return _HEADINGS[name].split("|")[language == "fr"].split(";")[0].strip()


def column_said(heading: object) -> str | None:
    """Return what a column with this heading says; null where it is none that is known."""
    return _KNOWN.get(normalized(heading), (None, None))[0]


def find_headings(rows: Sequence[Row]) -> Headings | None:
    """Return where the headings stand among the first rows; null where no row holds them."""
    best: Headings | None = None
    for position, row in enumerate(rows[:HEAD_ROWS]):
        found = _read(position, row)
        if len(found.columns) >= ENOUGH and (
            best is None or len(found.columns) > len(best.columns)
        ):
            best = found
    return best


def _read(position: int, row: Row) -> Headings:
    columns: dict[str, int] = {}
    languages: dict[str, int] = {"en": 0, "fr": 0}
    extra: list[int] = []
    twice: list[int] = []
    for at, cell in enumerate(row):
        name, language = _KNOWN.get(normalized(cell), (None, None)) if cell else (None, None)
        if name is None:
            extra.append(at)
        elif name in columns:
            twice.append(at)
        else:
            columns[name] = at
        if language:
            languages[language] += 1
    return Headings(
        position=position,
        columns=columns,
        extra=tuple(extra),
        twice=tuple(twice),
        texts=tuple(str(cell).strip() for cell in row),
        language="fr" if languages["fr"] > languages["en"] else "en",
    )


def distinctive_headings() -> list[str]:
    """Return the headings that hardly any other list has, casefolded."""
    both = (
        one for said in _HEADINGS.values() for part in said.split("|") for one in part.split(";")
    )
    return [text for one in both if len(text := one.strip().casefold()) >= 12]
