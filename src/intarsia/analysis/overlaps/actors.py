"""Whose work is it? For each activity the organization that reports it, and all that it names.

What one pays is no overlap with what it pays for, nor is what two report of one another: where one
of two activities names who reports the other, in any report of it, they never overlap. Two that a
third organization implements may: the two who pay it should know of each other.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates.owners import Owners
from intarsia.analysis.duplicates.sets import Sets, sets_of
from intarsia.analysis.ground import Ground

Ints = NDArray[Any]


class Actors(NamedTuple):
    """Of each activity, a row of WORKS that stands for its thing.

    owners   number of the organization that reports it; -1: not known
    named    numbers of all that it names, in whatever role and report of it
    """

    owners: Ints
    named: Sets


def actors_of(ground: Ground) -> Actors:
    """Return the organizations of each activity's thing."""
    works, parties = ground.works, ground.parties
    count = works.num_rows
    at = Owners(works["activity_id"].combine_chunks())
    things = at(works["thing_id"])
    ids = pa.concat_arrays(
        [works["owner_id"].combine_chunks(), parties["organization_id"].combine_chunks()]
    )
    numbers = np.asarray(pc.fill_null(ids.dictionary_encode().indices, -1), np.int64)
    of = things[at(parties["activity_id"])]
    return Actors(numbers[:count], sets_of(np.concatenate((things, of)), numbers, count))


@nb.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def are_related(starts: Ints, named: Ints, owners: Ints, a: int, b: int) -> bool:
    """Return whether one of two activities names who reports the other."""
    for first, second in ((a, b), (b, a)):
        for place in range(starts[first], starts[first + 1]):
            if named[place] == owners[second]:
                return True
    return False
