"""One noun of the registry, said once: pages, API, files, proposals and audit follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from intarsia.sharing.protocol import Kind
from intarsia_site.access.models import SharedRecord
from intarsia_site.registry.nouns.fields import Field, Holds


@dataclass(frozen=True)
class Noun:
    """A kind of record that curators keep and everybody may propose changes to.

    name          singular: in the audit and in proposals
    plural        in addresses
    kind          of data, for the country's protocol
    own           an organization's own statement: its editors write it themselves
    key           fields that tell two records apart: the same key twice is refused
    search        fields that a search looks through
    order         seen fields of the list, first to last
    called        the field whose words stand for a record: its heading, its link in lists
    """

    name: str
    plural: str
    title: Any
    title_one: Any
    about: Any
    model: type[SharedRecord]
    kind: Kind
    fields: tuple[Field, ...]
    own: bool
    search: tuple[str, ...]
    order: str
    called: str = "organization_id"
    key: tuple[str, ...] = ()
    empty: Any = ""
    #: Codes of `CountryRole.Role` that decide besides curators.
    deciders: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}

    @cached_property
    def listed(self) -> tuple[Field, ...]:
        """The columns of a list."""
        return tuple(one for one in self.fields if one.in_list)

    @cached_property
    def filters(self) -> tuple[str, ...]:
        """The seen fields that a list can be filtered by."""
        names = [one.name for one in self.fields if one.in_filter]
        every = ("country_code", *names, "area_code", "organization_id")
        return tuple(name for name in every if name in self.model.SHOWN)

    @property
    def has_areas(self) -> bool:
        """Whether its records lie in first-level areas: what a coarse one says of its place."""
        return "area_code" in self.model.SHOWN

    def field_that_holds(self, holds: Holds) -> Field | None:
        return next((one for one in self.fields if one.holds is holds), None)
