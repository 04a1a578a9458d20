"""Who changed what, where two people changed the same report? Three pictures in, sides out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from intarsia.changes.fingerprint import field_fingerprints
from intarsia.changes.parts import Value, part, together
from intarsia.changes.rows import rows_apart
from intarsia.changes.said import Said, said_by
from intarsia.changes.stated import FIELDS
from intarsia.changes.values import Values
from intarsia.tables import Picture

#: Stands for the activity itself, where a side adds it or takes it out.
PRESENCE = "activity"


class Side(StrEnum):
    """Who changed a field."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class ThreeWayField:
    """A field that a side changed: what the base says, ours, theirs.

    name  one of `changes.FIELDS`, or "activity" where a side adds it or takes it out; its values
          are then titles, and None on a side where it is not
    side  `both`: changed alike; `conflict`: changed differently
    """

    name: str
    side: Side
    base: Value
    ours: Value
    theirs: Value


@dataclass(frozen=True)
class ThreeWayActivity:
    """An activity in which a side changed something."""

    activity_id: str
    title: str | None
    fields: tuple[ThreeWayField, ...]

    @property
    def has_conflict(self) -> bool:
        """Whether a person must choose in one of its fields."""
        return any(field.side == Side.CONFLICT for field in self.fields)


@dataclass(frozen=True)
class ThreeWay:
    """All that either side changed, in the order of the ids.

    unchanged  how many activities all three state alike
    """

    activities: tuple[ThreeWayActivity, ...]
    unchanged: int

    @property
    def conflicts(self) -> tuple[ThreeWayActivity, ...]:
        """The activities in which a person must choose."""
        return tuple(one for one in self.activities if one.has_conflict)


#: By side - base, ours, theirs - field -> what tells one wording from another; None: not there.
_Sides = tuple[Mapping[str, object] | None, ...]
_Texts = tuple[Said | None, ...]


def compare_three(
    base: Picture,
    ours: Picture,
    theirs: Picture,
    *,
    fields: Collection[str] | None = None,
) -> ThreeWay:
    """Return by activity and field which side changed it: one, both alike, or both differently.

    An activity that one side takes out and the other changes is a conflict about the activity.
    fields  as in `compare_reports`: only these, as a 3W template carries them

    >>> compare_three(Picture(), Picture(), Picture()).activities
    ()
    """
    pictures = (base, ours, theirs)
    values = Values(*pictures, carried=fields is not None)
    names = FIELDS if fields is None else tuple(name for name in FIELDS if name in fields)
    states = [_states(one, fields, values) for one in pictures]
    ids = sorted({one for state in states for one in state})
    differing = [
        one for one in ids if not states[0].get(one) == states[1].get(one) == states[2].get(one)
    ]
    said = [
        said_by(picture, [one for one in differing if one in state])
        for picture, state in zip(pictures, states, strict=True)
    ]
    activities = []
    for one in differing:
        sides = tuple(state.get(one) for state in states)
        texts = tuple(known.get(one) for known in said)
        found = _presence(sides, texts) or _fields(sides, texts, names, values)
        shown = texts[2] or texts[1] or texts[0]
        title = shown.activity["title"] if shown else None
        activities.append(ThreeWayActivity(one, title, found))
    return ThreeWay(tuple(activities), len(ids) - len(activities))


def _states(
    picture: Picture, fields: Collection[str] | None, values: Values
) -> Mapping[str, Mapping[str, object]]:
    """activity_id -> field -> what tells one wording from another."""
    if fields is None:
        return field_fingerprints(picture)
    ids = picture["activities"]["activity_id"].to_pylist()
    found = {}
    for one, said in said_by(picture, ids).items():
        texts = values.of(said)
        found[one] = {name: texts.get(name) for name in fields}
    return found


def _side(base: object, ours: object, theirs: object) -> Side | None:
    """Who changed it; None where nobody did."""
    if ours == theirs:
        return None if ours == base else Side.BOTH
    if theirs == base:
        return Side.OURS
    return Side.THEIRS if ours == base else Side.CONFLICT


def _presence(sides: _Sides, texts: _Texts) -> tuple[ThreeWayField, ...]:
    """The one field that says who added the activity or took it out; none where all have it.

    What both added differently is told field by field.
    """
    base, ours, theirs = sides
    if (ours is None) == (theirs is None) == (base is None):
        return ()
    if base is None and ours is not None and theirs is not None and ours != theirs:
        return ()
    side = _side(base, ours, theirs)
    if side is None:
        return ()
    titles = (
        None if one is None else together([part("text", text=one.activity["title"] or "…")])
        for one in texts
    )
    return (ThreeWayField(PRESENCE, side, *titles),)


def _fields(
    sides: _Sides, texts: _Texts, names: Iterable[str], values: Values
) -> tuple[ThreeWayField, ...]:
    base, ours, theirs = (side or {} for side in sides)
    said = [Said() if one is None else one for one in texts]
    spoken = [values.of(one) for one in said]
    found = []
    for name in names:
        side = _side(base.get(name), ours.get(name), theirs.get(name))
        if side is None:
            continue
        shown = [one.get(name) for one in spoken]
        if len(set(shown)) == 1:
            # The short values do not show in what they differ.
            shown = rows_apart(name, said)
        found.append(ThreeWayField(name, side, *shown))
    return tuple(found)
