"""How is it drawn? Tables go in, geometry in whole units comes out; no HTML, no colour names.

`steps` divides figures into five, `place_map` draws boundaries, `inlay` lays tiles, `timeline`
sets bars and a line.
"""

from intarsia.charts.inlay import Inlay, Tile, inlay
from intarsia.charts.place_map import MapLabel, MapUnit, PlaceMap, place_map
from intarsia.charts.steps import Steps, five_steps
from intarsia.charts.timeline import Timeline, timeline

__all__ = [
    "Inlay",
    "MapLabel",
    "MapUnit",
    "PlaceMap",
    "Steps",
    "Tile",
    "Timeline",
    "five_steps",
    "inlay",
    "place_map",
    "timeline",
]
