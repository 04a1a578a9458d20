"""The picture's tables that keep what a report says beside its figures, so that nothing is lost."""

from __future__ import annotations

from intarsia.tables.activities import COUNT, DAY, NUMBER, TEXT, YES_NO
from intarsia.tables.spec import Column, Table

_ACTIVITY = Column("activity_id", TEXT, "the activity, see `activities`", required=True)
_ORDINAL = Column(
    "ordinal", COUNT, "position among its kind in the activity, from 0", required=True
)

RESULTS = Table(
    "results",
    "an indicator in a period, or an indicator or result without one",
    ("activity_id", "ordinal", "indicator", "period"),
    (
        _ACTIVITY,
        _ORDINAL,
        Column("indicator", COUNT, "position of the indicator in the result"),
        Column("period", COUNT, "position of the period in the indicator"),
        Column("type_code", TEXT, "IATI ResultType code: output, outcome, impact"),
        Column("title", TEXT, "title of the result"),
        Column("measure_code", TEXT, "IATI IndicatorMeasure code: unit, percentage …"),
        Column("indicator_title", TEXT, "title of the indicator"),
        Column("is_ascending", YES_NO, "more is better"),
        Column("baseline_year", COUNT, "year of the baseline"),
        Column("baseline_value", TEXT, "baseline as stated"),
        Column("from_on", DAY, "first day of the period"),
        Column("to_on", DAY, "last day of the period"),
        Column("target_value", TEXT, "target as stated"),
        Column("actual_value", TEXT, "reached, as stated"),
    ),
)

DOCUMENTS = Table(
    "documents",
    "a link to a document about an activity",
    ("activity_id", "ordinal"),
    (
        _ACTIVITY,
        _ORDINAL,
        Column("url", TEXT, "address as stated"),
        Column("format", TEXT, "media type as stated"),
        Column("title", TEXT, "title in the first language given"),
        Column("category_code", TEXT, "IATI DocumentCategory code, the first given"),
        Column("language", TEXT, "ISO 639-1, the first given"),
        Column("on", DAY, "date of the document"),
    ),
)

CODES = Table(
    "codes",
    "a tag, marker, scope, classification or further identifier",
    ("activity_id", "kind", "ordinal"),
    (
        _ACTIVITY,
        _ORDINAL,
        Column(
            "kind",
            TEXT,
            "tag, policy_marker, humanitarian_scope, other_identifier, administrative, "
            "location_id, aid_type, finance_type, flow_type, tied_status, collaboration_type …",
            required=True,
        ),
        Column("of", COUNT, "position of the location it belongs to; null = the activity"),
        Column("vocabulary", TEXT, "vocabulary code as stated"),
        Column("vocabulary_uri", TEXT, "where the vocabulary is published"),
        Column("code", TEXT, "code as stated"),
        Column("type_code", TEXT, "significance, scope type or administrative level as stated"),
        Column("name", TEXT, "name as stated, in the first language given"),
    ),
)

NARRATIVES = Table(
    "narratives",
    "a text that has no column of its own, or a further language of one that has",
    ("activity_id", "element", "of", "ordinal"),
    (
        _ACTIVITY,
        Column("element", TEXT, "element it belongs to: title, description:2 …", required=True),
        Column("of", COUNT, "position of that element among its kind, from 0", required=True),
        Column("ordinal", COUNT, "position of the text in its element, from 0", required=True),
        Column("language", TEXT, "ISO 639-1; null = the activity's default"),
        Column("text", TEXT, "the text"),
    ),
)

REMAINDERS = Table(
    "remainders",
    "an element as written, where its columns cannot say all of it",
    ("activity_id", "element", "ordinal"),
    (
        _ACTIVITY,
        Column("element", TEXT, "name of the element or column", required=True),
        Column("ordinal", COUNT, "position among its kind in the activity, from 0", required=True),
        Column("source", TEXT, "the XML or cell as written, without personal data", required=True),
    ),
)

ACTIVITY_LINKS = Table(
    "activity_links",
    "a link between activities that the source itself states",
    ("activity_id", "ordinal"),
    (
        _ACTIVITY,
        _ORDINAL,
        Column("other_activity_id", TEXT, "the other activity's id as stated"),
        Column(
            "kind",
            TEXT,
            "parent, child, sibling, co-funded, third party; provider, receiver from transactions",
        ),
        Column("type_code", TEXT, "IATI RelatedActivityType code as stated"),
    ),
)

REPORTS = Table(
    "reports",
    "one file handed in",
    ("report_id",),
    (
        Column("report_id", TEXT, "first 16 hexadecimal digits of the SHA-256", required=True),
        Column("file", TEXT, "name of the file", required=True),
        Column("sha256", TEXT, "SHA-256 of the bytes read", required=True),
        Column("bytes", NUMBER, "size in bytes"),
        Column(
            "kind",
            TEXT,
            "what it is: iati-xml, country-sheet, aims-release, activity-list …",
            required=True,
        ),
        Column("version", TEXT, "version of its standard as stated"),
        Column("language", TEXT, "ISO 639-1 of its headings or default language"),
        Column("generated_at", TEXT, "when it was made, as stated"),
        Column("rows", COUNT, "rows or elements that state something, as found", required=True),
        Column("rows_kept", COUNT, "of those, kept in the tables", required=True),
        Column("rows_named", COUNT, "of those, not kept and named in problems", required=True),
        Column("activities", COUNT, "activities read from it", required=True),
        Column("from_on", DAY, "first day it speaks of", added=True),
        Column("to_on", DAY, "last day it speaks of", added=True),
        Column("covers_countries", TEXT, "countries it speaks of, ISO codes with a space between"),
        Column("label", TEXT, "the sharing label (TLP 2.0) the file carries"),
        Column("marking", TEXT, "any other marking, as its source wrote it"),
    ),
)

PROBLEMS = Table(
    "problems",
    "something wrong in a report",
    (),
    (
        Column("code", TEXT, "permanent code, see docs/using/problems.md", required=True),
        Column("severity", TEXT, "lost, changed or note", required=True),
        Column("report_id", TEXT, "the report; null where the file could not be read"),
        Column("file", TEXT, "name of the file", required=True),
        Column("sheet", TEXT, "sheet or archive member"),
        Column("cell", TEXT, "cell, row or XPath"),
        Column("column", TEXT, "column, element or attribute"),
        Column("activity_id", TEXT, "the activity, where there is one"),
        Column("value", TEXT, "what stands there; never personal data"),
        Column("expected", TEXT, "what was expected"),
        Column("suggestion", TEXT, "what it may be meant to be"),
        Column("times", COUNT, "how often, where alike problems are counted together"),
        Column("message", TEXT, "the problem in one English sentence"),
    ),
)
