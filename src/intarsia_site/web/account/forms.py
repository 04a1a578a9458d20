"""The form of signing in, in this site's words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignIn(LoginForm):  # type: ignore[misc]
    """Address and password; whether the browser may keep the sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["remember"].label = _("Stay signed in on this computer for two weeks")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
