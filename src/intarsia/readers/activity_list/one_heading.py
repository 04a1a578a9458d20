"""What does one heading announce, by itself? Its text in, a field or a part of something out.

`headings` decides over all headings of a list; here each stands alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from intarsia.dates import DayOrder
from intarsia.people import Disaggregation, disaggregation_of
from intarsia.readers.activity_list.counted_people import (
    counted,
    is_about_people,
    share_about_people,
)
from intarsia.readers.activity_list.fields import ADMIN_CODES, COUNTED, PEOPLE, WHO, Field
from intarsia.readers.activity_list.heading_signs import (
    currency_in,
    day_order_in,
    factor_in,
    month_of,
)
from intarsia.readers.activity_list.heading_words import (
    Known,
    Words,
    core,
    exact,
    named_part,
    phrase,
    phrases,
    with_part,
)
from intarsia.readers.activity_list.hxl import field_of_tag, parse_tag, people_of_tag
from intarsia.readers.activity_list.recognized import Reason
from intarsia.sharing.headings import is_personal_heading
from intarsia.spelling import folded

__all__ = ["Meaning", "meaning_of", "month_of"]


@dataclass(frozen=True)
class Meaning:
    """What a heading says: a field, or only a part ("name", "code", "type", "acronym")."""

    field: Field | None
    sureness: float
    reason: Reason
    part: str | None = None
    rank: int | None = None
    people: Disaggregation | None = None
    currency: str | None = None
    day_order: DayOrder | None = None
    factor: int = 1


_LEVEL = re.compile(
    r"(?P<before>pcode|code|codigo|name|nom|nombre)?"
    r"(?:adm|admin|administrative|adminlevel|admlevel|administrativelevel|niveauadministratif"
    r"|niveauadmin|niveladministrativo|niveladmin|adminlvl|админ|адмін|pcode|pcodelevel|codep|pcodeadmin)(?P<level>[0-5])"
    r"(?P<after>(?:name|names|nom|nombre|level)?(?:en|fr|es|ru|ua|uk|ar)?"
    r"(?:pcode|pcodes|code|codes|id|cod|codigo)?)"
)
_SEPARATORS = re.compile(r"\s*(?:[/\n\r|;]|\s[–—-]\s|:\s)\s*")
_BRACKETS = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]")
_SCRIPTS = re.compile(
    r"[\u0600-\u06ff]+(?:[\s/]+[\u0600-\u06ff]+)*|[\u0400-\u04ff'’]+(?:[\s-]+[\u0400-\u04ff'’]+)*"
)
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*[.):]|[A-Za-z][.)])\s*(?=\D)")
_LAST_NUMBER = re.compile(r"[\s_]*(?:n°|no\.?|#)?\s*(?<!\d)\d{1,2}$", re.IGNORECASE)
_MOST_WORDS = 6
_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
_COUNT = re.compile(
    r"^\s*(?:#|№|n°|(?:total )?(?:number|no\.?|nb\.?|nombre|numero|número|cantidad|количество|число"
    r"|кількість|кол-во|к-сть)\s+(?:of|de|d['’])?|عدد)\s*(?=\S)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"[?؟]|^\W*(?:is|are|does|do|has|have|was|est-ce|es una|esta actividad|actividad con)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^\W*(?:\d+[.)]\s*)?(?:what|which|who|where|when|how many|quel|où|qui|quand|combien|cu[aá]l"
    r"|qu[eé]|qui[eé]n|d[oó]nde|cu[aá]ndo|cu[aá]nt|как|кто|где|когда|сколько|скільки|який|яка|хто"
    r"|де|коли)",
    re.IGNORECASE,
)
#: So short or so common that inside a longer heading they say nothing.
_ONLY_ALONE = frozenset(
    "с по з до م ت y x id no to from as of du au de a plan date fecha дата total total general what"
    " where when who qui quoi من ou donde area gov prov dist group note tag index code an title"
    " response support assistance action actions source access needs meta metas target sum row line"
    " year month progress progreso value amount sector unit name gap links link ip pin".split()
)


@lru_cache(maxsize=8192)
def meaning_of(heading: str) -> Meaning | None:
    """Return what a heading announces, or None.

    heading  as written; texts of several rows joined with " | ", coarse to fine

    >>> meaning_of("Budget (USD)").currency, meaning_of("Implementing partner type").field.value
    ('USD', 'implementing_organization_type')
    >>> meaning_of("Funding agency | Name").field.value, meaning_of("Name").part
    ('funding_organization', 'name')
    >>> meaning_of("Fecha de Inicio (dd/mm/yyyy)").day_order.value, meaning_of("Colour")
    ('dmy', None)
    """
    tag = parse_tag(heading)
    if tag is not None:
        field = field_of_tag(tag)
        if field is None:
            return None
        reason = Reason("mapping.by_tag", {"tag": str(tag)})
        return Meaning(field, 0.95, reason, people=people_of_tag(tag))
    rows = [text for text in (part.strip() for part in heading.split(" | ")) if text]
    if not rows:
        return None
    found = _alone(rows[-1])
    for row in reversed(rows[:-1]):
        found = _under(row, found, rows[-1])
    return found


def _under(group: str, found: Meaning | None, fine: str) -> Meaning | None:
    """The heading under the heading of its group."""
    above = _alone(group)
    whole = _composed(core(f"{group} {fine}"), "mapping.by_heading")
    if whole is not None and (found is None or found.part):
        return whole
    if above is None or above.field is None:
        return found
    reason = Reason("mapping.by_group", {"group": group})
    if found is None:
        return None if month_of(fine) else replace(above, sureness=0.6, reason=reason)
    field = _field_under(above.field, found)
    people = found.people or (above.people if field in PEOPLE else None)
    if field is found.field and people == found.people:
        return found
    return replace(found, field=field, part=None, people=people, sureness=0.9, reason=reason)


_MEASURES = {
    Field.QUANTITY_PLANNED: Field.PEOPLE_TARGETED,
    Field.QUANTITY_REACHED: Field.PEOPLE_REACHED,
}
_VAGUE_UNDER = frozenset({Field.PERIOD, Field.OTHER, Field.TOTAL, Field.MONTH, Field.YEAR})


def _field_under(above: Field, found: Meaning) -> Field | None:
    field = found.field
    if found.part is not None and field is None:
        return with_part(above, found.part)
    if field is not None and field in WHO and above in WHO and str(field).startswith("organiz"):
        role = str(above).split("organization", maxsplit=1)[0]
        return Field(f"{role}{field}")
    if above in PEOPLE:
        if field in (Field.PEOPLE, Field.TOTAL):
            return above
        return _MEASURES.get(field, field) if field is not None else above
    if field in _VAGUE_UNDER and above in (Field.STARTS_ON, Field.ENDS_ON):
        return above
    if field is Field.TOTAL and above in (Field.BUDGET, Field.SPENT, Field.VALUE):
        return above
    return field


@lru_cache(maxsize=8192)
def _alone(text: str) -> Meaning | None:
    plain = _BRACKETS.sub(" ", text).strip(" *:;.\n\r\t") or text.strip(" *:")
    currency, order = currency_in(text), day_order_in(text)
    found = _surely(text, plain) or _by_words(text, plain)
    if found is None:
        return None
    if found.field in PEOPLE and found.people is None:
        found = replace(found, people=disaggregation_of(text))
    factor = factor_in(text) if found.field in COUNTED else 1
    return replace(found, currency=currency, day_order=order, factor=factor)


def _surely(text: str, plain: str) -> Meaning | None:
    if text.strip() in ("#", "№"):
        reason = Reason("mapping.by_heading", {"heading": text.strip(), "language": "en"})
        return Meaning(Field.ROW_NUMBER, 0.95, reason)
    if text.strip().startswith("%"):
        return Meaning(Field.OTHER, 0.8, Reason("mapping.a_share"))
    personal = is_personal_heading(plain) or is_personal_heading(text)
    if personal is not None:
        return Meaning(Field.CONTACT, 0.97, Reason("mapping.person", {"kind": personal}))
    level = _LEVEL.fullmatch(folded(_NUMBERED.sub("", plain)).replace(" ", ""))
    if level:
        return _numbered_level(level)
    counts = bool(_COUNT.match(plain))
    for variant in _variants(text, plain):
        known = exact(variant)
        # "# of Orgs" counts organizations, it does not name them.
        if known is not None and (not counts or folded(variant) == folded(text)):
            return _meaning(known, 0.97)
    if counts:
        return None
    for separated in (_SEPARATORS.split(plain), _scripts_of(plain), _BRACKETS.findall(text)):
        if (found := _of_parts(separated, plain)) is not None:
            return found
    return _composed(core(_without_number(plain)), "mapping.by_heading")


def _variants(text: str, plain: str) -> list[str]:
    unnumbered = _NUMBERED.sub("", plain)
    spaced = _CAMEL.sub(" ", plain)
    return [text, plain, unnumbered, _without_number(unnumbered), spaced, _without_number(spaced)]


def _without_number(text: str) -> str:
    return _LAST_NUMBER.sub("", text) or text


def _scripts_of(text: str) -> list[str]:
    """The texts of a heading in two scripts: "المنظمة Organization"."""
    other = [found.strip() for found in _SCRIPTS.findall(text)]
    rest = _SCRIPTS.sub(" ", text).strip(" /-–|")
    return [*other, rest] if other and rest else []


def _of_parts(texts: list[str], plain: str) -> Meaning | None:
    """One heading said twice ("Organisation / Organization"), or two things in one column."""
    if not texts or texts == [plain]:
        return None
    found = [(text, exact(text)) for text in texts if text.strip()]
    # "(USD)" says of which money, and not what the column holds.
    known = [
        (text, each)
        for text, each in found
        if each is not None and (each.field is not Field.VALUE or currency_in(text) is None)
    ]
    if not known:
        return None
    is_whole = len(known) == len(found)
    if not is_whole:
        known = [(text, each) for text, each in known if folded(text) not in _ONLY_ALONE]
        if not known:
            return None
    text, first = known[0]
    agree = all(each.field is first.field for _, each in known)
    sureness = 0.93 if agree and is_whole else 0.85 if agree else 0.75
    if not is_whole and len(core(plain)) > _MOST_WORDS:
        sureness = 0.6  # "Contact: …" begins a text as well as a heading
    return replace(
        _meaning(first, sureness), reason=Reason("mapping.by_one_of", {"heading": text.strip()})
    )


def _numbered_level(found: re.Match[str]) -> Meaning | None:
    level = int(found["level"])
    words = (found["before"] or "") + (found["after"] or "")
    is_code = "pcode" in found[0] or bool(re.search(r"code|cod|id$", words))
    name = "country" if level == 0 else f"admin{level}"
    reason = Reason("mapping.by_heading", {"heading": name, "language": "en"})
    return Meaning(Field(f"{name}_code" if is_code else name), 0.97, reason)


def _composed(words: Words, code: str) -> Meaning | None:
    """A known heading and the part of it that is meant: "Donor acronym", "Code du district"."""
    words = tuple(word for word in words if not word.isdigit())
    known = phrase(words)
    if known is not None:
        return _meaning(known, 0.95)
    part, rest = named_part(words)
    if part is None:
        return None
    if not rest:
        return Meaning(None, 0.5, Reason(code, {"heading": part, "language": ""}), part=part)
    inner = phrase(rest)
    field = with_part(inner.field, part) if inner is not None else None
    if inner is None or field is None:
        return None
    return Meaning(field, 0.93, Reason(code, _said(inner)), rank=inner.rank)


def _by_words(text: str, plain: str) -> Meaning | None:
    """What known headings stand inside a longer one; less sure, the longer the rest is."""
    words = tuple(word for word in core(_CAMEL.sub(" ", plain)) if not word.isdigit())
    about_people = counted(text)
    best = None if len(words) > 12 else _longest_inside(words, " of " in plain)
    counts_people = best is None or best.field in PEOPLE or best.field is Field.TARGET_GROUP
    share = share_about_people(text) if about_people is not None else 0.0
    if about_people is not None and (_COUNT.match(plain) or (counts_people and share >= 0.5)):
        return Meaning(about_people, 0.8 if share == 1 else 0.6, Reason("mapping.people_counted"))
    if _COUNT.match(plain):
        is_other = best is not None and not is_about_people(text)
        field = Field.OTHER if is_other else Field.QUANTITY_REACHED
        return Meaning(field, 0.5, Reason("mapping.a_count"))
    is_asked = best is not None and (best.sureness >= 0.75 or _ASKED.match(text))
    if _QUESTION.search(text) and not is_asked:
        return Meaning(Field.OTHER, 0.6, Reason("mapping.a_question"))
    return best


_AMOUNTS = frozenset({Field.BUDGET, Field.SPENT})


def _longest_inside(words: Words, has_of: bool) -> Meaning | None:
    known = phrases()
    for length in range(min(len(words), 6), 0, -1):
        starts = range(len(words) - length + 1)
        hits = [start for start in starts if words[start : start + length] in known]
        if length == 1:
            hits = [start for start in hits if words[start] not in _ONLY_ALONE]
        if not hits:
            continue
        inside = [known[words[start : start + length]] for start in hits]
        # The noun that carries the others stands last in English, first elsewhere.
        is_last = not has_of and all(each.language == "en" for each in inside)
        at = -1 if is_last else 0
        if inside[at].field is Field.VALUE:
            # "Budget USD": a currency is of an amount, and another word says which.
            at = next((n for n, each in enumerate(inside) if each.field in _AMOUNTS), at)
        found, start = inside[at], hits[at]
        share = length / len(words)
        rest = words[:start] + words[start + length :]
        part = next((p for word in rest if (p := named_part((word,))[0]) and p != "name"), None)
        field = (with_part(found.field, part) if part else None) or found.field
        reason = Reason("mapping.by_words", {"words": " ".join(words[start : start + length])})
        return Meaning(field, round(0.45 + 0.35 * share, 2), reason, rank=found.rank)
    return None


def _meaning(known: Known, sureness: float) -> Meaning:
    reason = Reason("mapping.by_heading", _said(known))
    rank = known.rank
    if known.field in (*ADMIN_CODES, Field.PLACE_CODE):
        named = phrases().get(named_part(core(known.heading))[1])
        rank = named.rank if named is not None else None
    return Meaning(known.field, sureness, reason, rank=rank)


def _said(known: Known) -> dict[str, str]:
    return {"heading": known.heading, "language": known.language}
