"""What is periodic: letters that wait, what has expired, what is kept no longer,
what a hint could mean, reports whose worker died, that are expected or fetched, what a killed
request left behind.

A duty that fails is logged and does not stop the others; the next tick tries it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import structlog

from intarsia_site.access.services.letters import send_waiting
from intarsia_site.access.services.retention import end_what_expired, prune
from intarsia_site.config.turns import turn
from intarsia_site.registry.services.plausible import count_plausible
from intarsia_site.reports.kept import sweep
from intarsia_site.reports.services.fetching import begin_fetches
from intarsia_site.reports.services.plausible import count_plausible_activities
from intarsia_site.reports.services.retention import forget_undone
from intarsia_site.reports.services.rhythm import remind
from intarsia_site.reports.work import begin_again

log = structlog.get_logger("intarsia_site.tick")
Duty = Callable[..., int]


def duties() -> dict[str, Duty]:
    """Return what is done at each tick, in this order; each takes `at` and returns how many."""
    return {
        "reminders": remind,
        "letters": send_waiting,
        "expired": end_what_expired,
        "pruned": prune,
        "plausible": count_plausible,
        "plausible_activities": count_plausible_activities,
        "reports": begin_again,
        "left_over": sweep,
        "undone": forget_undone,
        "fetches": begin_fetches,
    }


def tick(*, at: dt.datetime) -> dict[str, int | None] | None:
    """Do every duty once; return how much each did, None for one that failed.

    Returns None where another process is at it: two at once do it once.
    """
    with turn("tick") as mine:
        if not mine:
            return None
        return {name: _done(name, duty, at) for name, duty in duties().items()}


def _done(name: str, duty: Duty, at: dt.datetime) -> int | None:
    try:
        return duty(at=at)
    except Exception:
        log.exception("duty_failed", duty=name)
        return None
