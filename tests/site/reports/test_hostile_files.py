"""Files that cannot be taken, sent by the page: a sentence that says what to do, nothing kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from ground import the_ground
from sent import CLINIC, a_list, a_source, read

from intarsia.readers.archive import SUSPECT_BYTES
from intarsia_site.access.models import AuditEntry
from intarsia_site.reports.models import ReportFile, ReportImport, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise", "data")]
MUSEUM = Path(__file__).resolve().parents[2] / "reports"
TOO_LARGE = 201 * 2**20


def a_bomb(member: str) -> bytes:
    """A zip of a few kilobytes that would unpack to thousands of times its size."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, bytes(SUSPECT_BYTES + 1))
    return file.getvalue()


def signed_in(person: Any, language: str = "en") -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = language
    return client


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def nothing_kept(data: Path) -> bool:
    folder = data / "reports"
    files = list(folder.iterdir()) if folder.is_dir() else []
    return not (
        files
        or ReportFile.objects.exists()
        or ReportImport.objects.exists()
        or AuditEntry.objects.filter(verb="receive").exists()
    )


def sent(source: Source, person: Any, name: str, content: bytes, language: str) -> Any:
    file = SimpleUploadedFile(name, content)
    given = {"source": source.public_id, "file": file}
    return signed_in(person, language).post("/reports/new/", given)


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "protected by a password and was not opened. Send it without one"),
        ("fr", "protégé par un mot de passe"),
        ("ru", "паролем"),
    ],
)
@pytest.mark.parametrize("name", ["password.xlsx", "password.xls"])
def test_a_file_with_a_password_is_to_be_sent_without_one(
    name: str, language: str, says: str, data: Path
) -> None:
    cast = the_ground()
    source = a_source(cast)

    answer = sent(source, cast.bruno, name, (MUSEUM / name).read_bytes(), language)

    assert answer.status_code == 422
    assert name in text_of(answer)
    assert says in text_of(answer)
    assert nothing_kept(data)


@pytest.mark.parametrize(
    ("name", "member"),
    [("release.zip", "data/projects.csv"), ("3w.xlsx", "xl/worksheets/sheet1.xml")],
)
def test_a_zip_that_would_fill_the_machine_is_not_opened(
    name: str, member: str, data: Path
) -> None:
    cast = the_ground()
    source = a_source(cast)
    bomb = a_bomb(member)

    answer = sent(source, cast.bruno, name, bomb, "en")

    assert len(bomb) < 300_000
    assert answer.status_code == 422
    assert "It was not opened. Ask its sender what it holds." in text_of(answer)
    assert nothing_kept(data)


def test_a_good_file_beside_one_with_a_password_is_taken_and_the_other_named(data: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    files = [
        SimpleUploadedFile("ages.xlsx", (MUSEUM / "ages.xlsx").read_bytes()),
        SimpleUploadedFile("password.xlsx", (MUSEUM / "password.xlsx").read_bytes()),
    ]

    answer = signed_in(cast.bruno).post(
        "/reports/new/", {"source": source.public_id, "file": files}
    )

    assert "protected by a password" in text_of(answer)
    assert [one.file.name for one in ReportImport.objects.select_related("file")] == ["ages.xlsx"]


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_201_megabytes_are_refused_by_the_page_before_they_are_read(
    is_signed_in: bool, data: Path
) -> None:
    cast = the_ground()
    client = signed_in(cast.bruno) if is_signed_in else Client()

    answer = client.post(
        "/reports/new/", b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(TOO_LARGE),
    )  # fmt: skip

    assert answer.status_code == 413
    assert f"more than {settings.REPORT_MAX_BYTES // 2**20} MB together" in text_of(answer)
    assert "Nothing was kept." in text_of(answer)
    assert nothing_kept(data)


def test_a_file_that_is_too_large_alone_says_its_size_and_the_most(
    data: Path, settings: Any
) -> None:
    cast = the_ground()
    source = a_source(cast)
    settings.REPORT_MAX_BYTES = 2**20

    answer = sent(source, cast.bruno, "3w.csv", b"x" * (2 * 2**20), "en")

    assert answer.status_code == 422
    assert "This file has 2 MB; at most 1 MB can be sent here. Split it" in text_of(answer)
    assert nothing_kept(data)


def test_a_name_with_signs_that_no_name_has_is_kept_without_them(data: Path) -> None:
    cast = the_ground()
    source = a_source(cast)
    client = signed_in(cast.bruno)
    name = "filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%E2%80%AE.csv"
    answer = client.post(
        f"/api/v1/sources/{source.public_id}/reports/",
        a_list(CLINIC),
        content_type="text/csv",
        headers={"Content-Disposition": f"attachment; {name}"},
    )
    assert answer.status_code == 202
    report = read(ReportImport.objects.get())

    given = client.get(f"/reports/{report.public_id}/comments/")

    assert report.file is not None
    assert report.file.name == "aSet-Cookie: x.csv"
    assert given.status_code == 200
    assert "Set-Cookie" in given["Content-Disposition"]
    assert set(given.cookies) == set()
