"""Where is it? Files of boundaries and lists of places in, PLACES out; then points, codes and
names looked up.

`reading.py` reads them (`topojson.py`, `boundaries.py`, `lists.py`, `properties.py`), `merging.py`
makes one tree of several, `locate.py` finds points in it, `codes.py` and `names.py` find what
people write, `tree.py` goes up and down. `checking.py` says whether it is the country's own tree,
`comparing.py` what a newer set says otherwise, `simplifying.py` makes outlines for maps.
"""

from intarsia.places.aliases import PlaceAlias, read_place_aliases
from intarsia.places.checking import check_country, check_tree
from intarsia.places.comparing import Renamed, UnitChange, compare_places, levels_of, names_of
from intarsia.places.errors import PlacesError
from intarsia.places.locate import locate
from intarsia.places.reading import merge_places, places_from_rows, read_places
from intarsia.places.simplifying import simplified
from intarsia.places.tree import ancestors, children, parent_at_level, parents_at_level

__all__ = [
    "PlaceAlias",
    "PlacesError",
    "Renamed",
    "UnitChange",
    "ancestors",
    "check_country",
    "check_tree",
    "children",
    "compare_places",
    "levels_of",
    "locate",
    "merge_places",
    "names_of",
    "parent_at_level",
    "parents_at_level",
    "places_from_rows",
    "read_place_aliases",
    "read_places",
    "simplified",
]
