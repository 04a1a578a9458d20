"""What persons, roles and kinds are called on a page, in its language."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from intarsia import codelists
from intarsia_site.access.models import User

ROLES = {
    "viewer": later("reads"),
    "editor": later("reads and writes"),
    "focal_point": later("focal point: reads, writes, is asked"),
    "manager": later("manager: writes, and looks after its people"),
}
COUNTRY_ROLES = {
    "convenor": later("convenor"),
    "curator": later("curator of the register"),
    "host_coordinator": later("host co-ordinator"),
}
STANDINGS = {
    "organization": later("organization"),
    "host_authority": later("authority of the host country"),
    "de_facto": later("de facto authority"),
}
LEVELS = {
    "": later("not said"),
    "headquarters": later("headquarters"),
    "field": later("in the field"),
}
SCOPES = {"read": later("reads"), "write": later("reads and writes")}
BEYOND = {
    "nothing": later("nothing"),
    "existence": later("that an organization works on this here"),
    "coarse": later("sector, first-level area and quarter"),
}
KINDS = {
    "activities": later("activities"),
    "needs": later("needs"),
    "mandates": later("mandates"),
    "capacities": later("capacities"),
    "assessments": later("assessments"),
    "plans": later("plans"),
    "meetings": later("meetings"),
    "agreements": later("agreements"),
    "evaluations": later("evaluations"),
}
PLACE_LEVELS = {
    "": later("as reported"),
    "0": later("the country"),
    "1": later("first-level area"),
    "2": later("second-level area"),
    "3": later("third-level area"),
    "4": later("fourth-level area"),
}


def named(names: dict[str, object], code: str) -> str:
    """Return what a code is called; the code itself where it has no name."""
    return str(names.get(code, code))


def choices(names: dict[str, object]) -> list[tuple[str, str]]:
    """Return codes with what they are called, in their order."""
    return [(code, str(name)) for code, name in names.items()]


def type_name(code: str) -> str:
    """Return the name of a type of organizations; empty where none is said."""
    return codelists.name("organization_types", code, page_language()) if code else ""


def type_choices() -> list[tuple[str, str]]:
    """Return the types of organizations, by name."""
    found = codelists.names("organization_types", page_language())
    return sorted(found.items(), key=lambda one: one[1])


def sector_name(code: str) -> str:
    """Return the name of a sector."""
    return codelists.name("sectors", code, page_language())


def sector_choices() -> list[tuple[str, str]]:
    """Return the sectors, by name."""
    return sorted(codelists.names("sectors", page_language()).items(), key=lambda one: one[1])


def page_language() -> str:
    """Return the language of the page as code lists write it."""
    return (translation.get_language() or "en")[:2]


def shown_name(person: User | None) -> str:
    """Return the name, or "a former member" of a person who was erased."""
    if person is None or person.erased_at is not None or not person.name:
        return _("a former member")
    return person.name
