"""allauth's forms in this site's words: a label above each field, and nothing inside it."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_NEW, _AGAIN = _("New password"), _("New password, again")


class _OurWords:
    """Puts LABELS and HELP in place of allauth's own."""

    LABELS: ClassVar[dict[str, Promise]] = {}
    HELP: ClassVar[dict[str, Promise]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.LABELS.get(name, field.label)
            field.help_text = self.HELP.get(name, field.help_text)


class SignIn(_OurWords, LoginForm):
    LABELS: ClassVar[dict[str, Promise]] = {
        "login": _("E-mail address"),
        "password": _("Password"),
        "remember": _("Stay signed in on this computer for two weeks"),
    }


class AskForPassword(_OurWords, ResetPasswordForm):
    LABELS: ClassVar[dict[str, Promise]] = {"email": _("E-mail address")}


class NewPassword(_OurWords, ResetPasswordKeyForm):
    LABELS: ClassVar[dict[str, Promise]] = {"password1": _NEW, "password2": _AGAIN}


class FirstPassword(_OurWords, SetPasswordForm):
    LABELS: ClassVar[dict[str, Promise]] = {"password1": _NEW, "password2": _AGAIN}


class ChangePassword(_OurWords, ChangePasswordForm):
    LABELS: ClassVar[dict[str, Promise]] = {
        "oldpassword": _("The password you have now"),
        "password1": _NEW,
        "password2": _AGAIN,
    }


class StillMe(_OurWords, ReauthenticateForm):
    LABELS: ClassVar[dict[str, Promise]] = {"password": _("Your password")}


class Code(_OurWords, AuthenticateForm):
    LABELS: ClassVar[dict[str, Promise]] = {"code": _("Code")}


class StillMeByCode(_OurWords, ReauthenticateByCodeForm):
    LABELS: ClassVar[dict[str, Promise]] = {"code": _("Code from your app")}


class FirstCode(_OurWords, ActivateTOTPForm):
    LABELS: ClassVar[dict[str, Promise]] = {"code": _("The code that the app shows now")}


class NewKey(_OurWords, AddWebAuthnForm):
    LABELS: ClassVar[dict[str, Promise]] = {
        "name": _("What you call it"),
        "passwordless": _("It may open my account without the password"),
    }
    HELP: ClassVar[dict[str, Promise]] = {
        "passwordless": _("It then asks for a finger, your face or a PIN each time."),
    }


class KeyName(_OurWords, EditWebAuthnForm):
    LABELS: ClassVar[dict[str, Promise]] = {"name": _("What you call it")}
