"""Sources and reports over the API: sent, looked at, decided about, imported, taken back."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from api_client import Program, as_, nobody, problems, shape_of
from django.core.cache import cache
from ground import the_ground
from sent import CLINIC, VACCINES, a_list, a_source, read

from intarsia_site.reports.models import Activity, ReportFile, ReportImport, Source
from intarsia_site.reports.services.importing import carry_out
from people import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_machine_at_exercise")]
SOURCES, REPORTS = "/api/v1/sources/", "/api/v1/reports/"
CSV = {"Content-Disposition": 'attachment; filename="3w.csv"'}


@pytest.fixture
def cast(tmp_path: Path, settings: Any) -> Cast:
    settings.DATA = tmp_path / "data"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    (tmp_path / "incoming").mkdir()
    cache.clear()
    return the_ground()


def send(program: Program, source: Source, content: bytes, **headers: str) -> Any:
    """Send a file as the body of a request."""
    return program.send(
        "post", f"{SOURCES}{source.public_id}/reports/", content,
        kind="application/octet-stream", headers={**CSV, **headers},
    )  # fmt: skip


def sent(program: Program, source: Source, content: bytes, **headers: str) -> str:
    """Send a file and have it read; return the report's address."""
    answer = send(program, source, content, **headers)
    assert answer.status_code == 202, answer.content
    report = read(ReportImport.objects.get(public_id=answer.json()["id"]))
    assert not report.error_code
    return f"{REPORTS}{report.public_id}/"


def decide(program: Program, report: str, part: str, body: Any) -> Any:
    """Decide something about a report as it is, and have it carried out."""
    tag = program.get(report)["ETag"]
    answer = program.post(f"{report}{part}/", body, headers={"If-Match": tag})
    assert answer.status_code == 202, answer.content
    row = ReportImport.objects.get(public_id=answer.json()["id"])
    if row.state == ReportImport.State.QUEUED:
        carry_out(row.public_id, now=lambda: NOW)
    elif row.state == ReportImport.State.WAITING:
        read(row)
    return program.get(report).json()


def test_a_report_is_sent_looked_at_imported_and_taken_back(cast: Cast) -> None:
    bruno = as_(cast.bruno)
    made = bruno.post(
        SOURCES,
        {"organization_id": cast.agency.public_id, "country_code": "XA", "name": "Monthly 3W"},
    )
    assert made.status_code == 201, made.content
    source = Source.objects.get(public_id=made.json()["id"])

    answer = send(bruno, source, a_list(CLINIC, VACCINES))
    assert answer.status_code == 202
    assert answer["Location"] == f"{REPORTS}{answer.json()['id']}/"
    assert answer.json()["state"] == "waiting"
    report = answer["Location"]
    read(ReportImport.objects.get(public_id=answer.json()["id"]))
    said = bruno.get(report).json()
    assert said["state"] == "ready"
    assert said["recognized"]["kind"] == "activity-list"
    assert said["counts"] == {"new": 2, "changed": 0, "gone": 0, "unchanged": 0}
    assert said["file"] == "3w.csv"
    difference = bruno.get(f"{report}difference/?limit=1").json()
    assert [one["title"] for one in difference["items"]] == [CLINIC[3]]
    (other,) = bruno.get(difference["next"]).json()["items"]
    assert other["title"] == VACCINES[3]
    assert bruno.get(f"{report}sharing/").json()["default_label"] == "TLP:GREEN"

    now = decide(bruno, report, "import", {"label": "TLP:GREEN"})
    assert now["state"] == "imported"
    assert now["is_current"]
    assert now["label"] == "TLP:GREEN"
    assert as_(cast.daniel).get("/api/v1/activities/").json()["total"] == 2
    (line,) = bruno.get(f"{REPORTS}?source={source.public_id}").json()["items"]
    assert (line["state"], line["new"], line["file"]) == ("imported", 2, "3w.csv")

    assert set(problems(bruno.post(f"{report}undo/", {}))) == {"because"}
    undone = bruno.post(f"{report}undo/", {}, headers={"X-Because": "Sent by mistake"})
    assert undone.status_code == 200
    assert undone.json()["state"] == "undone"
    assert not Activity.current.exists()


