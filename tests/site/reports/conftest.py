"""Where the tests of reports keep their files."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import intarsia
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


@pytest.fixture(autouse=True)
def _stub(monkeypatch):
    import hashlib
    from types import SimpleNamespace

    def keep_file(path, to, *, name=None):
        shutil.copy(path, to)
        return SimpleNamespace(
            path=to,
            kind="csv",
            sha256=hashlib.sha256(to.read_bytes()).hexdigest(),
            bytes=1,
            removed={},
            converted_from=None,
        )

    monkeypatch.setattr(intarsia, "keep_file", keep_file, raising=False)
