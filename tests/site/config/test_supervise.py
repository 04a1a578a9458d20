"""The worker is started again with a pause when it dies, and everything ends together."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from intarsia_site.config.supervise import LONGEST_PAUSE, PATIENCE, Child, Supervisor


class Played:
    """A process that ends when a test says so."""

    made = 0

    def __init__(self, *, is_stubborn: bool = False) -> None:
        Played.made += 1
        self.pid, self.returncode, self.is_stubborn = Played.made, None, is_stubborn
        self.told: list[str] = []

    def poll(self) -> int | None:
        return self.returncode

    def terminate(self) -> None:
        self.told.append("terminate")
        if not self.is_stubborn:
            self.returncode = 0

    def kill(self) -> None:
        self.told.append("kill")
        self.returncode = -9

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            raise subprocess.TimeoutExpired("played", timeout or 0)
        return self.returncode


class Stage:
    """A clock and the processes that were started."""

    def __init__(self) -> None:
        self.now, self.started = 0.0, []
        self.supervisor = Supervisor(
            main=Child("server", ["server"]),
            beside=[Child("worker", ["worker"])],
            start=self._start,
            clock=lambda: self.now,
        )
        self.supervisor.begin()

    def _start(self, command: Sequence[str]) -> Played:
        process = Played()
        self.started.append((command[0], process))
        return process

    def of(self, name: str) -> list[Played]:
        return [process for given, process in self.started if given == name]


def test_a_worker_that_dies_is_started_again_after_a_pause() -> None:
    stage = Stage()

    stage.of("worker")[0].returncode = 1
    stage.supervisor.look()
    stage.now = 0.9
    stage.supervisor.look()
    assert len(stage.of("worker")) == 1
    stage.now = 1.1
    stage.supervisor.look()

    assert len(stage.of("worker")) == 2
    assert len(stage.of("server")) == 1


def test_a_worker_that_dies_again_and_again_waits_longer_each_time() -> None:
    stage = Stage()
    pauses = []

    for _ in range(8):
        stage.of("worker")[-1].returncode = 1
        stage.supervisor.look()
        before, died_at = len(stage.of("worker")), stage.now
        while len(stage.of("worker")) == before:
            stage.now += 0.5
            stage.supervisor.look()
        pauses.append(stage.now - died_at)

    assert pauses[:5] == [1, 2, 4, 8, 16]
    assert pauses[-1] == LONGEST_PAUSE


def test_a_worker_that_ran_well_is_back_soon() -> None:
    stage = Stage()
    stage.supervisor.beside[0].pause = LONGEST_PAUSE

    stage.now = 3600
    stage.of("worker")[0].returncode = -9
    stage.supervisor.look()
    stage.now = 3601
    stage.supervisor.look()

    assert len(stage.of("worker")) == 2


def test_the_whole_ends_with_its_server() -> None:
    stage = Stage()

    assert stage.supervisor.look() is None
    stage.of("server")[0].returncode = 3

    assert stage.supervisor.look() == 3
    stage.supervisor.end()
    assert stage.of("worker")[0].told == ["terminate"]


def test_a_process_that_does_not_end_is_made_to() -> None:
    stage = Stage()
    stage.of("worker")[0].is_stubborn = True

    stage.supervisor.end()

    assert stage.of("worker")[0].told == ["terminate", "kill"]
    assert stage.of("server")[0].told == ["terminate"]
    assert PATIENCE > 10  # the server gives requests ten seconds
