"""Which words announce which field? A heading's text in, the known heading it equals out.

The headings are in `codelists/list_headings.csv`, in six languages. Here they are compared: as
whole texts, and as their words without "of the", "de la" and the like.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from intarsia import codelists
from intarsia.readers.activity_list.fields import ADMIN_NAMES, WHO, Field
from intarsia.spelling import folded

__all__ = ["Known", "Words", "core", "exact", "is_generic_code", "named_part", "phrases"]
__all__ += ["phrase", "with_part", "without_part"]

Words = tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """One known heading: its field, language, and rank if it names an administrative level."""

    field: Field
    language: str
    heading: str
    rank: int | None = None


_BESIDE = frozenset(
    "of the a an for by on and or with per de du des la le les l d et ou en au aux par pour à"
    " del los las el y o e un una por para al и или для в на по та або і й у в من في على و".split()
)


@cache
def _exact() -> Mapping[str, Known]:
    found: dict[str, Known] = {}
    # Where two languages share a heading, English is said.
    for row in sorted(codelists.rows("list_headings"), key=lambda row: row["language"] != "en"):
        rank = int(row["rank"]) if row["rank"] else None
        known = Known(Field(row["field"]), row["language"], row["heading"], rank)
        found.setdefault(folded(row["heading"]), known)
    found.pop("", None)
    return MappingProxyType(found)


@cache
def phrases() -> Mapping[Words, Known]:
    """Return the known headings by their words, without those that only join."""
    found: dict[Words, Known] = {}
    for text, known in _exact().items():
        words = core(text)
        if words:
            found.setdefault(words, known)
    return MappingProxyType(found)


#: Endings of Russian and Ukrainian words in the form that `folded` gives: й is и, ї is і.
_CYRILLIC_ENDING = re.compile(
    r"(?:ого|его|ому|ему|ыми|ими|ами|ями|ах|ях|ых|их|ая|яя|ое|ее|ие|ые|ии|ыи|ои|еи|ам|ям|ов|ев|ою"
    r"|ею|ів|а|я|о|е|и|ы|у|ю|ь|і)$"
)


def _stems(words: Words) -> Words:
    return tuple(_CYRILLIC_ENDING.sub("", w) if len(w) > 4 else w for w in words)


@cache
def _stemmed() -> Mapping[Words, Known]:
    found: dict[Words, Known] = {}
    for words, known in phrases().items():
        if known.language in ("ru", "uk"):
            found.setdefault(_stems(words), known)
    return MappingProxyType(found)


def phrase(words: Words) -> Known | None:
    """Return the known heading that words are, in any case of Russian and Ukrainian.

    >>> phrase(core("исполняющего партнёра")).field.value
    'implementing_organization'
    """
    return phrases().get(words) or _stemmed().get(_stems(words))


def exact(text: str) -> Known | None:
    """Return the known heading that a text equals, signs, case and accents apart.

    >>> exact("  IMPLEMENTING-partner").field, exact("Широта").language, exact("Colour")
    (<Field.IMPLEMENTING_ORGANIZATION: 'implementing_organization'>, 'ru', None)
    """
    return _exact().get(folded(text))


@lru_cache(maxsize=8192)
def core(text: str) -> Words:
    """Return a text's words, folded, without those that only join others.

    >>> core("Acrónimo de la organización"), core("Type of the NGO")
    (('acronimo', 'organizacion'), ('type', 'ngo'))
    """
    return tuple(word for word in folded(text).split() if word not in _BESIDE)


_PARTS = {
    "code": "code|codes|pcode|pcodes|p code|id|ids|identifier|identifiant|codigo|cod|код|коды"
    "|ідентифікатор|идентификатор|رمز|كود|pcod",
    "acronym": "acronym|acronyms|short name|abbreviation|abbrev|sigle|acronyme|abreviation|acronimo"
    "|sigla|siglas|abreviatura|аббревиатура|абревіатура|сокращение|скорочення|اختصار|الاختصار",
    "type": "type|types|category|tipo|tipos|categorie|categoria|тип|вид|категория|категорія|نوع"
    "|فئة",
    "name": "name|names|full name|long name|title|nom|noms|nom complet|nombre|nombre completo"
    "|titre|titulo|название|наименование|назва|найменування|полное название|повна назва|اسم|الاسم"
    "|الاسم الكامل|intitule|libelle|name en|name fr|name english",
}


@cache
def _part_words() -> Mapping[Words, str]:
    found: dict[Words, str] = {}
    for part, texts in _PARTS.items():
        for text in texts.split("|"):
            found[tuple(folded(text).split())] = part
    return found


def named_part(words: Words) -> tuple[str | None, Words]:
    """Split words into the part of a thing they name and the thing itself.

    >>> named_part(("type", "ngo")), named_part(("district", "p", "code")), named_part(("name",))
    (('type', ('ngo',)), ('code', ('district',)), ('name', ()))
    >>> named_part(("donor",))
    (None, ('donor',))
    """
    known = _part_words()
    for length in (3, 2, 1):
        if words[-length:] in known and len(words) >= length:
            return known[words[-length:]], words[:-length]
        if words[:length] in known and len(words) >= length:
            return known[words[:length]], words[length:]
    return None, words


_VALUES = frozenset(field.value for field in Field)
_ENDING = re.compile(r"_(acronym|id|type|code)$")


def without_part(field: Field) -> Field:
    """Return the field that holds the name: `admin2` for `admin2_code`.

    >>> without_part(Field.FUNDING_ORGANIZATION_TYPE), without_part(Field.SITE_TYPE)
    (<Field.FUNDING_ORGANIZATION: 'funding_organization'>, <Field.SITE: 'site'>)
    """
    bare = _ENDING.sub("", field.value)
    return Field(bare) if bare in _VALUES else field


_OWN = {
    (Field.PROJECT_TITLE, "code"): Field.PROJECT_CODE,
    (Field.PROJECT_CODE, "name"): Field.PROJECT_TITLE,
    (Field.TITLE, "code"): Field.ACTIVITY_ID,
    (Field.ACTIVITY_ID, "name"): Field.TITLE,
    (Field.PLACE, "type"): Field.SITE_TYPE,
    (Field.SITE, "type"): Field.SITE_TYPE,
    (Field.PEOPLE, "type"): Field.TARGET_GROUP,
    (Field.TITLE, "type"): Field.TITLE,
    (Field.BUDGET, "code"): Field.CURRENCY,
}
_CODED = frozenset({Field.SECTOR, Field.SUBSECTOR, Field.COUNTRY, Field.PLACE, Field.SITE})
_NAMED = frozenset(
    {Field.TITLE, Field.PROJECT_TITLE, Field.INDICATOR, Field.REGION, Field.SUBACTIVITY}
)


def with_part(field: Field, part: str) -> Field | None:
    """Return the field of a part ("name", "code", "type", "acronym") of what a field names.

    >>> str(with_part(Field.ADMIN2, "code")), str(with_part(Field.FUNDING_ORGANIZATION, "acronym"))
    ('admin2_code', 'funding_organization_acronym')
    >>> with_part(Field.STARTS_ON, "code") is None
    True
    """
    if (field, part) in _OWN:
        return _OWN[field, part]
    base = without_part(field)
    if base in WHO:
        endings = {"name": "", "code": "_id", "type": "_type", "acronym": "_acronym"}
        return Field(f"{base.value}{endings[part]}")
    if base in _CODED or base in ADMIN_NAMES:
        if part == "acronym" and base in (Field.SECTOR, Field.SUBSECTOR):
            part = "code"
        return base if part == "name" else Field(f"{base}_code") if part == "code" else None
    return base if part == "name" and base in _NAMED else None


_CODE_ONLY = frozenset(
    "p code codes pcode pcodes geo geocode ocha admin adm hr hrp hno hrpcode codigo geografico"
    " geographique geographic пикод код п р географический географічний geocodigo".split()
)


def is_generic_code(text: str) -> bool:
    """Whether a heading announces the code of a place without saying of which.

    >>> is_generic_code("P-Code"), is_generic_code("OCHA Pcode"), is_generic_code("Village code")
    (True, True, False)
    """
    words = [word for word in core(text) if not word.isdigit()]
    return bool(words) and all(word in _CODE_ONLY for word in words)
