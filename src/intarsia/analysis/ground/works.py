"""What does each activity say of itself? A picture and its pairs in, WORKS and PARTIES out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates.counting import clusters_once
from intarsia.analysis.duplicates.facts import columns_of, root_of
from intarsia.analysis.duplicates.pairs import Pairs
from intarsia.analysis.duplicates.records import MOST
from intarsia.analysis.ground.functions import functions_in, functions_of, targets_in
from intarsia.tables import Picture
from intarsia.terms import Basis, Status

Ints = NDArray[Any]

_STOPPED = (str(Status.CANCELLED), str(Status.SUSPENDED), str(Status.PIPELINE))
_PUBLIC = ("10", "11", "15")
_LISTS = pa.list_(pa.string())


def works_of(picture: Picture, pairs: Pairs) -> pa.Table:
    """Return WORKS of a picture.

    pairs   what `find_pairs` found in it
    """
    said = picture["activities"]
    starts, ends = said["starts_on"].combine_chunks(), said["ends_on"].combine_chunks()
    until = _until(starts, ends, picture.as_of)
    days = pc.add(pc.subtract(until.cast(pa.int32()), starts.cast(pa.int32())), 1)
    usd = _first_known(said, "budget_usd", "spent_usd")
    people = _first_known(said, "people_targeted", "people_reached", "people")
    heads = _Heads(picture["organizations"])
    columns: dict[str, Any] = {
        "activity_id": said["activity_id"].combine_chunks(),
        "owner_id": heads(said["organization_id"]),
        **_things(picture, pairs, usd, people),
        "runs": pc.invert(pc.is_in(said["status"], pa.array(_STOPPED))),
        "starts_on": starts,
        "ends_on": ends,
        "until_on": until,
        "period_basis": said["period_basis"],
        "days": days,
        "usd": usd,
        "daily_usd": pc.divide(usd, days.cast(pa.float64())),
        "people": people,
        **_doing(said),
    }
    return pa.table(columns)


def parties_of(picture: Picture) -> pa.Table:
    """Return PARTIES of a picture: who has which role, branches as the head of their family."""
    heads = _Heads(picture["organizations"])
    named = picture["participations"].select(["activity_id", "organization_id", "role"])
    parties = pa.table(
        {
            "activity_id": named["activity_id"],
            "organization_id": heads(named["organization_id"]),
            "role": named["role"],
        }
    )
    parties = parties.filter(pc.is_valid(parties["organization_id"]))
    parties = parties.group_by(parties.column_names).aggregate([])
    types = picture["organizations"].filter(
        pc.is_in(picture["organizations"]["type_code"], pa.array(_PUBLIC))
    )
    public = heads(types["organization_id"])
    is_public = pc.is_in(parties["organization_id"], public.drop_null())
    return parties.append_column("is_public", is_public)


class _Heads:
    """Organization ids as the head of their family; placeholders and strangers as null."""

    def __init__(self, organizations: pa.Table) -> None:
        parents = dict(columns_of(organizations, "organization_id", "parent_id"))
        nobody = dict(columns_of(organizations, "organization_id", "is_placeholder"))
        heads = [None if nobody[key] else root_of(key, parents) for key in parents]
        self._ids = pa.array(list(parents), pa.string())
        self._heads = pa.array(heads, pa.string())

    def __call__(self, ids: pa.ChunkedArray) -> pa.Array:
        """Return the head of each."""
        return self._heads.take(pc.index_in(ids, self._ids).combine_chunks())


def _things(picture: Picture, pairs: Pairs, usd: pa.Array, people: pa.Array) -> dict[str, pa.Array]:
    """Which activity stands for the thing that each reports, and what the whole thing comes to."""
    ids = pairs.known.ids
    clusters = clusters_once(picture, pairs)
    members = clusters["activity_ids"].combine_chunks()
    sizes = pc.list_value_length(members)
    at = np.asarray(pc.index_in(members.flatten(), ids), np.int64)
    of = np.repeat(np.arange(len(sizes)), np.asarray(sizes, np.int64))
    chosen = np.asarray(pc.index_in(clusters["chosen_id"].combine_chunks(), ids), np.int64)
    things = np.arange(len(ids))
    things[at] = chosen[of]
    is_counted = things == np.arange(len(ids))
    once = {}
    stated = pc.coalesce(
        _positive(clusters["budget_usd"].combine_chunks()),
        _positive(clusters["spent_usd"].combine_chunks()),
    )
    most = _positive(clusters["people_most"].combine_chunks())
    for name, alone, together in (("usd_once", usd, stated), ("people_once", people, most)):
        values = np.asarray(pc.fill_null(alone, np.nan), np.float64).copy()
        values[chosen] = np.asarray(pc.fill_null(together, np.nan), np.float64)
        once[name] = pa.array(np.where(is_counted, values, np.nan), from_pandas=True)
    return {
        "thing_id": ids.take(pa.array(things)),
        "is_counted": pa.array(is_counted),
        "reports": pa.array(np.bincount(things, minlength=len(ids))[things], pa.int32()),
        **once,
    }


def _until(starts: pa.Array, ends: pa.Array, as_of: dt.date | None) -> pa.Array:
    """The last day, an open end read as the picture's day; null where that is before the first."""
    until = ends if as_of is None else pc.fill_null(ends, pa.scalar(as_of, pa.date32()))
    return pc.if_else(pc.less(until, starts), pa.scalar(None, pa.date32()), until)


