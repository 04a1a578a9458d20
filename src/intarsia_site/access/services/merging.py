"""Two entries that are one organization, and what belongs to what. Rows are never moved."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia_site.access.checks import reason
from intarsia_site.access.errors import Refused
from intarsia_site.access.models import Organization, User
from intarsia_site.access.rights import require_no_gain, require_registrar, signed_in
from intarsia_site.access.rows import locked, refold
from intarsia_site.access.services.audit import record


@transaction.atomic
def merge_organizations(
    public_id: str, *, into_id: str, by: User, at: dt.datetime, because: str = ""
) -> None:
    """Say that one entry is another organization; those who keep the register, not its members.

    From then on its people and rules count as the other's, and it is found under both names.
    Nothing is moved: `unmerge_organization` undoes it exactly.
    Raises   Refused where the two differ in standing or country or one is merged already;
             NotFound, NotAllowed.
    """
    viewing = signed_in(by, at)
    # In one order, so that two merges at once cannot wait for each other.
    rows = {one: locked(Organization, one) for one in sorted({public_id, into_id})}
    row, whole = rows[public_id], rows[into_id]
    for one in (row, whole):
        require_registrar(viewing, one.country.code if one.country else None)
    require_no_gain(viewing, row, whole)
    sentence = None
    if row.pk == whole.pk:
        sentence = _("An organization is not merged into itself.")
    elif row.merged_into_id is not None:
        sentence = _("It is merged already. Undo that first.")
    elif whole.merged_into_id is not None:
        sentence = _("That one is merged into another. Merge into the other instead.")
    elif Organization.objects.filter(merged_into=row).exists():
        sentence = _("Others are merged into it. Undo that first, or merge the other way round.")
    elif (row.standing, row.country_id) != (whole.standing, whole.country_id):
        sentence = _("The two differ in standing or country, so they are not one organization.")
    elif _has_between(row, whole):
        sentence = _("Another stands between the two. Change that first.")
    if sentence is not None:
        raise Refused({"into_id": sentence})
    row.merged_into = whole
    row.revision += 1
    row.save(update_fields=["merged_into", "revision"])
    refold(whole)
    record(
        "merge_organizations",
        "organization",
        row.public_id,
        by=by,
        at=at,
        before={"merged_into": None},
        after={"merged_into": whole.public_id},
        because=reason(because),
        organization=whole,
        country=row.country,
    )


@transaction.atomic
def unmerge_organization(public_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """Undo a merge: each is again what it was, with its own people, rules and names.

    Those who keep the register, not its members. Raises NotFound, NotAllowed, Refused.
    """
    viewing = signed_in(by, at)
    row = locked(Organization, public_id)
    require_registrar(viewing, row.country.code if row.country else None)
    whole = row.merged_into
    if whole is None:
        raise Refused({"into_id": _("It is not merged.")})
    require_no_gain(viewing, row, whole)
    row.merged_into = None
    row.revision += 1
    row.save(update_fields=["merged_into", "revision"])
    refold(whole)
    refold(row)
    record(
        "unmerge_organization",
        "organization",
        row.public_id,
        by=by,
        at=at,
        before={"merged_into": whole.public_id},
        after={"merged_into": None},
        because=reason(because),
        organization=whole,
        country=row.country,
    )


@transaction.atomic
def set_parent(
    public_id: str, *, parent_id: str | None, by: User, at: dt.datetime, because: str = ""
) -> None:
    """Say what an organization is an office of, or that it is of none (None).

    Those who keep the register, not members of either: what is shared with the one is shared, by
    its label, with the other's people.
    Raises   Refused where it would stand above itself; NotFound, NotAllowed.
    """
    viewing = signed_in(by, at)
    wanted = sorted({public_id, parent_id} - {None, ""}, key=str)
    rows = {one: locked(Organization, str(one)) for one in wanted}
    row, parent = rows[public_id], rows[parent_id] if parent_id else None
    for one in rows.values():
        require_registrar(viewing, one.country.code if one.country else None)
    require_no_gain(viewing, *rows.values())
    if parent is not None and row.merged_into_id is None:
        parent = parent.merged_into or parent
    if row.merged_into_id is not None:
        raise Refused({"parent_id": _("It is merged into another; change that one.")})
    if parent is not None and row.pk in _Tree().above(parent.pk):
        raise Refused({"parent_id": _("It would stand above itself.")})
    old = row.parent.public_id if row.parent else None
    if old == (parent.public_id if parent else None):
        return
    row.parent = parent
    row.revision += 1
    row.save(update_fields=["parent", "revision"])
    record(
        "set_parent",
        "organization",
        row.public_id,
        by=by,
        at=at,
        before={"parent": old},
        after={"parent": parent.public_id if parent else None},
        because=reason(because),
        organization=row,
        country=row.country,
    )


class _Tree:
    """What belongs to what, where merged organizations count as one."""

    def __init__(self) -> None:
        rows = list(Organization.objects.values_list("pk", "parent_id", "merged_into_id"))
        self._whole = {pk: merged or pk for pk, _parent, merged in rows}
        self.parents: dict[int, set[int]] = {}
        for pk, parent, _merged in rows:
            if parent is not None:
                self.parents.setdefault(self._whole[pk], set()).add(self._whole[parent])

    def above(self, row: int) -> set[int]:
        """Return the ids of an organization and of all that stand above it."""
        found: set[int] = set()
        front = {self._whole[row]}
        while front:
            found |= front
            front = {up for one in front for up in self.parents.get(one, ())} - found
        return found


def _has_between(row: Organization, whole: Organization) -> bool:
    tree, both = _Tree(), {row.pk, whole.pk}
    nearest = {up for one in both for up in tree.parents.get(one, ())} - both
    return any(tree.above(up) & both for up in nearest)