def test_what_is_wrong_is_told_and_decided_part_by_part(cast: Cast) -> None:
    bruno, source = as_(cast.bruno), a_source(cast)
    wrong = ("A-1", "UN helth agancy", *CLINIC[2:4], "Helth", "North Sirin", "Drn", *CLINIC[7:])
    report = sent(bruno, source, a_list(wrong, VACCINES))

    found = bruno.get(f"{report}problems/").json()
    sector = next(one for one in found["items"] if one["value"] == "Helth")
    assert sector["message"]
    assert sum(found["counts"].values()) >= len(found["items"])
    entry = {"column": sector["column"], "value": "Helth", "to": "Health"}
    now = decide(bruno, report, "corrections", {"corrections": [entry]})
    assert now["corrections"] == 1
    (corrected,) = bruno.get(f"{report}corrections/").json()["items"]
    assert (corrected["value"], corrected["to"]) == ("Helth", "Health")

    names = bruno.get(f"{report}organizations/").json()
    assert "UN helth agancy" in [one["name"] for one in names["items"]]
    meant = {"name": "UN helth agancy", "organization_id": cast.agency.public_id}
    decide(bruno, report, "organizations", {"meant": [meant]})
    again = bruno.get(f"{report}organizations/").json()
    assert "UN helth agancy" not in [one["name"] for one in again["items"]]
    assert again["total"] == names["total"] - 1

    (place,) = bruno.get(f"{report}places/").json()["items"]
    assert place["name"] == "Drn"
    meant = {"name": "Drn", "parent": place["parent"], "place_code": "XA0101"}
    decide(bruno, report, "places", {"meant": [meant]})
    assert bruno.get(f"{report}places/").json()["items"] == []

    columns = bruno.get(f"{report}columns/").json()["items"]
    at = next(one["position"] for one in columns if one["heading"] == "Sector")
    decide(bruno, report, "columns", {"columns": [{"position": at, "field": "other"}]})
    fields = {
        one["position"]: one["field"] for one in bruno.get(f"{report}columns/").json()["items"]
    }
    assert fields[at] == "other"
    tag = bruno.get(report)["ETag"]
    assert bruno.delete(f"{report}corrections/", headers={"If-Match": tag}).status_code == 204
    assert bruno.get(f"{report}corrections/").json()["items"] == []


def test_decisions_need_the_version_and_are_strict(cast: Cast) -> None:
    bruno, source = as_(cast.bruno), a_source(cast)
    report = sent(bruno, source, a_list(CLINIC))
    tag = {"If-Match": bruno.get(report)["ETag"]}
    one = {"value": "a", "to": "b"}

    assert bruno.post(f"{report}import/", {}).status_code == 428
    stale = bruno.post(f"{report}import/", {}, headers={"If-Match": '"x"'})
    assert shape_of(stale) == "access.stale"
    assert stale.json()["data"]["theirs"]["state"] == "ready"
    for part, body, wrong in (
        ("corrections", {}, "corrections"),
        ("corrections", {"corrections": [{**one, "by": "x"}]}, "corrections.0.by"),
        ("corrections", {"corrections": [{**one, "to": 5}]}, "corrections.0.to"),
        ("corrections", {"corrections": [{**one, "to": "x" * 501}]}, "corrections.0.to"),
        ("corrections", {"corrections": ["x"]}, "corrections.0"),
        ("columns", {"columns": [{"position": 1, "field": "zq"}]}, "columns.0.field"),
        ("columns", {"columns": [{"position": True, "field": "title"}]}, "columns.0.position"),
        ("organizations", {"meant": [{"name": "x", "organization_id": "zq"}]}, "organization"),
        ("places", {"meant": [{"name": "x", "place_code": "zq"}]}, "place"),
        ("import", {"label": "TLP:BLUE"}, "label"),
        ("import", {"label": "TLP:CLEAR"}, "label"),
        ("import", {"beyond": "all"}, "beyond"),
        ("import", {"released_at": "2011-06-01"}, "released_at"),
        ("import", {"organization_ids": ["zq"]}, "organization_ids"),
        ("import", {"person_ids": [cast.daniel.public_id]}, "person_ids"),
        ("import", {"group_ids": ["zq"]}, "group_ids"),
        ("import", {"zq": 1}, "zq"),
    ):
        answer = bruno.post(f"{report}{part}/", body, headers=tag)
        assert answer.status_code == 422, (part, body, answer.content)
        assert set(problems(answer)) == {wrong}, (part, body)
    assert set(problems(bruno.get(f"{report}problems/?severity=bad"))) == {"severity"}
    assert set(problems(bruno.get(f"{report}difference/?kind=bad"))) == {"kind"}
    assert set(problems(bruno.get(f"{report}difference/?page=0"))) == {"page"}


