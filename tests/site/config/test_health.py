"""Probes: alive without the database; ready only with database, tables and a disk to write on."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.test import Client

from intarsia_site.config import health


def test_the_process_is_alive_whatever_the_database_does(client: Client) -> None:
    # No mark django_db: a query here would fail the test.
    response = client.get("/health/live")

    assert response.status_code == 200
    assert response.json() == {"live": True}


@pytest.mark.django_db
@pytest.mark.first_run
def test_a_site_with_everything_is_ready(client: Client) -> None:
    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "parts": {"database": "ready", "disk": "ready"}}


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("could not connect to server: 10.0.0.7, version 15.3")

    monkeypatch.setattr(connection, "cursor", gone)
    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert response.json()["parts"] == {"database": "does not answer", "disk": "ready"}
    assert b"10.0.0.7" not in response.content


@pytest.mark.django_db
def test_migrations_that_wait_are_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "waiting_migrations", lambda: [("access", "0009_later")])
    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["parts"]["database"] == "not prepared for this version"
    assert b"0009" not in response.content


@pytest.mark.django_db
def test_a_disk_that_cannot_be_written_or_is_almost_full_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path: Path
) -> None:
    settings.DATA = tmp_path / "taken-away"  # type: ignore[attr-defined]
    assert client.get("/health/ready").json()["parts"]["disk"] == "cannot be written"

    settings.DATA = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: SimpleNamespace(free=1024))
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["parts"]["disk"] == "almost full"
