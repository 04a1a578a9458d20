"""Who does what, where, when and for whom, and what is not known: a picture in, `Coverage` out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from intarsia.analysis.coverage import facts_sql as facts
from intarsia.analysis.coverage.scope_sql import BUILD_SQL
from intarsia.analysis.coverage.shapes import (
    Coverage,
    KeyFigures,
    PlaceFigures,
    Scope,
    Unknowns,
)
from intarsia.analysis.ground.sectors import sector_classes
from intarsia.tables import TABLES, check

_READ = (
    "activities",
    "participations",
    "activity_sectors",
    "activity_locations",
    "transactions",
    "reports",
    "problems",
    "organizations",
)
#: Neither names by language nor boundaries are counted; DuckDB need not see them.
_PLACE_COLUMNS = [
    "place_code", "parent_code", "level", "country_code", "name",
    "valid_from_on", "valid_to_on", "population",
]  # fmt: skip
_YEARS_BACK = "date_trunc('year', as_of) - INTERVAL 19 YEAR"
_QUARTERS_BACK = "date_trunc('quarter', as_of) - INTERVAL 33 MONTH"


def summarize(
    picture: Mapping[str, pa.Table],
    *,
    as_of: dt.date,
    country: str | None = None,
    threads: int = 2,
) -> Coverage:
    """Return what the picture covers, as reported, and what it leaves open.

    picture   tables by name, as `tables.Picture`; a table that is not there has no rows
    as_of     the day by which open ends are read and "running" is judged
    country   ISO 3166-1 alpha-2 or a user-assigned code: only its activities are counted, and
              their money by the country's share; None = everything
    threads   DuckDB's
    Raises    tables.TableShapeError where a table is not what it should be
    Source    docs/methods/coverage.md
    """
    with _tables(picture, threads) as db:
        wanted = country.upper() if country else None
        asked = {"as_of": as_of, "country": wanted}
        for statement in BUILD_SQL:
            db.execute(statement, asked if "$as_of" in statement else None)
        db.execute(facts.INVOLVED_SQL)
        db.execute(facts.NAMES_SQL)
        scope = _row(db, facts.SCOPE_FIGURES_SQL)
        places = _row(db, facts.PLACE_FIGURES_SQL)
        return Coverage(
            scope=Scope(
                as_of=as_of,
                country=wanted,
                only_country=scope["only_country"],
                activities_left_out=scope["left_out"],
                activities_without_country=scope["without_country"],
            ),
            figures=KeyFigures(**_row(db, facts.FIGURES_SQL)),
            unknowns=Unknowns(**_row(db, facts.UNKNOWNS_SQL)),
            places=PlaceFigures(**places) if places["total"] else None,
            activity_ids=_table(db, facts.COUNTED_IDS_SQL)["activity_id"].combine_chunks(),
            organizations=_table(db, facts.ORGANIZATIONS_SQL),
            organization_groups=_table(db, facts.ORGANIZATION_GROUPS_SQL),
            sectors=_table(db, facts.SECTORS_SQL),
            groups=_table(db, facts.by_class_sql("group_code")),
            sector_places=_table(db, facts.by_place_sql("sector_code")),
            group_places=_table(db, facts.by_place_sql("group_code")),
            place_counts=_table(db, facts.PLACE_COUNTS_SQL),
            years=_table(db, facts.timeline_sql("year", _YEARS_BACK)),
            quarters=_table(db, facts.timeline_sql("quarter", _QUARTERS_BACK)),
            tasks=_table(db, facts.by_class_sql("task_code")),
            dimensions=_table(db, facts.by_class_sql("dimension_code")),
            people_groups=_table(db, facts.PEOPLE_GROUPS_SQL),
            largest=_table(db, facts.LARGEST_SQL),
            reports=_table(db, facts.REPORTS_SQL),
            problems=_table(db, facts.PROBLEMS_SQL),
            problem_examples=_table(db, facts.PROBLEM_EXAMPLES_SQL),
            countries=_table(db, facts.COUNTRIES_SQL),
            labels=_table(db, facts.LABELS_SQL),
        )


@contextmanager
def _tables(picture: Mapping[str, pa.Table], threads: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory that sees the picture's tables and nothing else."""
    settings = {
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "enable_external_access": False,
    }
    with duckdb.connect(":memory:", config=settings) as db:
        for name in _READ:
            spec = TABLES[name]
            table = picture[name] if name in picture else spec.empty()
            check(table, spec)
            db.register(name, table)
        places = picture["places"] if "places" in picture else TABLES["places"].empty()
        db.register("places", places.select(_PLACE_COLUMNS))
        db.register("sector_classes", sector_classes())
        yield db


def _row(db: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    """Return the one row of a query, by column."""
    found: list[dict[str, Any]] = _table(db, query).to_pylist()
    return found[0]


def _table(db: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    return db.sql(query).to_arrow_table()
