"""Signing in as a browser does, for tests of pages."""

from __future__ import annotations

from typing import Any

from django.test import Client

PASSWORD = "a rather long password"  # noqa: S105


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    """Send the sign-in form."""
    return client.post("/account/login/", {"login": email, "password": password, **more})
