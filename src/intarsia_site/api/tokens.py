"""Who a program speaks for: `Authorization: Bearer intarsia_…`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from intarsia_site.access.services.token_use import use_token


class TokenAuthentication(BaseAuthentication):
    """A token's person, as far as its scope goes and until it ends."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret:
            return None
        found = use_token(secret.strip(), at=timezone.now())
        if found is None:
            raise exceptions.AuthenticationFailed(
                gettext("This token is unknown, ended or withdrawn.")
            )
        person, may_write = found
        if not may_write and request.method not in SAFE_METHODS:
            raise exceptions.PermissionDenied(gettext("This token is for reading only."))
        return person, secret

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
