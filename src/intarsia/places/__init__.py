"""Where is it? Files of administrative boundaries in, PLACES out; then points and units looked up.

`geojson.py` with `properties.py` reads them, `locate.py` finds points in them, `tree.py` goes up
and down the administrative tree.
"""

from intarsia.places.geojson import PlacesError, read_places
from intarsia.places.locate import locate
from intarsia.places.tree import children, parent_at_level, parents_at_level

__all__ = [
    "PlacesError",
    "children",
    "locate",
    "parent_at_level",
    "parents_at_level",
    "read_places",
]
