"""What every page's frame shows: where and as whom I am, the rooms, exercise or not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context."""
    return {}
