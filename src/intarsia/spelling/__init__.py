"""Are two texts the same word, written otherwise? Text in, its form for comparison out.

`folded` forgets case, accents and signs; `latin` also writes other scripts in Latin letters;
`says_nothing` knows what people write where they know nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

__all__ = ["NOTHING", "folded", "latin", "latin_letters", "one_script", "says_nothing"]

#: What is written where nothing is known, in the languages reports come in.
NOTHING = frozenset(
    "no data|aucune donnée|not available|not applicable|not specified|n/a|na|none|null|nil|"
    "unknown|unspecified|tbd|to be determined|not reported|undefined|inconnu|non disponible|"
    "нет данных|не указано|-|--|0|.|?|x|xx|xxx|[]|redacted".split("|")
)
#: The same in cells of a list, where 0 and x are said, and programs leave their own marks.
_EMPTY_CELLS = (NOTHING - {"0", "x", "xx", "xxx"}) | frozenset(
    "#n/a|#n/a n/a|#null!|#ref!|#value!|#name?|#div/0!|#num!|nan|<na>|<null>|(blank)|(empty)|"
    "(vide)|(en blanco)|(пусто)|vide|en blanco|---|—|–|_|…|...|s.o.|s/o|n.d.|n/d|nd|sans objet|"
    "non spécifié|non renseigné|no aplica|no disponible|sin datos|sin información|ninguno|ninguna|"
    "desconocido|no especificado|неизвестно|не применимо|н/д|нет|не определено|невідомо|"
    "немає даних|не вказано|не застосовується|غير معروف|غير محدد|لا يوجد|لا ينطبق|غير متوفر|n.a.|"
    "n.a|not known|not stated|to be confirmed|tbc|pending|blank|empty|nothing".split("|")
)
_NO_WORD = re.compile(r"[\W_]+")
#: Marks that Arabic texts have or leave out: tatweel and the vowel signs.
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": ""}
_SAME_LETTER = str.maketrans(
    {**_ARABIC, "ё": "е", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"}
)
#: Cyrillic letters and the Latin ones that look the same; Greek ones that do.
_CYRILLIC, _LIKE_CYRILLIC = "АВЕЅІЈКМНОРСТУХаеѕіјорсух", "ABESIJKMHOPCTYXaesijopcyx"
_GREEK, _LIKE_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυ", "ABEZHIKMNOPTYXovpu"
_AS_LATIN = str.maketrans(_CYRILLIC + _GREEK, _LIKE_CYRILLIC + _LIKE_GREEK)
_AS_CYRILLIC = str.maketrans(_LIKE_CYRILLIC, _CYRILLIC)
_OTHER_LETTER, _LATIN_LETTER = re.compile(r"[\u0370-\u04ff]"), re.compile(r"[A-Za-z]")
#: A word with letters of two scripts.
_TWO_SCRIPTS = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0370-\u04ff])\w+")


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """Return a text in the form in which texts of one script are compared.

    Compatible forms are one, case and accents are gone, whatever is no letter or digit is one
    space.

    >>> folded("  Élections – 2022 "), folded("Children’s_Fund"), folded("Київ")
    ('elections 2022', 'children s fund', 'киів')
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    if not decomposed.isascii():
        decomposed = "".join(c for c in decomposed if not unicodedata.combining(c))
        decomposed = unicodedata.normalize("NFKC", decomposed).translate(_SAME_LETTER)
    return _NO_WORD.sub(" ", decomposed).strip()


@lru_cache(maxsize=1 << 16)
def latin(text: str) -> str:
    """Return the folded text with every script written in Latin letters.

    >>> latin("Тбилиси"), latin("თბილისი"), latin("Mariúpol'")
    ('tbilisi', 'tbilisi', 'mariupol')
    """
    plain = folded(text)
    return plain if plain.isascii() else _NO_WORD.sub(" ", anyascii(plain).casefold()).strip()


@lru_cache(maxsize=1 << 16)
def says_nothing(text: str) -> bool:
    """Whether a cell's text only fills the cell.

    >>> [says_nothing(text) for text in ("#N/A", " None ", "—", "", "0", "Nepal")]
    [True, True, True, True, False, False]
    """
    bare = " ".join(text.split()).casefold()
    return not bare or bare in _EMPTY_CELLS


def latin_letters(text: str) -> str:
    """Return a text with every script written in Latin letters, upper and lower case kept.

    >>> latin_letters("Проект COBERM, phase II – école")
    'Proekt COBERM, phase II - ecole'
    """
    return anyascii(one_script(unicodedata.normalize("NFKC", text)))


def one_script(text: str) -> str:
    """Return a text with letters that only look like those around them written as these.

    Words whose letters of the other script have no look-alike stay as they are.

    >>> one_script("S\u0441h\u043e\u043el EU4Роста") == "School EU4Роста"
    True
    """
    return _TWO_SCRIPTS.sub(_in_one_script, text)


def _in_one_script(found: re.Match[str]) -> str:
    word = found[0]
    for letters, others in ((_AS_LATIN, _OTHER_LETTER), (_AS_CYRILLIC, _LATIN_LETTER)):
        written = word.translate(letters)
        if not others.search(written):
            return written
    return word
