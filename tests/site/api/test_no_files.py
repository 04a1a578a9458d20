"""Report files come in by the page; a program that sends one to the API is told so in words, and
nothing of it is kept, however large it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from api_client import as_
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from ground import the_ground

from intarsia_site.reports.models import Activity, ReportFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
MUSEUM = Path(__file__).resolve().parents[2] / "reports"


def sends(**more: Any) -> Any:
    """Answer of the API to bruno's program, which sends a body as it is."""
    program = as_(the_ground().bruno)
    client = Client(headers={"authorization": f"Bearer {program.token}"})
    return client.post("/api/v1/activities/", **more)


@pytest.mark.parametrize("name", ["password.xlsx", "password.xls", "merged.xlsx"])
def test_a_report_file_is_no_body_of_the_api(name: str) -> None:
    answer = sends(data={"file": SimpleUploadedFile(name, (MUSEUM / name).read_bytes())})

    assert answer.status_code == 415
    assert answer.json()["code"] == "api.unsupported_media_type"
    assert answer.json()["message"]
    assert not ReportFile.objects.exists()
    assert not Activity.versions.exists()


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
def test_201_megabytes_are_refused_in_words_before_they_are_read(kind: str) -> None:
    answer = sends(data=b"", content_type=kind, CONTENT_LENGTH=str(201 * 2**20))

    assert answer.status_code == 413
    assert answer.json()["code"] == "api.too_large"
    assert answer.json()["message"] == "What was sent is too large. Send it in parts."
    assert not Activity.versions.exists()
