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
    whose        the organization whose activity that is said to be, null unknown
    link         Link
    is_first     whether the activity that states it is the first of the link
    identifiers  of the n activities, as they are compared
    reporters    of the n activities: the organizations that report them
    """

    own: Ints
    wanted: pa.Array
    whose: pa.Array
    link: Ints
    is_first: Ints
    identifiers: pa.Array
    reporters: pa.Array


def claims_of(picture: Picture) -> Claims:
    """Return what the activities of a picture state of others."""
    activities = picture["activities"]
    links = picture["activity_links"]
    kinds = [_KINDS.get(kind, (Link.NONE, True)) for kind in links["kind"].to_pylist()]
    named = picture["participations"].select(
        ["activity_id", "role", "organization_id", "other_activity_id"]
    )
    named = named.filter(pc.is_valid(named["other_activity_id"]))
    roles = named["role"]
    funding = _flags(pc.equal(roles, "funding"))
    implementing = _flags(pc.is_in(roles, pa.array(["implementing", "extending"])))
    own = np.concatenate(
        [_index(table["activity_id"], activities["activity_id"]) for table in (links, named)]
    )
    wanted = [compared_ids(table["other_activity_id"]) for table in (links, named)]
    whose = [pa.nulls(links.num_rows, pa.string()), named["organization_id"].combine_chunks()]
    paid = np.where(funding | implementing, Link.PAYS, Link.NONE).astype(np.int8)
    link = np.concatenate((np.array([int(one) for one, _ in kinds], np.int8), paid))
    is_first = np.concatenate((np.array([first for _, first in kinds], bool), implementing))
    kept = (own >= 0) & (link != Link.NONE)
    return Claims(
        own[kept],
        pa.concat_arrays(wanted).filter(pa.array(kept)),
        pa.concat_arrays(whose).filter(pa.array(kept)),
        link[kept],
        is_first[kept],
        compared_ids(activities["identifier"]),
        activities["organization_id"].combine_chunks(),
    )


def claims_joined(one: Claims, other: Claims, kept: Ints) -> Claims:
    """Return what some activities state, those `kept`, and after them others."""
    number = np.full(len(one.identifiers), -1, np.int64)
    number[kept] = np.arange(kept.size)
    own = np.concatenate((number[one.own], kept.size + other.own))
    still = own >= 0

    def stated(name: str) -> pa.Array:
        return pa.concat_arrays([getattr(one, name), getattr(other, name)]).filter(pa.array(still))

    def told(name: str) -> pa.Array:
        return pa.concat_arrays([getattr(one, name).take(pa.array(kept)), getattr(other, name)])

    return Claims(
        own[still],
        stated("wanted"),
        stated("whose"),
        np.concatenate((one.link, other.link))[still],
        np.concatenate((one.is_first, other.is_first))[still],
        told("identifiers"),
        told("reporters"),
    )


class Links:
    """The links that sources state, to be looked up by pair."""

    def __init__(self, claims: Claims) -> None:
        first, second, link = stated_links(claims)
        directions = np.where(first < second, 1, -1)
        smaller, larger = np.minimum(first, second), np.maximum(first, second)
        rows = np.unique(np.stack((smaller, larger, link, directions), axis=1), axis=0)
        pairs = (rows[:, 0] << 32) | rows[:, 1]
        # Where sources state several things of one pair, the most telling counts.
        self.pairs, where = np.unique(pairs, return_index=True)
        self.link = rows[where, 2]
        # Each is said to be the first: which one is, is not known.
        after = np.minimum(where + 1, pairs.size - 1)
        is_both = (pairs[after] == self.pairs) & (rows[after, 2] == self.link) & (after > where)
        self.direction = np.where(is_both, 0, rows[where, 3])

    def within(self, which: Ints) -> tuple[Ints, Ints, Ints]:
        """Linked pairs, links and directions among some records, numbered as in `which`."""
        place = np.full(
            int(max(which.max(initial=-1), (self.pairs & 0xFFFFFFFF).max(initial=-1))) + 1,
            -1,
            np.int64,
        )
        place[which] = np.arange(which.size)
        a, b = place[self.pairs >> 32], place[self.pairs & 0xFFFFFFFF]
        here = (a >= 0) & (b >= 0)
        a, b, direction = a[here], b[here], self.direction[here]
        swapped = a > b
        pairs = (np.minimum(a, b) << 32) | np.maximum(a, b)
        order = np.argsort(pairs)
        directions = np.where(swapped, -direction, direction)
        return pairs[order], self.link[here][order], directions[order]


def stated_links(claims: Claims) -> tuple[Ints, Ints, Ints]:
    """Return the links between activities of a picture: first record, second record, Link.

    Of PAYS the first pays the second; of PART the first is the whole. A link to an activity that
    the picture does not hold is left out, and so is one to an activity's own identifier. Where
    several activities have the identifier it leads to all of them if one organization reports
    them; else to those of the organization that the link names; else nowhere: which one is meant
    is not known.
    """
    which, others = _meant(claims)
    own, is_first = claims.own[which], claims.is_first[which]
    first, second = np.where(is_first, own, others), np.where(is_first, others, own)
    return first, second, claims.link[which]


def _meant(claims: Claims) -> tuple[Ints, Ints]:
    """Links and the activities that each leads to, by number."""
    identifiers = claims.identifiers.dictionary_encode()
    of_activity = np.asarray(pc.fill_null(identifiers.indices, -1), np.int64)
    of_link = _index(claims.wanted, identifiers.dictionary)
    is_own = of_link == of_activity[claims.own]
    order = np.argsort(of_activity, kind="stable")
    begins = np.searchsorted(of_activity[order], of_link)
    ends = np.searchsorted(of_activity[order], of_link, side="right")
    sizes = np.where((of_link >= 0) & ~is_own, ends - begins, 0)
    which = np.repeat(np.arange(of_link.size), sizes)
    others = order[begins[which] + np.arange(which.size) - (np.cumsum(sizes) - sizes)[which]]
    names = pc.unique(pa.concat_arrays([claims.reporters, claims.whose]))
    said = _index(claims.whose, names)[which]
    reporter = _index(claims.reporters, names)[others]
    least = np.full(of_link.size, len(names), np.int64)
    most = np.full(of_link.size, -1, np.int64)
    np.minimum.at(least, which, reporter)
    np.maximum.at(most, which, reporter)
    is_clear = (sizes == 1) | ((least == most) & (least >= 0))
    kept = is_clear[which] | ((reporter == said) & (said >= 0))
    return which[kept], others[kept]


def compared_ids(ids: pa.ChunkedArray) -> pa.Array:
    """Return identifiers as they are compared: case, spaces and strokes do not count."""
    bare = pc.utf8_trim_whitespace(pc.utf8_upper(ids.combine_chunks()))
    return pc.replace_substring_regex(bare, r"[\s/_\\-]+", "-")


def _index(wanted: pa.ChunkedArray | pa.Array, among: pa.ChunkedArray | pa.Array) -> Ints:
    whole = among.combine_chunks() if isinstance(among, pa.ChunkedArray) else among
    found = pc.index_in(wanted, whole, skip_nulls=True)
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return np.asarray(pc.fill_null(found, -1), np.int64)


def _flags(values: pa.ChunkedArray) -> NDArray[np.bool_]:
    return np.asarray(pc.fill_null(values, False).combine_chunks()).astype(bool)
