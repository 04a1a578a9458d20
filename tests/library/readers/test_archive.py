"""A zip that a stranger sent is opened only where it is harmless, and read only as promised."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from intarsia.readers import archive
from intarsia.readers.archive import first_member, open_archive, pack_again
from intarsia.readers.source import ReaderError


def a_zip(tmp_path: Path, **members: bytes) -> Path:
    path = tmp_path / "sent.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def read_all(path: Path) -> dict[str, bytes]:
    with open_archive(path, path.name) as opened:
        return {member.filename: opened.read(member) for member in opened.members}


def refused(path: Path) -> str:
    with pytest.raises(ReaderError) as error:
        read_all(path)
    assert error.value.data["file"] == path.name
    return error.value.code


def with_directory(path: Path, offset: int, form: str, value: int) -> Path:
    """Change a field of the first record in the zip's directory."""
    content = bytearray(path.read_bytes())
    struct.pack_into(form, content, content.index(b"PK\x01\x02") + offset, value)
    path.write_bytes(bytes(content))
    return path


def test_members_are_read_as_they_were_packed(tmp_path: Path) -> None:
    path = a_zip(tmp_path, a=b"one", b=b"two" * 5000)

    assert read_all(path) == {"a": b"one", "b": b"two" * 5000}


def test_bytes_that_are_no_zip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "sent.zip"
    path.write_bytes(b"PK\x03\x04 and nothing else")

    assert refused(path) == "archive.damaged"


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path, a=bytes(range(256)) * 40)
    path.write_bytes(path.read_bytes()[:-30])

    assert refused(path) == "archive.damaged"


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil", "C:\\evil", "a\\..\\..\\evil"])
def test_a_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    assert refused(a_zip(tmp_path, **{name: b"x"})) == "archive.unsafe_path"


def test_a_name_of_which_nothing_is_left_is_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path, **{"q.csv": b"x"})
    path.write_bytes(path.read_bytes().replace(b"q.csv", b"\0.csv"))

    assert refused(path) == "archive.unsafe_path"


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sent.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("projects.csv", "a")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("projects.csv", "b")

    assert refused(path) == "archive.same_name_twice"


def test_a_member_with_a_password_is_refused(tmp_path: Path) -> None:
    path = with_directory(a_zip(tmp_path, a=b"x"), 8, "<H", 1)

    assert refused(path) == "archive.encrypted"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = a_zip(tmp_path, a=bytes(archive.SUSPECT_BYTES + 1))

    assert refused(path) == "archive.bomb"


def test_more_bytes_than_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 100)

    assert refused(a_zip(tmp_path, a=b"x" * 60, b=b"y" * 60)) == "archive.too_large"


def test_more_members_than_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 1)

    assert refused(a_zip(tmp_path, a=b"", b=b"")) == "archive.too_many_members"


def test_a_directory_that_promises_too_little_is_found_out(tmp_path: Path) -> None:
    path = with_directory(a_zip(tmp_path, a=b"x" * 10_000_000), 24, "<L", 10)

    assert refused(path) == "archive.damaged"


def test_a_directory_that_promises_too_much_is_found_out(tmp_path: Path) -> None:
    path = with_directory(a_zip(tmp_path, a=b"x" * 100), 24, "<L", 1000)

    assert refused(path) == "archive.damaged"


def test_a_changed_byte_is_found_out(tmp_path: Path) -> None:
    path = a_zip(tmp_path, a=b"")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
        made.writestr("a", b"the whole truth")
    path.write_bytes(path.read_bytes().replace(b"truth", b"trust"))

    assert refused(path) == "archive.damaged"


def test_what_is_packed_again_is_the_same(tmp_path: Path) -> None:
    path = a_zip(tmp_path, **{"a": b"one" * 99, "é.xml": b"two"})

    with open_archive(path, "sent.zip") as opened:
        again = pack_again([(member, opened.packed(member)) for member in opened.members])

    with zipfile.ZipFile(io.BytesIO(again)) as copy:
        assert copy.testzip() is None
        assert {name: copy.read(name) for name in copy.namelist()} == {
            "a": b"one" * 99,
            "é.xml": b"two",
        }


def test_the_first_member_is_known_from_the_head(tmp_path: Path) -> None:
    head = a_zip(tmp_path, **{"xl/workbook.xml": b"<x/>"}).read_bytes()

    assert first_member(head) == "xl/workbook.xml"
    assert first_member(b"<iati-activities/>" * 10) is None
