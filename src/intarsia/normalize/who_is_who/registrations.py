"""What does a stated identifier say, and does it speak against an organization found by name?"""

from __future__ import annotations

from collections.abc import Iterable

from intarsia.normalize.organizations import normalized_identifier, organization_id
from intarsia.normalize.who_is_who.index import Index
from intarsia.normalize.who_is_who.match import Because, Stated

#: Registers that are no national ones: one body may have several numbers in them.
_NO_NATIONAL_REGISTER = ("XM-", "XI-")


def usable_identifier(stated: Stated) -> str | None:
    """Return the stated identifier in its comparable form, or None.

    A short bare number beside a name is somebody's own count and tells nothing.

    >>> usable_identifier(Stated("UNFPA", identifier="41119"))
    'XM-DAC-41119'
    >>> usable_identifier(Stated("Local NGO", identifier="7")) is None
    True
    """
    if stated.identifier is None:
        return None
    own = organization_id(stated.identifier, stated.name)
    if own is None or own.startswith("name:"):
        return None
    return normalized_identifier(stated.identifier)


def other_registration(stated: Stated, ids: Iterable[str], index: Index) -> Because | None:
    """Return that the stated number is another one in a national register than the number that
    a found organization has there, or None where it is not.
    """
    key = usable_identifier(stated)
    if key is None or key.startswith(_NO_NATIONAL_REGISTER) or key.count("-") < 2:
        return None
    scheme = "-".join(key.split("-")[:2]) + "-"
    for organization in sorted(ids):
        for other in index.identifiers_of.get(organization, ()):
            if other.startswith(scheme) and other != key:
                return Because("match.other_registration", {"stated": key, "known": other})
    return None
