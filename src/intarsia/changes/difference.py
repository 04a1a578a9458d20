"""What a comparison of two readings comes to: what is new, gone, changed; kept as short JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intarsia.changes.parts import Value, value_from_json, value_to_json

#: Raised where the stored form changes; a newer one is refused.
_FORM = 2
#: Form 1 kept each value as an English text: it is read as that text.
_READ = (1, 2)


@dataclass(frozen=True)
class ChangedField:
    """One field of an activity; None where it is not stated. `say_value` says it in a language.

    `name` is one of `changes.FIELDS`. Of fields that have many rows, only the rows that differ.
    """

    name: str
    before: Value
    after: Value


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
    '{"form":2,"new":["B"],"gone":[],"changed":[],"unchanged":2}'
    """
    changed = [[one.activity_id, one.title, _fields(one)] for one in difference.changed]
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
    if not isinstance(given, Mapping) or given.get("form") not in _READ:
        raise ValueError(f"This is no difference of form {_FORM} or an earlier one.")
    changed = tuple(
        ChangedActivity(activity_id, title, tuple(_field(*field) for field in fields))
        for activity_id, title, fields in given["changed"]
    )
    return Difference(tuple(given["new"]), tuple(given["gone"]), changed, given["unchanged"])


def _fields(one: ChangedActivity) -> list[list[Any]]:
    return [[f.name, value_to_json(f.before), value_to_json(f.after)] for f in one.fields]


def _field(name: str, before: Any, after: Any) -> ChangedField:
    return ChangedField(name, value_from_json(before), value_from_json(after))
