"""What stops a request: said once here, turned into a page or JSON at the edge."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from intarsia.errors import IntarsiaError


class NotFound(IntarsiaError):
    """There is no such thing, or this viewer may not know of it: one answer for both."""

    def __init__(self) -> None:
        super().__init__(
            "access.not_found", _("There is nothing here, or nothing that is shared with you.")
        )


class NotAllowed(IntarsiaError):
    """The viewer knows of the thing and may not do this with it."""

    def __init__(self, message: str, **data: Any) -> None:
        super().__init__("access.not_allowed", message, **data)


class Stale(IntarsiaError):
    """Somebody else changed the record since it was opened; `data` holds both versions."""

    def __init__(self, *, yours: dict[str, Any], theirs: dict[str, Any], revision: int) -> None:
        super().__init__(
            "access.stale",
            _(
                "Somebody changed this since you opened it. Nothing of yours was saved yet: "
                "compare the two and save again."
            ),
            yours=yours,
            theirs=theirs,
            revision=revision,
        )


class Refused(IntarsiaError):
    """What was entered cannot be kept; `data["fields"]` says why, by field."""

    def __init__(self, fields: dict[str, str], message: str = "") -> None:
        super().__init__(
            "access.refused", message or _("Some of it cannot be kept."), fields=fields
        )
        self.fields = fields
