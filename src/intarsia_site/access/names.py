"""What persons, roles and kinds are called on a page, in its language."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
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
    "profiles": later("profiles"),
    "commitments": later("statements on the Platform’s commitments"),
    "priorities": later("priorities of the host country"),
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
#: What was done, as the trail says it. Apps above add their own.
VERBS = {
    "register_organization": later("registered an organization"),
    "change_organization": later("changed an organization"),
    "add_alias": later("added a name"),
    "remove_alias": later("removed a name"),
    "add_identifier": later("added an identifier"),
    "remove_identifier": later("removed an identifier"),
    "merge_organizations": later("merged two organizations"),
    "unmerge_organization": later("undid a merge"),
    "set_parent": later("set what it is an office of"),
    "invite_person": later("invited a person"),
    "withdraw_invitation": later("withdrew an invitation"),
    "accept_invitation": later("joined"),
    "change_role": later("changed a role"),
    "end_membership": later("ended a membership"),
    "give_country_role": later("gave a role for a country"),
    "end_country_role": later("ended a role for a country"),
    "appoint_administrator": later("made an administrator"),
    "end_administrator": later("ended an administrator"),
    "make_group": later("made a group"),
    "add_organization_to_group": later("added an organization to a group"),
    "add_person_to_group": later("added a person to a group"),
    "end_group_membership": later("took somebody out of a group"),
    "change_particulars": later("changed their own particulars"),
    "end_sign_ins": later("signed a person out everywhere"),
    "erase_person": later("erased a person"),
    "make_token": later("made a key for a program"),
    "end_token": later("ended a key for a program"),
    "accept_protocol": later("accepted the protocol"),
    "change_protocol": later("changed the protocol"),
    "change_rule": later("changed who may see a record"),
    "account.language_chosen": later("chose a language"),
    "account.sign_ins_ended": later("ended sign-ins of their own"),
    "made_administrator": later("made an administrator"),
    "set_up": later("set the installation up"),
    "change_installation": later("changed what is said of the installation"),
    "change_address": later("changed a person's e-mail address"),
    "keep": later("recorded"),
    "change": later("changed"),
    "remove": later("took out"),
    "propose": later("proposed"),
    "accepted": later("accepted a proposal"),
    "declined": later("declined a proposal"),
    "withdrawn": later("withdrew a proposal"),
    "open": later("opened a source of reports"),
    "end": later("closed a source of reports"),
    "remind": later("reminded of a report"),
    "freeze": later("froze an edition"),
    "tell_erratum": later("told an erratum"),
    "set_address": later("set where a source is fetched"),
    "ask_fetch": later("asked for a report to be fetched"),
    "fetch_failed": later("could not fetch a report"),
    "receive": later("handed in a report"),
    "read_again": later("had a report read again"),
    "set_aside": later("set a report aside"),
    "map_columns": later("said what a report’s columns are"),
    "correct": later("corrected a report’s cells"),
    "decide_template": later("said which wording of a sheet counts"),
    "confirm": later("said whom or which place a report means"),
    "ask_import": later("asked for a report to be imported"),
    "import": later("imported a report"),
    "undo": later("took an import back"),
    "save": later("saved a draft"),
    "drop": later("dropped a draft"),
    "forget_place_name": later("had a name of a place forgotten"),
    "receive_places": later("handed in boundaries and P-codes"),
    "use_places": later("let boundaries and P-codes count"),
    "drop_places": later("left boundaries and P-codes alone"),
    "take_places_back": later("took boundaries and P-codes back"),
}
#: What an entry of the trail is about. Apps above add their own.
SUBJECTS = {
    "organization": later("organization"),
    "person": later("person"),
    "membership": later("membership"),
    "invitation": later("invitation"),
    "country_role": later("role for a country"),
    "group": later("group"),
    "token": later("key for a program"),
    "protocol": later("protocol"),
    "sharing_rule": later("rule of sharing"),
    "installation": later("installation"),
    "source": later("source of reports"),
    "report": later("report"),
    "edition": later("edition"),
    "draft": later("draft"),
    "name": later("name in reports"),
    "place_set": later("boundaries and P-codes"),
}
#: What was changed. Apps above add their own.
FIELDS = {
    "name": later("name"),
    "acronym": later("acronym"),
    "type_code": later("type"),
    "level": later("level"),
    "standing": later("standing"),
    "country": later("country"),
    "parent": later("office of"),
    "merged_into": later("merged into"),
    "alias": later("other name"),
    "identifier": later("identifier"),
    "person": later("person"),
    "role": later("role"),
    "label": later("label"),
    "finest_level": later("finest place"),
    "hides_implementer": later("organization hidden"),
    "organizations": later("organizations"),
    "groups": later("groups"),
    "persons": later("persons"),
    "beyond": later("others are shown"),
    "host_authorities": later("host authorities"),
    "released_at": later("shown from"),
    "expires_at": later("shown until"),
    "is_administrator": later("administrator"),
    "controller": later("controller"),
    "hosting": later("hosting"),
    "languages": later("languages"),
    "language": later("language"),
    "time_zone": later("time zone"),
    "email": later("e-mail address"),
    "every_months": later("months between two reports"),
    "due_after_days": later("days until a report is expected"),
    "expected_from_on": later("reports are expected from"),
    "has_mapping": later("columns are known"),
    "kind": later("kind"),
    "period_until": later("period until"),
    "letters": later("letters"),
    "has_address": later("has an address"),
    "number": later("number"),
    "as_of": later("as of"),
    "imports": later("imports"),
    "source": later("source of reports"),
    "code": later("code"),
    "names": later("names"),
    "state": later("state"),
    "files": later("files"),
    "units_new": later("new units"),
    "units_back": later("units that are there again"),
    "units_renamed": later("units with another name"),
    "units_moved": later("units within another"),
    "units_redrawn": later("units with another boundary"),
    "units_gone": later("units that are gone"),
}


def named(names: Mapping[str, object], code: str) -> str:
    """Return what a code is called; the code itself where it has no name."""
    return str(names.get(code, code))


def choices(names: Mapping[str, object]) -> list[tuple[str, str]]:
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
    """Return the name of a sector, as a language pack gives it or else in English; or the code."""
    return sector_names().get(code, code)


def sector_names() -> dict[str, str]:
    """Return the sectors' names by code, in the language of the page as far as there are any."""
    of_pack = settings.SECTOR_NAMES.get(translation.get_language() or "en", {})
    return {**codelists.names("sectors", page_language()), **of_pack}


def sector_choices() -> list[tuple[str, str]]:
    """Return the sectors, by name."""
    return sorted(sector_names().items(), key=lambda one: one[1].casefold())


def page_language() -> str:
    """Return the language of the page as code lists write it."""
    return (translation.get_language() or "en")[:2]


def shown_name(person: User | None) -> str:
    """Return the name, or "a former member" of a person who was erased."""
    if person is None or person.erased_at is not None or not person.name:
        return _("a former member")
    return person.name
