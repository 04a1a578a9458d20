"""Does a heading count people, and which: targeted, reached, in need? Its text in, a field out."""

from __future__ import annotations

import re
from functools import lru_cache

from intarsia.people import disaggregation_of
from intarsia.readers.activity_list.fields import Field
from intarsia.readers.activity_list.heading_words import core
from intarsia.spelling import folded

__all__ = ["counted", "is_about_people", "measure_in", "share_about_people"]

#: Beginnings of words, folded. The first measure that is found counts.
_MEASURES = {
    Field.PEOPLE_IN_NEED: "in need|inneed|pin|besoin|necesidad|нужда|потреб|محتاج|محتاجون",
    Field.PEOPLE_REACHED: (
        "reach|assisted|served|actual|achiev|covered|receiv|supported|atteint|touche|assiste|servi"
        "|alcanzad|atendid|asistid|benefici?ad|охва|достиг|получи|факт|охопл|отрим|досяг|الوصول"
    ),
    Field.PEOPLE_TARGETED: (
        "target|plan|expected|cible|prevu|vise|attendu|meta|objetivo|previst|focalizad|programad"
        "|priorizad|целев|запланир|цільов|مستهدف|المستهدف"
    ),
}
_PATTERNS = {
    field: re.compile(rf"\b(?:{words})", re.IGNORECASE) for field, words in _MEASURES.items()
}
_PEOPLE = re.compile(
    r"\b(?:people|persons?|individuals?|beneficiar|benefeciar|households?|hhs?\b|famil|personnes?"
    r"|individus?|menages?|personas?|hogar|бенефициар|людей|люди|человек|домохоз|получател|семей"
    r"|бенефіціар|осіб|особи|домогосп|родин|отримувач|مستفيد|المستفيد|اشخاص|الاشخاص|الاسر|اسر"
    r"|افراد|الافراد|(?:women|men|girls|boys|children|adults|males?|females?)\b)"
)


def is_about_people(text: str) -> bool:
    """Whether a heading's words speak of people.

    >>> is_about_people("No. of HH assisted"), is_about_people("# of Orgs")
    (True, False)
    """
    return bool(_PEOPLE.search(folded(text))) or disaggregation_of(text) is not None


_FILLING = frozenset(
    "number numbers no nb nr total totals of all age aged ages years year old yrs under over above"
    " below direct directly estimated ans año años anos agees ages nombre numero cantidad let лет"
    " года старше младше до от количество число кол во всего общее кількість к сть років усього"
    " عدد إجمالي اجمالي plus and et y и з with living group s".split()
)


@lru_cache(maxsize=4096)
def _is_about_people(word: str) -> bool:
    return (
        word.isdigit()
        or word in _FILLING
        or bool(_PEOPLE.match(word))
        or any(found.match(word) for found in _PATTERNS.values())
        or disaggregation_of(word) is not None
    )


def share_about_people(text: str) -> float:
    """Return the share of a heading's words that speak of people and of counting them, 0 to 1.

    >>> share_about_people("# of women reached (18-59)"), share_about_people("Save the Children")
    (1.0, 0.5)
    """
    # "UN" is no article: "UN Women" names an organization.
    words = (*core(text), *re.findall(r"\bUN\b", text))
    return sum(map(_is_about_people, words)) / len(words) if words else 0.0


def measure_in(text: str) -> Field | None:
    """Return `people_targeted`, `people_reached` or `people_in_need` where a heading says it.

    >>> measure_in("Alcanzados mujeres"), measure_in("Women")
    (<Field.PEOPLE_REACHED: 'people_reached'>, None)
    """
    plain = folded(text)
    return next((field for field, found in _PATTERNS.items() if found.search(plain)), None)


def counted(text: str) -> Field | None:
    """Return the field of a heading that counts people, `people` where it does not say which.

    >>> counted("# of individuals targeted").value, counted("Girls (0-17)").value
    ('people_targeted', 'people')
    >>> counted("# of Orgs") is None
    True
    """
    if not is_about_people(text):
        return None
    return measure_in(text) or Field.PEOPLE
