"""Arvenia's regions and districts, with names in English, French and Russian."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pyarrow as pa
import shapely

from intarsia.examples.geography import write_places
from intarsia.places import read_places
from intarsia_site.access.models import Country
from intarsia_site.registry.models import Place, PlaceName


def load_places(country: Country) -> pa.Table:
    """Write the country's units and their names; return them as a PLACES table."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "places.geojson"
        write_places(file)
        table = read_places(file, country=country.code)
    made: dict[str, Place] = {}
    names = []
    for row in sorted(table.to_pylist(), key=lambda one: one["level"]):
        place = Place.objects.create(
            country=country,
            code=row["place_code"],
            level=row["level"],
            parent=made.get(row["parent_code"]),
            boundary=_geojson(row["boundary"]),
        )
        made[row["place_code"]] = place
        names += [
            PlaceName(place=place, name=name, language=language) for language, name in row["names"]
        ]
    PlaceName.objects.bulk_create(names)
    return table


def _geojson(boundary: bytes | None) -> dict[str, object] | None:
    if boundary is None:
        return None
    drawn: dict[str, object] = json.loads(shapely.to_geojson(shapely.from_wkb(boundary)))
    return drawn
