"""Nobody opens an account alone: people are invited; single sign-on finds who is known."""

from __future__ import annotations

import smtplib
from typing import Any, ClassVar

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intarsia_site.access.services.account import note_account_change

log = structlog.get_logger("intarsia_site.accounts")


class InvitedOnly(DefaultAccountAdapter):
    """Closes open registration; says what went wrong in this site's words."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and this password do not go together. Try again, or have a new "
            "password sent to you."
        ),
        "too_many_login_attempts": _(
            "There were too many tries with a wrong password. Wait five minutes, then try again."
        ),
        "rate_limited": _("There were too many tries in a short time. Wait a few minutes."),
        "account_inactive": _("This account was closed. Ask whoever runs this installation."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether a sign-in may lead there: to this very host and nowhere else."""
        host = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts=host, require_https=self.request.is_secure()
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, and go on where the letter cannot leave: the page must not tell who is known."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as failed:
            log.error("a letter did not leave", kind=template_prefix, failed=type(failed).__name__)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person what changed about their account, and leave it in the trail."""
        note_account_change(template_prefix.rpartition("/")[2], by=user, at=timezone.now())
        super().send_notification_mail(template_prefix, user, context, email)

    def post_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse:
        """Go where the person wanted to go, in the language they once chose."""
        response: HttpResponse = super().post_login(request, user, **about)
        set_language_cookie(response, user.language)
        return response


class SecondStep(DefaultMFAAdapter):
    """Says what is wrong with a code in this site's words."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or no longer. Enter the one shown now."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Return a name to begin with: "Key 2" for the second."""
        count = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Key %(count)d") % {"count": count}


class KnownOnly(DefaultSocialAccountAdapter):
    """Lets single sign-on in for people who were invited, and for nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Return whether an address that the provider vouches for finds its account.

        Only addresses marked as verified get here; the provider is the one that the administrator
        set.
        """
        return True

    def authenticate_by_email(self, login: Any) -> tuple[Any, str] | None:
        """Return the invited person whose address the provider vouches for, or None.

        The address counts as proven from then on. Otherwise allauth would take the person's
        password away, fearing that a stranger had opened the account: here nobody can.
        """
        found: tuple[Any, str] | None = super().authenticate_by_email(login)
        if found is not None:
            user, email = found
            EmailAddress.objects.update_or_create(
                user=user, email=email.lower(), defaults={"verified": True, "primary": True}
            )
        return found


def set_language_cookie(response: HttpResponse, language: str) -> None:
    """Keep the language in the browser, if the site speaks it."""
    if language not in dict(settings.LANGUAGES):
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
