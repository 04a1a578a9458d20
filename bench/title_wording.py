"""A title as somebody else writes it: other words, fewer words, another language.

The word table, title_words.csv, was written by hand for this measure; the engine never reads it.
"""

from __future__ import annotations

import csv
import random
import re
from functools import cache
from pathlib import Path

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[\W_]+")
_MOST_WORDS_IN_PHRASE = 3
#: UNDP's lists in Kyrgyzstan cut titles off after so many letters.
_CUT = 30
_SMALL = frozenset("a an and at by for from in of on or the to with".split())
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}
_STAGE = re.compile(r"\b(phase|stage|part)\s+(I{1,3}|IV|VI?)\b", re.IGNORECASE)
#: What a title loses first: brackets, and what stands after a dash or colon or "through", "by".
_TAIL = re.compile(
    r"\s*(?:\([^)]*\)|\[[^\]]*\]|(?:\s[-–]\s|[:;]|,?\s(?:through|by|via|in order|including)\s).*)$",
    re.IGNORECASE | re.DOTALL,
)
_PIECES = re.compile(r"\s[-–]\s|[:;]\s|,\s|\s(?=(?:for|in|through|to)\s)", re.IGNORECASE)
_CYRILLIC = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("yu", "ю"), ("ya", "я"), ("yo", "е"), ("ph", "ф"), ("ck", "к"), ("th", "т"),
    ("x", "кс"),
    *zip("abcdefghijklmnopqrstuvwyz", "абкдефгхижклмнопкрстуввйз", strict=True),
)  # fmt: skip


@cache
def _table(column: str) -> dict[str, str]:
    path = Path(__file__).with_name("title_words.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["en"]: row[column] for row in csv.DictReader(file)}


def replaced(title: str, column: str, chance: random.Random, part: float = 1.0) -> str | None:
    """Return the title with words and phrases of the table in those of a column.

    part      of those that the table knows so many are replaced
    Returns   None where the table knows less than four in ten words of the title
    """
    table = _table(column)
    tokens = _TOKEN.findall(title)
    out: list[str] = []
    known = words = at = 0
    while at < len(tokens):
        for size in range(_MOST_WORDS_IN_PHRASE, 0, -1):
            phrase = "".join(tokens[at : at + 2 * size - 1]).casefold()
            if phrase in table:
                break
        else:
            words += tokens[at][0].isalpha()
            out.append(_cyrillic(tokens[at]) if column == "ru" else tokens[at])
            at += 1
            continue
        whole = "".join(tokens[at : at + 2 * size - 1])
        words, known = words + size, known + size
        fresh = table[phrase] if chance.random() < part else whole
        out.append(fresh[:1].upper() + fresh[1:] if whole[0].isupper() else fresh)
        at += 2 * size - 1
    return _tidy("".join(out)) if known >= 0.4 * max(words, 1) else None


def _cyrillic(token: str) -> str:
    """A name in Cyrillic letters; acronyms and numbers stay as they are."""
    if not token[0].isalpha() or not token.isascii() or (token.isupper() and len(token) > 1):
        return token
    text = token.lower()
    for latin, letter in _CYRILLIC:
        text = text.replace(latin, letter)
    return text.capitalize() if token[0].isupper() else text


def reordered(title: str, chance: random.Random) -> str | None:
    """Return the title's pieces in another order: "Police reform in Georgia", "in Georgia: …"."""
    pieces = [piece.strip() for piece in _PIECES.split(title) if piece.strip()]
    if len(pieces) < 2:
        words = title.split()
        if len(words) < 3:
            return None
        cut = chance.randrange(1, len(words))
        pieces = [" ".join(words[:cut]), " ".join(words[cut:])]
    cut = chance.randrange(1, len(pieces))
    return _tidy(": ".join((" ".join(pieces[cut:]), " ".join(pieces[:cut]))))


def thinned(title: str, chance: random.Random, part: float = 0.35) -> str | None:
    """Return the title without small words and without so many of the others, two kept."""
    words = title.split()
    telling = [at for at, word in enumerate(words) if word.casefold() not in _SMALL]
    if len(telling) < 3:
        return None
    gone = set(chance.sample(telling, min(max(1, round(part * len(telling))), len(telling) - 2)))
    kept = [word for at, word in enumerate(words) if at in telling and at not in gone]
    return _tidy(" ".join(kept))


def cut_off(title: str) -> str | None:
    """Return the first letters of a title, as lists with narrow columns keep them."""
    return title[:_CUT] if len(title) > _CUT + 5 else None


def shortened(title: str) -> str | None:
    """Return the title without its tail: brackets, a clause after a dash, "through", "by"."""
    short = _TAIL.sub("", title.strip())
    return short if short != title.strip() and len(short.split()) >= 3 else None


def extended(title: str, country: str, acronym: str, chance: random.Random) -> str:
    """Return the title with what reporters add: the country, an acronym, a code of their own."""
    added = chance.choice(
        (
            f"{country}: {title}",
            f"{title} in {country}",
            f"{acronym}/{title}",
            f"{title} ({acronym})",
            f"{title} - {country.upper()} {chance.randrange(100, 999)}",
            f"{acronym} {chance.randrange(2005, 2021)} Project No. {chance.randrange(10, 99)} "
            f'- "{title}"',
        )
    )
    return _STAGE.sub(lambda found: f"{found[1]} {_ROMAN[found[2].upper()]}", added)


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" -–:;,")
