"""In which encoding a text was written, decided by what its letters look like.

Bytes go in, text comes out, and how it was decoded. Where one file mixes encodings, as files
pasted together do, every line is decoded in its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
#: Asked in this order: the first of equals is taken.
CANDIDATES = ("cp1252", "cp1251", "cp1256", "cp1250")
#: What the encodings are called where people set them.
NAMES = {
    "cp1252": "windows-1252",
    "cp1251": "windows-1251",
    "cp1256": "windows-1256",
    "cp1250": "windows-1250",
    "utf-8": "UTF-8",
}
#: Letters beside a-z of languages written in Latin letters. A text is in one language mostly, so
#: an encoding is as likely as the letters of its best language are many.
_ALPHABETS = {
    "cp1252": (
        "àâçéèêëîïôùûüœæÿ",
        "áéíóúüñ",
        "áâãàçéêíóôõúü",
        "äöüß",
        "àèéìíîòóùú",
        "åäöæøé",
    ),
    "cp1250": (
        "ąćęłńóśźż",
        "áčďéěíňóřšťúůýž",
        "áäčďéíĺľňóôŕšťúýž",
        "čćđšž",
        "áéíóöőúüű",
        "ăâîşţ",
    ),
}
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
#: A word that can only be UTF-8 in a line that is not: cells were pasted from two files.
_UTF8_WORD = re.compile(rb"(?:[A-Za-z]|[\xc2-\xc5\xd0-\xdb][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2})+")
#: What a byte without a letter becomes while a line is decoded.
_NO_LETTER = re.compile("[\udc80-\udcff]")
#: Marks and signs that stand between words: they say nothing about the letters.
_AROUND = "«»“”‘’‚„–—…•·°№§©®™€£†‡‹›¡¿¨´¸ \u00ad\u200c\u200d\u200e\u200f،؛؟"
#: Letters by which one line must speak against the encoding of the others.
_CLEARLY = 2.0
#: Words by which the encoding of most lines is decided.
_ENOUGH_WORDS, _ENOUGH_WORDS_OF_A_LINE = 50_000, 1_000
#: Of a text without a mark, how many bytes are looked at to see whether it is UTF-16.
_SAMPLE = 4096


@dataclass(frozen=True)
class Decoded:
    """A text, and how it was read from bytes.

    encodings   each encoding used, the number of lines in it and the first of them, from 1; lines
                of ASCII letters only are not counted
    unreadable  lines with bytes that are no letter in the line's encoding; they were read as
                ISO-8859-1 reads them
    """

    text: str
    encodings: dict[str, tuple[int, int]] = field(default_factory=dict)
    unreadable: tuple[int, ...] = ()

    @property
    def guessed(self) -> list[str]:
        """The encodings other than UTF-8 and UTF-16, the most used first."""
        found = [name for name in self.encodings if name in CANDIDATES]
        return sorted(found, key=lambda name: -self.encodings[name][0])


def decode(content: bytes) -> Decoded:
    """Return the text of some bytes.

    >>> decode("Région".encode("cp1252")).text, decode("Область".encode("cp1251")).text
    ('Région', 'Область')
    """
    wide = _wide(content)
    if wide is not None:
        return Decoded(content.decode(wide, "replace").lstrip("\ufeff"), {wide: (1, 1)})
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return Decoded(content.decode("utf-8"), {"utf-8": (1, 1)})
    except UnicodeDecodeError:
        return _line_by_line(content)


def _wide(content: bytes) -> str | None:
    """Return which UTF-16 or UTF-32 it is; null if neither."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return None if encoding == "utf-8" else encoding
    sample = content[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    enough = len(sample) * 0.2
    if odd > enough and even < odd * 0.1:
        return "utf-16-le"
    if even > enough and odd < even * 0.1:
        return "utf-16-be"
    return None


def _line_by_line(content: bytes) -> Decoded:
    lines: list[str | None] = []
    foreign: dict[int, bytes] = {}
    encodings: dict[str, tuple[int, int]] = {}
    for at, line in enumerate(content.splitlines(keepends=True)):
        try:
            lines.append(line.decode("utf-8"))
            if not line.isascii():
                _count(encodings, "utf-8", at + 1)
        except UnicodeDecodeError:
            lines.append(None)
            foreign[at] = line
    words = (word for line in foreign.values() for word in _words(line))
    ranked = _ranked(Counter(islice(words, _ENOUGH_WORDS)))
    unreadable: list[int] = []
    for at, line in foreign.items():
        encoding = _encoding(line, ranked)
        text = _text(line, encoding)
        if _NO_LETTER.search(text):
            unreadable.append(at + 1)
            text = _NO_LETTER.sub(lambda found: chr(ord(found[0]) - 0xDC00), text)
        lines[at] = text
        _count(encodings, encoding, at + 1)
    return Decoded("".join(line or "" for line in lines), encodings, tuple(unreadable))


def _count(encodings: dict[str, tuple[int, int]], name: str, number: int) -> None:
    times, first = encodings.get(name, (0, number))
    encodings[name] = (times + 1, first)


def _ranked(words: Counter[bytes]) -> list[str]:
    """Return the candidates, the likeliest for all these words together first."""
    points = {
        encoding: sum(_points(word, encoding) * times for word, times in words.items())
        + _in_one_language(words, encoding)
        for encoding in CANDIDATES
    }
    return sorted(CANDIDATES, key=lambda encoding: -points[encoding])


def _encoding(line: bytes, ranked: list[str]) -> str:
    """Return a line's encoding: the file's, unless the line clearly speaks against it."""
    words = _words(line)[:_ENOUGH_WORDS_OF_A_LINE]
    usual = ranked[0]
    points = sum(_points(word, usual) for word in words)
    if points >= 0:
        return usual
    others = {encoding: sum(_points(word, encoding) for word in words) for encoding in ranked[1:]}
    best = max(others, key=others.__getitem__)
    return best if others[best] >= points + _CLEARLY else usual


def _words(line: bytes) -> list[bytes]:
    return [word for word in _WORD.findall(line) if not _UTF8_WORD.fullmatch(word)]


def _text(line: bytes, encoding: str) -> str:
    """Return a line's text, its words of UTF-8 read as such; see _NO_LETTER for odd bytes."""
    parts, end = [], 0
    for word in _WORD.finditer(line):
        if _UTF8_WORD.fullmatch(word[0]):
            parts.append(line[end : word.start()].decode(encoding, "surrogateescape"))
            parts.append(word[0].decode("utf-8", "replace"))
            end = word.end()
    return "".join([*parts, line[end:].decode(encoding, "surrogateescape")])


def _in_one_language(words: Counter[bytes], encoding: str) -> float:
    """Return how many letters the best language of the encoding has, less those it has not."""
    letters: Counter[str] = Counter()
    for word, times in words.items():
        if _points(word, encoding) <= 0:
            continue
        for letter in word.decode(encoding).lower():
            if not letter.isascii():
                letters[letter] += times
    alphabets = _ALPHABETS.get(encoding)
    if alphabets is None:
        script = "CYRILLIC" if encoding == "cp1251" else "ARABIC"
        return sum(times for letter, times in letters.items() if _script(letter) == script)
    return max(
        sum(times if letter in alphabet else -times for letter, times in letters.items())
        for alphabet in alphabets
    )


@lru_cache(maxsize=1 << 16)
def _points(word: bytes, encoding: str) -> float:
    """Return how well a word reads in an encoding: letters that fit, less those that do not."""
    try:
        text = word.decode(encoding)
    except UnicodeDecodeError:
        return -2.0 * sum(byte >= 0x80 for byte in word)
    text = text.strip(_AROUND)
    foreign = [letter for letter in text if not letter.isascii()]
    if not foreign:
        return 0.0
    if not _reads_well(text, foreign, encoding):
        return -2.0 * len(foreign)
    return float(len(foreign))


def _reads_well(text: str, foreign: Iterable[str], encoding: str) -> bool:
    scripts = {_script(letter) for letter in foreign}
    if scripts - {"LATIN", "CYRILLIC", "ARABIC"}:
        return False
    has_latin = any(letter.isascii() and letter.isalpha() for letter in text)
    if encoding == "cp1251":
        return scripts == {"CYRILLIC"} and not has_latin and _has_usual_case(text)
    if encoding == "cp1256" and scripts == {"ARABIC"}:
        return not has_latin
    if scripts != {"LATIN"} or not _has_usual_case(text):
        return False
    # A word of three accented letters and no other is a word of another script.
    return has_latin or len(text) < 3


def _has_usual_case(text: str) -> bool:
    """Whether no capital follows a small letter, as it does in a text decoded wrongly."""
    pairs = pairwise(text)
    return not any(before.islower() and after.isupper() for before, after in pairs)


@lru_cache(maxsize=1 << 12)
def _script(letter: str) -> str:
    """Return the script of a letter; of a vowel sign too; empty for what is neither."""
    if unicodedata.category(letter)[0] not in "LM":
        return ""
    return unicodedata.name(letter, "").split(" ", 1)[0]
