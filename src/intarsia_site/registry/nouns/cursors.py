"""Where a list has got to, as a text that an address can hold. It holds only what was shown."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from typing import Any

from intarsia_site.registry.nouns.fields import Holds
from intarsia_site.registry.nouns.noun import Noun


def cursor_after(value: Any, public_id: str) -> str:
    """Return the cursor of what follows a record; `value` is that of the field of the order."""
    if isinstance(value, dt.date):
        value = value.isoformat()
    packed = json.dumps([value, public_id], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def cursor_place(noun: Noun, text: str) -> tuple[Any, str] | None:
    """Return the place a cursor names; one that is no cursor begins at the beginning."""
    ordered_by = noun.by_name.get(noun.order)
    kind = int if ordered_by is not None and ordered_by.holds is Holds.COUNT else str
    return place_in(text, kind)


def place_in(text: str, kind: type) -> tuple[Any, str] | None:
    """Return the value, of this kind or None, and the public id that a cursor holds; see above."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        value, public_id = json.loads(packed)
    except (ValueError, binascii.Error, TypeError, RecursionError):
        return None
    if not isinstance(public_id, str) or not (value is None or type(value) is kind):
        return None
    if isinstance(value, int) and not 0 <= value < 2**31:
        return None
    return (value, public_id) if can_be_asked(f"{public_id}{value}") else None


def can_be_asked(text: str) -> bool:
    """Return whether a database takes the text: no sign NUL, no half of a pair of surrogates."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
