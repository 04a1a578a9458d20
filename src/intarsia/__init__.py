"""Who does what, where, when and for whom: reports in, one picture out.

The doors, in the order of the flow; nothing else is promised to stay:

    reading = intarsia.read_report("activities.xml")
    kept = intarsia.keep_file("activities.xml", "kept.xml")
    picture = intarsia.normalize_report(reading, as_of=datetime.date(2011, 5, 31))
    findings = intarsia.find_duplicates(picture)
    findings = intarsia.find_overlaps(picture)
    page = intarsia.write_brief(picture, as_of=datetime.date(2011, 5, 31))

Importing `intarsia` loads none of the heavy parts; each door loads its own when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intarsia.analysis.advantage import measure_advantage
    from intarsia.analysis.crowding import find_crowding, measure_crowding
    from intarsia.analysis.duplicates import (
        compare_findings,
        count_once,
        find_duplicates,
        find_duplicates_of,
        prepare_duplicates,
    )
    from intarsia.analysis.gaps import find_gaps, gaps_page
    from intarsia.analysis.mandates import compare_mandates
    from intarsia.analysis.overlaps import (
        find_overlaps,
        find_overlaps_of,
        prepare_overlaps,
    )
    from intarsia.analysis.timeliness import find_late_information, measure_timeliness
    from intarsia.changes import (
        Difference,
        ThreeWay,
        compare_reports,
        compare_three,
        difference_from_json,
        difference_to_json,
        fingerprints,
        restore_untouched,
        say_value,
    )
    from intarsia.documents import write_brief
    from intarsia.documents.iati_xml import write_iati
    from intarsia.documents.template import write_template
    from intarsia.errors import IntarsiaError
    from intarsia.examples import write_example
    from intarsia.keeping import comment_file, keep_file, open_sheet
    from intarsia.normalize import (
        combine,
        normalize_report,
        resolve_organizations,
        select_country,
        settle_organizations,
    )
    from intarsia.places import read_places
    from intarsia.readers import Correction, load_mapping, read_report, save_mapping
    from intarsia.readers.template import TemplateKey
    from intarsia.register import register_with
    from intarsia.tables import Picture, load_picture, save_picture

__version__ = "0.1.0"

__all__ = [
    "Correction",
    "Difference",
    "IntarsiaError",
    "Picture",
    "TemplateKey",
    "ThreeWay",
    "combine",
    "comment_file",
    "compare_findings",
    "compare_mandates",
    "compare_reports",
    "compare_three",
    "count_once",
    "difference_from_json",
    "difference_to_json",
    "find_crowding",
    "find_duplicates",
    "find_duplicates_of",
    "find_gaps",
    "find_late_information",
    "find_overlaps",
    "find_overlaps_of",
    "fingerprints",
    "gaps_page",
    "keep_file",
    "load_mapping",
    "load_picture",
    "measure_advantage",
    "measure_crowding",
    "measure_timeliness",
    "normalize_report",
    "open_sheet",
    "prepare_duplicates",
    "prepare_overlaps",
    "read_places",
    "read_report",
    "register_with",
    "resolve_organizations",
    "restore_untouched",
    "save_mapping",
    "save_picture",
    "say_value",
    "select_country",
    "settle_organizations",
    "write_brief",
    "write_example",
    "write_iati",
    "write_template",
]

_HOMES = {
    "Correction": "readers",
    "Difference": "changes",
    "IntarsiaError": "errors",
    "Picture": "tables",
    "TemplateKey": "readers.template",
    "ThreeWay": "changes",
    "combine": "normalize",
    "comment_file": "keeping",
    "compare_findings": "analysis.duplicates",
    "compare_mandates": "analysis.mandates",
    "compare_reports": "changes",
    "compare_three": "changes",
    "count_once": "analysis.duplicates",
    "difference_from_json": "changes",
    "difference_to_json": "changes",
    "find_crowding": "analysis.crowding",
    "find_duplicates": "analysis.duplicates",
    "find_duplicates_of": "analysis.duplicates",
    "find_gaps": "analysis.gaps",
    "find_late_information": "analysis.timeliness",
    "find_overlaps": "analysis.overlaps",
    "find_overlaps_of": "analysis.overlaps",
    "fingerprints": "changes",
    "gaps_page": "analysis.gaps",
    "keep_file": "keeping",
    "load_mapping": "readers",
    "load_picture": "tables",
    "measure_advantage": "analysis.advantage",
    "measure_crowding": "analysis.crowding",
    "measure_timeliness": "analysis.timeliness",
    "normalize_report": "normalize",
    "open_sheet": "keeping",
    "prepare_duplicates": "analysis.duplicates",
    "prepare_overlaps": "analysis.overlaps",
    "read_places": "places",
    "read_report": "readers",
    "register_with": "register",
    "resolve_organizations": "normalize",
    "restore_untouched": "changes",
    "save_mapping": "readers",
    "save_picture": "tables",
    "say_value": "changes",
    "select_country": "normalize",
    "settle_organizations": "normalize",
    "write_brief": "documents",
    "write_example": "examples",
    "write_iati": "documents.iati_xml",
    "write_template": "documents.template",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'intarsia' has no attribute {name!r}")
    return getattr(importlib.import_module(f"intarsia.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
