"""What the API takes and gives of sources, reports, editions and drafts, for its reference."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from intarsia.sharing.labels import Label
from intarsia_site.api.activity_shapes import WHOSE, ActivityShape
from intarsia_site.api.schemas import field_of
from intarsia_site.registry.nouns import Field
from intarsia_site.reports.entered import ENTERED

Shape = type[serializers.Serializer[Any]]
_NULL: dict[str, Any] = {"allow_null": True}
_LEFT_OUT: dict[str, Any] = {"required": False}
_BEYOND = ["nothing", "existence", "coarse"]
#: Named in the settings: several shapes have a field `kind` or `state`.
SOURCE_KINDS = ["files", "by_hand", "address"]
DIFFERENCE_KINDS = ["new", "changed", "gone"]
PERIOD_STATES = ["received", "running", "due", "late"]


def _shape(name: str, /, **fields: Any) -> Shape:
    return type(name, (serializers.Serializer,), fields)


def _text(help_text: str = "", **more: Any) -> Any:
    said: dict[str, Any] = {"help_text": help_text} if help_text else {}
    return serializers.CharField(**said, **more)


def _texts(*names: str, **more: Any) -> dict[str, Any]:
    return {name: _text(**more) for name in names}


def _counts(*names: str, **more: Any) -> dict[str, Any]:
    return {name: serializers.IntegerField(**more) for name in names}


def _days(*names: str, **more: Any) -> dict[str, Any]:
    return {name: serializers.DateField(**more) for name in names}


def _moments(*names: str, **more: Any) -> dict[str, Any]:
    return {name: serializers.DateTimeField(**more) for name in names}


def _yes_no(*names: str) -> dict[str, Any]:
    return {name: serializers.BooleanField() for name in names}


def _several(child: Any, **more: Any) -> Any:
    return serializers.ListField(child=child() if isinstance(child, type) else child, **more)


def _list(name: str, item: Shape, /, **more: Any) -> Shape:
    return _shape(
        name, items=_several(item), **more,
        next=_text("Address of what follows.", allow_null=True),
    )  # fmt: skip


def _by_name(help_text: str = "") -> Any:
    said: dict[str, Any] = {"help_text": help_text} if help_text else {}
    return serializers.DictField(child=serializers.IntegerField(), **said)


Named = _shape("Named", **_texts("id", "name"))
Choice = _shape("NamedChoice", **_texts("id", "name"), **_yes_no("is_chosen"))

# Sources

Period = _shape(
    "Period", **_days("first_on", "last_on", "due_on"),
    state=serializers.ChoiceField(choices=PERIOD_STATES),
)  # fmt: skip
_SOURCE = {
    **_texts("id", "name", "organization", "organization_id", "country_name"),
    "kind": serializers.ChoiceField(choices=SOURCE_KINDS),
    **_moments("said_at", **_NULL),
    **_counts("activities", **_NULL),
    "label": _text("Of what is so now.", **_NULL),
    "waiting": serializers.IntegerField(help_text="Reports that wait for a person."),
    "expected": Period(help_text="What is missing, else what comes next.", **_NULL),
    **_yes_no("has_ended", "is_own"),
}
SourceInList = _shape("SourceInList", **_SOURCE)
SourceList = _list("SourceList", SourceInList)
SourceShape = _shape(
    "Source", **_SOURCE, **_texts("country_code"), **_counts("every_months", **_NULL),
    **_counts("due_after_days"), **_days("expected_from_on", **_NULL), periods=_several(Period),
    **_yes_no("has_mapping", "has_address"),
    address=_text("For its own people; it may hold a key.", **_NULL),
    **_moments("fetched_at", **_NULL), **_texts("fetch_problem", **_NULL),
    **_moments("opened_at"), **_moments("ended_at", **_NULL), **_counts("revision"),
    **_yes_no("may_write"),
)  # fmt: skip
SourceNew = _shape(
    "SourceNew", **_texts("organization_id", "country_code"), name=_text(max_length=120),
    kind=serializers.ChoiceField(choices=SOURCE_KINDS, **_LEFT_OUT),
)  # fmt: skip
SourceChange = _shape(
    "SourceChange", name=_text(max_length=120, **_LEFT_OUT),
    every_months=serializers.IntegerField(min_value=1, max_value=24, **_NULL, **_LEFT_OUT),
    due_after_days=serializers.IntegerField(min_value=0, max_value=180, **_LEFT_OUT),
    **_days("expected_from_on", **_NULL, **_LEFT_OUT),
)  # fmt: skip
_WHERE = {
    **_texts("id", "name", "organization", "country_name"),
    "address": _text("Null: it is not fetched yet. It may hold a key.", **_NULL),
    **_moments("fetched_at", **_NULL), **_texts("fetch_problem", **_NULL),
}  # fmt: skip
SourceAddress = _shape("SourceAddress", **_WHERE)
SourceAddressList = _list("SourceAddressList", _shape("SourceAddressInList", **_WHERE))
SourceAddressChange = _shape(
    "SourceAddressChange",
    address=_text("Of the file itself; empty: not fetched.", max_length=1000, allow_blank=True),
)

# Reports

REPORT_STATES = [
    "waiting", "reading", "ready", "queued", "importing", "imported", "unchanged", "undone",
    "failed", "set_aside",
]  # fmt: skip
_STATE = serializers.ChoiceField(choices=REPORT_STATES)
_PROGRESS = serializers.FloatField(min_value=0, max_value=1)
ReportInList = _shape(
    "ReportInList", **_texts("id", "source_name", "organization", "country_name"),
    file=_text("For who may look into it.", **_NULL), state=_STATE, progress=_PROGRESS,
    **_moments("created_at"), **_counts("activities", **_NULL),
    **_counts("new", "changed", "gone", "problems"), **_yes_no("is_current", "may_send"),
)  # fmt: skip
ReportList = _list("ReportList", ReportInList)
ReportError = _shape(
    "ReportError", **_texts("code"), **_texts("message", **_NULL), data=serializers.DictField()
)
Recognized = _shape(
    "Recognized", **_texts("kind"), **_texts("version", "language", **_NULL),
    **_days("from_on", "to_on", **_NULL), countries=_several(serializers.CharField()),
    **_counts("rows", "rows_kept", "rows_named", "activities"), **_texts("sheet", **_NULL),
    header_rows=_several(serializers.IntegerField()), **_counts("columns", "unsure"),
)  # fmt: skip
ReportShape = _shape(
    "Report", **_texts("id"), **_counts("revision"), state=_STATE, **_texts("stage", **_NULL),
    progress=_PROGRESS, **_yes_no("is_at_work"),
    **_texts("source_id", "source_name", "organization_id", "organization", "country_code"),
    **_moments("created_at"), **_texts("created_by", **_NULL),
    **_moments("ready_at", "imported_at", **_NULL), **_texts("imported_by", **_NULL),
    **_moments("undone_at", "undo_until", **_NULL),
    **_yes_no(
        "is_current", "may_look", "may_decide", "may_undo", "may_set_aside", "may_read_again"
    ),
    error=ReportError(help_text="Why it could not be read.", **_NULL),
    file=_text("From here on nothing, unless you may look into it.", **_NULL),
    **_texts("converted_from", **_NULL),
    removed=_by_name("Personal data that was taken out, by kind."),
    recognized=Recognized(help_text="What it was taken for.", **_NULL),
    counts=_by_name("new, changed, gone, unchanged."),
    problems=_by_name("By severity."), organizations=_by_name("Names, by how they were settled."),
    **_counts("places_to_confirm", "corrections"), **_texts("label", **_NULL),
    returned=serializers.DictField(help_text="Of a sheet that came back.", **_NULL),
)  # fmt: skip
ProblemGroup = _shape(
    "ProblemGroup", **_texts("code"),
    severity=serializers.ChoiceField(choices=["lost", "changed", "note"]),
    **_texts("message"), **_counts("times"),
    **_texts("sheet", "column", "value", "suggestion", **_NULL),
    cells=_several(serializers.CharField(), help_text="The first of them."),
    **_counts("more_cells"), **_yes_no("may_correct"),
)  # fmt: skip
ProblemGroupList = _list(
    "ProblemGroupList", ProblemGroup, counts=_by_name("Of all of them, by severity.")
)
Correction = _shape(
    "Correction", **_counts("number"), **_texts("value", "to"),
    **_texts("column", "cell", **_NULL),
)  # fmt: skip
CorrectionList = _list("CorrectionList", Correction)
CorrectionOne = _shape(
    "CorrectionOfCellNew", sheet=_text(max_length=200, **_NULL, **_LEFT_OUT),
    cell=_text("As H40; null: all alike.", max_length=20, **_NULL, **_LEFT_OUT),
    column=_text("Its heading.", max_length=500, **_NULL, **_LEFT_OUT),
    value=_text("What stands there.", max_length=5000), to=_text(max_length=500, allow_blank=True),
)  # fmt: skip
CorrectionsNew = _shape("CorrectionsNew", corrections=_several(CorrectionOne))
Candidate = _shape("Candidate", **_texts("id", "name"), **_counts("percent", **_NULL))
NameToConfirm = _shape(
    "NameToConfirm", **_texts("name"), **_texts("parent", **_NULL), **_counts("uses"),
    **_yes_no("is_doubtful"), because=_several(serializers.CharField()),
    candidates=_several(Candidate), **_texts("proposed_name", **_NULL),
)  # fmt: skip
NameToConfirmList = _list("NameToConfirmList", NameToConfirm, **_counts("total"))
OrganizationsMeantNew = _shape(
    "OrganizationsMeantNew",
    meant=_several(
        _shape(
            "OrganizationMeantNew", name=_text("As the report has it."),
            organization_id=_text("Of a candidate, or of the register; “new”: none of these."),
        )
    ),
)  # fmt: skip
PlacesMeantNew = _shape(
    "PlacesMeantNew",
    meant=_several(
        _shape(
            "PlaceMeantNew", name=_text("As the report has it."),
            parent=_text("The unit above as the report has it.", **_NULL, **_LEFT_OUT),
            **_texts("place_code"),
        )
    ),
)  # fmt: skip
Column = _shape(
    "Column", **_counts("position"), **_texts("letter", "heading", "field", "kind"),
    **_yes_no("is_unsure"), because=_several(serializers.CharField()),
    samples=_several(serializers.CharField()),
)  # fmt: skip
ColumnList = _list("ColumnList", Column)
ColumnsNew = _shape(
    "ColumnsNew",
    columns=_several(
        _shape(
            "ColumnIsNew", position=serializers.IntegerField(min_value=0, max_value=16_384),
            **_texts("field"),
        )
    ),
)  # fmt: skip
ChangedField = _shape("ChangedField", **_texts("field"), **_texts("before", "after"))
ActivityDifference = _shape(
    "ActivityDifference", **_texts("activity_id", "title", "organization", "sheet", **_NULL),
    **_yes_no("is_withheld"), **_counts("row", **_NULL), fields=_several(ChangedField),
)  # fmt: skip
DifferenceList = _list(
    "DifferenceList", ActivityDifference,
    kind=serializers.ChoiceField(choices=DIFFERENCE_KINDS),
    counts=_by_name("Of all of them, and how many stay as they are."),
)  # fmt: skip
StricterSector = _shape(
    "StricterSector", **_texts("sector", "label", "finest_place"), **_yes_no("hides_implementer")
)
ReportSharing = _shape(
    "ReportSharing", label=_text("As TLP 2.0 writes it."), **_texts("default_label"),
    beyond=serializers.ChoiceField(choices=_BEYOND), **_yes_no("host_authorities"),
    organizations=_several(Named), groups=_several(Choice), persons=_several(Choice),
    **_texts("released_at", "expires_at", "because", **_NULL), stricter=_several(StricterSector),
)  # fmt: skip
_IDS: dict[str, Any] = {
    name: _several(serializers.CharField(), **_LEFT_OUT)
    for name in ("organization_ids", "group_ids", "person_ids")
}
ImportNew = _shape(
    "ImportNew",
    label=serializers.ChoiceField(choices=[str(one) for one in Label], **_LEFT_OUT),
    beyond=serializers.ChoiceField(choices=_BEYOND, **_LEFT_OUT),
    host_authorities=serializers.BooleanField(**_LEFT_OUT), **_IDS,
    **_moments("released_at", "expires_at", **_NULL, **_LEFT_OUT),
    because=_text(
        "Needed where the label is looser than the protocol’s.", max_length=1000,
        allow_blank=True, **_LEFT_OUT,
    ),
)  # fmt: skip
ReturnedField = _shape(
    "ReturnedField", **_texts("field", "base", "ours", "theirs"), **_texts("choice", **_NULL)
)
ReturnedActivity = _shape(
    "ReturnedActivity", **_texts("activity_id"), **_texts("title", **_NULL),
    fields=_several(ReturnedField),
)  # fmt: skip
GoneRow = _shape(
    "GoneRow", **_texts("activity_id"), **_texts("title", **_NULL),
    is_withdrawn=serializers.BooleanField(**_NULL),
)  # fmt: skip
ReturnedShape = _shape(
    "ReturnedSheet", **_texts("written_on"), **_yes_no("moved_on"), **_counts("undecided"),
    conflicts=_several(ReturnedActivity), **_counts("more_conflicts"), gone=_several(GoneRow),
    **_counts("more_gone"), **_yes_no("may_decide"),
)  # fmt: skip
ReturnedNew = _shape(
    "ReturnedNew",
    chosen=_several(
        _shape(
            "SideNew", **_texts("activity_id", "field"),
            side=serializers.ChoiceField(choices=["ours", "theirs"]),
        ),
        **_LEFT_OUT,
    ),
    withdrawn=_several(_shape("WithdrawnNew", **_texts("activity_id")), **_LEFT_OUT),
)  # fmt: skip

# Editions

_EDITION = {
    **_texts("id"), **_counts("number"), **_texts("title", "country_code"), **_days("as_of"),
    **_moments("frozen_at"),
}  # fmt: skip
EditionInList = _shape("EditionInList", **_EDITION)
EditionList = _list("EditionList", EditionInList)
SectorCount = _shape("SectorCount", **_texts("code"), **_counts("activities"))
EditionShape = _shape(
    "Edition", **_EDITION, **_counts("activities"),
    coarse=serializers.IntegerField(help_text="Of these, shown coarsely or only hinted at."),
    **_counts("sources"), sectors=_several(SectorCount), **_counts("without_sector"),
    corrected=_several(Named, help_text="Sources whose erratum you may tell."),
)  # fmt: skip
EditionNew = _shape(
    "EditionNew", **_texts("country_code"), title=_text(max_length=200), **_days("as_of")
)
EditionActivityList = _list("EditionActivityList", ActivityShape)
FieldCount = _shape("FieldCount", **_texts("field"), **_counts("activities"))
ErratumShape = _shape(
    "Erratum", **_texts("id"), **_counts("number"), **_moments("told_at"),
    **_texts("source", **_NULL), **_texts("because"), **_counts("new", "changed", "gone"),
    fields=_several(FieldCount), **_counts("otherwise"), **_yes_no("was_taken_back"),
)  # fmt: skip
ErratumList = _list("ErratumList", ErratumShape)
ErratumNew = _shape("ErratumNew", **_texts("source_id"), because=_text(max_length=1000))

# Drafts, and who else is there


def _entered(name: str) -> Shape:
    fields = {one.name: field_of(one, output=False) for one in ENTERED}
    for one in fields.values():
        one.required, one.allow_null = False, True
    return _shape(name, **fields)


DraftRow = _shape("DraftRow", **{one.name: _text(**_LEFT_OUT) for one in ENTERED})
DraftShape = _shape(
    "Draft", **_texts("id", "organization_id", "organization_name", "country_code"),
    **_moments("saved_at"), **_yes_no("is_grid"), rows=_several(DraftRow),
)  # fmt: skip
DraftList = _list("DraftList", DraftShape)
_ROW = _entered("DraftRowNew")
DraftNew = _shape(
    "DraftNew", **{one.name: field_of(one, output=False) for one in WHOSE},
    rows=_several(_ROW), is_grid=serializers.BooleanField(**_LEFT_OUT),
)  # fmt: skip
DraftChange = _shape(
    "DraftChange", rows=_several(_ROW),
    is_grid=serializers.BooleanField(**_LEFT_OUT),
)  # fmt: skip
_COMPARED = {one.name: field_of(one, output=False) for one in (*WHOSE, *ENTERED)}
for _name, _field in _COMPARED.items():
    if _name not in {one.name for one in WHOSE}:
        _field.required, _field.allow_null = False, True
SimilarNew = _shape(
    "SimilarNew", **_COMPARED,
    activity=field_of(
        Field("activity", "The id of the one that is changed, if it is there already."),
        output=False,
    ),
)  # fmt: skip
SimilarOne = _shape(
    "SimilarActivity", activity=ActivityShape(), **_texts("kind"),
    score=serializers.FloatField(min_value=0, max_value=1),
    reasons=_several(serializers.CharField()), against=_several(serializers.CharField()),
)  # fmt: skip
SimilarList = _list(
    "SimilarList", SimilarOne,
    compared=serializers.IntegerField(help_text="Among how many you see in full.", **_NULL),
)  # fmt: skip

# Streams

ChangeLine = _shape(
    "ChangeLine",
    change=serializers.ChoiceField(choices=["anew", "new", "changed", "gone", "end"]),
    id=_text("Of the version that is so, or with `gone` is so no longer.", **_LEFT_OUT),
    was=_text("With `changed`: the version that it takes the place of.", **_LEFT_OUT),
    activity=ActivityShape(**_LEFT_OUT),
    next=_text("With `end`: where the next feed begins.", **_LEFT_OUT),
)  # fmt: skip