def _first_known(said: pa.Table, *names: str) -> pa.Array:
    """The first of some columns that holds a figure that can be: above zero, below MOST."""
    columns = [_positive(said[name].combine_chunks().cast(pa.float64())) for name in names]
    return pc.coalesce(*columns)


def _positive(values: pa.Array) -> pa.Array:
    can_be = pc.and_(pc.greater(values, 0.0), pc.less_equal(values, MOST))
    return pc.if_else(can_be, values, pa.scalar(None, pa.float64()))


def _doing(said: pa.Table) -> dict[str, pa.Array]:
    """Functions, target groups and modalities: as stated, else as the title tells."""
    modalities = _codes(said["modality_code"])
    titles = said["title"].combine_chunks().dictionary_encode()
    texts = [title or "" for title in titles.dictionary.to_pylist()]
    found: dict[str, pa.Array] = {"modalities": modalities}
    stated_functions = _each(modalities, functions_of)
    for name, stated, told in (
        ("targets", _codes(said["target_group_code"]), [targets_in(text) for text in texts]),
        ("functions", stated_functions, [functions_in(text) for text in texts]),
    ):
        of_title = pa.array([*told, []], _LISTS)
        last = pa.scalar(len(texts), pa.int32())
        told_of = of_title.take(pc.fill_null(titles.indices, last))
        is_stated = pc.greater(pc.list_value_length(stated), 0)
        is_told = pc.greater(pc.list_value_length(told_of), 0)
        found[name] = pc.if_else(is_stated, stated, told_of)
        found[f"{name}_basis"] = pc.if_else(
            is_stated,
            str(Basis.STATED),
            pc.if_else(is_told, str(Basis.DERIVED), pa.scalar(None, pa.string())),
        )
    return found


def _codes(column: pa.ChunkedArray) -> pa.Array:
    """Codes with a space between as lists; none where null."""
    encoded = column.combine_chunks().dictionary_encode()
    lists = pa.array([*(text.split() for text in encoded.dictionary.to_pylist()), []], _LISTS)
    return lists.take(pc.fill_null(encoded.indices, pa.scalar(len(lists) - 1, pa.int32())))


def _each(lists: pa.Array, change: Any) -> pa.Array:
    return pa.array([change(codes) for codes in lists.to_pylist()], _LISTS)
