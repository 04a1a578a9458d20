"""Whether a request comes from the machine that the site runs on."""

from __future__ import annotations

import ipaddress
import re

from django.http import HttpRequest

_OF_A_PROXY = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")
#: Without a header Host it is a probe on this machine.
_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", ""})
_PORT = re.compile(r":[0-9]+$")


def is_local(request: HttpRequest) -> bool:
    """Return whether the request comes from this machine itself, through no proxy."""
    if any(name in request.META for name in _OF_A_PROXY):
        return False
    host = _PORT.sub("", request.META.get("HTTP_HOST", "")).lower()
    if host not in _OWN_NAMES:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
