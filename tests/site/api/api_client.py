"""A program that speaks for somebody, by a token; and what its answers are held to."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.test import Client

from intarsia_site.access.models import User
from intarsia_site.access.services.token import make_token
from people import NOW

_ONE_SHAPE = {"code", "message", "data", "problems"}


class Program:
    """Sends JSON with a token, or without."""

    def __init__(self, token: str = "", person: User | None = None) -> None:
        self.token, self.person = token, person
        self.client = Client(raise_request_exception=False)

    @property
    def browser(self) -> Client:
        """The same person, signed in by session."""
        client = Client(raise_request_exception=False, enforce_csrf_checks=True)
        client.force_login(
            self.person, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    def send(
        self,
        method: str,
        address: str,
        body: bytes | str = b"",
        *,
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> Any:
        said = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.generic(
            method.upper(), address, body, content_type=kind, headers={**said, **(headers or {})}
        )

    def get(self, address: str, headers: dict[str, str] | None = None) -> Any:
        return self.send("get", address, headers=headers)

    def post(self, address: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        return self.send("post", address, json.dumps(body), headers=headers)

    def patch(self, address: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        return self.send("patch", address, json.dumps(body), headers=headers)

    def delete(self, address: str, headers: dict[str, str] | None = None) -> Any:
        return self.send("delete", address, headers=headers)


def as_(person: User, *, scope: str = "write", days: int = 30) -> Program:
    """Return a program that speaks for the person."""
    at = NOW - dt.timedelta(minutes=1)
    _public_id, secret = make_token(name="test", scope=scope, days=days, by=person, at=at)
    return Program(secret, person)


def nobody() -> Program:
    return Program()


def shape_of(answer: Any) -> str:
    """Return the code of an error after comparing its form with that of every error."""
    assert answer["Content-Type"] == "application/json"
    body = answer.json()
    assert set(body) == _ONE_SHAPE
    assert isinstance(body["data"], dict)
    assert body["message"]
    assert all(set(one) == {"field", "message"} for one in body["problems"])
    return str(body["code"])


def problems(answer: Any) -> dict[str, str]:
    """Return what is wrong, by field."""
    assert shape_of(answer) == "access.refused"
    return {one["field"]: one["message"] for one in answer.json()["problems"]}
