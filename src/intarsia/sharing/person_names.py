"""Takes persons' names out of a text: text in, text and count out.

A name is recognized by what stands before it: a form of address ("Ms", "г-н") or a label
("contact person:"). Names of institutions stay: "Dr. Martin Luther King School".
"""

from __future__ import annotations

import re
from collections.abc import Callable

MARK = "[name removed]"


def _capitals() -> str:
    """Letters a name can begin with: capitals, and letters of scripts that have none."""
    spans = (
        (0x41, 0x5A),
        (0xC0, 0x24F),
        (0x386, 0x3AB),
        (0x400, 0x52F),
        (0x531, 0x556),
        (0x1E00, 0x1EFF),
    )
    upper = (chr(c) for first, last in spans for c in range(first, last + 1) if chr(c).isupper())
    return "".join(upper) + "\u10d0-\u10fa"


_UPPER = f"[{_capitals()}]"
_GAP = r"[ \t\u00a0\u202f]"
_TOKEN = rf"(?:{_UPPER}\.|{_UPPER}[\w'’ʼ-]+|{_UPPER}(?!\w))"
_PARTICLE = "(?:van|von|der|den|de|del|della|la|da|dos|du|bin|bint|ibn|al|el|ter|oglu|kyzy)"
_NEXT = rf"(?:(?:{_GAP}+{_PARTICLE}){{0,2}}{_GAP}+|(?<=\.){_GAP}?)"
_NAME = re.compile(rf"{_TOKEN}(?:{_NEXT}{_TOKEN}){{0,3}}")

_CASED = (
    "Mr|Mrs|Ms|Mmes?|Mlles?|Messrs|Monsieur|Madame|Mademoiselle|Dr|Drs|Prof|Professor|Professeur"
    "|Herr|Frau|Señora?|Srta|Doctor|[Гг]-(?:н(?:ом?|а|у|е)?|ж(?:а|и|е|у|ой))"
    "|[Гг]осподин(?:а|у|ом|е)?|[Гг]оспож(?:а|и|е|у|ой)|[Дд]-ра?|[Пп]роф"
    "|[Пп]рофессор(?:а|у|ом)?|[Пп]ані?|[Дд]октор(?:а|у|ом)?"
)
_DOTTED = r"(?:(?:MR|MRS|MS|DR|PROF|Sr|Sra)\.|MM?\.(?=[ \t\u00a0\u202f]))"
_ARABIC = "السيدة|السيد|الدكتورة|الدكتور|الأستاذة|الأستاذ"
_ARABIC_WORD = r"[\u0621-\u064a]{2,}"

_STRONG = (
    "contact persons?|contact name|name of contact(?: person)?|focal points?|focal persons?"
    "|points? of contact|person in charge|responsible person|personnes? de contact|personne contact"
    "|personnes? à contacter|personne ressource|points? foca(?:l|ux)|nom du contact"
    "|контактн(?:ое лицо|ые лица|ая персона)|ответственн(?:ое лицо|ые лица)"
    "|контактн(?:а особа|і особи)|відповідальн(?:а особа|і особи)"
    "|personas? de contacto|puntos? focal(?:es)?|nombre de contacto"
)
_WEAK = (
    "contacts?|co-?ordinators?|(?:project|programme|program|task|country) (?:manager|director"
    "|co-?ordinator|officer)|(?:task )?team leader|chief of party|principal investigator|authors?"
    "|prepared by|submitted by|координатор|ответственный|руководитель(?: проекта)?"
    "|менеджер проекта|контакты?|chef de projet|responsable|coordinateur|coordonnateur|coordinador"
    "|координатор проекту|керівник проекту"
)
_ARABIC_LABELS = "شخص الاتصال|مسؤول الاتصال|نقطة الاتصال|الشخص المسؤول"

#: RE2 pattern of every text that `without_names` may change, and of some others.
HINT = (
    rf"(?:^|[^\p{{L}}\p{{N}}_])(?:(?:{_CASED})\.?|(?:MM?|MRS?|MS|DR|PROF|Sra?)\.)"
    r"[\s\p{Z}]*\p{L}"
    rf"|(?i:(?:{_STRONG}|{_WEAK})[\s\p{{Z}}]*(?:\([^)]*\)[\s\p{{Z}}]*)?(?:[:：–—=-]|is |est |es ))"
    rf"|{_ARABIC}|{_ARABIC_LABELS}"
)

