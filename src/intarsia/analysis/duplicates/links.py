"""Which activities do the sources themselves link? A picture in, pairs of records out."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

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


class Claims(NamedTuple):
    """What n activities state of others, each by itself.

    own          the activity that states it, a number
    wanted       the identifier of the other one, as identifiers are compared
    link         Link
    is_first     whether the activity that states it is the first of the link
    identifiers  of the n activities, as they are compared
    """

    own: Ints
    wanted: pa.Array
    link: Ints
    is_first: Ints
    identifiers: pa.Array


def claims_of(picture: Picture) -> Claims:
    """Return what the activities of a picture state of others."""
    activities = picture["activities"]
    links = picture["activity_links"]
    kinds = [_KINDS.get(kind, (Link.NONE, True)) for kind in links["kind"].to_pylist()]
    named = picture["participations"]
    named = named.filter(pc.is_valid(named["other_activity_id"]))
    roles = named["role"]
    funding = _flags(pc.equal(roles, "funding"))
    implementing = _flags(pc.is_in(roles, pa.array(["implementing", "extending"])))
    own = np.concatenate(
        [_index(table["activity_id"], activities["activity_id"]) for table in (links, named)]
    )
    others = [_compared(table["other_activity_id"]) for table in (links, named)]
    paid = np.where(funding | implementing, Link.PAYS, Link.NONE).astype(np.int8)
    link = np.concatenate((np.array([int(one) for one, _ in kinds], np.int8), paid))
    is_first = np.concatenate((np.array([first for _, first in kinds], bool), implementing))
    kept = (own >= 0) & (link != Link.NONE)
    return Claims(
        own[kept],
        pa.concat_arrays(others).filter(pa.array(kept)),
        link[kept],
        is_first[kept],
        _compared(activities["identifier"]),
    )


def claims_joined(one: Claims, other: Claims, kept: Ints) -> Claims:
    """Return what some activities state, those `kept`, and after them others."""
    number = np.full(len(one.identifiers), -1, np.int64)
    number[kept] = np.arange(kept.size)
    own = np.concatenate((number[one.own], kept.size + other.own))
    still = own >= 0
    return Claims(
        own[still],
        pa.concat_arrays([one.wanted, other.wanted]).filter(pa.array(still)),
        np.concatenate((one.link, other.link))[still],
        np.concatenate((one.is_first, other.is_first))[still],
        pa.concat_arrays([one.identifiers.take(pa.array(kept)), other.identifiers]),
    )


def stated_links(claims: Claims) -> tuple[Ints, Ints, Ints]:
    """Return the links between activities of a picture: first record, second record, Link.

    Of PAYS the first pays the second; of PART the first is the whole. A link to an activity that
    the picture does not hold is left out, and so is one to itself.
    """
    others = _index(claims.wanted, claims.identifiers)
    kept = (others >= 0) & (claims.own != others)
    own, others, is_first = claims.own[kept], others[kept], claims.is_first[kept]
    return np.where(is_first, own, others), np.where(is_first, others, own), claims.link[kept]


def _compared(ids: pa.ChunkedArray) -> pa.Array:
    """Identifiers in the form in which they are compared: case, spaces and strokes do not count."""
    return pc.replace_substring_regex(pc.utf8_upper(ids.combine_chunks()), r"[\s/_\\-]+", "-")


def _index(wanted: pa.ChunkedArray | pa.Array, among: pa.ChunkedArray | pa.Array) -> Ints:
    whole = among.combine_chunks() if isinstance(among, pa.ChunkedArray) else among
    found = pc.index_in(wanted, whole, skip_nulls=True)
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return np.asarray(pc.fill_null(found, -1), np.int64)


def _flags(values: pa.ChunkedArray) -> NDArray[np.bool_]:
    return np.asarray(pc.fill_null(values, False).combine_chunks()).astype(bool)
