"""In how many ways is a name written? A name in, the keys under which it is compared out.

From the strictest to the loosest: "name" (case and accents aside), "script" (in Latin letters),
"words" (without words for the kind of unit), "spelling" (without habits of spelling).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from intarsia.spelling import folded, latin

STAGES = ("name", "script", "words", "spelling")

# Words for kinds of units, in the languages reports come in, and what stands between.
_KINDS = frozenset(
    latin(word)
    for word in (
        "special district districts province provinces region regional governorate prefecture "
        "county department division subdistrict parish commune autonomous republic woreda wereda "
        "kebele mantika baladiya state départements département région gouvernorat préfecture "
        "wilaya arrondissement cercle territoire canton departamento provincia región distrito "
        "estado municipio municipality municipalité municipalidad parroquia cantón oblast rayon "
        "raion krai okrug hromada gromada район районы область обл край округ регион республика "
        "провинция губерния муниципалитет община уезд автономная облыс аймак громада "
        "республіка автономна محافظة مديرية قضاء ناحية منطقة ولاية إقليم بلدية المحافظة gubernia "
        "ostan velayat viloyat vilayet"
    ).split()
)
_BETWEEN = frozenset(("of", "the", "de", "du", "des", "del", "d", "la", "le", "l", "los", "las"))
_CJK_KIND = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:自治)?[省市县縣区區州乡鄉镇鎮]$")
# Words in which neighbouring units differ: they may be translated, never mistyped.
_TELLING = {
    latin(word): meaning
    for meaning, words in {
        "north": "north northern nord norte septentrional север северный северная північна",
        "south": "south southern sud sur meridional юг южный южная південна",
        "east": "east eastern est este oriental восток восточный восточная східна східний",
        "west": "west western ouest oeste occidental запад западный западная західна західний",
        "upper": "upper haut haute alto alta верхний верхняя верхнее",
        "lower": "lower low bas basse bajo baja нижний нижняя нижнее",
        "middle": "middle moyen moyenne medio media средний средняя",
        "central": "central centrale centre center centro центральный центральная",
        "new": "new nouveau nouvelle nuevo nueva новый новая новое",
        "old": "old vieux vieille viejo vieja старый старая старое",
        "city": "city town ville ciudad gorod shaary город місто urban urbain urbano مدينة",
        "rural": "rural сельский",
    }.items()
    for word in words.split()
}
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_ARTICLES = frozenset(("al", "el", "ul"))
_SUN = re.compile(r"[aeiou](sh|th|dh|[dnrstz])")

_HABITS = (
    ("ou", "u"),
    ("tch", "ch"),
    ("dj", "j"),
    ("ph", "f"),
    ("kk", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("kh", "k"),
    ("th", "t"),
    ("zh", "j"),
    ("q", "k"),
    ("y", "i"),
    ("w", "v"),
)
_SOFT_C, _HARD_C = re.compile(r"c(?=[eiy])"), re.compile(r"c(?!h)")
_DOUBLE = re.compile(r"(.)\1+")
_SLAVIC = re.compile(r"(?<=...)s?k(?:aia|a|i|oe|oi|ogo|e)$")
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]?")
# Signs within a word that are left out as often as not: soft signs, the Arabic ayn and hamza.
_INSIDE = re.compile(r"[ьъЬЪ]|(?<=\w\w)['’ʼ‘`´](?=\w)")
_DIGITS = re.compile(r"\d+")
#: Where Somali is written: x is a kind of h, c a sound that other languages leave out.
SOMALI = frozenset(("SO", "ET", "DJ", "KE"))


@dataclass(frozen=True)
class Reading:
    """One way to read a name.

    keys      by stage
    tokens    the words that are left of the name, without those in `telling`
    spelling  these in one, habits of spelling aside
    telling   those in which neighbouring units differ, and the numbers, sorted
    is_whole  whether the reading leaves nothing out
    """

    keys: tuple[str, str, str, str]
    tokens: tuple[str, ...]
    spelling: str
    telling: tuple[str, ...]
    is_whole: bool


@lru_cache(maxsize=1 << 16)
def readings(name: str, *, of_tree: bool = False, somali: bool = False) -> tuple[Reading, ...]:
    """Return the ways to read a name: whole, without what is in brackets, parts at a slash.

    of_tree  what stands in brackets in a tree is another name; in a report it tells where it is
    somali   whether Somali spelling is to be expected

    >>> [one.keys[2] for one in readings("Province de l'Est")]
    ['east']
    >>> [one.keys[0] for one in readings("Zone 1 (Awsi Rasu)", of_tree=True)]
    ['zone 1 awsi rasu', 'zone 1', 'awsi rasu']
    >>> readings("Woqooyi  Galbeed")[0].keys[3] == readings("Woqoyi Galbeed")[0].keys[3]
    True
    """
    name = _INSIDE.sub("", name)
    texts = [name]
    # "Osh (city)" is another unit than Osh: such brackets belong to the name.
    bare = _BRACKETS.sub(lambda found: found[0] if _is_kind(found[1]) else " ", name)
    texts.append(bare)
    if of_tree:
        texts.extend(one for one in _BRACKETS.findall(name) if len(one) > 3 and not _is_kind(one))
    if "/" in bare:
        texts.extend(part for part in bare.split("/") if len(folded(part)) > 3)
    found: dict[str, Reading] = {}
    for number, text in enumerate(texts):
        if (key := folded(text)) and key not in found:
            found[key] = _reading(key, somali=somali, is_whole=number == 0)
    return tuple(found.values())


def _is_kind(text: str) -> bool:
    tokens = latin(text).split()
    return bool(tokens) and all(one in _KINDS or one in _TELLING for one in tokens)


def _reading(plain: str, *, somali: bool, is_whole: bool) -> Reading:
    script = latin(plain)
    tokens = _without_kinds(latin(_CJK_KIND.sub("", plain)).split())
    tokens = [_ROMAN.get(one, _TELLING.get(one, one)) for one in tokens]
    tokens = _split_numbers(tokens)
    names = [one for one in tokens if one not in _MEANINGS and not one.isdecimal()]
    telling = sorted(one for one in tokens if one in _MEANINGS or one.isdecimal())
    spelling = "".join(_spelled(one, somali=somali) for one in _without_article(names))
    return Reading(
        (plain, script, " ".join(tokens), " ".join((spelling, *telling))),
        tuple(names),
        spelling,
        tuple(telling),
        is_whole,
    )


_MEANINGS = frozenset(_TELLING.values())


def _without_kinds(tokens: list[str]) -> list[str]:
    """The words without those for a kind of unit, unless little would be left."""
    kept: list[str] = []
    after_kind = False
    for token in tokens:
        if token in _KINDS:
            after_kind = True
        elif not (after_kind and token in _BETWEEN):
            kept.append(token)
            after_kind = False
    return kept if any(len(one) > 2 and not one.isdecimal() for one in kept) else tokens


def _split_numbers(tokens: list[str]) -> list[str]:
    """Numbers as words of their own, without zeros before them: "zone02" is "zone 2"."""
    split = [part for token in tokens for part in re.findall(r"\d+|\D+", token)]
    return [str(int(one)) if _DIGITS.fullmatch(one) else one for one in split]


def _without_article(tokens: list[str]) -> list[str]:
    """The words without the Arabic article: Al-Falluja, El Fasher, Ash-Sharqiya."""
    kept = []
    for token, after in zip(tokens, [*tokens, ""][1:], strict=True):
        sun = _SUN.fullmatch(token)
        if after and (token in _ARTICLES or (sun and after.startswith(sun[1]))):
            continue
        kept.append(token)
    if kept and kept[0].startswith("al") and len(kept[0]) > 5:
        kept[0] = kept[0][2:]
    return kept


@lru_cache(maxsize=1 << 16)
def _spelled(token: str, *, somali: bool) -> str:
    if somali:
        token = token.replace("x", "h").replace("c", "" if "ch" not in token else "c")
    if token.endswith("que"):
        token = f"{token[:-3]}k"
    token = _HARD_C.sub("k", _SOFT_C.sub("s", token))
    for habit, one in _HABITS:
        token = token.replace(habit, one)
    token = _DOUBLE.sub(r"\1", token)
    if len(token) > 4:
        token = token.removesuffix("h")
    return _SLAVIC.sub("sk", token) if len(token) > 5 else token
