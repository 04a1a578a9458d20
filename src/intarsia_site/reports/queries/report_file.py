"""A report's own file, given back with what was found in it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import intarsia
from intarsia.tables import PROBLEMS
from intarsia_site.access.errors import NotFound
from intarsia_site.access.queries.viewer import Viewing
from intarsia_site.reports.kept import path_of
from intarsia_site.reports.queries.report_import import import_to_look_into
from intarsia_site.reports.queries.report_problems import language_of_phrases
from intarsia_site.reports.tables import unpacked


def commented_file(report_id: str, *, viewing: Viewing) -> tuple[str, bytes]:
    """Return the name and content of a report's file with comments in its cells.

    For those who may look into it; what is kept is the copy without personal data.
    Raises   NotFound for all others, and where there is no file or it was not read yet;
             KeptFileError where the kept file is gone or another.
    """
    report = import_to_look_into(report_id, viewing=viewing)
    if report.file is None or not report.summary:
        raise NotFound
    content = report.tables.filter(name="problems").values_list("content", flat=True).first()
    problems = (
        PROBLEMS.schema.empty_table() if content is None else unpacked(bytes(content), "problems")
    )
    kept = path_of(report.file)
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / f"commented{kept.suffix}"
        made = intarsia.comment_file(kept, problems, to, lang=language_of_phrases())
        path = Path(getattr(made, "path", to))
        name = Path(report.file.name)
        return f"{name.stem}.comments{path.suffix}", path.read_bytes()
