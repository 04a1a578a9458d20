"""One row for writing, held until the transaction ends; and by which words it is found."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model

from intarsia.spelling import folded, latin
from intarsia_site.access.errors import NotFound
from intarsia_site.access.models import Organization, OrganizationAlias, OrganizationIdentifier

Row = TypeVar("Row", bound=Model)


def locked(model: type[Row], public_id: str) -> Row:
    """Return the row, which no other transaction changes meanwhile; raises NotFound."""
    if "\x00" in public_id:
        raise NotFound
    row = model._default_manager.select_for_update().filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def refold(row: Organization) -> None:
    """Write anew by which words an organization is found: its own, and those merged into it."""
    ids = [row.pk, *Organization.objects.filter(merged_into=row).values_list("pk", flat=True)]
    said: list[str] = []
    named = dict(Organization.objects.filter(pk__in=ids).values_list("pk", "name"))
    short = Organization.objects.filter(pk__in=ids).values_list("acronym", flat=True)
    # The own name first: lists are in the order of these words.
    said += [*(named[pk] for pk in ids), *short]
    for model, field in ((OrganizationAlias, "name"), (OrganizationIdentifier, "identifier")):
        said += model._default_manager.filter(organization__in=ids).values_list(field, flat=True)
    row.folded = search_words(*said)
    Organization.objects.filter(pk=row.pk).update(folded=row.folded)


def search_words(*texts: str) -> str:
    """Return the forms by which texts are found, in any case, without accents, in any script."""
    return "\n".join(
        dict.fromkeys(form for text in texts for form in (folded(text), latin(text)) if form)
    )
