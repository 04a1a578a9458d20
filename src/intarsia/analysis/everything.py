"""All findings of a picture in one table: what two runs are compared by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from intarsia.analysis.crowding import find_crowding
from intarsia.analysis.duplicates.findings import findings_of
from intarsia.analysis.duplicates.limits import limits_in, with_limits
from intarsia.analysis.gaps import find_gaps
from intarsia.analysis.ground import lay_out
from intarsia.analysis.mandates import compare_mandates
from intarsia.analysis.overlaps import find_overlaps
from intarsia.analysis.timeliness import find_late_information

if TYPE_CHECKING:
    from intarsia.tables import Picture


def all_findings(picture: Picture) -> pa.Table:
    """Return FINDINGS of every kind, those of one question after the other.

    picture   a combined picture, its organizations settled. Without a day gaps and crowding are
              not asked about; that is said, as what each question bounded is: `limits_in`
    """
    ground = lay_out(picture)
    found = [
        findings_of(picture, ground.pairs),
        find_overlaps(picture, most=None, ground=ground),
        compare_mandates(picture),
        find_late_information(picture),
    ]
    limits = [one for table in found for one in limits_in(table)]
    if picture.as_of is None:
        limits.append(("findings.without_day", {}))
    else:
        found += [find_gaps(picture, ground=ground), find_crowding(picture, ground=ground)]
    whole = pa.concat_tables([table.replace_schema_metadata(None) for table in found])
    return with_limits(whole, limits)
