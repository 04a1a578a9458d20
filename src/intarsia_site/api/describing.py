"""What the reference says alike of many calls: errors, headers, parameters."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from intarsia_site.api import schemas
from intarsia_site.api.view import MOST, USUAL

SAID = {
    400: "The request cannot be read.",
    401: "Nobody is signed in.",
    403: "Not yours to do.",
    404: "Nothing is here, or nothing shared with you.",
    405: "Not with this method.",
    406: "It is not answered in this form; errors are JSON.",
    409: "The idempotency key stands for another request.",
    412: "Somebody changed it since; both versions are in `data`.",
    413: "The body is too large.",
    414: "The address is too long.",
    415: "It is not read in this form.",
    422: "Some of it cannot be taken; `problems` says what.",
    428: "A header is needed.",
    429: "Too many requests; Retry-After says how many seconds to wait.",
    503: "The site is closed, or what it stands on does not answer. Retry-After says when.",
}
READING = (400, 401, 403, 404, 405, 406, 413, 414, 422, 429, 503)
WRITING = (*READING, 409, 415)
CHANGING = (*WRITING, 412, 428)


def header(name: str, said: str, longest: int, *, required: bool = False) -> OpenApiParameter:
    """Return a header that a call takes."""
    kind: Any = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": "^[!-~ ]+$"}
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, required, said)


def question(name: str, said: str, **more: Any) -> OpenApiParameter:
    """Return a parameter of the address."""
    kind: Any = {"type": "string", "maxLength": 400}
    return OpenApiParameter(name, kind, description=said, **more)


BECAUSE = header("X-Because", "Why: UTF-8, or with percent signs. Kept in the trail.", 1000)
KEY = header("Idempotency-Key", "The same key and request twice: done once. A day.", 80)
MATCH = header("If-Match", "The ETag of the version that the caller knows.", 400, required=True)
KNOWN = OpenApiParameter(
    "If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER,
    description="ETags known: 304 where nothing has changed.",
)  # fmt: skip
LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    description="How many at a time.",
)
TAG = OpenApiParameter(
    "ETag", OpenApiTypes.STR, OpenApiParameter.HEADER, response=[200, 201, 304],
    description="Of what this viewer is shown.",
)  # fmt: skip
HIDDEN = OpenApiResponse(description="Kept; its rule shows it to others than the caller.")
CURSOR = question("cursor", "Where the part before ended: taken from its `next`.")


def answers(given: dict[Any, Any], errors: tuple[int, ...]) -> dict[Any, Any]:
    """Return the answers of a call with those errors, each in the one shape."""
    shapes = {
        (one, "application/json"): OpenApiResponse(schemas.ErrorShape, SAID[one])
        for one in sorted(errors)
    }
    return {**given, **shapes}


def reads(operation: str, answer: Any, *asked: OpenApiParameter, tag: str) -> Any:
    """Describe a call that reads."""
    return extend_schema(
        tags=[tag], operation_id=operation, parameters=list(asked),
        responses=answers({200: answer}, READING),
    )  # fmt: skip


AFTER = question("after", "The last one of the part before: taken from its `next`.")