def test_only_those_who_may_know_of_a_report_do(cast: Cast) -> None:
    bruno, source = as_(cast.bruno), a_source(cast)
    report = sent(bruno, source, a_list(CLINIC))
    parts = ("problems", "difference", "columns", "sharing", "corrections", "organizations")

    for person in (cast.daniel, cast.amina):
        other = as_(person)
        assert shape_of(other.get(report)) == "access.not_found"
        assert shape_of(send(other, source, a_list(VACCINES))) == "access.not_found"
        assert other.get(REPORTS).json()["items"] == []
        assert all(other.get(f"{report}{part}/").status_code == 404 for part in parts)
        assert other.post(f"{report}undo/", {}, headers={"X-Because": "x"}).status_code == 404
    convenor = as_(cast.chinara)
    said = convenor.get(report).json()
    assert (said["may_look"], said["file"], said["recognized"]) == (False, None, None)
    assert said["created_by"] is None
    assert all(convenor.get(f"{report}{part}/").status_code == 404 for part in parts)
    assert shape_of(nobody().get(report)) == "api.not_signed_in"
    assert shape_of(send(as_(cast.bruno, scope="read"), source, b"x")) == "access.not_allowed"
    assert ReportFile.objects.count() == 1


def test_a_file_comes_by_form_too_and_once_for_a_key(cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    bruno, source = as_(cast.bruno), a_source(cast)
    address = f"{SOURCES}{source.public_id}/reports/"
    sign = {"Authorization": f"Bearer {bruno.token}"}

    def form(**fields: Any) -> Any:
        return bruno.client.post(address, fields, headers=sign)

    answer = form(file=SimpleUploadedFile("3w.csv", a_list(CLINIC)))
    assert answer.status_code == 202, answer.content
    assert set(problems(form(file=SimpleUploadedFile("a.csv", b"x"), name="a"))) == {"name"}
    assert set(problems(form())) == {"file"}
    first = send(bruno, source, a_list(VACCINES), **{"Idempotency-Key": "k"})
    again = send(bruno, source, a_list(VACCINES), **{"Idempotency-Key": "k"})
    other = send(bruno, source, a_list(CLINIC), **{"Idempotency-Key": "k"})
    assert first.json()["id"] == again.json()["id"]
    assert shape_of(other) == "api.idempotency_key_used"


def test_what_cannot_be_kept_is_refused_in_words_and_nothing_stays(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    bruno, source = as_(cast.bruno), a_source(cast)
    settings.REPORT_MAX_BYTES = 1 << 20

    large = send(bruno, source, b"x" * ((1 << 20) + 1))
    assert large.status_code == 413
    assert shape_of(large) == "api.too_large"
    assert "1 MB" in large.json()["message"]
    assert set(problems(send(bruno, source, b""))) == {"file"}
    strange = send(bruno, source, b"%PDF-1.4 \x00\x01" * 50)
    assert strange.status_code == 422
    assert shape_of(strange).startswith("reader.")
    assert "3w.csv" in strange.json()["message"]
    assert not ReportImport.objects.exists()
    assert not list((tmp_path / "incoming").iterdir())
    assert not ReportFile.objects.exists()


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_what_bulk_gives_can_be_sent(form: str, cast: Cast) -> None:
    bruno = as_(cast.bruno)
    first = sent(bruno, a_source(cast), a_list(CLINIC, VACCINES))
    decide(bruno, first, "import", {})
    answer = bruno.get(f"/api/v1/activities/bulk/?format={form}")
    content = b"".join(answer.streaming_content)
    were = {one.title: one for one in Activity.current.all()}

    name = {"Content-Disposition": f'attachment; filename="all.{form}"'}
    report = sent(bruno, a_source(cast, name="Again"), content, **name)

    assert bruno.get(report).json()["recognized"]["rows_kept"] == 2
    decide(bruno, report, "import", {})
    for one in Activity.current.filter(source__name="Again"):
        was = were[one.title]
        for field in (
            "organization_name", "implementers", "funders", "sector_codes", "area_codes",
            "place_codes", "starts_on", "ends_on", "budget_usd", "people_targeted", "status",
        ):  # fmt: skip
            assert getattr(one, field) == getattr(was, field), field


def test_persons_are_taken_out_of_a_parquet_file(cast: Cast) -> None:
    bruno, source = as_(cast.bruno), a_source(cast)
    table = pa.table(
        {
            "Organization": ["UN health agency"], "Activity": ["Clinic, ask a.b@example.org"],
            "Sector": ["Health"], "Admin1": ["North Sirin"], "Contact person": ["Xavier Quill"],
        }
    )  # fmt: skip
    file = io.BytesIO()
    pq.write_table(table, file)

    report = sent(bruno, source, file.getvalue())

    said = bruno.get(report).json()
    assert said["removed"]
    kept = ReportFile.objects.get()
    from intarsia_site.reports.kept import path_of

    rows = json.dumps(pq.read_table(path_of(kept)).to_pylist())
    assert "Quill" not in rows
    assert "example.org" not in rows
    assert "Clinic" in rows


def test_a_source_has_a_rhythm_and_an_end(cast: Cast) -> None:
    bruno, source = as_(cast.bruno), a_source(cast)
    address = f"{SOURCES}{source.public_id}/"
    said = bruno.get(address)
    assert bruno.get(address, headers={"If-None-Match": said["ETag"]}).status_code == 304
    change = {"every_months": 1, "expected_from_on": "2011-01-01", "due_after_days": 0}

    assert bruno.patch(address, change).status_code == 428
    wrong = bruno.patch(address, {"every_months": "1"}, headers={"If-Match": said["ETag"]})
    assert set(problems(wrong)) == {"every_months"}
    wrong = bruno.patch(address, {**change, "every_months": 99}, headers={"If-Match": said["ETag"]})
    assert set(problems(wrong)) == {"every_months"}
    changed = bruno.patch(address, change, headers={"If-Match": said["ETag"]})

    assert changed.status_code == 200, changed.content
    assert changed.json()["expected"]["state"] == "late"
    assert changed.json()["periods"][-1]["first_on"] == "2011-01-01"
    (line,) = as_(cast.chinara).get(SOURCES).json()["items"]
    assert (line["expected"]["state"], line["is_own"]) == ("late", False)
    assert as_(cast.daniel).get(SOURCES).json()["items"] == []
    assert shape_of(as_(cast.daniel).get(address)) == "access.not_found"
    assert as_(cast.chinara).delete(address, headers={"If-Match": '"x"'}).status_code == 412
    tag = {"If-Match": changed["ETag"], "X-Because": "Another office sends it"}
    assert bruno.delete(address, headers=tag).status_code == 204
    assert bruno.get(address).json()["has_ended"]
    assert send(bruno, source, a_list(CLINIC)).status_code in (403, 404)


def test_a_report_is_set_aside_or_read_again(cast: Cast) -> None:
    bruno, source = as_(cast.bruno), a_source(cast)
    report = sent(bruno, source, a_list(CLINIC))

    again = bruno.post(f"{report}again/", {})
    assert (again.status_code, again.json()["state"]) == (202, "waiting")
    tag = {"If-Match": again["ETag"], "X-Because": "The wrong month"}
    assert bruno.delete(report, headers=tag).status_code == 204
    assert bruno.get(report).json()["state"] == "set_aside"
