"""The nouns of the registry: what each is about and what its records hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from intarsia.sharing.protocol import Kind
from intarsia.terms import MandateFunction
from intarsia_site.registry.models import (
    Capacity,
    CommitmentStatement,
    Mandate,
    Priority,
    Profile,
)
from intarsia_site.registry.nouns.fields import Field, Holds
from intarsia_site.registry.nouns.noun import Noun

_FUNCTIONS = {
    MandateFunction.LEAD: _("Lead"),
    MandateFunction.IMPLEMENT: _("Implement"),
    MandateFunction.FUND: _("Fund"),
    MandateFunction.MONITOR: _("Monitor"),
    MandateFunction.ADVISE: _("Advise"),
    MandateFunction.PROTECT: _("Protect"),
}
_KINDS = {
    Capacity.Kind.CAPACITY: _("Capacity"),
    Capacity.Kind.PREVENTION_TOOL: _("Conflict-prevention tool"),
}
_PHASES = {
    Capacity.Phase.EARLY_WARNING: _("Early warning"),
    Capacity.Phase.PREVENTION: _("Conflict prevention"),
    Capacity.Phase.CRISIS: _("Crisis management"),
    Capacity.Phase.REHABILITATION: _("Post-conflict rehabilitation"),
}
COMMITMENTS = {
    CommitmentStatement.Commitment.PRINCIPLES: _("Principles of the UN Charter and of the OSCE"),
    CommitmentStatement.Commitment.TRANSPARENCY: _("Transparency and predictability"),
    CommitmentStatement.Commitment.ARMS_CONTROL: _("Arms-control obligations"),
    CommitmentStatement.Commitment.OWN_EVOLUTION: _("Openness about its own evolution"),
    CommitmentStatement.Commitment.FREE_WILL: _("Membership by free will"),
    CommitmentStatement.Commitment.INDIVISIBLE: _("Comprehensive and indivisible security"),
    CommitmentStatement.Commitment.REINFORCING: _("Full part in mutually reinforcing institutions"),
    CommitmentStatement.Commitment.RESOURCES: _("Readiness to deploy resources"),
}


def _choices(named: Mapping[Any, Any]) -> Callable[[], list[tuple[str, Any]]]:
    return lambda: [(str(code), label) for code, label in named.items()]


_ORGANIZATION = Field(
    "organization_id", _("Organization"), Holds.ORGANIZATION, required=True, column="organization"
)
_COUNTRY = Field("country_code", _("Country"), Holds.COUNTRY, column="country", in_list=False)
_SECTOR = Field(
    "sector_code", _("Sector"), Holds.SECTOR, help=_("Empty: every sector."), in_filter=True
)
_PLACE = Field("place_code", _("Place"), Holds.PLACE, help=_("Empty: the whole country."))
_SOURCE = Field("source", _("Source"), required=True, in_list=False)
_STATED = Field("stated_on", _("Stated on"), Holds.DAY, required=True)


def _needed(field: Field) -> Field:
    from dataclasses import replace

    return replace(field, required=True)


MANDATES = Noun(
    name="mandate",
    plural="mandates",
    title=_("Mandates"),
    title_one=_("Mandate"),
    about=_("What organizations are charged to do, as one text gives it."),
    empty=_("No mandate is recorded that fits."),
    model=Mandate,
    kind=Kind.MANDATES,
    own=False,
    search=("organization_name", "instrument", "provision"),
    order="organization_name",
    key=("organization_id", "country_code", "sector_code", "place_code", "function", "instrument"),
    fields=(
        _ORGANIZATION,
        _needed(_COUNTRY),
        Field(
            "function",
            _("Function"),
            Holds.CHOICE,
            required=True,
            choices=_choices(_FUNCTIONS),
            in_filter=True,
        ),
        _SECTOR,
        _PLACE,
        Field("starts_on", _("From"), Holds.DAY),
        Field("ends_on", _("Until"), Holds.DAY, help=_("Empty: still in force.")),
        Field(
            "instrument",
            _("Instrument"),
            required=True,
            help=_("The text that says so: resolution, law, agreement, decision."),
        ),
        Field("provision", _("Provision"), longest=200, help=_("Where in the text.")),
    ),
)
CAPACITIES = Noun(
    name="capacity",
    plural="capacities",
    title=_("Capacities and tools"),
    title_one=_("Capacity or tool"),
    about=_("What organizations can do, and with which tools they prevent conflict."),
    empty=_("No capacity or tool is recorded that fits."),
    model=Capacity,
    kind=Kind.CAPACITIES,
    own=True,
    search=("organization_name", "name", "description", "how_to_call_on_it"),
    order="name",
    called="name",
    key=("organization_id", "country_code", "kind", "name"),
    fields=(
        _ORGANIZATION,
        _COUNTRY,
        Field("name", _("Name"), required=True, longest=300),
        Field(
            "kind",
            _("Kind"),
            Holds.CHOICE,
            required=True,
            choices=_choices(_KINDS),
            in_filter=True,
        ),
        Field("phase", _("Phase"), Holds.CHOICE, choices=_choices(_PHASES), in_filter=True),
        _SECTOR,
        Field("description", _("Description"), Holds.TEXT, longest=4000, in_list=False),
        Field(
            "how_to_call_on_it",
            _("How to call on it"),
            Holds.TEXT,
            longest=600,
            in_list=False,
            help=_("Who decides, how fast it can be there, what it needs."),
        ),
        _SOURCE,
        _STATED,
    ),
)
PROFILES = Noun(
    name="profile",
    plural="profiles",
    title=_("Profiles"),
    title_one=_("Profile"),
    about=_("What organizations say of themselves and their presence."),
    empty=_("No profile is recorded that fits."),
    model=Profile,
    kind=Kind.PROFILES,
    own=True,
    search=("organization_name", "summary"),
    order="organization_name",
    key=("organization_id", "country_code"),
    fields=(
        _ORGANIZATION,
        _COUNTRY,
        Field("summary", _("Summary"), Holds.TEXT, required=True, longest=4000, in_list=False),
        Field("present_since_on", _("Present since"), Holds.DAY),
        Field("staff", _("Staff"), Holds.COUNT),
        Field("website", _("Website"), Holds.ADDRESS, longest=300, in_list=False),
        _SOURCE,
        _STATED,
    ),
)
COMMITMENT_STATEMENTS = Noun(
    name="commitment",
    plural="commitments",
    title=_("Platform commitments"),
    title_one=_("Statement on a commitment"),
    about=_(
        "What organizations themselves say on the commitments of the Platform for Co-operative "
        "Security. Nobody rates it, and it excludes nobody."
    ),
    empty=_("No statement is recorded that fits."),
    model=CommitmentStatement,
    kind=Kind.COMMITMENTS,
    own=True,
    search=("organization_name", "statement", "source"),
    order="organization_name",
    key=("organization_id", "commitment", "stated_on"),
    fields=(
        _ORGANIZATION,
        Field(
            "commitment",
            _("Commitment"),
            Holds.CHOICE,
            required=True,
            choices=_choices(COMMITMENTS),
            in_filter=True,
        ),
        Field(
            "applies",
            _("Applies"),
            Holds.YES_NO,
            required=True,
            help=_("No: it is not an intergovernmental body."),
        ),
        Field("statement", _("Own statement"), Holds.TEXT, longest=4000, in_list=False),
        _SOURCE,
        _STATED,
    ),
)
PRIORITIES = Noun(
    name="priority",
    plural="priorities",
    title=_("National priorities"),
    title_one=_("National priority"),
    about=_("What the host country puts first, by sector and place."),
    empty=_("No priority is recorded that fits."),
    model=Priority,
    kind=Kind.PRIORITIES,
    own=True,
    search=("statement", "instrument"),
    order="rank",
    called="statement",
    key=("country_code", "sector_code", "place_code", "rank"),
    deciders=frozenset({"host_coordinator"}),
    fields=(
        _needed(_COUNTRY),
        Field("rank", _("Rank"), Holds.COUNT, required=True, help=_("1 is first.")),
        Field("statement", _("Priority"), required=True, longest=600),
        _SECTOR,
        _PLACE,
        Field("instrument", _("Instrument"), required=True, help=_("The text that sets it.")),
        Field("starts_on", _("From"), Holds.DAY),
        Field("ends_on", _("Until"), Holds.DAY),
    ),
)

NOUNS = {
    noun.plural: noun
    for noun in (MANDATES, CAPACITIES, PROFILES, COMMITMENT_STATEMENTS, PRIORITIES)
}
