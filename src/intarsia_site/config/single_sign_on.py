"""Single sign-on with one OpenID Connect provider, if the administrator names one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import environ


def providers(env: environ.Env) -> dict[str, Any]:
    """Return allauth's SOCIALACCOUNT_PROVIDERS from INTARSIA_OIDC_URL, _ID, _SECRET and _NAME.

    Without an address there is none. The provider must mark addresses as verified: only such an
    address finds the account of somebody who was invited.
    """
    address = env.str("INTARSIA_OIDC_URL", default="")
    apps = []
    if address:
        apps.append(
            {
                "provider_id": "single-sign-on",
                "name": env.str("INTARSIA_OIDC_NAME", default="single sign-on"),
                "client_id": env.str("INTARSIA_OIDC_ID"),
                "secret": env.str("INTARSIA_OIDC_SECRET", default=""),
                "settings": {"server_url": address, "fetch_userinfo": True},
            }
        )
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}


def origin(env: environ.Env) -> list[str]:
    """Return the provider's origin, to which a form's answer may lead (CSP form-action)."""
    address = env.str("INTARSIA_OIDC_URL", default="")
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if address else []
