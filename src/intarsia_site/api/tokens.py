"""Who a program speaks for: `Authorization: Bearer intarsia_…`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from intarsia_site.access.near import is_local
from intarsia_site.access.services.token_use import use_token


class TokenAuthentication(BaseAuthentication):
    """A token's person, as far as its scope goes and until it ends."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if not kind:
            return None
        if kind.lower() != "bearer" or not secret.strip():
            raise exceptions.AuthenticationFailed(_("Send the token as: Bearer, a space, it."))
        found = use_token(secret.strip(), at=timezone.now())
        if found is None:
            raise exceptions.AuthenticationFailed(
                _("This token is unknown, has ended or was withdrawn.")
            )
        person, may_write = found
        if person.is_demo and not is_local(request._request):
            raise exceptions.AuthenticationFailed(_("Demo accounts answer to this machine only."))
        if not may_write and request.method not in SAFE_METHODS:
            raise exceptions.PermissionDenied(_("This token is for reading only."))
        return person, secret

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the reference says it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that a person made for a program, under Account, Tokens.",
        }
