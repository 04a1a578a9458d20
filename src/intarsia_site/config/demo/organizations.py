"""The packaged register and the example's own organizations, as rows of the site."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from intarsia.examples.registers import organizations_csv
from intarsia.register import register_with
from intarsia_site.access.models import (
    Country,
    Organization,
    OrganizationAlias,
    OrganizationIdentifier,
)
from intarsia_site.access.rows import search_words


def load_organizations(country: Country) -> dict[str, Organization]:
    """Write every organization of the register; return those of the example by their id there."""
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "organizations.csv"
        own.write_bytes(organizations_csv())
        found = [row for row in register_with([own]).to_pylist() if not row["is_placeholder"]]
    identifiers = _identifiers(found)
    made = {
        row["organization_id"]: _organization(row, identifiers[row["organization_id"]], country)
        for row in found
    }
    Organization.objects.bulk_create(made.values())
    for row in found:
        made[row["organization_id"]].parent = made.get(row["parent_id"])
    nested = [one for one in made.values() if one.parent is not None]
    Organization.objects.bulk_update(nested, ["parent"], batch_size=500)
    _load_names(found, identifiers, made)
    return made


def _identifiers(found: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """By organization, its identifiers: the same number is used by several registers, and the
    first to have it keeps it."""
    taken: dict[str, str] = {}
    for row in found:
        for identifier in [row["organization_id"], *row["identifiers"]]:
            taken.setdefault(identifier, row["organization_id"])
    kept: dict[str, list[str]] = {row["organization_id"]: [] for row in found}
    for identifier, organization_id in taken.items():
        kept[organization_id].append(identifier)
    return kept


def _aliases(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The other names of an organization as they are kept, each once, with their languages."""
    return list(dict.fromkeys((name[:300], language) for name, language in row["aliases"]))


def _organization(
    row: Mapping[str, Any], identifiers: Sequence[str], country: Country
) -> Organization:
    of_the_host = row["organization_id"].startswith("XA-GOV")
    name, acronym = row["name"], row["acronym"] or ""
    return Organization(
        name=name,
        acronym=acronym,
        type_code=row["type_code"] or "",
        level=row["level"] or "",
        standing=(
            Organization.Standing.HOST_AUTHORITY
            if of_the_host
            else Organization.Standing.ORGANIZATION
        ),
        country=country if of_the_host else None,
        # Its own name first: lists are in the order of these words.
        folded=search_words(name, acronym, *(alias for alias, _ in _aliases(row)), *identifiers),
    )


def _load_names(
    found: Sequence[Mapping[str, Any]],
    identifiers: Mapping[str, Sequence[str]],
    made: Mapping[str, Organization],
) -> None:
    aliases = [
        OrganizationAlias(organization=made[row["organization_id"]], name=name, language=language)
        for row in found
        for name, language in _aliases(row)
    ]
    OrganizationAlias.objects.bulk_create(aliases, batch_size=2000)
    numbers = [
        OrganizationIdentifier(organization=made[key], identifier=identifier)
        for key, every in identifiers.items()
        for identifier in every
    ]
    OrganizationIdentifier.objects.bulk_create(numbers, batch_size=2000)
