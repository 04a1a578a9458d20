"""The reference is the API: every address, every method, every error."""

from __future__ import annotations

import re
import warnings
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from walked import patterns

from intarsia_site.api.urls import urlpatterns

pytestmark = pytest.mark.django_db
_ARGUMENT = re.compile(r"<\w+:(\w+)>")
_ALWAYS = {"400", "401", "403", "404", "405", "406", "413", "414", "422", "429", "503"}


@pytest.fixture
def reference() -> dict[str, Any]:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def _operations(reference: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, said)
        for path, methods in reference["paths"].items()
        for method, said in methods.items()
    ]


def test_it_is_made_without_a_warning_and_is_openapi_3_1() -> None:
    GENERATOR_STATS.reset()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = SchemaGenerator().get_schema(request=None, public=True)
        validate_schema(made)

    assert not GENERATOR_STATS
    assert made["openapi"].startswith("3.1")


def test_it_has_every_address_and_method_and_no_other(reference: dict[str, Any]) -> None:
    resolver = get_resolver()
    built = set()
    for name, route in patterns():
        if not name.startswith("api:") or name == "api:openapi":
            continue
        view = next(one for one in urlpatterns if f"api:{one.name}" == name).callback
        address = "/" + _ARGUMENT.sub(r"{\1}", route)
        methods = ("get", "post", "put", "patch", "delete")
        built |= {(address, one) for one in methods if hasattr(view.view_class, one)}

    assert resolver
    assert built == {(path, method) for path, method, _ in _operations(reference)}


def test_every_operation_says_its_errors_in_the_one_shape(reference: dict[str, Any]) -> None:
    shape = {"$ref": "#/components/schemas/ErrorShape"}
    names = [said["operationId"] for *_, said in _operations(reference)]
    assert len(names) == len(set(names))
    for path, method, said in _operations(reference):
        answers = said["responses"]
        errors = {code for code in answers if code >= "400"}
        assert errors >= _ALWAYS, (path, method)
        assert {"409", "415"} <= errors or method in ("get", "delete"), (path, method)
        assert {"412", "428"} <= errors or method not in ("patch", "delete"), (path, method)
        for code in errors:
            assert answers[code]["content"]["application/json"]["schema"] == shape
        assert {"token": []} in said["security"]


def test_bodies_take_no_other_field(reference: dict[str, Any]) -> None:
    schemas = reference["components"]["schemas"]
    bodies = {
        said["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for *_, said in _operations(reference)
        if "application/json" in said.get("requestBody", {}).get("content", {})
    }

    assert "MandateNew" in bodies
    assert "MandateChange" in bodies
    assert all(schemas[name]["additionalProperties"] is False for name in bodies)


def test_everybody_may_read_it_and_it_says_nothing_of_this_installation(
    reference: dict[str, Any],
) -> None:
    broken = Client().get("/api/v1/openapi.json", headers={"Authorization": "Bearer wrong"})

    assert broken.json() == reference
    french = Client().get("/api/v1/openapi.json", headers={"Accept-Language": "fr"})
    assert french.json()["paths"].keys() == reference["paths"].keys()
