"""Rows <-> Arrow: the register and the places as the library reads them; a picture's tables as they
are kept; its activities as rows."""

from __future__ import annotations

import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from django.db.models import F

from intarsia.places import PlaceAlias
from intarsia.register import merged, packaged_register
from intarsia.register.table import Entry, register_table
from intarsia.spelling import folded
from intarsia.tables import PLACES, TABLES, Picture, from_rows
from intarsia.terms import Role
from intarsia_site.access.models import (
    Country,
    Organization,
    OrganizationAlias,
    OrganizationIdentifier,
)
from intarsia_site.access.rows import search_words
from intarsia_site.registry.models import Place, PlaceName, ReportedPlaceName
from intarsia_site.reports.models import ReportImport

#: What an import keeps of a picture: what the register and the places say is read anew.
NOT_KEPT = frozenset({"places", "findings", "assignments"})


def register_of_site() -> pa.Table:
    """Return the REGISTER table: the organizations kept here, laid over the packaged ones.

    An organization that is kept here has its public id as `organization_id`.
    """
    rows = list(Organization.objects.select_related("parent", "merged_into", "country"))
    whole = {one.pk: one.merged_into or one for one in rows}
    entries: dict[int, Entry] = {}
    for one in rows:
        if one.merged_into_id is None:
            parent = whole.get(one.parent_id) if one.parent_id else None
            entries[one.pk] = Entry(
                organization_id=one.public_id,
                name=one.name,
                source="site",
                acronym=one.acronym or None,
                type_code=one.type_code or None,
                level=one.level or None,
                parent_id=parent.public_id if parent is not None and parent != one else None,
                country_code=one.country.code if one.country else None,
            )
    for one in rows:
        if one.merged_into_id is not None:
            entries[whole[one.pk].pk].also(one.name)
    aliases = OrganizationAlias.objects.values_list("organization_id", "name", "language")
    for pk, name, language in aliases:
        entries[whole[pk].pk].also(name, language)
    identifiers = OrganizationIdentifier.objects.values_list("organization_id", "identifier")
    for pk, identifier in identifiers:
        entries[whole[pk].pk].identifiers.append(identifier)
    return merged(packaged_register(), register_table(entries.values()))


@dataclass(frozen=True)
class Ground:
    """A country's units: as a PLACES table, their further names, and which area each lies in."""

    places: pa.Table
    aliases: tuple[PlaceAlias, ...]
    #: Code -> (code of its first-level area, its own level).
    areas: Mapping[str, tuple[str, int]]


def ground_of(country: Country) -> Ground:
    """Return the country's units as `intarsia.normalize_report` reads them."""
    # What never counted is known to nobody; what has ended is still found by its code.
    units = list(
        Place.objects.filter(country=country)
        .exclude(valid_from_on__isnull=False, valid_until_on__lt=F("valid_from_on"))
        .order_by("level", "code")
        .select_related("parent")
    )
    named: dict[int, list[tuple[str, str]]] = defaultdict(list)
    # Names that count come before those that have ended, on every database.
    names = PlaceName.objects.filter(place__country=country).order_by(
        "language", "house_style", F("valid_until_on").desc(nulls_first=True), "pk"
    )
    for pk, language, name in names.values_list("place_id", "language", "name"):
        named[pk].append((language, name))
    _leave_to_the_living(units, named)
    rows, aliases = [], []
    areas: dict[str, tuple[str, int]] = {}
    for one in units:
        above = areas.get(one.parent.code, ("", 0))[0] if one.parent else ""
        areas[one.code] = (one.code if one.level == 1 else above, one.level)
        said = dict(reversed(named[one.pk]))
        first = named[one.pk][0][1] if named[one.pk] else one.code
        aliases += [
            PlaceAlias(name, None, one.code)
            for language, name in named[one.pk]
            if said[language] != name
        ]
        rows.append(
            {
                **dict.fromkeys(PLACES.schema.names),
                "place_code": one.code,
                "parent_code": one.parent.code if one.parent else None,
                "level": one.level,
                "country_code": country.code,
                "name": said.get("en", first),
                "names": list(said.items()),
                "boundary": _wkb(one.boundary),
            }
        )
    reported = ReportedPlaceName.objects.filter(country=country)
    aliases += [
        PlaceAlias(name, within or None, code)
        for name, within, code in reported.values_list("name", "within", "place__code")
    ]
    return Ground(pa.Table.from_pylist(rows, PLACES.schema), tuple(aliases), areas)


