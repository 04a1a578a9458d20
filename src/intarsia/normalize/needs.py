"""Needs and mandates as their lists state them in, the same rows with our codes out."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from intarsia import codelists
from intarsia.normalize.columns import with_columns
from intarsia.normalize.known_places import KnownPlaces
from intarsia.normalize.organizations import organization_id, published_identifier
from intarsia.normalize.stated_places import place_of
from intarsia.places import PlaceAlias
from intarsia.sectors.names import sector_named, suggestions
from intarsia.tables import MANDATES, NEEDS, ProblemLog
from intarsia.terms import Severity


def normalize_needs(
    tables: dict[str, pa.Table],
    places: pa.Table | None,
    log: ProblemLog,
    *,
    aliases: Iterable[PlaceAlias] = (),
) -> dict[str, pa.Table]:
    """Fill sector and place of NEEDS, and organization, sector and place of MANDATES.

    What is not found stays null and is counted: "sector.unknown_name", "place.unmatched".
    """
    needs, mandates = tables.get("needs", NEEDS.empty()), tables.get("mandates", MANDATES.empty())
    if not needs.num_rows and not mandates.num_rows:
        return {**tables, "needs": NEEDS.empty(), "mandates": MANDATES.empty()}
    tree = None
    if places is not None and places.num_rows:
        tree = KnownPlaces.of(places, aliases)
    return {
        **tables,
        "needs": with_columns(needs, NEEDS, _of_needs(needs, tree, log)),
        "mandates": with_columns(mandates, MANDATES, _of_mandates(mandates, tree, log)),
    }


def _of_needs(needs: pa.Table, tree: KnownPlaces | None, log: ProblemLog) -> dict[str, pa.Array]:
    all_sectors = needs["is_all_sectors"].to_pylist()
    names = [
        None if of_all else name
        for of_all, name in zip(all_sectors, needs["sector_as_reported"].to_pylist(), strict=True)
    ]
    paths = zip(needs["path_names"].to_pylist(), needs["path_codes"].to_pylist(), strict=True)
    return {
        "sector_code": _sectors(names, "needs.sector", log),
        "place_code": _places(paths, tree, "needs.place", log),
    }


def _of_mandates(
    mandates: pa.Table, tree: KnownPlaces | None, log: ProblemLog
) -> dict[str, pa.Array]:
    stated = mandates["place_as_reported"].to_pylist()
    # A code and a name cannot be told apart before they are looked up: each is tried as both.
    paths = (([text] if text else None, [text] if text else None) for text in stated)
    organizations = [
        _organization(text) for text in mandates["organization_as_reported"].to_pylist()
    ]
    return {
        "organization_id": pa.array(organizations, pa.string()),
        "sector_code": _sectors(mandates["sector_as_reported"].to_pylist(), "mandates.sector", log),
        "place_code": _places(paths, tree, "mandates.place", log),
    }


def _organization(text: str | None) -> str | None:
    """An identifier is one by its figures and dashes; anything else is a name."""
    identifier = published_identifier(text)
    if identifier is not None and "-" in identifier and any(map(str.isdigit, identifier)):
        return identifier
    return organization_id(None, text)


def _sectors(names: list[str | None], column: str, log: ProblemLog) -> pa.Array:
    known: dict[str, str | None] = {}
    result: list[str | None] = []
    for name in names:
        if name is None:
            result.append(None)
            continue
        if name not in known:
            found = None if codelists.has("sectors", name) else sector_named(name)
            codes = found.sector_codes if found is not None else ()
            if codelists.has("sectors", name):
                codes = (name,)
            known[name] = codes[0] if len(codes) == 1 else None
        if known[name] is None:
            nearest = "; ".join(label for _, label, _ in suggestions(name))
            log.tally(
                "sector.unknown_name",
                severity=Severity.NOTE,
                column=column,
                value=name,
                expected=nearest or None,
            )
        result.append(known[name])
    return pa.array(result, pa.string())


def _places(
    paths: Iterable[tuple[list[str | None] | None, list[str | None] | None]],
    tree: KnownPlaces | None,
    column: str,
    log: ProblemLog,
) -> pa.Array:
    known: dict[tuple[object, ...], str | None] = {}
    result: list[str | None] = []
    for names, codes in paths:
        key = (tuple(names or ()), tuple(codes or ()))
        if tree is None or not any(key):
            result.append(None)
            continue
        if key not in known:
            known[key] = place_of(tree, key[0], key[1], tree.country).place_code
        if known[key] is None:
            said = " / ".join(text for text in (*key[0], *key[1]) if text)
            log.tally("place.unmatched", severity=Severity.NOTE, column=column, value=said)
        result.append(known[key])
    return pa.array(result, pa.string())


def with_country(
    tables: dict[str, pa.Table], country: str | None, log: ProblemLog
) -> dict[str, pa.Table]:
    """Say the country of activities of a list that states none for any of them.

    country  alpha-2: the country that the lists handed in are about; None changes nothing
    """
    locations, activities = tables["activity_locations"], tables["activities"]
    if country is None or not activities.num_rows:
        return tables
    stated = set(
        locations.filter(pc.equal(locations["kind"], "country"))["activity_id"].to_pylist()
    )
    without = [one for one in activities["activity_id"].to_pylist() if one not in stated]
    if not without:
        return tables
    log.tally("location.country_assumed", severity=Severity.NOTE, value=country, times=len(without))
    rows = [
        {"activity_id": one, "ordinal": 0, "kind": "country", "source_code": country}
        for one in without
    ]
    added = pa.Table.from_pylist(rows, locations.schema)
    return {**tables, "activity_locations": pa.concat_tables([locations, added])}
