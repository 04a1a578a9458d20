"""The reference of the API, OpenAPI 3.1: what each call takes and answers, errors too.

It says nothing of data, nor of this installation, and everybody may read it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from drf_spectacular.utils import extend_schema_view as described
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from intarsia_site.api import activities, activity_shapes, schemas
from intarsia_site.api.audit import Audit
from intarsia_site.api.groups import Groups
from intarsia_site.api.keys import Tokens
from intarsia_site.api.me import Me
from intarsia_site.api.organizations import Organization, Organizations
from intarsia_site.api.places import Places
from intarsia_site.api.proposals import STATES, Decision, Proposal, Proposals
from intarsia_site.api.records import Record, Records
from intarsia_site.api.view import MOST, USUAL, View
from intarsia_site.registry.nouns import NOUNS, Noun

_SAID = {
    400: "The request cannot be read.",
    401: "Nobody is signed in.",
    403: "Not yours to do.",
    404: "Nothing is here, or nothing shared with you.",
    405: "Not with this method.",
    406: "Only JSON is answered.",
    409: "The idempotency key stands for another request.",
    412: "Somebody changed it since; both versions are in `data`.",
    413: "The body is too large.",
    414: "The address is too long.",
    415: "Only JSON is read.",
    422: "Some of it cannot be taken; `problems` says what.",
    428: "A header is needed.",
    429: "Too many requests; Retry-After says how many seconds to wait.",
    503: "The site is closed, or what it stands on does not answer. Retry-After says when.",
}
_READING = (400, 401, 403, 404, 405, 406, 413, 414, 422, 429, 503)
_WRITING = (*_READING, 409, 415)
_CHANGING = (*_WRITING, 412, 428)


def _header(name: str, said: str, longest: int, *, required: bool = False) -> OpenApiParameter:
    kind: Any = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": "^[!-~ ]+$"}
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, required, said)


def _question(name: str, said: str, **more: Any) -> OpenApiParameter:
    kind: Any = {"type": "string", "maxLength": 400}
    return OpenApiParameter(name, kind, description=said, **more)


_BECAUSE = _header("X-Because", "Why: UTF-8, or with percent signs. Kept in the trail.", 1000)
_KEY = _header("Idempotency-Key", "The same key and request twice: done once. A day.", 80)
_MATCH = _header("If-Match", "The ETag of the version that the caller knows.", 400, required=True)
_KNOWN = OpenApiParameter(
    "If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER,
    description="ETags known: 304 where nothing has changed.",
)  # fmt: skip
_LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    description="How many at a time.",
)
_TAG = OpenApiParameter(
    "ETag", OpenApiTypes.STR, OpenApiParameter.HEADER, response=[200, 201, 304],
    description="Of what this viewer is shown.",
)  # fmt: skip
_HIDDEN = OpenApiResponse(description="Kept; its rule shows it to others than the caller.")
_CURSOR = _question("cursor", "Where the part before ended: taken from its `next`.")


def _answers(answers: dict[int, Any], errors: tuple[int, ...]) -> dict[int, Any]:
    shapes = {one: OpenApiResponse(schemas.ErrorShape, _SAID[one]) for one in sorted(errors)}
    return {**answers, **shapes}


def _reads(operation: str, answer: Any, *asked: OpenApiParameter, tag: str) -> Any:
    return extend_schema(
        tags=[tag], operation_id=operation, parameters=list(asked),
        responses=_answers({200: answer}, _READING),
    )  # fmt: skip


def views_of(noun: Noun) -> tuple[type[View], type[View]]:
    """Return the list view and the record view of a noun, with their reference."""
    title, tags = noun.name.capitalize(), [noun.plural]
    output, listed = schemas.output_of(noun.plural), schemas.list_of(noun.plural)
    filters = [_question(name, f"Only with this {name}.") for name in noun.filters]
    filters += [_question("search", "Words of the record."), _CURSOR, _LIMIT]
    every = described(
        get=_reads(f"list_{noun.plural}", listed, *filters, tag=noun.plural),
        post=extend_schema(
            tags=tags, operation_id=f"keep_{noun.name}", parameters=[_KEY, _BECAUSE, _TAG],
            request=schemas.input_of(noun.plural, partial=False),
            responses=_answers({201: output, 202: schemas.Proposed, 204: _HIDDEN}, _WRITING),
        ),
    )  # fmt: skip
    one = described(
        get=extend_schema(
            tags=tags, operation_id=f"read_{noun.name}", parameters=[_KNOWN, _TAG],
            responses=_answers({200: output, 304: None}, _READING),
        ),
        patch=extend_schema(
            tags=tags, operation_id=f"change_{noun.name}",
            parameters=[_MATCH, _KEY, _BECAUSE, _TAG],
            request=schemas.input_of(noun.plural, partial=True),
            responses=_answers({200: output, 202: schemas.Proposed, 204: _HIDDEN}, _CHANGING),
        ),
        delete=extend_schema(
            tags=tags, operation_id=f"remove_{noun.name}", parameters=[_MATCH, _BECAUSE],
            responses=_answers({204: None}, _CHANGING),
        ),
    )  # fmt: skip
    asked = frozenset({*noun.filters, "search", "cursor", "limit"})
    return (
        every(type(f"{title}List", (Records,), {"noun": noun, "asked": asked})),
        one(type(f"{title}Record", (Record,), {"noun": noun})),
    )


VIEWS = {plural: views_of(noun) for plural, noun in NOUNS.items()}
_ORGANIZATIONS_ASKED = (
    _question("search", "Name, acronym, other name or identifier."),
    _question("type_code", "Of the IATI code list."),
    _question("standing", "Such as host_authority."),
    _question("after", "The last organization of the part before: taken from its `next`."),
    _LIMIT,
)
_AFTER = _question("after", "The last one of the part before: taken from its `next`.")
_AUDIT_ASKED = (
    _question("who", "A pseudonym, or a part of a name that is still known."),
    _question("kind", "What it is about, such as mandate."),
    _question("subject_id", "The id of what it is about."),
    OpenApiParameter("since", OpenApiTypes.DATE, description="From this day on."),
    OpenApiParameter("until", OpenApiTypes.DATE, description="Until this day, inclusive."),
    _AFTER,
    _LIMIT,
)
_STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=STATES, default="open")
_PLACES_ASKED = (
    _question("country_code", "Of the installation's countries: `me` names them.", required=True),
    OpenApiParameter("on", OpenApiTypes.DATE, description="What they were called on this day."),
    _question("after", "The last code of the part before: taken from its `next`."),
)
for view, reading in (
    (Organizations, _reads(
        "list_organizations", schemas.OrganizationList, *_ORGANIZATIONS_ASKED, tag="organizations"
    )),
    (Organization, _reads("read_organization", schemas.OneOrganization, tag="organizations")),
    (Proposals, _reads(
        "list_proposals", schemas.ProposalList, _STATE, _CURSOR, _LIMIT, tag="proposals"
    )),
    (Proposal, _reads("read_proposal", schemas.OneProposal, tag="proposals")),
    (Places, _reads("list_places", schemas.PlaceList, *_PLACES_ASKED, tag="places")),
    (Groups, _reads("list_groups", schemas.GroupList, _AFTER, _LIMIT, tag="groups")),
    (Tokens, _reads("list_tokens", schemas.TokenList, _AFTER, _LIMIT, tag="tokens")),
    (Audit, _reads("list_audit", schemas.AuditList, *_AUDIT_ASKED, tag="audit")),
    (Me, _reads("read_me", schemas.Person, tag="me")),
):  # fmt: skip
    described(get=reading)(view)
described(
    post=extend_schema(
        tags=["proposals"], operation_id="decide_proposal", parameters=[_KEY],
        request=schemas.DecisionNew,
        responses=_answers({200: schemas.OneProposal}, (*_WRITING, 412)),
    )
)(Decision)  # fmt: skip


_ACTIVITIES_ASKED = (
    _question("country_code", "Only in this country."),
    _question("sector_code", "With this sector among its sectors."),
    _question("area_code", "With this first-level area among its areas."),
    _question("organization_id", "Of this organization."),
    _question("label", "Under this label."),
    _question("period", "That goes on in this year or quarter: 2011, 2011-Q2."),
    _question("search", "Words of the title, or of who carries it out."),
    _CURSOR, _LIMIT,
)  # fmt: skip
described(
    get=_reads(
        "list_activities", activity_shapes.ActivityList, *_ACTIVITIES_ASKED, tag="activities"
    ),
    post=extend_schema(
        tags=["activities"], operation_id="keep_activity", parameters=[_KEY, _BECAUSE, _TAG],
        request=activity_shapes.ActivityNew,
        responses=_answers({201: activity_shapes.ActivityShape, 204: _HIDDEN}, _WRITING),
    ),
)(activities.Activities)  # fmt: skip
described(
    get=extend_schema(
        tags=["activities"], operation_id="read_activity", parameters=[_KNOWN, _TAG],
        responses=_answers({200: activity_shapes.ActivityShape, 304: None}, _READING),
    ),
    patch=extend_schema(
        tags=["activities"], operation_id="change_activity",
        parameters=[_MATCH, _KEY, _BECAUSE, _TAG], request=activity_shapes.ActivityChange,
        responses=_answers({200: activity_shapes.ActivityShape, 204: _HIDDEN}, _CHANGING),
    ),
    delete=extend_schema(
        tags=["activities"], operation_id="withdraw_activity", parameters=[_MATCH, _BECAUSE],
        responses=_answers({204: None}, _CHANGING),
    ),
)(activities.Activity)  # fmt: skip


def strictly(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say of every body that it takes no field besides those it names."""
    for name, schema in result["components"]["schemas"].items():
        if name.endswith(("New", "Change")):
            schema["additionalProperties"] = False
    return result


@cache
def _in_language(language: str) -> dict[str, Any]:
    return SchemaGenerator(api_version=None).get_schema(request=None, public=True)  # type: ignore[no-any-return, no-untyped-call]


class Reference(APIView):
    """This reference itself."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()
    schema = None

    def get(self, request: Request) -> Response:
        return Response(_in_language(get_language() or "en"))
