"""A source with a current import for each planted activity: its file with the rows of neighbours,
its tables with what a line does not show. Each with secrets, and who may read them."""

from __future__ import annotations

import hashlib
from typing import Any

from intarsia.tables import from_rows
from intarsia.tables.picture import TABLES
from intarsia_site.access.models import Organization
from intarsia_site.reports.kept import folder
from intarsia_site.reports.models import (
    Activity,
    ImportTable,
    ReportFile,
    ReportImport,
    Source,
    SourceRule,
    Standing,
)
from intarsia_site.reports.tables import packed
from people import NOW, Cast

#: The row of the activity, among those of others.
ROW, ROWS = 5, 9
#: Secrets of who sees all of an activity; and of who is besides of its source.
WHOLE, OWN = ("detail", "cell"), ("file", "neighbour")


def a_source(owner: Organization, cast: Cast, number: int) -> Source:
    """Make the source of one planted activity; its name is a secret of its own."""
    return Source.objects.create(
        organization=owner, country=cast.arvenia, name=f"zqsource{number}namezq", opened_at=NOW
    )


def stand(row: Activity, number: int) -> dict[str, str]:
    """Have the activity stand in a current import; return the secrets of its file and details.

    "detail" and "cell" are for who sees all of the activity, "file" and "neighbour" for those of
    them who are of its source.
    """
    secrets = {kind: f"zq{kind}{number}zq" for kind in (*WHOLE, *OWN)}
    file = _file(row.source, number, secrets)
    report = ReportImport.objects.create(
        source=row.source, file=file, state=ReportImport.State.IMPORTED, created_at=NOW,
        imported_at=NOW, sharing=_sharing(row),
    )  # fmt: skip
    Standing.objects.create(report_import=report, activity=row, row=ROW)
    SourceRule.objects.create(source=row.source, handling=str(number), rule=row.rule)
    for name, said in _tables(row, secrets).items():
        ImportTable.objects.create(report_import=report, name=name, rows=1, content=packed(said))
    Source.objects.filter(pk=row.source.pk).update(current=report)
    return secrets


def _sharing(row: Activity) -> dict[str, Any]:
    """What an import says of who may see it, where its activities have this rule."""
    persons = row.rule.persons.values_list("public_id", flat=True)
    return {"label": row.rule.label, "persons": sorted(persons)}


def _file(source: Source, number: int, secrets: dict[str, str]) -> ReportFile:
    rows = [f"{secrets['neighbour']}," for _row in range(ROWS)]
    rows[ROW - 1] = f"{secrets['cell']},"
    content = "\n".join(["Title,Organization", *rows[1:]]).encode()
    name = f"planted{number}.csv"
    (folder() / name).write_bytes(content)
    return ReportFile.objects.create(
        source=source, name=secrets["file"], sha256="0" * 64,
        kept_sha256=hashlib.sha256(content).hexdigest(), kept_name=name, kept_bytes=len(content),
        received_at=NOW,
    )  # fmt: skip


def _tables(row: Activity, secrets: dict[str, str]) -> dict[str, Any]:
    key = {"activity_id": row.activity_id, "ordinal": 0}
    said = {
        "activities": {**key, "report_id": "r", "file": "f", "row": ROW, "title": row.title},
        "participations": {**key, "role": "implementing", "name_as_reported": secrets["detail"]},
        "activity_locations": {**key, "kind": "location", "name_as_reported": secrets["detail"]},
    }
    return {
        name: from_rows(
            [tuple(values.get(column) for column in TABLES[name].schema.names)],
            TABLES[name].schema,
        )
        for name, values in said.items()
    }
