"""What a test of the command line gets back from one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Done:
    """What one call gave: its exit code and what it printed."""

    code: int
    out: str
    err: str


#: Calls `intarsia` with these words.
Run = Callable[..., Done]
