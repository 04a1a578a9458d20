"""Nobody opens an account alone: people are invited; single sign-on finds who is known."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes open registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class KnownOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets single sign-on in for people who were invited, and for nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
