"""`intarsia serve`: the site on this machine."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from types import FrameType

from intarsia.cli import COULD_NOT, DONE
from intarsia_site.config.opening import open_site, prepare
from intarsia_site.config.supervise import Child, Process, Supervisor

#: Seconds between ticks, and between looks at the processes.
TICK_EVERY, LOOK_EVERY = 60.0, 0.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `intarsia serve` takes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--workers", type=int, default=1, help="processes that answer requests")
    parser.epilog = "Example: INTARSIA_DATA=/srv/intarsia intarsia serve"


def run(given: argparse.Namespace) -> int:
    """Prepare what is needed, then serve until told to end."""
    open_site()
    from intarsia_site.config.collected import collect
    from intarsia_site.config.turns import turn

    with turn("serve") as mine:
        if not mine and _on_sqlite():
            sys.stderr.write("intarsia serve: the site of this INTARSIA_DATA runs already.\n")
            return COULD_NOT
        if not _is_free(given.host, given.port):
            sys.stderr.write(
                f"intarsia serve: {given.host}:{given.port} is taken or not of this machine. "
                "Name another with --host and --port.\n"
            )
            return COULD_NOT
        prepare()
        collect()
        return _supervised(given)


def _on_sqlite() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            return False
    return True


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _greet(host: str, port: int) -> None:
    from intarsia_site.access.queries import installation
    from intarsia_site.web.first_run.code import new_code

    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"
    sys.stdout.write(f"Intarsia answers at {address}\n")
    if not installation.standing().is_set_up:
        sys.stdout.write(
            "It is not set up yet: open that address on this machine, or from elsewhere\n"
            f"  {address}first-run/?code={new_code()}\n"
        )
    sys.stdout.flush()


def _start(command: Sequence[str]) -> Process:
    # A session of its own: Ctrl-C reaches the children once, through their parent.
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        command, stdin=subprocess.PIPE, start_new_session=True, env=os.environ.copy()
    )


def _child(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "intarsia_site.config.child", *arguments)


def _supervised(given: argparse.Namespace) -> int:
    supervisor = Supervisor(
        main=Child(
            "server", _child("server", given.host, str(given.port), str(max(1, given.workers)))
        ),
        beside=[Child("worker", _child("worker"))],
        start=_start,
    )
    told = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    threading.Thread(target=_tick_each_minute, args=(told,), daemon=True).start()
    try:
        supervisor.begin()
        is_greeted = False
        while not told.wait(LOOK_EVERY):
            if not is_greeted and _answers(given.host, given.port):
                is_greeted = True
                _greet(given.host, given.port)
            code = supervisor.look()
            if code is not None:
                sys.stderr.write(f"intarsia serve: the server ended by itself ({code}).\n")
                return COULD_NOT
    finally:
        supervisor.end()
    return DONE


def _tick_each_minute(told: threading.Event) -> None:
    import structlog
    from django.db import close_old_connections
    from django.utils import timezone

    from intarsia_site.config.tick import tick

    log = structlog.get_logger("intarsia_site.tick")
    due = time.monotonic()
    while not told.wait(max(0.0, due - time.monotonic())):
        due = time.monotonic() + TICK_EVERY
        try:
            close_old_connections()
            tick(at=timezone.now())
        except Exception:
            # The database may be away for a while; the next minute tries again.
            log.exception("tick_failed")
