"""For probes: is the process alive, and is the site ready? No versions, no addresses, no names."""

from __future__ import annotations

import shutil
import tempfile

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intarsia_site.config.opening import waiting_migrations

#: Bytes that must be free on the disk of INTARSIA_DATA.
ROOM = 50 * 1024 * 1024


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer that the process answers; the database is not asked."""
    return JsonResponse({"live": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200, or 503 with what is not ready."""
    parts = {"database": _database(), "disk": _disk()}
    is_ready = all(said == "ready" for said in parts.values())
    response = JsonResponse({"ready": is_ready, "parts": parts}, status=200 if is_ready else 503)
    if not is_ready:
        response["Retry-After"] = "10"
    return response


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "not prepared for this version" if waiting_migrations() else "ready"
    except (DatabaseError, InterfaceError):
        return "does not answer"


def _disk() -> str:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA) as file:
            file.write(b"0")
        return "ready" if shutil.disk_usage(settings.DATA).free >= ROOM else "almost full"
    except OSError:
        return "cannot be written"
