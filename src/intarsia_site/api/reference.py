"""The reference of the API, OpenAPI 3.1: what each call takes and answers, errors too.

It says nothing of data, nor of this installation, and everybody may read it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.utils import extend_schema_view as described
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from intarsia_site.api import activities, activity_shapes, schemas
from intarsia_site.api.audit import Audit
from intarsia_site.api.describing import (
    AFTER,
    BECAUSE,
    CHANGING,
    CURSOR,
    HIDDEN,
    KEY,
    KNOWN,
    LIMIT,
    MATCH,
    READING,
    TAG,
    WRITING,
    answers,
    question,
    reads,
)
from intarsia_site.api.groups import Groups
from intarsia_site.api.keys import Tokens
from intarsia_site.api.me import Me
from intarsia_site.api.organizations import Organization, Organizations
from intarsia_site.api.places import Places
from intarsia_site.api.proposals import STATES, Decision, Proposal, Proposals
from intarsia_site.api.records import Record, Records
from intarsia_site.api.reference_reports import ACTIVITIES_ASKED, describe_reports
from intarsia_site.api.view import View
from intarsia_site.registry.nouns import NOUNS, Noun


def views_of(noun: Noun) -> tuple[type[View], type[View]]:
    """Return the list view and the record view of a noun, with their reference."""
    title, tags = noun.name.capitalize(), [noun.plural]
    output, listed = schemas.output_of(noun.plural), schemas.list_of(noun.plural)
    filters = [question(name, f"Only with this {name}.") for name in noun.filters]
    filters += [question("search", "Words of the record."), CURSOR, LIMIT]
    every = described(
        get=reads(f"list_{noun.plural}", listed, *filters, tag=noun.plural),
        post=extend_schema(
            tags=tags, operation_id=f"keep_{noun.name}", parameters=[KEY, BECAUSE, TAG],
            request=schemas.input_of(noun.plural, partial=False),
            responses=answers({201: output, 202: schemas.Proposed, 204: HIDDEN}, WRITING),
        ),
    )  # fmt: skip
    one = described(
        get=extend_schema(
            tags=tags, operation_id=f"read_{noun.name}", parameters=[KNOWN, TAG],
            responses=answers({200: output, 304: None}, READING),
        ),
        patch=extend_schema(
            tags=tags, operation_id=f"change_{noun.name}",
            parameters=[MATCH, KEY, BECAUSE, TAG],
            request=schemas.input_of(noun.plural, partial=True),
            responses=answers({200: output, 202: schemas.Proposed, 204: HIDDEN}, CHANGING),
        ),
        delete=extend_schema(
            tags=tags, operation_id=f"remove_{noun.name}", parameters=[MATCH, BECAUSE],
            responses=answers({204: None}, CHANGING),
        ),
    )  # fmt: skip
    asked = frozenset({*noun.filters, "search", "cursor", "limit"})
    return (
        every(type(f"{title}List", (Records,), {"noun": noun, "asked": asked})),
        one(type(f"{title}Record", (Record,), {"noun": noun})),
    )


VIEWS = {plural: views_of(noun) for plural, noun in NOUNS.items()}
_ORGANIZATIONS_ASKED = (
    question("search", "Name, acronym, other name or identifier."),
    question("type_code", "Of the IATI code list."),
    question("standing", "Such as host_authority."),
    question("after", "The last organization of the part before: taken from its `next`."),
    LIMIT,
)
_AUDIT_ASKED = (
    question("who", "A pseudonym, or a part of a name that is still known."),
    question("kind", "What it is about, such as mandate."),
    question("subject_id", "The id of what it is about."),
    OpenApiParameter("since", OpenApiTypes.DATE, description="From this day on."),
    OpenApiParameter("until", OpenApiTypes.DATE, description="Until this day, inclusive."),
    AFTER,
    LIMIT,
)
_STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=STATES, default="open")
_PLACES_ASKED = (
    question("country_code", "Of the installation's countries: `me` names them.", required=True),
    OpenApiParameter("on", OpenApiTypes.DATE, description="What they were called on this day."),
    question("after", "The last code of the part before: taken from its `next`."),
)
for view, reading in (
    (Organizations, reads(
        "list_organizations", schemas.OrganizationList, *_ORGANIZATIONS_ASKED, tag="organizations"
    )),
    (Organization, reads("read_organization", schemas.OneOrganization, tag="organizations")),
    (Proposals, reads(
        "list_proposals", schemas.ProposalList, _STATE, CURSOR, LIMIT, tag="proposals"
    )),
    (Proposal, reads("read_proposal", schemas.OneProposal, tag="proposals")),
    (Places, reads("list_places", schemas.PlaceList, *_PLACES_ASKED, tag="places")),
    (Groups, reads("list_groups", schemas.GroupList, AFTER, LIMIT, tag="groups")),
    (Tokens, reads("list_tokens", schemas.TokenList, AFTER, LIMIT, tag="tokens")),
    (Audit, reads("list_audit", schemas.AuditList, *_AUDIT_ASKED, tag="audit")),
    (Me, reads("read_me", schemas.Person, tag="me")),
):  # fmt: skip
    described(get=reading)(view)
described(
    post=extend_schema(
        tags=["proposals"], operation_id="decide_proposal", parameters=[KEY],
        request=schemas.DecisionNew,
        responses=answers({200: schemas.OneProposal}, (*WRITING, 412)),
    )
)(Decision)  # fmt: skip


described(
    get=reads(
        "list_activities", activity_shapes.ActivityList, *ACTIVITIES_ASKED, CURSOR, LIMIT,
        tag="activities",
    ),
    post=extend_schema(
        tags=["activities"], operation_id="keep_activity", parameters=[KEY, BECAUSE, TAG],
        request=activity_shapes.ActivityNew,
        responses=answers({201: activity_shapes.ActivityShape, 204: HIDDEN}, WRITING),
    ),
)(activities.Activities)  # fmt: skip
described(
    get=extend_schema(
        tags=["activities"], operation_id="read_activity", parameters=[KNOWN, TAG],
        responses=answers({200: activity_shapes.ActivityShape, 304: None}, READING),
    ),
    patch=extend_schema(
        tags=["activities"], operation_id="change_activity",
        parameters=[MATCH, KEY, BECAUSE, TAG], request=activity_shapes.ActivityChange,
        responses=answers({200: activity_shapes.ActivityShape, 204: HIDDEN}, CHANGING),
    ),
    delete=extend_schema(
        tags=["activities"], operation_id="withdraw_activity", parameters=[MATCH, BECAUSE],
        responses=answers({204: None}, CHANGING),
    ),
)(activities.Activity)  # fmt: skip


describe_reports()


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
