"""What happens to every request: a number for the logs; demo accounts stay on this machine."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from intarsia_site.access.near import is_local

log = structlog.get_logger("intarsia_site.requests")
Answer = Callable[[HttpRequest], HttpResponse]


class RequestNumber:
    """Gives each request a number, says it in the answer and in every line of its log."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(8)
        request.number = number  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=number)
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = number
        match = request.resolver_match
        log.info(
            "answered",
            method=request.method,
            # The address's name, never the address: it may hold what somebody searched for.
            route=match.view_name if match else None,
            status=response.status_code,
            milliseconds=round(1000 * (time.perf_counter() - started), 1),
        )
        return response


class DemoStaysHere:
    """Signs a demo account out where it comes from another machine."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if user is not None and getattr(user, "is_demo", False) and not is_local(request):
            logout(request)
            return render(request, "errors/demo_elsewhere.html", status=403)
        return self.get_response(request)


class InTheirZone:
    """Tells and reads times in the time zone of the person; programs get UTC."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = getattr(request.user, "time_zone", "UTC")
        if zone == "UTC" or wants_json(request):
            return self.get_response(request)
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)


class KeptNowhere:
    """Tells browsers and proxies to keep no page of a person who is signed in.

    What is revoked must not come back with the button "back". An answer that says itself how it is
    kept, such as one with an ETag, is left as it is.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        says = response.has_header("Cache-Control") or response.has_header("ETag")
        if not says and getattr(request, "user", None) and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response


def wants_json(request: HttpRequest) -> bool:
    """Return whether a program asks, not a browser."""
    return request.path.startswith("/api/")
