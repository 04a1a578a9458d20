"""Takes telephone numbers out of a text: text in, text and count out.

A number counts as a telephone number when it says so: an international prefix, a label before it,
an area code in brackets. Other digits are kept: amounts, years, grant numbers, coordinates.
"""

from __future__ import annotations

import re

MARK = "[telephone removed]"

_FIRM_LABELS = (
    "tel|tels|telephone|telephones|telefon|telefono|teléfono|teléfonos|tél|téléphone|telefax"
    "|fax|whatsapp|whats app|viber|hotline|helpline|тел|телефон|телефоны|телефону|факс|вайбер"
    "|ватсап|горячая линия|هاتف|الهاتف|تلفون|فاكس|واتساب"
)
# These words have other uses ("mobile 900/1800"), so they need a colon or a dialling form.
_LOOSE_LABELS = (
    "phone|phones|mob|mobile|mobiles|cell|cellular|cellphone|gsm|portable|móvil|celular"
    "|моб|мобильный|мобільний|جوال|موبايل|محمول"
)
_SEPARATOR = r"[\s().–/-]{0,3}"
_NUMBER = rf"[+(]{{0,2}}\d(?:{_SEPARATOR}\d){{4,14}}"
_NUMBERED = r"\.?(?:\s?(?:no|nos|nr|num|number|numbers|№|n°|номер|номера)\b\.?)?"
_EXTENSION = r"(?:,?\s?(?:ext|poste|доб|вн)\.?\s?\d{1,5})?"

#: RE2 pattern of every text that `without_telephones` may change, and of some others.
HINT = (
    r"[+＋][\s\p{Z}]?\(?\p{Nd}"
    r"|(?:^|[^\p{L}\p{Nd}_=/+.,-])00[\s\p{Z}]?[1-9]"
    r"|\(\p{Nd}{2,5}\)[\s\p{Z}]?\p{Nd}"
    r"|0\p{Nd}{1,4}[\s\p{Z}-]\p{Nd}{2,3}-\p{Nd}{2}-\p{Nd}{2}"
    r"|0[1-9][\s\p{Z}]\p{Nd}\p{Nd}[\s\p{Z}]\p{Nd}\p{Nd}[\s\p{Z}]\p{Nd}\p{Nd}"
    rf"|(?i:(?:{_FIRM_LABELS}|{_LOOSE_LABELS})[^\p{{Nd}}<>]{{0,20}}\p{{Nd}})"
)

_LABELLED = re.compile(
    rf"(?<![^\W\d_])(?P<label>(?:{_FIRM_LABELS}){_NUMBERED}\s*[:：=–#/-]?\s*"
    rf"|(?:{_LOOSE_LABELS}){_NUMBERED}\s*(?:[:：]\s*|(?<=[\s.])(?=[+(0])))"
    rf"(?P<numbers>{_NUMBER}{_EXTENSION}"
    rf"(?:\s?(?:[,;/]|\bor\b|\band\b|\bet\b|\bou\b|\bили\b|\bи\b)\s?{_NUMBER}{_EXTENSION})*)"
    r"(?!\d)",
    re.IGNORECASE,
)
_INTERNATIONAL = re.compile(
    rf"(?<![\w=/+.,-])(?:[+＋]\s?\(?|\([+＋]\s?|00\s?(?=[1-9]))\d(?:{_SEPARATOR}\d){{7,14}}"
    rf"{_EXTENSION}"
)
_BRACKETED = re.compile(
    r"(?<![\w-])\((?:0\d{1,4}\)[\s-]?\d(?:[\s.–-]{0,2}\d){4,8}"
    r"|\d{3}\)\s?\d{3}[-.\s]\d{4}"
    r"|\d{2,5}\)\s?\d{1,3}-\d{2}-\d{2})(?![\w-])"
)
_LOCAL = re.compile(
    r"(?<![\w.,/+-])(?:0\d{1,4}[\s-]\d{2,3}-\d{2}-\d{2}|0[1-9]([ \u00a0\u202f])\d\d(?:\1\d\d){3})"
    r"(?![\w-])"
)
_AMOUNT_AFTER = re.compile(
    r"\s?(?:%|‰|€|\$|£|usd|eur|gbp|gel|million|mln|млн|people|persons|households|personnes|чел"
    r"|тыс|тонн|км|km|ha\b|тг|сом|лари)",
    re.IGNORECASE,
)
_YEARS_OR_DAY = re.compile(
    r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?(?:[-./]\d\d?)?|\d\d?[./-]\d\d?[./-](?:19|20)?\d\d"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?")
_COORDINATE = re.compile(r"[+＋]\d{1,3}\.\d{3,}[\s)/]*")


def without_telephones(text: str) -> tuple[str, int]:
    """Return the text with a mark in place of each telephone number, and how many there were.

    >>> without_telephones("Tel. 2-93-12-34, mobile: 599 12 34 56. (+995 32) 293 12 34")
    ('Tel. [telephone removed], mobile: [telephone removed]. [telephone removed]', 3)
    >>> without_telephones("USD 1 200 000 in 2010-2012, grant 0123-4567-89, +41.7151377")[1]
    0
    """
    count = 0

    def labelled(match: re.Match[str]) -> str:
        nonlocal count
        if _is_amount_or_day(match, match["numbers"]):
            return match[0]
        count += 1
        return match["label"] + MARK

    def unlabelled(match: re.Match[str]) -> str:
        nonlocal count
        kept = _kept_tail(match)
        if kept is None:
            return match[0]
        count += 1
        return MARK + kept

    text = _LABELLED.sub(labelled, text)
    for pattern in (_INTERNATIONAL, _BRACKETED, _LOCAL):
        text = pattern.sub(unlabelled, text)
    return text, count


def _is_amount_or_day(match: re.Match[str], number: str) -> bool:
    return (
        _YEARS_OR_DAY.fullmatch(number.strip(" (")) is not None
        or _AMOUNT_AFTER.match(match.string, match.end()) is not None
    )


def _kept_tail(match: re.Match[str]) -> str | None:
    """What to leave of a match behind the number; None where it is no telephone number."""
    found, tail = match[0], ""
    after = match.string[match.end() : match.end() + 1]
    if after.isalnum():
        # The longest telephone number has 15 digits: what runs on is another number.
        cut = max((i for i, sign in enumerate(found) if not sign.isalnum()), default=0)
        found, tail = found[:cut], found[cut:]
    digits = sum(sign.isdigit() for sign in found)
    bare = found.strip("(")
    if digits < (7 if bare[:1].isdigit() and not bare.startswith("00") else 9):
        return None
    if bare.startswith("00") and bare.strip().isdigit():
        return None
    behind = found.partition(")")[2].strip()
    if _COORDINATE.fullmatch(found) or _YEARS.fullmatch(behind):
        return None
    return None if not tail and _is_amount_or_day(match, found) else tail
