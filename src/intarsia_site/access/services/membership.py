"""Who belongs to an organization, and in which role: changed and ended."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia_site.access.checks import Checks, reason
from intarsia_site.access.errors import NotAllowed, NotFound
from intarsia_site.access.models import Membership, User
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.access.rights import belongs_to, manages_in, signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import record
from intarsia_site.access.spans import end


@transaction.atomic
def change_role(
    membership_id: str, *, role: str, by: User, at: dt.datetime, because: str = ""
) -> None:
    """Give a member another role; managers of the organization there, and administrators.

    Nobody changes their own. It counts from the person's next request.
    Raises   NotFound, also for who may not know of the membership; NotAllowed, Refused.
    """
    viewing = signed_in(by, at)
    row = _current(membership_id, viewing, at)
    _require_manager(row, viewing)
    if row.user_id == by.pk:
        raise NotAllowed(_("Nobody changes their own role. Ask another manager."))
    checks = Checks()
    role = checks.one_of("role", role, Membership.Role.values)
    checks.settle()
    if role == row.role:
        return
    old, row.role = row.role, role
    row.save(update_fields=["role"])
    _record("change_role", row, by, at, because, {"role": old}, {"role": role})


@transaction.atomic
def end_membership(membership_id: str, *, by: User, at: dt.datetime, because: str = "") -> None:
    """End a membership; the person themselves, managers there, and administrators.

    From that moment the person sees nothing more through the organization.
    Raises   NotFound, also for who may not know of the membership; NotAllowed.
    """
    viewing = signed_in(by, at)
    row = _current(membership_id, viewing, at)
    if row.user_id != by.pk:
        _require_manager(row, viewing)
    role = row.role
    end(row, at)
    _record("end_membership", row, by, at, because, {"role": role}, {"role": None})


def _current(membership_id: str, viewing: Viewing, at: dt.datetime) -> Membership:
    row = locked(Membership, membership_id)
    if row.until_at is not None and row.until_at <= at:
        raise NotFound
    is_mine = row.user_id == viewing.user_id
    knows = is_mine or belongs_to(viewing, row.organization)
    if not knows and not viewing.viewer.is_administrator:
        raise NotFound
    return row


def _require_manager(row: Membership, viewing: Viewing) -> None:
    where = row.country.code if row.country else None
    if not viewing.viewer.is_administrator and not manages_in(viewing, row.organization, where):
        raise NotAllowed(_("Only the organization's managers and administrators do this."))


def _record(
    verb: str,
    row: Membership,
    by: User,
    at: dt.datetime,
    because: str,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    record(
        verb,
        "membership",
        row.public_id,
        by=by,
        at=at,
        before={"person": row.user.audit_key, **before},
        after={"person": row.user.audit_key, **after},
        because=reason(because),
        organization=row.organization,
        country=row.country,
    )
