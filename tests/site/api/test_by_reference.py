"""Requests made from the reference, right ones and wrong ones: every answer is as it says.

Where the generator makes an id, half of the requests take one that exists instead, so that records
under every sort of rule are read, changed and removed too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from api_client import as_
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from ground import the_ground
from hypothesis import HealthCheck, Phase, settings
from planted import plant
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.pytest.lazy import get_all_tests
from walked import asked_by, every_public_id, is_sqlite

from intarsia_site.access.keys import ALPHABET, LENGTH
from intarsia_site.registry.nouns import NOUNS

_KEY = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
#: So many tries of each operation; on PostgreSQL a sample, for the same code answers there.
TRIES = 6 if is_sqlite() else 2
_CONFIG = {
    "seed": 2011,
    "phases": {
        "examples": {"enabled": True},
        "coverage": {"enabled": True},
        "fuzzing": {"enabled": True},
        "stateful": {"enabled": False},
    },
    "generation": {"max-examples": TRIES, "deterministic": True},
    "checks": {
        # What is right by its form may still be refused: an organization that is not there, an
        # interval that ends before it begins, a version that is not the one known.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "304", "400", "401", "403", "404", "409", "412", "422"]
        },
        "negative_data_rejection": {
            "expected-statuses": [
                # 409: before it is looked at, where its key stands for another request.
                "400", "401", "403", "404", "405", "406", "409", "412", "413", "414", "415", "422",
                "428",
            ]
        },
        "missing_required_header": {
            # A key of idempotency that was used for another request is told first.
            "expected-statuses": ["401", "403", "404", "409", "422", "428"]
        },
    },
}  # fmt: skip
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]


@pytest.fixture(params=asked_by("daniel", "amina", "nobody"))
def asking(request: pytest.FixtureRequest, settings: Any, db: Any) -> dict[str, Any]:
    """Who asks: headers, and the ids that exist by address."""
    cache.clear()
    settings.API_A_MINUTE = 1_000_000
    cast = the_ground()
    plant(cast)
    person = getattr(cast, request.param, None)
    headers = {"Accept-Encoding": "identity"}
    if person is not None:
        headers["Authorization"] = f"Bearer {as_(person).token}"
    ids = every_public_id()
    by_address = {plural: ids[noun.model._meta.label] for plural, noun in NOUNS.items()}
    by_address |= {
        "organizations": ids["access.Organization"], "proposals": ids["registry.Proposal"],
        "activities": ids["reports.Activity"],
        "sources": ids["reports.Source"], "reports": ids["reports.ReportImport"],
    }  # fmt: skip
    return {"headers": headers, "ids": by_address, "number": count()}


#: Two halves of the reference, so that two processes ask beside each other; all of it together.
_HALF = "/(mandates|capacities|profiles)/"


@pytest.fixture(params=["three nouns", "the others"])
def reference(request: pytest.FixtureRequest, asking: dict[str, Any]) -> Iterator[Any]:
    config = SchemathesisConfig.from_dict(_CONFIG)
    # The test's own connection is in a transaction; a request must not close it.
    for sign in (request_started, request_finished):
        sign.disconnect(close_old_connections)
    every = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), config=config
    )
    narrow = every.include if request.param == "three nouns" else every.exclude
    yield narrow(path_regex=_HALF)
    for sign in (request_started, request_finished):
        sign.connect(close_old_connections)


def test_every_answer_is_as_the_reference_says(reference: Any, asking: dict[str, Any]) -> None:
    load_all_checks()

    def asked(case: Any) -> None:
        number = next(asking["number"])
        known = asking["ids"].get(case.operation.path.split("/")[3], [])
        given = str((case.path_parameters or {}).get("public_id", ""))
        if known and number % 2 and _KEY.fullmatch(given):
            case.path_parameters["public_id"] = known[number % len(known)]
        case.call_and_validate(headers=asking["headers"])

    few = settings(
        max_examples=TRIES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
        phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    wrong = []
    for made in get_all_tests(schema=reference, test_func=asked, settings=few, given_kwargs={}):
        operation, test = made.ok()
        try:
            test()
        except (Exception, BaseExceptionGroup) as failed:
            wrong.append(f"{operation.label}: {failed}")
    assert not wrong, "\n\n".join(wrong)
    assert next(asking["number"]) > 200
