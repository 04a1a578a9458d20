"""Where the tests of reports keep their files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from people import Cast, the_cast


@pytest.fixture
def data(tmp_path: Path, settings: Any) -> Path:
    """Return an empty INTARSIA_DATA."""
    settings.DATA = tmp_path / "data"
    return settings.DATA  # type: ignore[no-any-return]


@pytest.fixture
def cast() -> Cast:
    """Return the cast in a country without a protocol."""
    return the_cast()
