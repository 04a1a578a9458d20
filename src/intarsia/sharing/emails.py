"""Takes e-mail addresses out of a text, plain and disguised: text in, text and count out."""

from __future__ import annotations

import re

MARK = "[e-mail removed]"

#: RE2 pattern of every text that `without_emails` may change, and of some others.
HINT = (
    r"[@＠]"
    r"|(?i:[(\[{<][\s\p{Z}]*(?:at|a|arobase|собака)[\s\p{Z}]*[)\]}>])"
    r"|(?i:[\s\p{Z}]at[\s\p{Z}].*[\s\p{Z}]dot[\s\p{Z}])"
)

# The look-behind lets a match start at the head of a word only, so that time stays linear.
_LOCAL = r"(?<![\w.+%-])[\w.+%-]+(?:['’][\w.+%-]+)*"
_TOP = r"[^\W\d_]{2,}"
_PLAIN = rf"{_LOCAL}\s?[@＠]\s?[\w-]+(?:\.[\w-]+)*\.{_TOP}"
_DOT = r"(?:\.|\s*[(\[{]\s*(?:dot|point|punto|точка)\s*[)\]}]\s*|\s+dot\s+)"
_AT = r"\s*[(\[{<]\s*(?:at|a|arobase|собака|[@＠])\s*[)\]}>]\s*"
_DISGUISED = rf"{_LOCAL}{_AT}(?!www\.)\w[\w-]+(?:{_DOT}[\w-]{{2,}}){{1,4}}"
_SPOKEN = rf"{_LOCAL}\s+at\s+[\w-]+(?:\s+dot\s+[\w-]+){{1,3}}"
_EMAIL = re.compile(rf"{_PLAIN}|{_DISGUISED}|{_SPOKEN}", re.IGNORECASE)


def without_emails(text: str) -> tuple[str, int]:
    """Return the text with a mark in place of each e-mail address, and how many there were.

    >>> without_emails("Write to n.k@undp.ge or n.k (at) undp [dot] ge.")
    ('Write to [e-mail removed] or [e-mail removed].', 2)
    >>> without_emails("2 kg @ 3.50 USD, map/@41.71,44.82, @undpgeorgia, based at undp.org")[1]
    0
    """
    return _EMAIL.subn(MARK, text)
