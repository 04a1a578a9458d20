"""One new or edited activity against a country: what a search of the whole would find of it.

A country is prepared once; what depends on all of it (how rare a word is, who is linked) is counted
again in passing, and only pairs around the one activity are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates.around import part_around
from intarsia.analysis.duplicates.findings import findings_of
from intarsia.analysis.duplicates.links import Claims, Links, claims_joined, claims_of
from intarsia.analysis.duplicates.model import Model, day_one
from intarsia.analysis.duplicates.pairs import Ground, Pairs, countries_of, united
from intarsia.analysis.duplicates.records import records_of
from intarsia.analysis.duplicates.texts import Told, told_joined, told_of
from intarsia.tables import ACTIVITY_TABLES, Picture

Ints = NDArray[Any]

_KEYED = tuple(table.name for table in ACTIVITY_TABLES)
#: Each edit that is kept leaves its table in more pieces; so many are laid together again.
_MOST_CHUNKS = 32


@dataclass(frozen=True)
class Prepared:
    """A picture whose activities can be compared one at a time.

    picture   as it was given
    model     what fields say
    least     the least probability
    told      the texts of its activities
    claims    what these state of links
    """

    picture: Picture
    model: Model
    least: float
    told: Told
    claims: Claims

    def activity(self, activity_id: str) -> Picture:
        """Return what the picture says of one activity, as tables of their own.

        Raises  KeyError where it does not hold the activity.
        """
        wanted = pa.scalar(activity_id)
        tables = {name: _parted(self.picture[name], wanted)[1] for name in _KEYED}
        if not tables["activities"].num_rows:
            raise KeyError(activity_id)
        others = {name: self.picture[name] for name in ("organizations", "places")}
        return Picture({**tables, **others}, self.picture.as_of)

    def having(self, activity: Picture) -> Prepared:
        """Return the country with one activity added, or in place of its former version.

        It stands last. Organizations that the country knows stay as they are there, and so do its
        places; rows of other activities are left out.
        Raises  ValueError where the tables hold none or several activities.
        """
        wanted = pa.scalar(_only_one(activity))
        former = pc.equal(self.picture["activities"]["activity_id"], wanted)
        kept = np.flatnonzero(~np.asarray(former.combine_chunks()).astype(bool))
        tables = {
            name: _joined(
                _parted(self.picture[name], wanted)[0], _parted(activity[name], wanted)[1]
            )
            for name in _KEYED
            if self.picture[name].num_rows or activity[name].num_rows
        }
        known, given = self.picture["organizations"], activity["organizations"]
        is_known = pc.is_in(given["organization_id"], known["organization_id"].combine_chunks())
        tables["organizations"] = pa.concat_tables([known, given.filter(pc.invert(is_known))])
        told = told_joined(self.told, told_of(activity["activities"]), kept)
        claims = claims_joined(self.claims, claims_of(activity), kept)
        return Prepared(self.picture.having(**tables), self.model, self.least, told, claims)

    def pairs_of(self, activity_id: str) -> Pairs:
        """Return the pairs that hold one activity, as `find_pairs` finds them in the picture.

        Raises  KeyError where the picture does not hold the activity.
        """
        known = records_of(self.picture, self.told)
        record = pc.index(known.ids, activity_id).as_py()
        if record < 0:
            raise KeyError(activity_id)
        links = Links(self.claims)
        parts = [
            part_around(
                Ground(known.records, which, self.model, links, self.least),
                int(np.flatnonzero(which == record)[0]),
            )
            for which in countries_of(known)
            if (which == record).any()
        ]
        return united(known, parts, self.model)


def prepare_duplicates(
    picture: Picture, *, model: Model | None = None, least: float = 0.5
) -> Prepared:
    """Return a picture whose activities can be compared one at a time.

    picture   a combined picture, its organizations settled
    model     weights of the fields; `day_one()` if left out
    least     the least probability
    """
    chosen = day_one() if model is None else model
    told = told_of(picture["activities"])
    return Prepared(picture, chosen, least, told, claims_of(picture))


def find_duplicates_of(activity: Picture, prepared: Prepared) -> pa.Table:
    """Return the FINDINGS that concern one new or edited activity.

    activity   the tables of one activity; one of its id in the country is its former version
    Returns    the rows that `find_duplicates` has of it in the country with this activity
    Raises     ValueError where the tables hold none or several activities
    Source     docs/methods/duplicates.md
    """
    changed = prepared.having(activity)
    return findings_of(changed.picture, changed.pairs_of(_only_one(activity)))


def _only_one(activity: Picture) -> str:
    ids: list[str] = activity["activities"]["activity_id"].to_pylist()
    if len(ids) != 1:
        raise ValueError(f"one activity is compared at a time; the tables hold {len(ids)}")
    return ids[0]


def _parted(table: pa.Table, activity_id: pa.Scalar) -> tuple[pa.Table, pa.Table]:
    """The rows of all other activities, and those of one; what lies together is not copied."""
    is_its = np.asarray(pc.equal(table["activity_id"], activity_id).combine_chunks())
    if not is_its.any():
        return table, table.slice(0, 0)
    edges = np.flatnonzero(np.diff(is_its.astype(np.int8), prepend=0, append=0)).tolist()
    its = list(_slices(table, edges))
    others = list(_slices(table, [0, *edges, table.num_rows]))
    return pa.concat_tables(others), pa.concat_tables(its)


def _joined(one: pa.Table, other: pa.Table) -> pa.Table:
    table = pa.concat_tables([one, other])
    return table.combine_chunks() if table.column(0).num_chunks > _MOST_CHUNKS else table


def _slices(table: pa.Table, edges: list[int]) -> Iterator[pa.Table]:
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        yield table.slice(first, last - first)
