"""What is handed over: the picture as a page for a meeting, and as IATI again.

Each form loads what it needs when first asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intarsia.documents.brief import write_brief
    from intarsia.documents.iati_xml import write_iati

__all__ = ["write_brief", "write_iati"]

_HOMES = {"write_brief": "brief", "write_iati": "iati_xml"}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'intarsia.documents' has no attribute {name!r}")
    return getattr(importlib.import_module(f"intarsia.documents.{home}"), name)
