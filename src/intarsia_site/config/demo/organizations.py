"""The packaged register and the example's own organizations, as rows of the site."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
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
    made = {row["organization_id"]: _organization(row, country) for row in found}
    Organization.objects.bulk_create(made.values())
    for row in found:
        made[row["organization_id"]].parent = made.get(row["parent_id"])
    nested = [one for one in made.values() if one.parent is not None]
    Organization.objects.bulk_update(nested, ["parent"], batch_size=500)
    _names(found, made)
    return made


def _organization(row: dict[str, Any], country: Country) -> Organization:
    of_the_host = row["organization_id"].startswith("XA-GOV")
    return Organization(
        name=row["name"],
        acronym=row["acronym"] or "",
        type_code=row["type_code"] or "",
        level=row["level"] or "",
        standing=(
            Organization.Standing.HOST_AUTHORITY
            if of_the_host
            else Organization.Standing.ORGANIZATION
        ),
        country=country if of_the_host else None,
    )


def _find_by_words(
    organizations: Iterable[Organization],
    aliases: Iterable[OrganizationAlias],
    identifiers: Iterable[OrganizationIdentifier],
) -> None:
    """Write by which words each is found and ordered; its own name first."""
    said: dict[int, list[str]] = {one.pk: [one.name, one.acronym] for one in organizations}
    for alias in aliases:
        said[alias.organization_id].append(alias.name)
    for identifier in identifiers:
        said[identifier.organization_id].append(identifier.identifier)
    for one in organizations:
        one.folded = search_words(*said[one.pk])
    Organization.objects.bulk_update(organizations, ["folded"], batch_size=500)


def _names(found: list[dict[str, Any]], made: dict[str, Organization]) -> None:
    aliases: dict[tuple[int, str, str], OrganizationAlias] = {}
    identifiers: dict[str, OrganizationIdentifier] = {}
    for row in found:
        one = made[row["organization_id"]]
        for name, language in row["aliases"]:
            aliases[(one.pk, name, language)] = OrganizationAlias(
                organization=one, name=name[:300], language=language
            )
        for identifier in [row["organization_id"], *row["identifiers"]]:
            # The same number is used by several registers; the first to have it keeps it.
            identifiers.setdefault(
                identifier, OrganizationIdentifier(organization=one, identifier=identifier)
            )
    _find_by_words(made.values(), aliases.values(), identifiers.values())
    OrganizationAlias.objects.bulk_create(aliases.values(), batch_size=2000)
    OrganizationIdentifier.objects.bulk_create(identifiers.values(), batch_size=2000)
    _fold(
        made,
        [
            *((one.organization_id, one.name) for one in aliases.values()),
            *((one.organization_id, one.identifier) for one in identifiers.values()),
        ],
    )


def _fold(made: dict[str, Organization], others: list[tuple[int, str]]) -> None:
    """Write by which words each is found and in which order it is listed."""
    said: dict[int, list[str]] = {one.pk: [one.name, one.acronym] for one in made.values()}
    for pk, text in others:
        said[pk].append(text)
    for one in made.values():
        one.folded = search_words(*said[one.pk])
    Organization.objects.bulk_update(made.values(), ["folded"], batch_size=500)
