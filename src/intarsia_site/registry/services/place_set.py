"""Boundaries and P-codes of a country come in, count from a day on, or are taken back.

No unit is deleted: records and reports point at units by code. One that is gone ends by date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intarsia.places import UnitChange, names_of
from intarsia.places.codes import folded_code
from intarsia_site.access.checks import reason
from intarsia_site.access.errors import NotAllowed, NotFound, Refused
from intarsia_site.access.models import Country, User
from intarsia_site.access.rights import is_registrar, signed_in
from intarsia_site.access.rows import locked
from intarsia_site.access.services.audit import record
from intarsia_site.registry.models import Place, PlaceName, PlaceSet
from intarsia_site.registry.place_files import ReadPlaces
from intarsia_site.registry.place_rows import (
    Difference,
    difference,
    geojson,
    mark_of,
    packed_json,
    packed_table,
    unpacked_json,
    unpacked_table,
)

State = PlaceSet.State
_DAY = dt.timedelta(days=1)


@transaction.atomic
def receive_places(
    country_code: str,
    read: ReadPlaces,
    *,
    house_style: str,
    counts_from_on: dt.date,
    by: User | None,
    at: dt.datetime,
) -> str:
    """Keep what files say until somebody has looked at the difference; return its public id.

    Administrators, and the country's curators. The same files sent again while they wait are the
    same set; another set that waits for the country is left alone from now on.
    by       None: the command line
    Raises   NotFound, NotAllowed, Refused.
    """
    country = _country_to_change(country_code, by, at)
    _look_at(country, house_style, counts_from_on, at)
    waiting = PlaceSet.objects.filter(country=country, state=State.WAITING)
    again = waiting.filter(
        sha256=read.sha256, house_style=house_style, counts_from_on=counts_from_on
    ).first()
    if again is not None:
        return again.public_id
    waiting.update(state=State.DROPPED, content=None, decided_at=at)
    made = _kept(country, read, house_style, counts_from_on, by, at)
    record(
        "receive_places", "place_set", made.public_id, by=by, at=at, country=country,
        after={"files": _names(made), "sha256": made.sha256},
    )  # fmt: skip
    return made.public_id


@transaction.atomic
def use_places(
    set_id: str, *, mark: str, by: User | None, at: dt.datetime, because: str = ""
) -> dict[str, int]:
    """Let a set count: all of it or nothing. Returns how many units changed, by kind.

    Administrators, and the country's curators.
    mark     of the units as they were when the difference was shown
    Raises   NotFound, NotAllowed; Refused where the set is decided already, or the units are others
             by now: look at the difference again.
    """
    row, country = _to_decide(set_id, by, at)
    if row.state != State.WAITING or row.content is None:
        raise Refused({}, _("This set is decided already. Send the files again."))
    if mark != mark_of(country):
        raise Refused({}, _("The places changed meanwhile. Look at the difference again."))
    _look_at(country, row.house_style, row.counts_from_on, at)
    counts = _used(row, country, at)
    record(
        "use_places", "place_set", row.public_id, by=by, at=at, country=country,
        after={"files": _names(row), **_said(counts)}, because=reason(because),
    )  # fmt: skip
    return counts


@transaction.atomic
def put_places(
    country_code: str,
    read: ReadPlaces,
    *,
    house_style: str,
    counts_from_on: dt.date,
    by: User | None,
    at: dt.datetime,
    because: str = "",
) -> dict[str, int]:
    """Let files count at once; returns how many units changed, by kind. Nothing new: nothing done.

    Administrators, and the country's curators: on the first page and on the command line, where
    the difference is looked at before, or there is none to look at.
    by       None: the command line
    Raises   NotFound, NotAllowed, Refused.
    """
    country = _country_to_change(country_code, by, at)
    _look_at(country, house_style, counts_from_on, at)
    if difference(country, read.table, house_style).is_empty:
        return {}
    row = _kept(country, read, house_style, counts_from_on, by, at)
    counts = _used(row, country, at)
    record(
        "use_places", "place_set", row.public_id, by=by, at=at, country=country,
        after={"files": _names(row), **_said(counts)}, because=reason(because),
    )  # fmt: skip
    return counts


@transaction.atomic
def drop_places(set_id: str, *, by: User | None, at: dt.datetime) -> None:
    """Leave a set that waits alone; nothing of it counts. Who may use it may drop it."""
    row, country = _to_decide(set_id, by, at)
    if row.state != State.WAITING:
        raise Refused({}, _("This set is decided already. Send the files again."))
    row.state, row.content, row.decided_at = State.DROPPED, None, at
    row.save()
    record("drop_places", "place_set", row.public_id, by=by, at=at, country=country)


@transaction.atomic
def take_places_back(set_id: str, *, by: User | None, at: dt.datetime, because: str = "") -> None:
    """Put units back as they were before a set; those it brought stay, as never having counted.

    Administrators, and the country's curators; the last set that counts only.
    Raises   NotFound, NotAllowed, Refused.
    """
    row, country = _to_decide(set_id, by, at)
    last = PlaceSet.objects.filter(country=country, state=State.USED).order_by("-decided_at", "-pk")
    if row.state != State.USED or row.before is None or last.first() != row:
        raise Refused({}, _("Only the last set that counts is taken back."))
    before = unpacked_json(row.before)
    for was in before["units"]:
        unit = Place.objects.get(pk=was.pop("pk"))
        for name, value in was.items():
            setattr(unit, name, _value(name, value))
        unit.revision += 1
        unit.save()
    made = Place.objects.filter(pk__in=before["made"])
    for unit in made:
        unit.valid_from_on, unit.valid_until_on = row.counts_from_on, row.counts_from_on - _DAY
        unit.revision += 1
        unit.save(update_fields=["valid_from_on", "valid_until_on", "revision"])
    PlaceName.objects.filter(pk__in=before["names_made"]).delete()
    PlaceName.objects.filter(pk__in=before["names_ended"]).update(valid_until_on=None)
    row.state, row.before, row.decided_at = State.TAKEN_BACK, None, at
    row.save()
    record(
        "take_places_back", "place_set", row.public_id, by=by, at=at, country=country,
        before=_said(row.counts), because=reason(because),
    )  # fmt: skip


def _country_to_change(country_code: str, by: User | None, at: dt.datetime) -> Country:
    """Return the country, whose places nobody else changes meanwhile."""
    country = Country.objects.select_for_update().filter(code=country_code).first()
    if country is None:
        raise NotFound
    if by is not None and not is_registrar(signed_in(by, at), country.code):
        raise NotAllowed(_("Only the country’s curators and administrators change its places."))
    return country


def _to_decide(set_id: str, by: User | None, at: dt.datetime) -> tuple[PlaceSet, Country]:
    row = locked(PlaceSet, set_id)
    try:
        return row, _country_to_change(row.country.code, by, at)
    except NotAllowed:
        raise NotFound from None


def _look_at(country: Country, house_style: str, on: dt.date, at: dt.datetime) -> None:
    wrong = {}
    if house_style not in ("", *Country.HouseStyle.values):
        wrong["house_style"] = _("Choose one from the list.")
    if on > at.date() + _DAY:
        wrong["counts_from_on"] = _("It counts from a day that has come.")
    last = PlaceSet.objects.filter(country=country, state=State.USED).order_by("-counts_from_on")
    newest = last.values_list("counts_from_on", flat=True).first()
    if newest is not None and on < newest:
        said = _("The set before counts from %(day)s: choose that day or a later one.")
        wrong["counts_from_on"] = said % {"day": newest.isoformat()}
    if wrong:
        raise Refused(wrong)


def _kept(
    country: Country, read: ReadPlaces, house_style: str, on: dt.date,
    by: User | None, at: dt.datetime,
) -> PlaceSet:  # fmt: skip
    return PlaceSet.objects.create(
        country=country,
        house_style=house_style,
        counts_from_on=on,
        sha256=read.sha256,
        files=read.files,
        problems=read.problems,
        content=packed_table(read.table),
        created_at=at,
        created_by=by,
    )


def _names(row: PlaceSet) -> list[str]:
    return [one["name"] for one in row.files]


def _said(counts: dict[str, int]) -> dict[str, int]:
    return {f"units_{name}": count for name, count in counts.items() if count}


def _used(row: PlaceSet, country: Country, at: dt.datetime) -> dict[str, int]:
    found = difference(country, unpacked_table(row.content or b""), row.house_style)
    if found.is_empty:
        raise Refused({}, _("Nothing would change: these places are here already."))
    row.before = packed_json(_Change(country, row).carried_out(found))
    row.state, row.content, row.counts, row.decided_at = State.USED, None, found.counts, at
    row.save()
    return found.counts


class _Change:
    """One set becoming so; remembers what was so before."""

    def __init__(self, country: Country, row: PlaceSet) -> None:
        self.country, self.on, self.style = country, row.counts_from_on, row.house_style
        self.units = {folded_code(one.code): one for one in Place.objects.filter(country=country)}
        # The first places of a country were always so.
        is_first = all(one.valid_until_on is not None for one in self.units.values())
        self.begins = None if is_first else self.on
        self.before: dict[str, Any] = {
            "units": [], "made": [], "names_made": [], "names_ended": [],
        }  # fmt: skip
        self._held: set[int] = set()

    def carried_out(self, found: Difference) -> dict[str, Any]:
        self._make(found.new)
        changed = {one.code: one for one in (*found.renamed, *found.moved, *found.redrawn)}
        for change in found.back:
            unit = self._hold(change.code)
            unit.valid_from_on, unit.valid_until_on = self.begins, None
        for change in (*found.back, *changed.values()):
            self._write(change)
        for change in found.gone:
            self._hold(change.code).valid_until_on = self.on - _DAY
        for unit in self.units.values():
            if unit.pk in self._held:
                unit.revision += 1
                unit.save()
        return self.before

    def _make(self, new: Iterable[UnitChange]) -> None:
        """Make new units, the coarser ones first; their names begin with them."""
        rows = sorted((one.after for one in new if one.after), key=lambda one: one["level"])
        names = []
        for level in sorted({row["level"] for row in rows}):
            made = Place.objects.bulk_create(
                [self._unit(row) for row in rows if row["level"] == level], batch_size=500
            )
            self.units |= {folded_code(one.code): one for one in made}
            self.before["made"] += [one.pk for one in made]
        for row in rows:
            place = self.units[folded_code(row["place_code"])]
            names += [
                PlaceName(place=place, name=name, language=language, house_style=self.style)
                for language, name in names_of(row)
            ]
        PlaceName.objects.bulk_create(names, batch_size=500)

    def _unit(self, row: Any) -> Place:
        return Place(
            country=self.country,
            code=row["place_code"],
            level=row["level"],
            parent=self._parent(row),
            boundary=geojson(row["boundary"]),
            valid_from_on=self.begins,
        )

    def _parent(self, row: Any) -> Place | None:
        return self.units.get(folded_code(row["parent_code"])) if row["parent_code"] else None

    def _hold(self, code: str) -> Place:
        """Return a unit that is about to change, and remember what it was."""
        unit = self.units[folded_code(code)]
        if unit.pk not in self._held:
            self._held.add(unit.pk)
            self.before["units"].append(
                {
                    "pk": unit.pk,
                    "level": unit.level,
                    "parent_id": unit.parent_id,
                    "boundary": unit.boundary,
                    "valid_from_on": _text(unit.valid_from_on),
                    "valid_until_on": _text(unit.valid_until_on),
                }
            )
        return unit

    def _write(self, change: UnitChange) -> None:
        if change.after is None:
            return
        unit = self._hold(change.code)
        if change.is_moved:
            unit.level, unit.parent = change.after["level"], self._parent(change.after)
        if change.has_boundary:
            unit.boundary = geojson(change.after["boundary"])
        for one in change.renamed:
            begins = None
            if one.before is not None:
                begins = self.on
                old = PlaceName.objects.filter(
                    place=unit, language=one.language, house_style=self.style, name=one.before,
                    valid_until_on__isnull=True,
                )  # fmt: skip
                self.before["names_ended"] += list(old.values_list("pk", flat=True))
                old.update(valid_until_on=self.on - _DAY)
            made = PlaceName.objects.create(
                place=unit, name=one.after, language=one.language, house_style=self.style,
                valid_from_on=begins,
            )  # fmt: skip
            self.before["names_made"].append(made.pk)


def _text(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _value(name: str, value: Any) -> Any:
    is_day = name.startswith("valid_") and value is not None
    return dt.date.fromisoformat(value) if is_day else value
