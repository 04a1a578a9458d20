"""What a comparison of two readings comes to: what is new, gone, changed; kept as short JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Raised where the stored form changes; a newer one is refused.
_FORM = 1


@dataclass(frozen=True)
class ChangedField:
    """One field of an activity, as people read it; None where it is not stated.

    `name` is one of `changes.FIELDS`.
    """

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ChangedActivity:
    """An activity that both reports state, and not alike."""

    activity_id: str
    title: str | None
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True)
class Difference:
    """What is new, gone and changed from one reading to the next, in the order of the ids.

    new, gone  activity ids that only the later, only the earlier one states
    unchanged  how many activities both state alike
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[ChangedActivity, ...]
    unchanged: int

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.gone or self.changed)

    def summary(self) -> dict[str, Any]:
        """Return counts: new, gone, changed, unchanged, and changed activities by field.

        >>> Difference(("B",), (), (), 2).summary()
        {'new': 1, 'gone': 0, 'changed': 0, 'unchanged': 2, 'fields': {}}
        """
        fields = Counter(field.name for one in self.changed for field in one.fields)
        return {
            "new": len(self.new),
            "gone": len(self.gone),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "fields": dict(sorted(fields.items())),
        }


def difference_to_json(difference: Difference) -> str:
    """Return a difference as short JSON, to be stored.

    >>> difference_to_json(Difference(("B",), (), (), 2))
    '{"form":1,"new":["B"],"gone":[],"changed":[],"unchanged":2}'
    """
    changed = [
        [one.activity_id, one.title, [[f.name, f.before, f.after] for f in one.fields]]
        for one in difference.changed
    ]
    kept = {
        "form": _FORM,
        "new": difference.new,
        "gone": difference.gone,
        "changed": changed,
        "unchanged": difference.unchanged,
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def difference_from_json(kept: str | Mapping[str, Any]) -> Difference:
    """Return the difference that `difference_to_json` wrote, from its text or from its object.

    Raises  ValueError where it is none, or of a newer form.
    """
    given = json.loads(kept) if isinstance(kept, str) else kept
    if not isinstance(given, Mapping) or given.get("form") != _FORM:
        raise ValueError(f"This is no difference of form {_FORM}.")
    changed = tuple(
        ChangedActivity(activity_id, title, tuple(ChangedField(*field) for field in fields))
        for activity_id, title, fields in given["changed"]
    )
    return Difference(tuple(given["new"]), tuple(given["gone"]), changed, given["unchanged"])
