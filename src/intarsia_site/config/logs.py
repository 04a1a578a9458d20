"""Logs: one JSON object a line, with the request's number; never a title, a name or a label."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog


def place_of_error(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put the kind of an error and where it happened into the line, never what it says.

    A database says in its errors which value was refused: a name, an address.
    """
    given = line.pop("exc_info", None)
    if isinstance(given, BaseException):
        given = (type(given), given, given.__traceback__)
    if not isinstance(given, tuple) or given[0] is None:
        return line
    kind, _value, trace = given
    line["error"] = f"{kind.__module__}.{kind.__qualname__}"
    line["at"] = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    ]
    return line


_SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def json_lines() -> logging.Formatter:
    """Return the formatter of every line; named in the configuration of server and worker."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            place_of_error,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        foreign_pre_chain=_SHARED,
    )


#: Of the lines about requests and processes.
LEVEL = os.environ.get("INTARSIA_LOG_LEVEL", "INFO").upper()


def _lines(level: str) -> dict[str, Any]:
    return {"handlers": ["lines"], "level": level, "propagate": False}


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "intarsia_site.config.logs.json_lines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "django.server": _lines("ERROR"),
        "django.request": _lines("ERROR"),
        "django.security": _lines("ERROR"),
        "intarsia_site": _lines(LEVEL),
        # The server's own; each request has its line from web/requests.py.
        "_granian": _lines("WARNING"),
        "granian.access": _lines("CRITICAL"),
    },
}

structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
