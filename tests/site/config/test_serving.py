"""`intarsia serve` for real: it prepares, answers, starts a dead worker again, ends as a whole."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
#: Seconds that a loaded machine may take for a step; a step ends as soon as it is done.
PATIENCE = 60


class Served:
    """A site that was started with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.log = folder, folder / "log"
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment = {
            **kept,
            "INTARSIA_DATA": str(folder / "data"),
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "intarsia_site.config.settings",
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command("serve", "--port", str(self.port)),
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def command(self, *arguments: str) -> list[str]:
        return [
            sys.executable,
            "-c",
            "import sys\nfrom intarsia.cli import main\nsys.exit(main())",
            *arguments,
        ]

    def ask(self, path: str) -> tuple[int, str, dict[str, str]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
                return answer.status, answer.read().decode(), {**answer.headers}
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), {**error.headers}

    def lines(self) -> list[dict[str, Any]]:
        text = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in text if line.startswith("{")]

    def workers(self) -> list[int]:
        return [
            line["pid"]
            for line in self.lines()
            if line["event"] == "process_started" and line["process"] == "worker"
        ]

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
        try:
            return self.ask("/health/ready")[0] == 200
        except OSError:
            return False

    def wait_for(self, happened: Callable[[], Any]) -> None:
        until = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < until, self.log.read_text(encoding="utf-8")
            time.sleep(0.1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One installation, prepared once; each test starts it anew."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    site = Served(folder)
    try:
        site.wait_for(site.is_ready)
        yield site
    finally:
        site.process.send_signal(signal.SIGTERM)
        try:
            site.process.wait(30)
        except subprocess.TimeoutExpired:
            site.process.kill()


def is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return False
    return state[0] != "Z"


@pytest.mark.loopback
def test_the_site_is_served_with_a_worker_that_comes_back_and_ends_as_a_whole(
    served: Served,
) -> None:
    status, page, headers = served.ask("/account/login/")
    assert status == 200
    assert 'name="controller"' in page  # nothing is set up: every page leads to the first
    assert len(headers["x-request-id"]) == 16

    served.wait_for(served.workers)
    (first,) = served.workers()
    os.kill(first, signal.SIGKILL)
    served.wait_for(lambda: len(served.workers()) == 2)
    assert served.is_ready()

    second = subprocess.run(
        served.command("serve", "--port", str(served.port)),
        env=served.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 3
    assert "runs already" in second.stderr

    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(30) == 0
    assert not any(is_running(number) for number in served.workers())
    with pytest.raises(OSError, match="refused"):
        served.ask("/health/live")

    told = served.lines()
    assert all({"event", "level", "logger", "timestamp"} <= set(line) for line in told)
    assert any(line["event"] == "answered" and line["request_id"] for line in told)
    assert "Traceback" not in served.log.read_text(encoding="utf-8")
    assert (served.folder / "data" / "intarsia.sqlite3").stat().st_mode & 0o077 == 0


@pytest.mark.loopback
@pytest.mark.parametrize("path", ["/reports/new/", "/api/v1/activities/"])
def test_201_megabytes_are_refused_in_words_by_the_server_itself(served: Served, path: str) -> None:
    """Sent for real: the answer comes, whole, whether or not all of the body was taken."""
    megabytes = 201
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as line:
        line.sendall(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nConnection: close\r\n"
            "Content-Type: multipart/form-data; boundary=x\r\n"
            f"Content-Length: {megabytes * 2**20}\r\n\r\n".encode()
        )
        part = b"x" * 2**20
        for _ in range(megabytes):
            try:
                line.sendall(part)
            except OSError:
                break  # it has answered, and takes no more
        answer = b""
        while more := line.recv(65536):
            answer += more

    head, _, page = answer.decode().partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 413"), head
    assert "MB together" in page or "Send it in parts." in page
    kept = served.folder / "data" / "reports"
    assert not kept.is_dir() or not list(kept.iterdir())
    assert served.is_ready()


@pytest.mark.loopback
def test_what_stands_beside_a_server_that_was_killed_ends_by_itself(served: Served) -> None:
    served.wait_for(served.workers)
    started = [line["pid"] for line in served.lines() if line["event"] == "process_started"]
    assert all(is_running(number) for number in started)

    served.process.kill()
    served.process.wait()

    served.wait_for(lambda: not any(is_running(number) for number in started))
