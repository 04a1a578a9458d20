"""Where is it? Files of boundaries and lists of places in, PLACES out; then points, codes and
names looked up.

`reading.py` reads them (`topojson.py`, `boundaries.py`, `lists.py`, `properties.py`), `merging.py`
makes one tree of several, `locate.py` finds points in it, `codes.py` and `names.py` find what
people write, `tree.py` goes up and down.
"""

from intarsia.places.aliases import PlaceAlias, read_place_aliases
from intarsia.places.errors import PlacesError
from intarsia.places.locate import locate
from intarsia.places.reading import merge_places, places_from_rows, read_places
from intarsia.places.tree import children, parent_at_level, parents_at_level

__all__ = [
    "PlaceAlias",
    "PlacesError",
    "children",
    "locate",
    "merge_places",
    "parent_at_level",
    "parents_at_level",
    "places_from_rows",
    "read_place_aliases",
    "read_places",
]
