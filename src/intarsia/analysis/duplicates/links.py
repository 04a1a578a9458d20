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
    the picture does not hold is left out, and so is one to an activity's own identifier. Where
    several activities have the identifier it leads to all of them if one organization reports
    them; else to those of the organization that the link names; else nowhere: which one is meant
    is not known.
    """
    activities = picture["activities"]
    links = picture["activity_links"]
    own = _index(links["activity_id"], activities["activity_id"])
    stated = compared_ids(links["other_activity_id"])
    kinds = [_KINDS.get(kind, (Link.NONE, True)) for kind in links["kind"].to_pylist()]
    link = np.array([int(one) for one, _ in kinds], np.int8)
    is_first = np.array([first for _, first in kinds], bool)
    named = picture["participations"]
    named = named.filter(pc.is_valid(named["other_activity_id"]))
    roles = named["role"]
    funding = _flags(pc.equal(roles, "funding"))
    implementing = _flags(pc.is_in(roles, pa.array(["implementing", "extending"])))
    own = np.concatenate((own, _index(named["activity_id"], activities["activity_id"])))
    stated = pa.chunked_array(
        [*stated.chunks, *compared_ids(named["other_activity_id"]).chunks], pa.string()
    )
    whose = pa.chunked_array(
        [pa.nulls(links.num_rows, pa.string()), *named["organization_id"].chunks], pa.string()
    )
    link = np.concatenate((link, np.where(funding | implementing, Link.PAYS, Link.NONE)))
    is_first = np.concatenate((is_first, implementing))
    which, others = _meant(activities, own, stated, whose)
    own, link, is_first = own[which], link[which], is_first[which]
    kept = (own >= 0) & (link != Link.NONE)
    own, others, is_first = own[kept], others[kept], is_first[kept]
    return np.where(is_first, own, others), np.where(is_first, others, own), link[kept]


def _meant(
    activities: pa.Table, own: Ints, stated: pa.ChunkedArray, whose: pa.ChunkedArray
) -> tuple[Ints, Ints]:
    """Links and the activities that each leads to, by number.

    own      the activity that states each link; -1 unknown
    stated   the identifier it leads to; `whose` activity that is said to be, null unknown
    """
    identifiers = compared_ids(activities["identifier"]).combine_chunks().dictionary_encode()
    of_activity = np.asarray(pc.fill_null(identifiers.indices, -1), np.int64)
    of_link = _index(stated, identifiers.dictionary)
    is_own = (own >= 0) & (of_link == np.append(of_activity, -1)[own])
    order = np.argsort(of_activity, kind="stable")
    begins = np.searchsorted(of_activity[order], of_link)
    ends = np.searchsorted(of_activity[order], of_link, side="right")
    sizes = np.where((of_link >= 0) & ~is_own, ends - begins, 0)
    which = np.repeat(np.arange(of_link.size), sizes)
    others = order[begins[which] + np.arange(which.size) - (np.cumsum(sizes) - sizes)[which]]
    reporters = activities["organization_id"]
    names = pc.unique(pa.chunked_array([*reporters.chunks, *whose.chunks], pa.string()))
    said = _index(whose, names)[which]
    reporter = _index(reporters, names)[others]
    least = np.full(of_link.size, len(names), np.int64)
    most = np.full(of_link.size, -1, np.int64)
    np.minimum.at(least, which, reporter)
    np.maximum.at(most, which, reporter)
    is_clear = (sizes == 1) | ((least == most) & (least >= 0))
    kept = is_clear[which] | ((reporter == said) & (said >= 0))
    return which[kept], others[kept]


def compared_ids(ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return identifiers as they are compared: case, spaces and strokes do not count."""
    bare = pc.utf8_trim_whitespace(pc.utf8_upper(ids))
    return pc.replace_substring_regex(bare, r"[\s/_\\-]+", "-")


def _index(wanted: pa.ChunkedArray, among: pa.ChunkedArray) -> Ints:
    whole = among.combine_chunks() if isinstance(among, pa.ChunkedArray) else among
    found = pc.index_in(wanted, whole, skip_nulls=True)
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return np.asarray(pc.fill_null(found, -1), np.int64)


def _flags(values: pa.ChunkedArray) -> NDArray[np.bool_]:
    return np.asarray(pc.fill_null(values, False).combine_chunks()).astype(bool)
