"""The installation itself: set up once, closed and opened again, its administrators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from intarsia import codelists
from intarsia_site.access.checks import Checks, classified, reason
from intarsia_site.access.errors import NotAllowed, Refused
from intarsia_site.access.models import Country, Installation, User
from intarsia_site.access.services.audit import changed, record


@dataclass(frozen=True)
class NewAdministrator:
    """Who is to run the installation."""

    name: str
    email: str
    password: str


@dataclass(frozen=True)
class NewCountry:
    """The host country that is worked on first; `code` is ISO 3166-1 alpha-2, or XK, or XA."""

    code: str
    house_style: str = Country.HouseStyle.UN
    is_exercise: bool = False


@transaction.atomic
def set_up_installation(
    *,
    administrator: NewAdministrator,
    country: NewCountry,
    controller: str,
    hosting: str,
    languages: Sequence[str],
    at: dt.datetime,
    is_demo: bool = False,
) -> User:
    """Make the installation's row, its first administrator and its first country.

    The installation's own work, before there is anybody to do it: the entry names its first
    administrator. Whoever is at this machine, or holds the code printed there: pages and the
    command line see to it. Nothing else can be entered before; afterwards it is never done again.
    Raises Refused with a sentence for each field; NotAllowed where it is set up already.
    """
    if Installation.objects.exists():
        raise NotAllowed(_("This installation is set up already."))
    wrong = {}
    for name, said in (("controller", controller), ("hosting", hosting)):
        sentence = classified(said) if said.strip() else _("Say who or where.")
        if sentence:
            wrong[name] = sentence
    wrong |= _wrong_with_country(country)
    if not languages:
        wrong["languages"] = _("Choose at least one language.")
    wrong |= _wrong_with_person(administrator)
    if wrong:
        raise Refused(wrong)
    first = _new_administrator(administrator, language=languages[0], is_demo=is_demo)
    Installation.objects.create(
        controller=controller.strip(), hosting=hosting.strip(), languages=list(languages)
    )
    row = codelists.names("countries", "en")[country.code]
    made = Country.objects.create(
        code=country.code,
        name=row,
        house_style=country.house_style,
        is_exercise=country.is_exercise,
    )
    record(
        "set_up",
        "installation",
        "",
        by=first,
        at=at,
        after={
            "controller": controller.strip(),
            "hosting": hosting.strip(),
            "languages": list(languages),
            "country": made.code,
            "house_style": made.house_style,
            "is_exercise": made.is_exercise,
        },
        country=made,
    )
    return first


@transaction.atomic
def make_administrator(
    *, administrator: NewAdministrator, by: User | None, at: dt.datetime, because: str = ""
) -> User:
    """Make an account that runs the installation. Administrators, or the command line (by=None)."""
    _require_administrator(by)
    wrong = _wrong_with_person(administrator)
    if wrong:
        raise Refused(wrong)
    made = _new_administrator(administrator, language="en", is_demo=False)
    record(
        "made_administrator",
        "person",
        made.audit_key,
        by=by,
        at=at,
        after={"person": made.audit_key, "is_administrator": True},
        because=because,
    )
    return made


@transaction.atomic
def change_installation(
    *,
    controller: str,
    hosting: str,
    languages: Sequence[str],
    by: User,
    at: dt.datetime,
    because: str = "",
) -> None:
    """Say anew who answers for the installation, where it is hosted, and which languages it offers.

    Administrators. At the next request of anybody.
    Raises   Refused with a sentence for each field.
    """
    _require_administrator(by)
    checks = Checks()
    wanted: dict[str, Any] = {
        "controller": checks.line("controller", controller, 200, required=True),
        "hosting": checks.line("hosting", hosting, 400, required=True),
        "languages": [code for code, _name in settings.LANGUAGES if code in languages],
    }
    if not wanted["languages"]:
        checks.refuse("languages", _("Choose at least one language."))
    checks.settle()
    here = Installation.objects.select_for_update().first()
    if here is None:
        raise NotAllowed(_("This installation is not set up yet."))
    before, after = changed({name: getattr(here, name) for name in wanted}, wanted)
    if not after:
        return
    for name, value in wanted.items():
        setattr(here, name, value)
    here.save(update_fields=list(wanted))
    because = reason(because)
    record(
        "change_installation", "installation", "", by=by, at=at, before=before, after=after,
        because=because,
    )  # fmt: skip


@transaction.atomic
def lock_installation(*, by: User | None, at: dt.datetime, because: str) -> Installation:
    """Close the site to everybody but administrators. Administrators, or the command line.

    At the next request of anybody else: a calm page, and they are signed out.
    """
    return _locked(at, "locked", by=by, at=at, because=because)


@transaction.atomic
def unlock_installation(*, by: User | None, at: dt.datetime, because: str) -> Installation:
    """Open the site again. Administrators, or the command line."""
    return _locked(None, "unlocked", by=by, at=at, because=because)


def _locked(
    since: dt.datetime | None, verb: str, *, by: User | None, at: dt.datetime, because: str
) -> Installation:
    _require_administrator(by)
    if not because.strip():
        raise Refused({"because": _("Say why; it is kept in the trail.")})
    here = Installation.objects.select_for_update().first()
    if here is None:
        raise NotAllowed(_("This installation is not set up yet."))
    if (here.locked_since is None) == (since is None):
        return here
    before, here.locked_since = here.locked_since, since
    here.save(update_fields=["locked_since"])
    record(
        verb,
        "installation",
        "",
        by=by,
        at=at,
        before={"locked_since": before.isoformat() if before else None},
        after={"locked_since": since.isoformat() if since else None},
        because=because.strip(),
    )
    return here


def _require_administrator(by: User | None) -> None:
    if by is not None and not by.is_administrator:
        raise NotAllowed(_("Only an administrator of this installation can do this."))


def _new_administrator(given: NewAdministrator, *, language: str, is_demo: bool) -> User:
    return User.objects.create_user(
        given.email.strip(),
        given.password,
        name=given.name.strip(),
        language=language,
        is_administrator=True,
        is_demo=is_demo,
    )


def _wrong_with_country(country: NewCountry) -> dict[str, str]:
    wrong = {}
    if not codelists.has("countries", country.code):
        wrong["country"] = _("Choose a country of the list.")
    if country.house_style not in Country.HouseStyle.values:
        wrong["house_style"] = _("Choose one of UN, OSCE, EU.")
    if country.code == "XA" and not country.is_exercise:
        wrong["is_exercise"] = _("Arvenia is invented: it can only be an exercise.")
    return wrong


def _wrong_with_person(given: NewAdministrator) -> dict[str, str]:
    wrong = {}
    if not given.name.strip():
        wrong["name"] = _("Say the name.")
    elif sentence := classified(given.name):
        wrong["name"] = sentence
    try:
        validate_email(given.email.strip())
    except ValidationError:
        wrong["email"] = _("This is no e-mail address.")
    held = User.objects.filter(email__iexact=given.email.strip()).first()
    if held is not None:
        wrong["email"] = _("There is an account with this address already.")
    try:
        about = User(email=given.email.strip(), name=given.name.strip())
        validate_password(given.password, user=about)
    except ValidationError as refused:
        wrong["password"] = " ".join(refused.messages)
    return wrong
