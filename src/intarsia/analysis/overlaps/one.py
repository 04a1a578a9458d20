"""One new or edited activity against a country: what a search of the whole would say of it.

A country is prepared once. Of it only what is in the activity's sectors, and next to them, is laid
out again with the activity in it, and searched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates import Model, Prepared, prepare_duplicates
from intarsia.analysis.duplicates.pairs import Pairs, find_pairs
from intarsia.analysis.duplicates.records import Known, taken
from intarsia.analysis.duplicates.sets import chosen
from intarsia.analysis.ground import lay_out
from intarsia.analysis.ground.sectors import sector_classes
from intarsia.analysis.overlaps.findings import findings_of
from intarsia.analysis.overlaps.search import Search
from intarsia.analysis.overlaps.titles import Frequencies, frequencies_of
from intarsia.tables import Picture

Ints = NDArray[Any]

_KEYED = ("activities", "participations", "activity_sectors", "activity_locations")


@dataclass(frozen=True)
class PreparedOverlaps:
    """A country whose activities can be compared one at a time.

    duplicates    ready to be asked what is one thing, see `prepare_duplicates`
    pairs         what is one thing, or looks alike, in it
    frequencies   how many titles have each word
    now           the day it speaks of, days since 1970
    """

    duplicates: Prepared
    pairs: Pairs
    frequencies: Frequencies
    now: int

    def activity(self, activity_id: str) -> Picture:
        """Return what the picture says of one activity, as tables of their own.

        Raises  KeyError where it does not hold the activity.
        """
        return self.duplicates.activity(activity_id)


def prepare_overlaps(picture: Picture, *, model: Model | None = None) -> PreparedOverlaps:
    """Return a country whose activities can be compared one at a time.

    picture   a combined picture, its organizations settled
    model     weights of duplicates; those of day one if left out
    """
    pairs = find_pairs(picture, model=model)
    search = Search(lay_out(picture, pairs=pairs), picture)
    return PreparedOverlaps(
        prepare_duplicates(picture, model=model),
        pairs,
        frequencies_of(picture["activities"]["title"], search.ground.units),
        search.now,
    )


def find_overlaps_of(activity: Picture, prepared: PreparedOverlaps) -> pa.Table:
    """Return the FINDINGS of overlaps that concern one new or edited activity, the first first.

    activity   the tables of one activity; one of its id in the country is its former version
    Returns    the rows that `find_overlaps` has of it, all of them, in the country with this
               activity; what the same organizations do in other sectors is not joined to them
    Raises     ValueError where the tables hold none or several activities
    Source     docs/methods/overlaps.md
    """
    changed = prepared.duplicates.having(activity)
    key = activity["activities"]["activity_id"][0].as_py()
    picture = changed.picture
    which = _in_its_sectors(picture, key)
    pairs = _pairs_in(which, key, changed.pairs_of(key), prepared.pairs)
    here = _part_of(picture, pairs.known.ids)
    search = Search(
        lay_out(here, pairs=pairs), here, frequencies=prepared.frequencies, now=prepared.now
    )
    found = [one for one in search.found() if key in search.activities_of(one.strands)]
    return findings_of(search, found)


def _in_its_sectors(picture: Picture, key: str) -> Ints:
    """Rows of the activities that can meet one: in its sectors; of one with a place, next to them.

    What is in no field of work meets nobody.
    """
    stated = picture["activity_sectors"].select(["activity_id", "sector_code"])
    classes = sector_classes()
    codes = stated["sector_code"].combine_chunks()
    place = pc.index_in(codes, classes["sector_code"].combine_chunks())
    is_work = pc.fill_null(classes["is_field_of_work"].combine_chunks().take(place), True)
    kinds = pc.if_else(is_work, codes, pa.scalar(None, pa.string()))
    located = picture["activity_locations"]
    located = located.filter(pc.equal(located["activity_id"], key))
    if pc.any(pc.equal(located["kind"], "location")).as_py():
        groups = classes["group_code"].combine_chunks().take(place)
        kinds = pc.if_else(is_work, pc.coalesce(groups, codes), pa.scalar(None, pa.string()))
    own = kinds.filter(pc.equal(stated["activity_id"], key).combine_chunks())
    beside = stated["activity_id"].combine_chunks().filter(pc.is_in(kinds, own.drop_null()))
    ids = picture["activities"]["activity_id"]
    wanted = pc.or_(pc.is_in(ids, beside), pc.equal(ids, key))
    return np.flatnonzero(np.asarray(wanted.combine_chunks()))


def _pairs_in(which: Ints, key: str, of_one: Pairs, former: Pairs) -> Pairs:
    """The pairs among some activities: those of the one as found now, the others as before."""
    known = of_one.known
    ids = known.ids
    parts = []
    for pairs, is_its in ((of_one, True), (former, False)):
        at = np.asarray(pc.fill_null(pc.index_in(pairs.known.ids, ids.take(pa.array(which))), -1))
        first, second = at[pairs.first], at[pairs.second]
        inside = (first >= 0) & (second >= 0)
        record = pc.index(pairs.known.ids, key).as_py()
        if not is_its and record >= 0:
            inside &= (pairs.first != record) & (pairs.second != record)
        parts.append((pairs.chosen(inside), first[inside], second[inside]))
    names = ("kind", "probability", "levels", "payers", "links")
    joined = {
        name: np.concatenate([getattr(pairs, name) for pairs, _, _ in parts]) for name in names
    }
    first = np.concatenate([one for _, one, _ in parts])
    second = np.concatenate([other for _, _, other in parts])
    turned = first > second
    joined["payers"] = np.where(turned, -joined["payers"], joined["payers"])
    here = Known(
        ids.take(pa.array(which)),
        taken(known.records, which),
        chosen(known.countries, which),
        known.country_codes,
    )
    return Pairs(
        here,
        np.minimum(first, second),
        np.maximum(first, second),
        bounded=[],
        left_out=0,
        repeated=0,
        model=former.model,
        **joined,
    )


def _part_of(picture: Picture, ids: pa.Array) -> Picture:
    """A picture of some of its activities, in their order."""
    tables = {name: picture[name].filter(pc.is_in(picture[name]["activity_id"], ids))
              for name in _KEYED}  # fmt: skip
    others = ("organizations", "places", "needs", "reports")
    return Picture({**tables, **{name: picture[name] for name in others}}, picture.as_of)