_TITLE = re.compile(
    rf"(?<![\w'’.-])(?:(?:(?:{_CASED})(?!\w)\.?|{_DOTTED}){_GAP}*)+(?<=[\s.\u00a0\u202f])(?={_UPPER})"
)
_A_TITLE = re.compile(rf"(?:{_CASED})\.?|{_DOTTED}")
_ARABIC_TITLE = re.compile(
    rf"(?<!\w)(?P<title>(?:{_ARABIC}){_GAP}*[/:]?{_GAP}*)"
    rf"(?P<name>{_ARABIC_WORD}(?:{_GAP}+{_ARABIC_WORD})?)"
    rf"|(?P<label>(?:{_ARABIC_LABELS}){_GAP}*[:：]{_GAP}*)"
    rf"(?P<labelled>{_ARABIC_WORD}(?:{_GAP}+{_ARABIC_WORD}){{0,2}})"
)
_STRONG_LABEL = re.compile(
    rf"(?<!\w)(?:{_STRONG})\s*(?:\([^)]{{0,40}}\)\s*)?(?:[:：–—=-]|\s(?:is|est|es)\s)\s*",
    re.IGNORECASE,
)
_WEAK_LABEL = re.compile(rf"(?<!\w)(?:{_WEAK})\s*[:：]\s*", re.IGNORECASE)
_AND_ANOTHER = re.compile(r"\s*(?:[,;/&]|\band\b|\bet\b|\by\b|\bи\b|\bта\b)\s*")
_NAMED_AFTER = re.compile(
    r"(?:\b(?:rue|avenue|boulevard|street|named after|named for|имени|им|ул|улица|улице|проспект"
    r"|вулиця|école|hôpital|lycée|calle)[\s.]*|\bSt\.\s*)$",
    re.IGNORECASE,
)
# "Hospital Dr. Mario Rivas", as in Spanish; in other languages the name stands before.
_INSTITUTION_BEFORE = re.compile(
    r"(?i:hospital|cl[ií]nica|escuela|colegio|instituto|centro|universidad|école|lycée|hôpital"
    r"|больниц\w+|школ\w+)(?:\s+(?:[^\W\d_][\w-]*))*\s+$"
)
# "M." is an initial or a cut-off word ("14 M.") unless a French sentence leads up to it.
_FRENCH_BEFORE = re.compile(
    r"(?:^|[(:;,.–—«-]|\b(?:à|avec|chez|contre|dans|de|du|des|entre|et|ou|par|pour|que|sur|selon))"
    r"\s*$",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"(?i:school|hospital|clinic|university|institut|college|academ|foundation|fund\b|centre|center"
    r"|memorial|museum|library|street|avenue|prize|award|scholar|fellow|laborator|polyclinic"
    r"|société|fondation|école|hôpital|lycée|association|societ|ministr|agency|council|committee"
    r"|commission|office|department|programme|program\b|project|nations|union|bank|international"
    r"|organi[sz]ation|federation|network|group|team|unit\b|embassy|cooperation|co-operation"
    r"|ltd|llc|inc\b|gmbh|company|consult(?:ing|ants)|services|trust\b|world\b|save the|red cross"
    r"|caritas|care\b|partners?\b|oxfam|mission\b|secretariat|republic|government|municipal|district|state\b"
    r"|школ|больниц|клиник|университет|институт|академи|фонд|центр|музе|министерств|агентств"
    r"|комитет|организаци|управлени|отдел|проект|лікарн|універс|ґ?фундаці|міністерств)"
)
_NO_NAME = frozenset(
    "congo president minister ambassador chairman chairperson chair speaker director secretary"
    " adviser advisor officer manager specialist analyst consultant coordinator co-ordinator"
    " information special contracts programme program project policy expert engineer assistant"
    " head chief representative"
    " development dev education suite apt tech sc ed phil the and of for to in on not see please"
    " tel telephone phone mobile mob fax email e-mail mail address website web www http https"
    " n/a na tbd tbc none unknown redacted various name job title organisation organization"
    " senior deputy regional national economic finance financial legal monitoring january"
    " february march april may june july august september october november december".split()
)


