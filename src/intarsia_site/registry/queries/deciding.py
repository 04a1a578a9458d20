"""Who decides about a record of the registry."""

from __future__ import annotations

from intarsia_site.access.models import Country, Organization
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.nouns import Noun


def may_decide(
    noun: Noun, viewing: Viewing, country: Country | None, organization: Organization | None
) -> bool:
    """Return whether the viewer writes such a record; whoever may not proposes it.

    Curators of the country, the roles that decide besides, and for its own statements whoever
    edits for the organization.
    """
    codes = {country.code} if country else {code for _role, code in viewing.roles}
    deciding = {"curator", *noun.deciders}
    if any((role, code) in viewing.roles for role in deciding for code in codes):
        return True
    if not noun.own or organization is None:
        return False
    return viewing.may_write_for(organization.pk, country.code if country else None)
