"""Does a cell under "Donor" or "Partner" name an organization, or say that there is none to name?

"Direct implementation" and "Multiple donors" are no organizations: the text of a cell goes in, yes
or no comes out.
"""

from __future__ import annotations

import re

from intarsia.sharing.personal_data import clean_text
from intarsia.spelling import folded

__all__ = ["names_none"]

#: "USAID redacted this field": somebody's organization, and nobody is to know whose.
_WITHHELD = re.compile(r"\bredacted\b|\bcaviard\w*|\bwithheld\b|\bname removed\b", re.IGNORECASE)
_MARK = re.compile(r"\[[a-z -]+ removed\]")
_NONE = frozenset(
    folded(text)
    for text in (
        # Who reports does it alone.
        "self|itself|self implementation|self implemented|self implementing|direct|no partner|"
        "direct implementation|direct implementer|directly implemented|implemented directly|"
        "own implementation|without partner|no implementing partner|"
        "mise en œuvre directe|exécution directe|en direct|aucun partenaire|sans partenaire|"
        "implementación directa|ejecución directa|sin socio|sin socios|"
        "прямая реализация|самостоятельно|без партнёра|пряма реалізація|самостійно|"
        "تنفيذ مباشر|التنفيذ المباشر|بدون شريك|لا يوجد شريك|"
        # Its own money.
        "own fund|own funds|own funding|own resources|self funded|self funding|internal|"
        "internal fund|internal funds|internal funding|internal resources|core funding|core funds|"
        "fonds propres|ressources propres|autofinancement|fondos propios|recursos propios|"
        "собственные средства|власні кошти|تمويل ذاتي|تمويل داخلي|"
        # Several, and nobody says which.
        "multiple|multiple donor|multiple donors|multi donor|multi donors|various|various donors|"
        "several donors|several|multiple partners|various partners|other|others|other donors|"
        "other donor|plusieurs bailleurs|divers|divers bailleurs|autre|autres|autres bailleurs|"
        "varios|varios donantes|otro|otros|otros donantes|"
        "разные доноры|различные доноры|другое|другие|різні донори|інше|інші|"
        "مانحون متعددون|عدة مانحين|أخرى"
    ).split("|")
)


def names_none(text: str) -> bool:
    """Whether a text under the heading of an organization names none.

    >>> [names_none(text) for text in ("Multiple donors", "[redacted]", "a@b.org", "Other Voices")]
    [True, True, True, False]
    """
    if folded(text) in _NONE or _WITHHELD.search(text):
        return True
    if "@" not in text and not any(sign.isdigit() for sign in text):
        return False
    cleaned = clean_text(text)[0]
    return cleaned != text and not any(sign.isalnum() for sign in _MARK.sub("", cleaned))