def without_names(text: str) -> tuple[str, int]:
    """Return the text with a mark in place of each person's name, and how many there were.

    >>> without_names("Ms. Ana Petrova (contact person: Jean de Wit) met Mr Lee.")
    ('Ms. [name removed] (contact person: [name removed]) met Mr [name removed].', 3)
    >>> without_names("Dr. Martin Luther King School; DR Congo; Contact: Ministry of Health")[1]
    0
    """
    text, titled = _after(text, _TITLE, _one_person)
    text, firmly = _after(text, _STRONG_LABEL, _persons)
    text, loosely = _after(text, _WEAK_LABEL, _persons_in_full)
    count = titled + firmly + loosely
    if any("\u0621" <= sign <= "\u064a" for sign in text):
        text, arabic = _ARABIC_TITLE.subn(
            lambda match: (match["title"] or match["label"]) + MARK, text
        )
        count += arabic
    return text, count


def _after(
    text: str, heading: re.Pattern[str], person: Callable[[str, int, int], list[tuple[int, int]]]
) -> tuple[str, int]:
    """Take out what `person` finds behind each heading; return the text and the count."""
    spans: list[tuple[int, int]] = []
    for match in heading.finditer(text):
        if not spans or match.end() >= spans[-1][1]:
            spans += person(text, match.start(), match.end())
    for start, end in reversed(spans):
        text = text[:start] + MARK + text[end:]
    return text, len(spans)


def _one_person(text: str, heading: int, start: int) -> list[tuple[int, int]]:
    """The name behind a form of address, unless it is part of an institution's name."""
    end = _end_of_name(text, start)
    before = text[max(0, heading - 60) : heading]
    if end is None or _NAMED_AFTER.search(before) or _in_an_institution(text, start, end):
        return []
    institution = _INSTITUTION_BEFORE.search(before)
    if institution is not None and _all_capitalized(institution[0]):
        return []
    if text[heading:start].strip() in ("M.", "MM.") and not _FRENCH_BEFORE.search(before):
        return []
    return [(start, end)]


def _persons(text: str, heading: int, start: int) -> list[tuple[int, int]]:
    return _listed(text, start, least_words=1)


def _persons_in_full(text: str, heading: int, start: int) -> list[tuple[int, int]]:
    return _listed(text, start, least_words=2)


def _listed(text: str, start: int, *, least_words: int) -> list[tuple[int, int]]:
    """The names in a list of persons that begins here; it ends with the first that is none."""
    spans: list[tuple[int, int]] = []
    while (end := _end_of_name(text, start)) is not None:
        words = text[start:end].split()
        acronym = len(words) == 1 and words[0].isupper()
        if len(words) < least_words or acronym or _in_an_institution(text, start, end):
            break
        spans.append((start, end))
        further = _AND_ANOTHER.match(text, end)
        if further is None:
            break
        start, least_words = further.end(), 2
    return spans


def _end_of_name(text: str, start: int) -> int | None:
    """Where the name that begins here ends: before the first word that is part of no name."""
    match = _NAME.match(text, start)
    if match is None:
        return None
    end = start
    for word in re.finditer(r"\S+", match[0]):
        if word[0].strip(".,").casefold() in _NO_NAME or _A_TITLE.fullmatch(word[0]):
            break
        end = start + word.end()
    return end if end > start else None


def _all_capitalized(words: str) -> bool:
    return all(word[0].isupper() or word in ("de", "del", "la", "du") for word in words.split())


def _in_an_institution(text: str, start: int, end: int) -> bool:
    """Whether the capitalized words here, with the word behind them, name an institution."""
    behind = re.match(rf"(?:{_GAP}+(?:[^\W\d_][\w'’-]*|&|&amp;)){{0,2}}", text[end:])
    return _INSTITUTION.search(text[start:end] + (behind[0] if behind else "")) is not None
