"""A country's units as the library compares them, and what a set would change in them."""

from __future__ import annotations

import datetime as dt
import io
import json
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from django.db.models import Count, Max, Q, Sum

from intarsia.places import UnitChange, compare_places
from intarsia.places.codes import folded_code
from intarsia.tables import PLACES
from intarsia_site.access.models import Country
from intarsia_site.registry.models import Place, PlaceName


def standing_on(on: dt.date) -> Q:
    """Return the condition under which a unit stands on a day."""
    begun = Q(valid_from_on__isnull=True) | Q(valid_from_on__lte=on)
    return begun & (Q(valid_until_on__isnull=True) | Q(valid_until_on__gte=on))


@dataclass
class Difference:
    """What a set would change, by kind; `back` are units that had ended and are in it again."""

    new: list[UnitChange] = field(default_factory=list)
    back: list[UnitChange] = field(default_factory=list)
    renamed: list[UnitChange] = field(default_factory=list)
    moved: list[UnitChange] = field(default_factory=list)
    redrawn: list[UnitChange] = field(default_factory=list)
    gone: list[UnitChange] = field(default_factory=list)
    #: Units that are in both and the same.
    same: int = 0

    @property
    def counts(self) -> dict[str, int]:
        return {
            name: len(getattr(self, name))
            for name in ("new", "back", "renamed", "moved", "redrawn", "gone")
        }

    @property
    def is_empty(self) -> bool:
        return not any(self.counts.values())


def difference(country: Country, table: pa.Table, house_style: str) -> Difference:
    """Return what a set says otherwise than the units that are there, ended ones included."""
    before = table_of(country, house_style)
    ended = set(
        Place.objects.filter(country=country, valid_until_on__isnull=False).values_list(
            "code", flat=True
        )
    )
    changes = {one.code: one for one in compare_places(before, table)}
    found = Difference()
    for code, change in changes.items():
        if change.is_new:
            found.new.append(change)
        elif change.is_gone:
            if code not in ended:
                found.gone.append(change)
        elif code not in ended:
            for name, is_so in (
                ("renamed", change.renamed),
                ("moved", change.is_moved),
                ("redrawn", change.has_boundary),
            ):
                if is_so:
                    getattr(found, name).append(change)
    found.back = [one for one in _in_both(before, table, changes) if one.code in ended]
    touched = {one.code for one in changes.values() if not one.is_gone} | {
        one.code for one in found.back
    }
    found.same = table.num_rows - len(touched)
    return found


def _in_both(before: pa.Table, table: pa.Table, changes: dict[str, UnitChange]) -> list[UnitChange]:
    """Units of both sets, those that are the same in both too."""
    new = {folded_code(row["place_code"]): row for row in table.to_pylist()}
    return [
        changes.get(row["place_code"]) or UnitChange(row["place_code"], row, row)
        for row in before.to_pylist()
        if folded_code(row["place_code"]) in new
    ]


def table_of(country: Country, house_style: str) -> pa.Table:
    """Return every unit that was ever there as PLACES, with the names of one style that count."""
    named: dict[int, dict[str, str]] = defaultdict(dict)
    names = PlaceName.objects.filter(
        place__country=country, house_style=house_style, valid_until_on__isnull=True
    ).order_by("language", "pk")
    for pk, language, name in names.values_list("place_id", "language", "name"):
        others = named[pk]
        if language.startswith("x-other") or language in others:
            # Further names are numbered anew, so that none hides another.
            language = f"x-other{sum(one.startswith('x-other') for one in others) + 1}"
        others[language] = name
    rows = [
        {
            **dict.fromkeys(PLACES.schema.names),
            "place_code": code,
            "parent_code": parent,
            "level": level,
            "country_code": country.code,
            "name": code,
            "names": sorted(named[pk].items()) or None,
            "boundary": _wkb(boundary),
        }
        for pk, code, parent, level, boundary in Place.objects.filter(country=country).values_list(
            "pk", "code", "parent__code", "level", "boundary"
        )
    ]
    return pa.Table.from_pylist(rows, PLACES.schema)


def mark_of(country: Country) -> str:
    """Return a mark of the units that are there: where it is the same, nothing changed."""
    said = Place.objects.filter(country=country).aggregate(
        n=Count("pk"), last=Max("pk"), changed=Sum("revision")
    )
    names = PlaceName.objects.filter(place__country=country).aggregate(
        n=Count("pk"), last=Max("pk")
    )
    return "-".join(str(one or 0) for one in (*said.values(), *names.values()))


def packed_table(table: pa.Table) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def unpacked_table(content: bytes | memoryview) -> pa.Table:
    return pq.read_table(io.BytesIO(bytes(content))).cast(PLACES.schema)


def packed_json(said: Any) -> bytes:
    return zlib.compress(json.dumps(said).encode())


def unpacked_json(content: bytes | memoryview) -> Any:
    return json.loads(zlib.decompress(bytes(content)))


def geojson(boundary: bytes | None) -> Any:
    """Return a boundary as it is kept: numbers and nothing else."""
    return None if boundary is None else json.loads(shapely.to_geojson(shapely.from_wkb(boundary)))


def _wkb(drawn: Any) -> bytes | None:
    return None if drawn is None else shapely.to_wkb(shapely.from_geojson(json.dumps(drawn)))
