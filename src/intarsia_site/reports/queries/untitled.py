"""What activities without a title are called on a page: by their sector and place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from intarsia_site.access.names import sector_name
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.registry.queries.names import place_names
from intarsia_site.reports.models import ReportImport
from intarsia_site.reports.tables import kept_columns


def names_of_untitled(
    report: ReportImport | None, ids: Iterable[str], *, viewing: Viewing
) -> dict[str, str]:
    """Return by id what activities of an import are called that state no title, for those who may
    look into it: "(no title), Primary health care, Darn"."""
    wanted = list(ids)
    if not wanted:
        return {}
    sectors = _first(report, "activity_sectors", "sector_code", wanted)
    places = _first(report, "activity_locations", "place_code", wanted)
    country = report.source.country.code if report is not None else ""
    called = place_names(
        {(country, code) for code in places.values()}, viewing=viewing, on=viewing.at.date()
    ) if places else {}  # fmt: skip
    names = {}
    for key in wanted:
        sector, place = sectors.get(key, ""), places.get(key, "")
        said = (sector_name(sector) if sector else "", called.get((country, place), place))
        names[key] = ", ".join([_("(no title)"), *filter(None, said)])
    return names


def _first(report: ReportImport | None, table: str, column: str, ids: list[str]) -> dict[str, str]:
    """Return by activity the code with the largest share."""
    rows = kept_columns(report, table, ("activity_id", column, "share")) if report else None
    if rows is None:
        return {}
    rows = rows.filter(pc.is_in(rows["activity_id"], pa.array(ids, pa.string())))
    best: dict[str, tuple[float, str]] = {}
    row: dict[str, Any]
    for row in rows.to_pylist():
        share, code = row["share"] or 0.0, row[column]
        if code and (row["activity_id"] not in best or share > best[row["activity_id"]][0]):
            best[row["activity_id"]] = (share, code)
    return {key: code for key, (_share, code) in best.items()}
