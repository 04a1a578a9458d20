"""What every test may use: the shared data, a browser, and the promise that nothing leaves."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

ROOT = Path(__file__).resolve().parent.parent


def absent(part: str, reason: str) -> None:
    """Skip with the reason, or fail where this machine was expected to have the part."""
    expected = os.environ.get("INTARSIA_EXPECT", "").split(",")
    if part in expected:
        pytest.fail(f"{part} was expected here (INTARSIA_EXPECT) and is absent: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real public data beside the project."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        absent("shared", "real data is kept in a folder `shared` beside the project")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a headless browser."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        absent("browser", "no Chromium is installed on this machine")
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def _nothing_leaves(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may open a connection; the browser's own pipe is no network."""
    if request.node.get_closest_marker("browser") or request.node.get_closest_marker("loopback"):
        return

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a test tried to open a network connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def time_machine_at_exercise(time_machine: object) -> None:
    """The clock of the site stands at the exercise's day."""
    from people import NOW

    time_machine.move_to(NOW, tick=False)  # type: ignore[attr-defined]
