"""The reference of sources, reports, editions, drafts, and of what is streamed."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from drf_spectacular.utils import extend_schema_view as described

from intarsia_site.api import (
    activity_shapes,
    addresses,
    bulk,
    drafts,
    editions,
    report_parts,
    reports,
    sheets,
    sources,
    uploads,
)
from intarsia_site.api import report_schemas as shapes
from intarsia_site.api.describing import (
    AFTER,
    BECAUSE,
    CHANGING,
    KEY,
    KNOWN,
    LIMIT,
    MATCH,
    READING,
    TAG,
    WRITING,
    answers,
    header,
    question,
    reads,
)
from intarsia_site.api.streams import Csv, Lines, Parquet

_PAGE = OpenApiParameter(
    "page", {"type": "integer", "minimum": 1, "maximum": 999_999, "default": 1},
    description="Taken from `next` of the part before.",
)  # fmt: skip
_NAME = header("Content-Disposition", 'The file\'s name: attachment; filename="3w.xlsx".', 1000)
_FILE = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}},
         "required": ["file"], "additionalProperties": False}  # fmt: skip
#: The filters of the list of activities.
ACTIVITIES_ASKED = (
    question("country_code", "Only in this country."),
    question("sector_code", "With this sector among its sectors."),
    question("area_code", "With this first-level area among its areas."),
    question("organization_id", "Of this organization."),
    question("label", "Under this label."),
    question("period", "That goes on in this year or quarter: 2011, 2011-Q2."),
    question("search", "Words of the title, or of who carries it out."),
)


def _one(operation: str, shape: Any, tag: str) -> Any:
    return extend_schema(
        tags=[tag], operation_id=operation, parameters=[KNOWN, TAG],
        responses=answers({200: shape, 304: None}, READING),
    )  # fmt: skip


def _writes(
    operation: str,
    tag: str,
    status: int,
    shape: Any,
    *parameters: OpenApiParameter,
    body: Any = None,
    errors: tuple[int, ...] = WRITING,
) -> Any:
    return extend_schema(
        tags=[tag], operation_id=operation, parameters=[KEY, TAG, *parameters], request=body,
        responses=answers({status: shape}, errors),
    )  # fmt: skip


def _ends(operation: str, tag: str, *parameters: OpenApiParameter) -> Any:
    return extend_schema(
        tags=[tag], operation_id=operation, parameters=[MATCH, *parameters],
        responses=answers({204: None}, CHANGING),
    )  # fmt: skip


def _decides(operation: str, body: Any) -> Any:
    return _writes(operation, "reports", 202, shapes.ReportShape, MATCH, body=body, errors=CHANGING)


def describe_reports() -> None:
    """Write the reference of these views into them."""
    _describe_sources()
    _describe_reports()
    _describe_parts()
    _describe_editions()
    _describe_drafts()
    _describe_streams()


def _describe_sources() -> None:
    described(
        get=reads("list_sources", shapes.SourceList, AFTER, LIMIT, tag="sources"),
        post=_writes("open_source", "sources", 201, shapes.SourceShape, body=shapes.SourceNew),
    )(sources.Sources)
    described(
        get=_one("read_source", shapes.SourceShape, "sources"),
        patch=_writes(
            "change_source", "sources", 200, shapes.SourceShape, MATCH, BECAUSE,
            body=shapes.SourceChange, errors=CHANGING,
        ),
        delete=_ends("end_source", "sources", BECAUSE),
    )(sources.Source)  # fmt: skip
    described(post=_writes("fetch_source", "sources", 202, shapes.SourceShape))(sources.Fetch)
    described(get=reads("list_addresses", shapes.SourceAddressList, AFTER, LIMIT, tag="sources"))(
        addresses.Addresses
    )
    described(
        get=_one("read_address", shapes.SourceAddress, "sources"),
        patch=_writes(
            "set_address", "sources", 200, shapes.SourceAddress, MATCH, BECAUSE,
            body=shapes.SourceAddressChange, errors=CHANGING,
        ),
    )(addresses.Address)  # fmt: skip
    language = OpenApiParameter(
        "lang", OpenApiTypes.STR, enum=("en", "fr", "ru"),
        description="Of the sheet; that of the answer where it is left out.",
    )  # fmt: skip
    sheet = {(200, sheets.Workbook.media_type): OpenApiTypes.BINARY}
    described(
        get=extend_schema(
            tags=["sources"], operation_id="read_template", parameters=[language],
            responses=answers(sheet, READING),
        )
    )(sheets.Sheet)  # fmt: skip
    described(
        post=_writes(
            "send_report", "sources", 202, shapes.ReportShape, _NAME,
            body={"application/octet-stream": OpenApiTypes.BINARY, "multipart/form-data": _FILE},
        )
    )(uploads.ReportsOfSource)  # fmt: skip


def _describe_reports() -> None:
    of_source = question("source", "Only of this source.")
    described(get=reads("list_reports", shapes.ReportList, of_source, AFTER, LIMIT, tag="reports"))(
        reports.Reports
    )
    described(
        get=_one("read_report", shapes.ReportShape, "reports"),
        delete=_ends("set_report_aside", "reports", BECAUSE),
    )(reports.Report)
    described(get=reads("read_report_sharing", shapes.ReportSharing, tag="reports"))(
        reports.Sharing
    )
    described(post=_decides("import_report", shapes.ImportNew))(reports.Importing)
    described(post=_writes("read_report_again", "reports", 202, shapes.ReportShape))(reports.Again)
    described(post=_writes("undo_report", "reports", 200, shapes.ReportShape, BECAUSE))(
        reports.Undoing
    )


def _describe_parts() -> None:
    severity = OpenApiParameter("severity", OpenApiTypes.STR, enum=("lost", "changed", "note"))
    kind = OpenApiParameter("kind", OpenApiTypes.STR, enum=("new", "changed", "gone"))

    def part(operation: str, shape: Any, *asked: OpenApiParameter) -> Any:
        return reads(operation, shape, *asked, _PAGE, LIMIT, tag="reports")

    described(get=part("list_report_problems", shapes.ProblemGroupList, severity))(
        report_parts.Problems
    )
    described(get=part("list_report_difference", shapes.DifferenceList, kind))(
        report_parts.Difference
    )
    described(
        get=part("list_report_corrections", shapes.CorrectionList),
        post=_decides("correct_report", shapes.CorrectionsNew),
        delete=_ends("take_back_report_corrections", "reports"),
    )(report_parts.Corrections)
    described(
        get=part("list_report_organizations", shapes.NameToConfirmList),
        post=_decides("confirm_report_organizations", shapes.OrganizationsMeantNew),
    )(report_parts.Organizations)
    described(
        get=part("list_report_places", shapes.NameToConfirmList),
        post=_decides("confirm_report_places", shapes.PlacesMeantNew),
    )(report_parts.PlacesToConfirm)
    described(
        get=reads("list_report_columns", shapes.ColumnList, tag="reports"),
        post=_decides("map_report_columns", shapes.ColumnsNew),
    )(report_parts.Columns)
    described(
        get=reads("read_returned_sheet", shapes.ReturnedShape, tag="reports"),
        post=_decides("decide_returned_sheet", shapes.ReturnedNew),
    )(report_parts.Returned)


def _describe_editions() -> None:
    described(
        get=reads("list_editions", shapes.EditionList, AFTER, LIMIT, tag="editions"),
        post=_writes(
            "freeze_edition", "editions", 201, shapes.EditionShape, BECAUSE, body=shapes.EditionNew
        ),
    )(editions.Editions)
    described(get=_one("read_edition", shapes.EditionShape, "editions"))(editions.Edition)
    described(
        get=reads(
            "list_edition_activities", shapes.EditionActivityList, AFTER, LIMIT, tag="editions"
        )
    )(editions.EditionActivities)
    described(
        get=reads("list_errata", shapes.ErratumList, AFTER, tag="editions"),
        post=_writes("tell_erratum", "editions", 201, shapes.EditionShape, body=shapes.ErratumNew),
    )(editions.Errata)


def _describe_drafts() -> None:
    described(
        get=reads("list_drafts", shapes.DraftList, tag="drafts"),
        post=_writes("keep_draft", "drafts", 201, shapes.DraftShape, body=shapes.DraftNew),
    )(drafts.Drafts)
    described(
        get=_one("read_draft", shapes.DraftShape, "drafts"),
        patch=_writes(
            "change_draft", "drafts", 200, shapes.DraftShape, MATCH, body=shapes.DraftChange,
            errors=CHANGING,
        ),
        delete=_ends("drop_draft", "drafts"),
    )(drafts.Draft)  # fmt: skip
    described(
        post=extend_schema(
            tags=["activities"], operation_id="find_similar_activities",
            request=shapes.SimilarNew, responses=answers({200: shapes.SimilarList}, WRITING),
        )
    )(drafts.Similar)  # fmt: skip


def _describe_streams() -> None:
    form = OpenApiParameter(
        "format", OpenApiTypes.STR, enum=("jsonl", "csv", "parquet"),
        description="Instead of Accept.",
    )  # fmt: skip
    files = {
        (200, Lines.media_type): activity_shapes.ActivityShape,
        (200, Csv.media_type): OpenApiTypes.STR,
        (200, Parquet.media_type): OpenApiTypes.BINARY,
    }
    described(
        get=extend_schema(
            tags=["activities"], operation_id="read_every_activity",
            parameters=[*ACTIVITIES_ASKED, form], responses=answers(files, READING),
        )
    )(bulk.EveryActivity)  # fmt: skip
    since = question("since", "Where the feed before ended: `next` of its last line.")
    line = OpenApiResponse(shapes.ChangeLine, "One line of it; there is one object a line.")
    described(
        get=extend_schema(
            tags=["activities"], operation_id="follow_changes", parameters=[since],
            responses=answers({(200, Lines.media_type): line}, READING),
        )
    )(bulk.Changes)  # fmt: skip
