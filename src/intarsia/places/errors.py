"""What stops the reading of places."""

from __future__ import annotations

from intarsia.errors import IntarsiaError


class PlacesError(IntarsiaError):
    """A file of boundaries or of places cannot be used."""
