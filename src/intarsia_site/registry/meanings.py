"""What a name in a report means, and whether the register knows that already."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc
from django.db.models import QuerySet

from intarsia.register import packaged_register
from intarsia.spelling import folded
from intarsia_site.access.models import Country, Organization, OrganizationIdentifier
from intarsia_site.access.rows import search_words
from intarsia_site.registry.models import NameToLearn, Place, ReportedPlaceName

Kind = NameToLearn.Kind
LONGEST = 300


@dataclass(frozen=True)
class Meaning:
    """One name with what it means: an organization kept here or packaged, a new one, or a place."""

    kind: str
    name: str
    within: str = ""
    language: str = ""
    organization: Organization | None = None
    packaged_id: str = ""
    place: Place | None = None
    type_code: str = ""

    @property
    def mark(self) -> str:
        """The same for the same name and meaning, however the name is written."""
        meant = self.packaged_id
        if self.organization is not None:
            meant = self.organization.public_id
        elif self.place is not None:
            meant = self.place.code
        return mark_of(self.kind, self.name, self.within, meant)


class Register:
    """The organizations kept here by their names, identifiers and ids, loaded once for many
    questions: whom a source means by a name, and whether the register knows it."""

    def __init__(self) -> None:
        rows = list(Organization.objects.select_related("merged_into").order_by("name", "pk"))
        whole = {one.pk: one.merged_into or one for one in rows}
        self._by_id = {one.public_id: whole[one.pk] for one in rows}
        self._called: dict[str, list[Organization]] = defaultdict(list)
        for one in rows:
            if one.merged_into_id is None:
                for form in one.folded.split("\n"):
                    self._called[form].append(one)
        held = OrganizationIdentifier.objects.values_list("identifier", "organization_id")
        self._identified = {text: whole[pk] for text, pk in held}

    def called(self, name: str) -> list[Organization]:
        """Return the organizations that have this name, acronym, other name or identifier."""
        return list(self._called.get(_form(name), ()))

    def kept(self, organization_id: str) -> Organization | None:
        """Return the organization kept here, whole, that an id of the register means by now.

        One of the packaged register is kept here where one has its identifier, or alone its name.
        """
        found = self._by_id.get(organization_id) or self._identified.get(organization_id)
        known = packaged(organization_id) if found is None else None
        if known is not None:
            same = _form(known["name"])
            called = [one for one in self.called(same) if _form(one.name) == same]
            found = called[0] if len(called) == 1 else None
        return found

    def meaning(
        self, name: str, organization_id: str, *, type_code: str = "", language: str = ""
    ) -> Meaning | None:
        """Return what a name means, or None where the register knows it, or cannot hold it.

        organization_id   as a source keeps it: of an organization kept here, of one of the
                          packaged register, or beginning with "name:" for a new one
        """
        if not _form(name) or len(name) > LONGEST:
            return None
        called = self.called(name)
        if organization_id.startswith("name:"):
            is_new = Meaning(Kind.ORGANIZATION, name, language=language, type_code=type_code)
            return None if called else is_new
        organization = self.kept(organization_id)
        if organization is not None:
            if organization in called:
                return None
            return Meaning(Kind.ALIAS, name, language=language, organization=organization)
        if packaged(organization_id) is None:
            return None
        return Meaning(Kind.ALIAS, name, language=language, packaged_id=organization_id)


def meaning_of_place(
    name: str, within: str, code: str, country: Country, *, language: str = ""
) -> Meaning | None:
    """Return which place a name within a unit means, or None where that is known."""
    if not folded(name) or max(len(name), len(within)) > LONGEST:
        return None
    place = country.places.filter(code=code).first()
    if place is None or reported_names(country, name, within).filter(place=place).exists():
        return None
    return Meaning(Kind.PLACE, name, within=within, language=language, place=place)


def reported_names(country: Country, name: str, within: str) -> QuerySet[ReportedPlaceName]:
    """Return the one name of a place that reports of a country are read with."""
    return ReportedPlaceName.objects.filter(country=country, mark=mark_of(name, within))


def mark_of(*said: str) -> str:
    """Return one mark of several texts, the same however they are written."""
    text = json.dumps([folded(one) for one in said])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def packaged(organization_id: str) -> Mapping[str, Any] | None:
    """Return what the packaged register says of an organization; None where it has none."""
    register = packaged_register()
    found = register.filter(pc.equal(register["organization_id"], organization_id)).to_pylist()
    return found[0] if found else None


def _form(text: str) -> str:
    return search_words(text).split("\n")[0]


def organizations_learned(names: Iterable[str]) -> dict[str, str]:
    """Return the public ids of the organizations that new names became, by the folded name."""
    wanted = {folded(name) for name in names}
    if not wanted:
        return {}
    rows = NameToLearn.objects.filter(
        kind=Kind.ORGANIZATION, state=NameToLearn.State.ACCEPTED, organization__isnull=False
    ).select_related("organization__merged_into")
    found = {}
    for row in rows.order_by("decided_at", "pk"):
        if (form := folded(row.name)) in wanted and row.organization is not None:
            found[form] = (row.organization.merged_into or row.organization).public_id
    return found