def _leave_to_the_living(units: list[Place], named: dict[int, list[tuple[str, str]]]) -> None:
    """Take names away from ended units that one of today also has: such a name means today's."""
    taken = {
        folded(name)
        for one in units
        if one.valid_until_on is None
        for _language, name in named[one.pk]
    }
    for one in units:
        if one.valid_until_on is not None:
            named[one.pk] = [pair for pair in named[one.pk] if folded(pair[1]) not in taken]


def _wkb(drawn: Any) -> bytes | None:
    if drawn is None:
        return None
    outline: bytes = shapely.to_wkb(shapely.from_geojson(json.dumps(drawn)))
    return outline


def packed(table: pa.Table) -> bytes:
    """Return a table as Parquet."""
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def unpacked(content: bytes, name: str) -> pa.Table:
    """Return a kept table in the shape that the library has for it now."""
    table = pq.read_table(io.BytesIO(content))
    schema = TABLES[name].schema
    if table.column_names == schema.names:
        return table.cast(schema)
    # A release may add columns: what was kept before has nothing in them.
    missing = [field for field in schema if field.name not in table.column_names]
    for field in missing:
        table = table.append_column(field.with_nullable(True), pa.nulls(table.num_rows, field.type))
    return table.select(schema.names).cast(schema)


def picture_of(kept: ReportImport | None, *, only: Iterable[str] = ()) -> Picture:
    """Return what an import says, as it was kept; all of its tables, or only those named."""
    if kept is None:
        return Picture()
    wanted = set(only) or set(TABLES)
    rows = kept.tables.filter(name__in=wanted & set(TABLES)).values_list("name", "content")
    return Picture({name: unpacked(bytes(content), name) for name, content in rows})


def kept_columns(kept: ReportImport, name: str, columns: Iterable[str]) -> pa.Table | None:
    """Return some columns of one of an import's tables, as it was kept; None where it has none."""
    content = kept.tables.filter(name=name).values_list("content", flat=True).first()
    if content is None:
        return None
    file = pq.ParquetFile(io.BytesIO(bytes(content)))
    there = set(file.schema_arrow.names)
    return file.read(columns=[one for one in columns if one in there])


LONGEST_ID = 200
#: Columns of Activity that are taken over as they stand in ACTIVITIES.
_AS_THEY_ARE = (
    "starts_on", "ends_on", "budget_usd", "spent_usd", "people_targeted", "people_reached",
)  # fmt: skip


def stored_id(activity_id: str) -> str:
    """Return an activity's id as rows hold it: one that is too long ends in its fingerprint."""
    if len(activity_id) <= LONGEST_ID:
        return activity_id
    mark = hashlib.sha256(activity_id.encode()).hexdigest()[:24]
    return f"{activity_id[: LONGEST_ID - 25]}~{mark}"


