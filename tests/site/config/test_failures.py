"""The machine beneath fails: requests are told calmly, and answered again once it is back."""

from __future__ import annotations

import errno
import io
import json
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    InternalError,
    OperationalError,
    close_old_connections,
    connection,
)
from django.db.utils import ConnectionHandler
from django.test import Client

from intarsia_site.access.queries import installation
from intarsia_site.config.logs import json_lines
from intarsia_site.config.settings import DATABASES
from intarsia_site.web.failures import kind_of_failure

DATABASE_URL = os.environ.get("DATABASE_URL", "")
Failing = Callable[[BaseException], None]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Make every request fail beneath, until given None."""
    answered = installation.standing
    error: list[BaseException | None] = [None]

    def standing() -> installation.Standing:
        if error[0] is not None:
            raise error[0]
        return answered()

    monkeypatch.setattr(installation, "standing", standing)

    def fail(given: BaseException | None) -> None:
        error[0] = given

    return fail


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_a_database_that_is_away_is_said_calmly_and_is_back_at_the_next_request(
    visitor: Client, failing: Failing
) -> None:
    failing(OperationalError("server closed the connection unexpectedly"))
    away = visitor.get("/account/login/")
    failing(None)
    back = visitor.get("/account/login/")

    assert away.status_code == 503
    assert away.headers["Retry-After"] == "10"
    assert "The database does not answer" in away.content.decode()
    assert "unexpectedly" not in away.content.decode()
    assert away.headers["X-Request-ID"] in away.content.decode()
    assert back.status_code == 200


@pytest.mark.django_db
def test_a_program_is_told_as_json(visitor: Client, failing: Failing) -> None:
    failing(OperationalError("could not connect"))
    response = visitor.get("/api/v1/mandates/")

    assert response.status_code == 503
    assert response.json()["code"] == "site.away"
    assert set(response.json()) == {"code", "message", "data", "problems"}


@pytest.mark.django_db
def test_a_full_disk_says_that_nothing_was_saved(visitor: Client, failing: Failing) -> None:
    failing(OperationalError("database or disk is full"))
    response = visitor.get("/account/login/")

    assert response.status_code == 503
    assert "disk of this site is full" in response.content.decode()
    assert response.headers["Retry-After"] == "300"


@pytest.mark.django_db
def test_an_error_of_ours_is_no_outage_and_shows_nothing_of_itself(
    visitor: Client, failing: Failing
) -> None:
    failing(IntegrityError("Key (email)=(amina@osce.example) already exists."))
    response = visitor.get("/account/login/")

    assert response.status_code == 500
    assert "Retry-After" not in response.headers
    assert "amina" not in response.content.decode()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "full"),
        (OSError(errno.EROFS, "Read-only file system"), "read_only"),
        (OperationalError("attempt to write a readonly database"), "read_only"),
        (InternalError("cannot execute INSERT in a read-only transaction"), "read_only"),
        (OperationalError('could not extend file "base/1": No space left on device'), "full"),
        (OperationalError("the database system is shutting down"), "away"),
        (DatabaseError("syntax error"), ""),
        (ValueError("a mistake"), ""),
    ],
)
def test_each_failure_is_told_apart(error: Exception, kind: str) -> None:
    assert kind_of_failure(error) == kind


def test_the_log_says_where_it_failed_and_never_what_the_database_said() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(json_lines())
    log = logging.Logger("intarsia_site.example")
    log.addHandler(handler)

    try:
        raise IntegrityError("Key (email)=(amina@osce.example) already exists.")
    except IntegrityError:
        log.exception("not kept")

    line = json.loads(written.getvalue())
    assert line["event"] == "not kept"
    assert line["error"] == "django.db.utils.IntegrityError"
    assert any("test_failures.py" in place for place in line["at"])
    assert "amina" not in written.getvalue()


def test_two_writers_on_sqlite_wait_for_each_other(
    tmp_path: Path, django_db_blocker: pytest.FixtureRequest
) -> None:
    # A file of its own: the database of the tests is in memory and has no writers to wait for.
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        two_writers(tmp_path / "two.sqlite3")


def two_writers(path: Path) -> None:
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        assert DATABASES["default"]["OPTIONS"] == options
    both = ConnectionHandler(
        {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": path,
                "OPTIONS": options,
            }
        }
    )
    with both["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE said (who text)")
    is_writing, may_end, failed = threading.Event(), threading.Event(), []

    def write(who: str, *, slowly: bool) -> None:
        try:
            with both["default"].cursor() as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                cursor.execute("INSERT INTO said VALUES (%s)", [who])
                if slowly:
                    is_writing.set()
                    may_end.wait(5)
                cursor.execute("COMMIT")
        except OperationalError as error:
            failed.append(error)
        finally:
            both["default"].close()

    first = threading.Thread(target=write, args=("amina",), kwargs={"slowly": True})
    first.start()
    assert is_writing.wait(5)
    second = threading.Thread(target=write, args=("bruno",), kwargs={"slowly": False})
    second.start()
    second.join(0.2)
    assert second.is_alive()  # it waits
    may_end.set()
    first.join()
    second.join()

    assert failed == []
    with both["default"].cursor() as cursor:
        cursor.execute("SELECT who FROM said")
        assert [who for (who,) in cursor.fetchall()] == ["amina", "bruno"]
    both["default"].close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server to go away")
def test_a_connection_that_broke_is_made_anew_at_the_next_request() -> None:
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    with psycopg.connect(DATABASE_URL, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [number])

    close_old_connections()  # what Django does as a request begins

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (number,)
