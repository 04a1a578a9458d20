"""What has changed between two readings of the same reports? Pictures in, differences out.

`fingerprints` says in one text all that an activity states; `compare_reports` what is new, gone
and changed, field by field; `compare_three` what two people changed in the same report.
"""

from intarsia.changes.compare import compare_reports
from intarsia.changes.difference import (
    ChangedActivity,
    ChangedField,
    Difference,
    difference_from_json,
    difference_to_json,
)
from intarsia.changes.fingerprint import FINGERPRINTS, fingerprints
from intarsia.changes.merging import MergedTemplate, merge_template
from intarsia.changes.parts import Part, Value, value_from_json, value_to_json
from intarsia.changes.returned import restore_untouched
from intarsia.changes.stated import FIELDS, TEMPLATE_FIELDS
from intarsia.changes.three_ways import (
    Side,
    ThreeWay,
    ThreeWayActivity,
    ThreeWayField,
    compare_three,
)
from intarsia.changes.words import say_value

__all__ = [
    "FIELDS",
    "FINGERPRINTS",
    "TEMPLATE_FIELDS",
    "ChangedActivity",
    "ChangedField",
    "Difference",
    "MergedTemplate",
    "Part",
    "Side",
    "ThreeWay",
    "ThreeWayActivity",
    "ThreeWayField",
    "Value",
    "compare_reports",
    "compare_three",
    "difference_from_json",
    "difference_to_json",
    "fingerprints",
    "merge_template",
    "restore_untouched",
    "say_value",
    "value_from_json",
    "value_to_json",
]
