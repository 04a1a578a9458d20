"""A process beside `intarsia serve`: the server of pages, or the worker of long work.

Run as `python -m intarsia_site.config.child server HOST PORT WORKERS` or `… worker`. It ends when
its standard input ends: a parent that was killed leaves nothing behind.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence

from intarsia_site.config.opening import SETTINGS, open_site

#: Requests that a process answers at the same time, each with a connection to the database, and
#: how many may wait.
THREADS, BACKLOG = 8, 256


def main(arguments: Sequence[str]) -> None:
    """Be the child that the arguments name, until told to end."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    kind, *given = arguments
    if kind == "server":
        host, port, workers = given
        _serve(host, int(port), int(workers))
    else:
        _work()


def _work() -> None:
    open_site()
    import structlog
    from django.core.management import call_command

    try:
        call_command("db_worker", queue_name="*", startup_delay=False)
    except Exception:
        # A line like every other instead of a traceback, which says what the database said.
        structlog.get_logger("intarsia_site.worker").exception("worker_failed")
        sys.exit(1)


def _serve(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from intarsia_site.config.logs import LOGGING

    Granian(
        "intarsia_site.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=BACKLOG,
        websockets=False,
        log_dictconfig=LOGGING,
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1:])
