"""Keeps the site's processes running: the worker is started again when it dies; all end together.

Nothing here knows Django: a clock, a way to start a process, and what to do each minute go in.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog

log = structlog.get_logger("intarsia_site.supervise")
#: Seconds before a process that died is started again, doubled each time up to LONGEST_PAUSE.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
#: Seconds after which a process counts as having run well: the next pause is the first again.
RAN_WELL = 60.0
#: Seconds that a process gets to end by itself.
PATIENCE = 15.0


class Process(Protocol):
    """What `subprocess.Popen` is, as far as it is used here."""

    pid: int
    returncode: int | None

    def poll(self) -> int | None: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...
    def wait(self, timeout: float | None = None) -> int: ...


Start = Callable[[Sequence[str]], Process]


@dataclass
class Child:
    """One process: how to start it, and since when it runs or when it is due again."""

    name: str
    command: Sequence[str]
    process: Process | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    pause: float = FIRST_PAUSE


@dataclass
class Supervisor:
    """The server, and beside it what is started again when it dies.

    main      ends the whole when it ends
    beside    started again after a pause
    """

    main: Child
    beside: Sequence[Child]
    start: Start
    clock: Callable[[], float] = time.monotonic
    is_ending: bool = field(default=False, init=False)

    def begin(self) -> None:
        """Start everything."""
        for child in (self.main, *self.beside):
            self._run(child)

    def look(self) -> int | None:
        """Look once; start again what is due. Return the server's exit code once it has ended."""
        ended = self.main.process.poll() if self.main.process is not None else None
        if ended is not None:
            return ended
        for child in self.beside:
            self._look_at(child)
        return None

    def end(self) -> None:
        """End every process: first asked, after PATIENCE seconds made to."""
        self.is_ending = True
        running = [
            child.process
            for child in (self.main, *self.beside)
            if child.process is not None and child.process.poll() is None
        ]
        for process in running:
            process.terminate()
        until = self.clock() + PATIENCE
        for process in running:
            try:
                process.wait(timeout=max(0.1, until - self.clock()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _look_at(self, child: Child) -> None:
        now = self.clock()
        if child.process is None:
            if now >= child.due_at:
                self._run(child)
            return
        code = child.process.poll()
        if code is None:
            return
        if now - child.started_at >= RAN_WELL:
            child.pause = FIRST_PAUSE
        log.error("process_died", process=child.name, code=code, again_in_seconds=child.pause)
        child.process, child.due_at = None, now + child.pause
        child.pause = min(LONGEST_PAUSE, 2 * child.pause)

    def _run(self, child: Child) -> None:
        child.process, child.started_at = self.start(child.command), self.clock()
        log.info("process_started", process=child.name, pid=child.process.pid)
