"""What is new, gone and changed between two readings? Two pictures in, a difference out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from intarsia.changes.difference import ChangedActivity, ChangedField, Difference
from intarsia.changes.fingerprint import field_fingerprints
from intarsia.changes.rows import rows_apart
from intarsia.changes.said import Said, said_by
from intarsia.changes.stated import FIELDS, TOTALS
from intarsia.changes.values import Values
from intarsia.tables import Picture


def compare_reports(
    before: Picture,
    after: Picture,
    *,
    fields: Collection[str] | None = None,
) -> Difference:
    """Return what is new, gone and changed from one picture to the other, activity by activity.

    Without `fields`, an activity has changed where its fingerprint has; which fields it says
    otherwise is shown beside. With `fields`, it has changed where one of these reads otherwise in
    the form in which a 3W template carries them (`TEMPLATE_FIELDS`): sectors without shares,
    places without points, one amount of money; nothing else is looked at.

    What a field says is a code with its data; `say_value` says it in a language.

    Raises   ValueError for a field that is none of `FIELDS`.
    Source   docs/methods/changes.md

    >>> bool(compare_reports(Picture(), Picture()))
    False
    """
    if unknown := set(fields or ()) - set(FIELDS):
        raise ValueError(f"There is no field {', '.join(sorted(unknown))}.")
    old, new = _ids(before), _ids(after)
    both = old & new
    if fields is None:
        was, is_now = field_fingerprints(before), field_fingerprints(after)
        differing = {
            one: _differing(was[one], is_now[one]) for one in both if was[one] != is_now[one]
        }
        changed = _changed(before, after, differing, Values(before, after))
    else:
        changed = _changed_as_carried(before, after, both, fields)
    return Difference(
        tuple(sorted(new - old)),
        tuple(sorted(old - new)),
        changed,
        len(both) - len(changed),
    )


def _differing(was: Mapping[str, str], is_now: Mapping[str, str]) -> list[str]:
    """Return the fields whose fingerprints differ, in the order of FIELDS."""
    return [field for field in FIELDS if was.get(field) != is_now.get(field)]


def _ids(picture: Picture) -> set[str]:
    return set(picture["activities"]["activity_id"].to_pylist())


def _changed(
    before: Picture, after: Picture, differing: Mapping[str, Sequence[str]], values: Values
) -> tuple[ChangedActivity, ...]:
    ids = sorted(differing)
    was, is_now = said_by(before, ids), said_by(after, ids)
    return tuple(
        ChangedActivity(
            one,
            is_now[one].activity["title"],
            _with_totals(differing[one], was[one], is_now[one], values),
        )
        for one in ids
    )


def _with_totals(
    names: Sequence[str], was: Said, is_now: Said, values: Values
) -> tuple[ChangedField, ...]:
    """The fields that differ, row by row where their values are alike; and the totals with them."""
    before, after = values.of(was), values.of(is_now)
    found = {}
    for name in names:
        old, new = before.get(name), after.get(name)
        if old == new:
            old, new = rows_apart(name, (was, is_now))
        found[name] = ChangedField(name, old, new)
    if "budgets" in found or "transactions" in found:
        totals = (ChangedField(name, before[name], after[name]) for name in TOTALS)
        found |= {one.name: one for one in totals if one.before != one.after}
    return tuple(found[name] for name in FIELDS if name in found)


def _changed_as_carried(
    before: Picture, after: Picture, ids: Collection[str], fields: Collection[str]
) -> tuple[ChangedActivity, ...]:
    values = Values(before, after, carried=True)
    was, is_now = said_by(before, ids), said_by(after, ids)
    changed = []
    for one in sorted(ids):
        old, new = values.of(was[one]), values.of(is_now[one])
        differing = tuple(
            ChangedField(name, old.get(name), new.get(name))
            for name in FIELDS
            if name in fields and old.get(name) != new.get(name)
        )
        if differing:
            changed.append(ChangedActivity(one, is_now[one].activity["title"], differing))
    return tuple(changed)