def activity_rows(
    picture: Picture, areas: Mapping[str, tuple[str, int]], organizations: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """Yield the fields of `Activity`, one dictionary an activity, in the order of ACTIVITIES.

    areas          code of a unit -> (code of its first-level area, its level)
    organizations  organization_id -> key of the organization kept here
    """
    names = dict(
        zip(
            picture["organizations"]["organization_id"].to_pylist(),
            picture["organizations"]["name"].to_pylist(),
            strict=True,
        )
    )
    sectors = _by_share(picture["activity_sectors"], "sector_code")
    places = _by_share(
        picture["activity_locations"].filter(
            pc.is_valid(picture["activity_locations"]["place_code"])
        ),
        "place_code",
    )
    acting = _acting(picture["participations"], names)
    markings = _marking(picture)
    for row in picture["activities"].to_pylist():
        key = row["activity_id"]
        organization = row["organization_id"]
        who = acting.get(key, {})
        here = places.get(key, [])
        within = list(dict.fromkeys(areas.get(code, ("", 0))[0] for code in here))
        title = row["title"] or ""
        reporter = names.get(organization) or ""
        yield {
            "activity_id": stored_id(key),
            "title": title,
            "description": row["description"] or "",
            "organization_id": organizations.get(organization or ""),
            "organization_name": reporter[:300],
            "implementers": "\n".join(who.get(Role.IMPLEMENTING, ())),
            "funders": "\n".join(who.get(Role.FUNDING, ())),
            **_spread("sector", sectors.get(key, [])),
            **_spread("area", [code for code in within if code]),
            "place_codes": _between_spaces(here),
            "place_level": max((areas.get(code, ("", 0))[1] for code in here), default=0),
            "from_quarter_on": _quarter(row["starts_on"]),
            "to_quarter_on": _quarter(row["ends_on"]),
            "status": row["status"] or "",
            "target_group": (row["target_group_code"] or row["target_group"] or "")[:200],
            "modality": (row["modality_code"] or row["modality"] or "")[:200],
            "marking": (row["label"] or markings)[:120],
            "folded": search_words(title, reporter, *who.get(Role.IMPLEMENTING, ())),
            **{name: row[name] for name in _AS_THEY_ARE},
        }


def stands(picture: Picture) -> dict[str, tuple[str, int | None, str]]:
    """Return by activity id where it stands: sheet, row, XPath."""
    table = picture["activities"].select(["activity_id", "sheet", "row", "xpath"])
    return {
        stored_id(row["activity_id"]): (
            (row["sheet"] or "")[:200], row["row"], (row["xpath"] or "")[:300],
        )
        for row in table.to_pylist()
    }  # fmt: skip


def _marking(picture: Picture) -> str:
    rows = picture["reports"].select(["marking", "label"]).to_pylist()
    return next((one["marking"] or one["label"] or "" for one in rows), "")


def _by_share(table: pa.Table, column: str) -> dict[str, list[str]]:
    """Return the codes of each activity, the largest share first; each once."""
    rows = zip(
        table["activity_id"].to_pylist(),
        table[column].to_pylist(),
        table["share"].to_pylist(),
        strict=True,
    )
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for key, code, share in rows:
        if code:
            found[key][code] = found[key].get(code, 0.0) + (share or 0.0)
    return {
        key: [code for code, _share in sorted(shares.items(), key=lambda one: -one[1])]
        for key, shares in found.items()
    }


def _acting(table: pa.Table, names: Mapping[str, str]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = table.select(["activity_id", "role", "organization_id", "name_as_reported"])
    for row in rows.to_pylist():
        name = names.get(row["organization_id"]) or row["name_as_reported"]
        if name and name not in found[row["activity_id"]][row["role"]]:
            found[row["activity_id"]][row["role"]].append(name)
    return found


def _spread(name: str, codes: list[str]) -> dict[str, str]:
    return {
        f"{name}_code": codes[0] if codes else "",
        f"{name}_codes": _between_spaces(codes),
    }


def _between_spaces(codes: list[str]) -> str:
    return f" {' '.join(codes)} " if codes else ""


def _quarter(day: Any) -> Any:
    return None if day is None else day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def table_of(rows: Iterable[Mapping[str, Any]], name: str) -> pa.Table:
    """Return rows as one of the picture's tables; what they do not say is null."""
    schema = TABLES[name].schema
    return from_rows((tuple(row.get(column) for column in schema.names) for row in rows), schema)
