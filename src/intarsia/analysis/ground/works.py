"""What does each activity say of itself? A picture and its pairs in, WORKS and PARTIES out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from intarsia.analysis.duplicates.counting import clusters_once
from intarsia.analysis.duplicates.pairs import Pairs
from intarsia.analysis.duplicates.records import MOST
from intarsia.analysis.ground.functions import functions_in, functions_of, targets_in
from intarsia.analysis.ground.heads import Heads
from intarsia.tables import Picture
from intarsia.terms import Basis, Status

Ints = NDArray[Any]

_STOPPED = (str(Status.CANCELLED), str(Status.SUSPENDED))
_PUBLIC = ("10", "11", "15")
#: Kinds of reports that tell of others' activities, and whose these are by their roles.
DATABASES = ("aims-release",)
_OWNING = ("accountable", "extending", "funding", "implementing")
_LISTS = pa.list_(pa.string())


def works_of(picture: Picture, pairs: Pairs, heads: Heads) -> pa.Table:
    """Return WORKS of a picture.

    pairs   what `find_pairs` found in it
    heads   of its organizations
    """
    said = picture["activities"]
    starts, ends = said["starts_on"].combine_chunks(), said["ends_on"].combine_chunks()
    until = _until(starts, ends, picture.as_of)
    days = pc.add(pc.subtract(until.cast(pa.int32()), starts.cast(pa.int32())), 1)
    usd = _first_known(said, "budget_usd", "spent_usd")
    people = _first_known(said, "people_targeted", "people_reached", "people")
    columns: dict[str, Any] = {
        "activity_id": said["activity_id"].combine_chunks(),
        "owner_id": _owners(picture, heads),
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


def parties_of(picture: Picture, heads: Heads) -> pa.Table:
    """Return PARTIES of a picture: who has which role, branches as the head of their family."""
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


def _owners(picture: Picture, heads: Heads) -> pa.Array:
    """Who reports each activity; of one from an aid database, whose it is by its roles.

    A database reports of others: an activity is that of its one accountable, extending, funding or
    implementing organization, the first of these roles of which there is just one.
    """
    said, reports = picture["activities"], picture["reports"]
    owners = heads(said["organization_id"])
    databases = reports.filter(pc.is_in(reports["kind"], pa.array(DATABASES)))["report_id"]
    is_told = pc.is_in(said["report_id"], databases.combine_chunks()).combine_chunks()
    if not pc.any(is_told).as_py():
        return owners
    people = picture["participations"]
    people = people.filter(pc.is_in(people["activity_id"], said["activity_id"].filter(is_told)))
    ids = heads(people["organization_id"]).to_pylist()
    of: dict[tuple[str, str], set[str]] = {}
    rows = zip(people["activity_id"].to_pylist(), people["role"].to_pylist(), ids, strict=True)
    for key, role, head in rows:
        if head is not None:
            of.setdefault((key, role), set()).add(head)
    found = []
    for key in said["activity_id"].filter(is_told).to_pylist():
        sides = (of.get((key, role), set()) for role in _OWNING)
        found.append(next((next(iter(side)) for side in sides if len(side) == 1), None))
    return pc.replace_with_mask(owners, is_told, pa.array(found, pa.string()))


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
    modalities = said["modality_code"]
    titles = _each(said["title"], functions_in), _each(said["title"], targets_in)
    found: dict[str, pa.Array] = {"modalities": _each(modalities, str.split)}
    stated_functions = _each(modalities, lambda codes: functions_of(codes.split()))
    for name, stated, told in (
        ("functions", stated_functions, titles[0]),
        ("targets", _each(said["target_group_code"], str.split), titles[1]),
    ):
        is_stated = pc.greater(pc.list_value_length(stated), 0)
        is_told = pc.greater(pc.list_value_length(told), 0)
        found[name] = pc.if_else(is_stated, stated, told)
        found[f"{name}_basis"] = pc.if_else(
            is_stated,
            str(Basis.STATED),
            pc.if_else(is_told, str(Basis.DERIVED), pa.scalar(None, pa.string())),
        )
    return found


def _each(column: pa.ChunkedArray, read: Callable[[str], Iterable[str]]) -> pa.Array:
    """What each text says, as lists; nothing where it is null. Each different text is read once."""
    encoded = column.combine_chunks().dictionary_encode()
    lists = pa.array([*(list(read(text)) for text in encoded.dictionary.to_pylist()), []], _LISTS)
    return lists.take(pc.fill_null(encoded.indices, pa.scalar(len(lists) - 1, pa.int32())))
