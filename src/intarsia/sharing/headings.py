"""Does a column heading announce persons? Heading in, what kind of personal data out.

A heading counts only if every word of it fits: "Contact person's phone" does, "Number of mobile
clinics" does not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_EMAIL = (
    "email emails e-mail e-mails mail courriel courriels correo электронная эл почта почты e-почта"
    " имейл пошта пошти електронна البريد بريد إيميل الإلكتروني الالكتروني электронный"
)
_TELEPHONE = (
    "phone phones telephone telephones tel mobile mob cell cellphone fax whatsapp viber skype"
    " téléphone tél portable teléfono telefono móvil celular телефон телефоны тел моб мобильный"
    " факс мобільний هاتف الهاتف جوال الجوال موبايل واتساب"
)
_PERSON = (
    "contact contacts focal surname forename firstname lastname fullname фио ф.и.о піб п.і.б"
    " фамилия фамилии имя отчество прізвище ім'я контактное контактные контакт контакты контактна"
    " ответственное відповідальна контакти"
    " prénom prénoms contacto apellido apellidos الاتصال التواصل الشخص شخص"
)
#: Words that may stand beside these without changing what the column holds.
_BESIDE = (
    "name names person persons people point points number numbers no nr num address addresses of"
    " the s and or for first last family full given details info information organization"
    " organisation partner agency implementing reporting lead project manager work office home"
    " primary secondary main alternate alternative position title by to if any optional ngo un"
    " nom noms du de des et le la les personne personnes numéro adresse coordonnées électronique"
    " responsable point nombre del el persona personas punto número electrónico dirección y"
    " лицо лица лиц номер адрес контактный контактного контактной и или организации партнера"
    " особа особи адреса організації رقم اسم الاسم الكامل عنوان جهة نقطة المسؤول مسؤول"
    " 1 2 3 hash"
)
#: These hold persons only as a whole.
_WHOLE = {
    "name": (
        "first name|last name|family name|full name|given name|name of person|person name"
        "|name of beneficiary|beneficiary name|beneficiary names|project manager"
        "|project manager name|team leader|team leader name|staff name|name of staff|reporter name"
        "|name of reporter|person in charge|responsible person|nom et prénom|prénom et nom"
        "|nom complet|nom de famille|nom du responsable|nombre completo|nombre y apellido"
        "|nombres y apellidos|имя и фамилия|фамилия имя отчество|імя|ім я|повне ім'я"
        "|الاسم الكامل|اسم المسؤول|اسم المستفيد"
    ),
}
_QUALIFIED_NAME = frozenset(
    "name names nom noms prénom surname forename firstname lastname fullname person persons"
    " personne personnes persona personas лицо лица особа focal имя фио ф.и.о піб п.і.б"
    " اسم الاسم شخص الشخص نقطة".split()
)


def is_personal_heading(text: str) -> str | None:
    """Return "email", "telephone", "name" or "contact" (all of them, maybe), else None.

    In English, French, Spanish, Russian, Ukrainian and Arabic, and for HXL hashtags.

    >>> is_personal_heading("Focal Point e-mail"), is_personal_heading("Контактное лицо")
    ('email', 'name')
    >>> is_personal_heading("Number of mobile clinics"), is_personal_heading("Organization name")
    (None, None)
    >>> is_personal_heading("team.contact.name"), is_personal_heading("contact.phone")
    ('contact', 'telephone')
    """
    heading = unicodedata.normalize("NFKC", text).casefold().strip()
    if heading.startswith("#"):
        return _of_hashtag(heading)
    return _of_words(heading) or _of_path(heading)


def _of_path(heading: str) -> str | None:
    """Return what a field within a field holds, as JSON has them: "contact.name"."""
    parts = re.split(r"(?<=\w\w)\.(?=\w\w)", heading)
    if len(parts) < 2:
        return None
    found = [kind for part in parts if (kind := _of_words(part))]
    return found[-1] if found else None


def _of_words(heading: str) -> str | None:
    heading = re.sub(r"\be[\s_-]mail", "email", heading.replace("_", " "))
    heading = re.sub(r"['’ʼ](?=s\b)", " ", heading).replace("’", "'").replace("ʼ", "'")
    words = [word.strip(".") for word in re.findall(r"[\w'.-]+", heading)]
    words = [word for word in words if word]
    whole = " ".join(words)
    if any(whole in choices.split("|") for choices in _WHOLE.values()):
        return "name"
    known = _words()
    kinds = {known[word] for word in words if word in known}
    if not words or any(word not in known for word in words) or kinds <= {"beside"}:
        return None
    if {"email", "telephone"} <= kinds:
        return "contact"
    for kind in ("email", "telephone"):
        if kind in kinds:
            return kind
    return "name" if _QUALIFIED_NAME.intersection(words) else "contact"


def _of_hashtag(hashtag: str) -> str | None:
    """HXL: what `#contact` holds, or an attribute such as `+email` on any hashtag."""
    for attribute, kind in (("email", "email"), ("phone", "telephone"), ("tel", "telephone")):
        if re.search(rf"\+{attribute}\b", hashtag):
            return kind
    if not re.match(r"#contact\b", hashtag):
        return None
    return "name" if re.search(r"\+(name|person)\b", hashtag) else "contact"


@cache
def _words() -> dict[str, str]:
    known = dict.fromkeys(_BESIDE.split(), "beside")
    for kind, words in (("name", _PERSON), ("telephone", _TELEPHONE), ("email", _EMAIL)):
        known.update(dict.fromkeys(words.split(), kind))
    return known
