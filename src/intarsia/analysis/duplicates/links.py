"""Which activities do the sources themselves link? A picture in, pairs of records out."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.tables import Picture

Ints = NDArray[Any]


class Link(IntEnum):
    """What a source says that two activities are to each other."""

    NONE = 0
    PAYS = 1
    PART = 2
    SIBLING = 3
    SAME = 4


#: Kinds of ACTIVITY_LINKS: what they mean, and whether the activity that states the link is the
#: first (it pays, it is the whole) or the second.
_KINDS = {
    "receiver": (Link.PAYS, True),
    "provider": (Link.PAYS, False),
    "child": (Link.PART, True),
    "parent": (Link.PART, False),
    "sibling": (Link.SIBLING, True),
    "co-funded": (Link.SAME, True),
    "third party": (Link.SAME, True),
}


def stated_links(picture: Picture) -> tuple[Ints, Ints, Ints]:
    """Return the links between activities of the picture: first record, second record, Link.

    Of PAYS the first pays the second; of PART the first is the whole. A link to an activity that
    the picture does not hold is left out, and so is one to itself.
    """
    activities = picture["activities"]
    links = picture["activity_links"]
    own = _index(links["activity_id"], activities["activity_id"])
    others = _index(_compared(links["other_activity_id"]), _compared(activities["identifier"]))
    kinds = [_KINDS.get(kind, (Link.NONE, True)) for kind in links["kind"].to_pylist()]
    link = np.array([int(one) for one, _ in kinds], np.int8)
    is_first = np.array([first for _, first in kinds], bool)
    named = picture["participations"].select(["activity_id", "role", "other_activity_id"])
    named = named.filter(pc.is_valid(named["other_activity_id"]))
    roles = named["role"]
    funding = _flags(pc.equal(roles, "funding"))
    implementing = _flags(pc.is_in(roles, pa.array(["implementing", "extending"])))
    own = np.concatenate((own, _index(named["activity_id"], activities["activity_id"])))
    others = np.concatenate(
        (others, _index(_compared(named["other_activity_id"]), _compared(activities["identifier"])))
    )
    link = np.concatenate((link, np.where(funding | implementing, Link.PAYS, Link.NONE)))
    is_first = np.concatenate((is_first, implementing))
    kept = (own >= 0) & (others >= 0) & (own != others) & (link != Link.NONE)
    own, others, is_first = own[kept], others[kept], is_first[kept]
    return np.where(is_first, own, others), np.where(is_first, others, own), link[kept]


def _compared(ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """Identifiers in the form in which they are compared: case, spaces and strokes do not count."""
    return pc.replace_substring_regex(pc.utf8_upper(ids), r"[\s/_\\-]+", "-")


def _index(wanted: pa.ChunkedArray, among: pa.ChunkedArray) -> Ints:
    whole = among.combine_chunks() if isinstance(among, pa.ChunkedArray) else among
    found = pc.index_in(wanted, whole, skip_nulls=True)
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return np.asarray(pc.fill_null(found, -1), np.int64)


def _flags(values: pa.ChunkedArray) -> NDArray[np.bool_]:
    return np.asarray(pc.fill_null(values, False).combine_chunks()).astype(bool)
