"""What is so after a template came back, where its source may have moved on? Three pictures in, one
out, with the fields in which two people differ.

A template that came back says what its sender changed, and nothing about the rest. So it is laid
over what is so now, never put in its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from intarsia.changes.returned import restore_untouched
from intarsia.changes.stated import TEMPLATE_FIELDS
from intarsia.changes.three_ways import PRESENCE, Side, ThreeWay, compare_three
from intarsia.readers.template import ReturnedTemplate
from intarsia.tables import ACTIVITY_TABLES, Picture

#: Activity id -> field -> whose wording a person chose.
Chosen = Mapping[str, Mapping[str, Side]]
#: Where a row stood in the file of before; in the one that came back it stands nowhere.
_PLACE = ("sheet", "row", "xpath")


@dataclass(frozen=True)
class MergedTemplate:
    """A template laid over what is so now.

    picture    what is so now, with what its sender changed
    three_way  what either side changed since the template was written
    undecided  (activity id, field) of conflicts that nobody decided yet: they say what is so now
    gone       ids of rows taken out of the template that are still so: each is to be asked about
    """

    picture: Picture
    three_way: ThreeWay
    undecided: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]


@dataclass(frozen=True)
class _Sides:
    """Whose change each field is, and what was decided where both changed it."""

    three_way: ThreeWay
    chosen: Chosen
    sides: Mapping[str, Mapping[str, Side]] = field(init=False)

    def __post_init__(self) -> None:
        sides = {
            one.activity_id: {changed.name: changed.side for changed in one.fields}
            for one in self.three_way.activities
        }
        object.__setattr__(self, "sides", sides)

    def is_conflict(self, activity_id: str, name: str) -> bool:
        return self.sides.get(activity_id, {}).get(name) is Side.CONFLICT

    def is_theirs(self, activity_id: str, name: str) -> bool:
        """Whether the template's wording counts."""
        if self.is_conflict(activity_id, name):
            return self.chosen.get(activity_id, {}).get(name) is Side.THEIRS
        return True

    def undecided(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (activity_id, name)
            for activity_id, fields in self.sides.items()
            for name in fields
            if self.is_conflict(activity_id, name) and name not in self.chosen.get(activity_id, {})
        )


def merge_template(
    returned: Picture,
    template: ReturnedTemplate,
    *,
    base: Picture,
    current: Picture,
    chosen: Chosen | None = None,
    withdrawn: Collection[str] = (),
) -> MergedTemplate:
    """Return what is so now with what the sender of a template changed in it.

    returned   the picture of the template, as `normalize_report` gives it
    template   as the reading of the template has it
    base       the picture that it was written from; it may have held more rows than the template
    current    what is so now: the same picture, or what came after it
    chosen     by activity and field, where both changed it differently: `ours` is what is so now,
               `theirs` what the template says. Without, what is so now stays.
    withdrawn  of the rows that were taken out of the template, those that are no longer so. Others
               stay: deleting a row in a spreadsheet may have been a slip.

    Activities that were not in the template, fields that it cannot carry and cells that nobody
    touched are as they are now. Where nobody changed anything, so is the whole picture.
    """
    completed = restore_untouched(returned, base, template)
    theirs = _together(completed, base)
    three_way = compare_three(base, current, theirs, fields=TEMPLATE_FIELDS)
    sides = _Sides(three_way, chosen or {})
    now, back = _ids(current), _ids(returned)
    touched = _touched(template, sides, now & back)
    laid = restore_untouched(
        _only(returned, touched.keys() | (back - now - template.prefilled.keys())),
        current,
        replace(template, touched=touched),
    )
    # What is withdrawn now, and was changed in the template: only where somebody chose so.
    again = _only(completed, [one for one in back - now if _is_back(one, template, sides)])
    gone = tuple(one for one in template.gone if one in now)
    stays = _elsewhere(_only(current, now - touched.keys() - (set(withdrawn) & set(gone))), laid)
    merged = _together(_together(laid, again), stays)
    return MergedTemplate(merged, three_way, sides.undecided(), gone)


def _touched(
    template: ReturnedTemplate, sides: _Sides, ids: Collection[str]
) -> dict[str, frozenset[str]]:
    """The fields that are taken from the template, by activity; of one that both added, those that
    differ."""
    return {
        one: frozenset(
            name
            for name in template.touched.get(one, sides.sides.get(one, {}))
            if sides.is_theirs(one, name)
        )
        for one in ids
    }


def _is_back(activity_id: str, template: ReturnedTemplate, sides: _Sides) -> bool:
    return (
        activity_id in template.prefilled
        and sides.is_conflict(activity_id, PRESENCE)
        and sides.is_theirs(activity_id, PRESENCE)
    )


def _ids(picture: Picture) -> set[str]:
    return set(picture["activities"]["activity_id"].to_pylist())


def _only(picture: Picture, ids: Iterable[str]) -> Picture:
    """The picture with these activities only."""
    wanted = pa.array(sorted(ids), pa.string())
    return picture.having(
        **{
            spec.name: table.filter(pc.is_in(table["activity_id"], wanted))
            for spec in ACTIVITY_TABLES
            for table in [picture[spec.name]]
        }
    )


def _together(first: Picture, other: Picture) -> Picture:
    """The first picture, and the activities of the other that it does not have."""
    more = _only(other, _ids(other) - _ids(first))
    tables = {
        spec.name: pa.concat_tables([first[spec.name], more[spec.name]]).combine_chunks()
        for spec in ACTIVITY_TABLES
    }
    known = pa.array(first["organizations"]["organization_id"].to_pylist(), pa.string())
    names = other["organizations"]
    missing = names.filter(pc.invert(pc.is_in(names["organization_id"], known)))
    return first.having(**tables, organizations=pa.concat_tables([first["organizations"], missing]))


def _elsewhere(picture: Picture, other: Picture) -> Picture:
    """The picture with activities that stand in no row of the other's report."""
    reports = other["reports"]
    if reports.num_rows != 1:
        return picture
    table = picture["activities"]
    said = {name: reports[name][0].as_py() for name in ("report_id", "file")}
    for name in ("report_id", "file", *_PLACE):
        at = table.schema.get_field_index(name)
        of_type = table.schema.field(at)
        values = pa.array([said.get(name)] * table.num_rows, of_type.type)
        table = table.set_column(at, of_type, values)
    return picture.having(activities=table)
