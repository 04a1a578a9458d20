"""A backup holds everything, opens with its passphrase only, and goes back whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import nacl.pwhash.argon2id as argon2id
import pytest
from django.conf import settings
from django.db import connection

from intarsia_site.access.models import (
    Country,
    Installation,
    Organization,
    OrganizationAlias,
    SharingRule,
    User,
)
from intarsia_site.config.backups import sealed
from intarsia_site.config.backups.reading import members, verify
from intarsia_site.config.backups.restoring import restore_backup
from intarsia_site.config.backups.sealed import BackupError
from intarsia_site.config.backups.writing import write_backup
from intarsia_site.config.passphrase import PassphraseError, passphrase
from intarsia_site.config.turns import turn
from intarsia_site.registry.models import Capacity

ROOT = Path(__file__).resolve().parents[3]
AT = dt.datetime(2011, 5, 31, 12, 0, 0, 123456, tzinfo=dt.UTC)
MAIN = "from intarsia.cli import main; raise SystemExit(main())"
WORDS = "seven tents by the river"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation's folder, and keys that are made quickly."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "secret-key").write_text("a key of this installation", encoding="ascii")
    (folder / "kept" / "reports").mkdir(parents=True)
    (folder / "kept" / "reports" / "may.xlsx").write_bytes(bytes(range(256)) * 9000)
    (folder / "static").mkdir()
    (folder / "static" / "look.css").write_text("made again", encoding="ascii")
    monkeypatch.setattr(settings, "DATA", folder)
    monkeypatch.setattr(sealed, "OPERATIONS", argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(sealed, "MEMORY", argon2id.MEMLIMIT_MIN)
    return folder


def fill() -> None:
    """Rows of many kinds: references in a circle, several to several, JSON, moments, days."""
    bruno = User.objects.create_user("bruno@un.example", "a long phrase", name="Bruno Ж «х»")
    User.objects.filter(pk=bruno.pk).update(joined_at=AT)
    Installation.objects.create(controller="A", hosting="B\nC", languages=["en", "ru"])
    country = Country.objects.create(
        code="XA", name="Arvenia", protocol_accepted_at=AT, protocol_accepted_by=bruno
    )
    whole = Organization.objects.create(name="World Health Organization", acronym="WHO")
    office = Organization.objects.create(name="WHO in Arvenia", parent=whole)
    OrganizationAlias.objects.create(organization=whole, name="ВОЗ", language="ru")
    rule = SharingRule.objects.create(owner=office, country=country, label="TLP:AMBER", beyond=2)
    rule.organizations.add(whole)
    rule.persons.add(bruno)
    Capacity.objects.create(
        rule=rule,
        organization=office,
        kind="capacity",
        name='A "team"\nof four',
        source="It",
        stated_on=AT.date(),
    )


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of ours, to compare."""
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values_list())
        for model in (
            User,
            Installation,
            Country,
            Organization,
            OrganizationAlias,
            SharingRule,
            SharingRule.persons.through,
            SharingRule.organizations.through,
            Capacity,
        )
    }


@pytest.mark.django_db(transaction=True)
def test_what_was_there_is_there_again_with_keys_moments_and_files(
    data: Path, tmp_path: Path
) -> None:
    fill()
    before = everything()
    file = tmp_path / "may.backup"

    written = write_backup(file, WORDS)
    User.objects.filter(name__startswith="Bruno").update(name="Somebody else")
    Organization.objects.create(name="Made after it")
    (data / "secret-key").write_text("another", encoding="ascii")
    (data / "kept" / "reports" / "may.xlsx").unlink()
    restored = restore_backup(file, WORDS, replaces=True)

    assert everything() == before
    assert User.objects.get().joined_at == AT
    assert (data / "secret-key").read_text(encoding="ascii") == "a key of this installation"
    assert (data / "kept" / "reports" / "may.xlsx").read_bytes() == bytes(range(256)) * 9000
    assert written.rows == sum(restored.counts.values())
    assert set(restored.files) == {"secret-key", "kept/reports/may.xlsx"}
    assert Organization.objects.create(name="The next").pk > max(
        row[0] for row in before["access_organization"]
    )


@pytest.mark.django_db(transaction=True)
def test_the_file_shows_nothing_and_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    fill()
    file = tmp_path / "may.backup"
    write_backup(file, WORDS)

    content = file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert not [sign for sign in (b"bruno", b"WHO", b"access_", b"rows/") if sign in content]
    assert list(tmp_path.glob("*.partial")) == []
    assert list(settings.DATA.glob("snapshot-*")) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        (lambda whole: whole[:-1], "backup.cut_off"),
        (lambda whole: whole[: len(whole) // 2], "backup.cut_off"),
        (lambda whole: whole[:40], "backup.cut_off"),
        (lambda whole: whole + b"x", "backup.changed"),
        (lambda whole: whole[:-40] + b"x" + whole[-39:], "backup.changed"),
        (lambda whole: whole[:20] + b"x" + whole[21:], "backup.wrong_passphrase"),
        (lambda whole: b"PK" + whole, "backup.not_one"),
        (lambda whole: b"", "backup.not_one"),
    ],
    ids=["last sign", "half", "head", "more", "a sign", "salt", "another kind", "nothing"],
)
def test_a_file_that_was_cut_off_or_changed_is_refused_and_nothing_is_touched(
    data: Path, tmp_path: Path, spoilt: Callable[[bytes], bytes], code: str
) -> None:
    fill()
    # Of more than one chunk, so that its end is not its beginning.
    (data / "kept" / "large").write_bytes(os.urandom(3 * sealed.CHUNK))
    file = tmp_path / "may.backup"
    write_backup(file, WORDS)
    file.write_bytes(spoilt(file.read_bytes()))
    (data / "secret-key").write_text("as it is now", encoding="ascii")
    before = everything()

    with pytest.raises(BackupError) as refused:
        restore_backup(file, WORDS, replaces=True)

    assert refused.value.code == code
    assert everything() == before
    assert (data / "secret-key").read_text(encoding="ascii") == "as it is now"


@pytest.mark.django_db(transaction=True)
def test_another_passphrase_opens_nothing(tmp_path: Path) -> None:
    fill()
    file = tmp_path / "may.backup"
    write_backup(file, WORDS)

    with pytest.raises(BackupError, match="does not open the file") as refused:
        verify(file, WORDS + "s")
    assert refused.value.code == "backup.wrong_passphrase"


@pytest.mark.django_db(transaction=True)
def test_an_installation_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    fill()
    file = tmp_path / "may.backup"
    write_backup(file, WORDS)
    before = everything()

    with pytest.raises(BackupError, match="--replace"):
        restore_backup(file, WORDS)
    with turn("serve") as mine:
        assert mine
        if connection.vendor == "sqlite":
            with pytest.raises(BackupError, match="Stop it"):
                restore_backup(file, WORDS, replaces=True)
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_short_passphrase_and_a_file_that_is_there_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "may.backup"

    with pytest.raises(BackupError, match="12 signs"):
        write_backup(file, "short")
    file.write_bytes(b"mine")
    with pytest.raises(BackupError, match="is there already"):
        write_backup(file, WORDS)
    assert file.read_bytes() == b"mine"


@pytest.mark.django_db(transaction=True)
def test_a_backup_of_a_newer_version_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from intarsia_site.config.backups import writing

    fill()
    about = writing._about

    def newer() -> bytes:
        said = json.loads(about())
        said["migrations"].append(["access", "0999_of_the_year_after"])
        return json.dumps(said).encode()

    monkeypatch.setattr(writing, "_about", newer)
    file = tmp_path / "may.backup"
    write_backup(file, WORDS)

    with pytest.raises(BackupError, match="which is older"):
        restore_backup(file, WORDS, replaces=True)
    assert User.objects.count() == 1


def test_a_passphrase_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    kept = tmp_path / "passphrase"
    kept.write_text(WORDS + "\n", encoding="utf-8")

    kept.chmod(0o644)
    with pytest.raises(PassphraseError, match="chmod 600"):
        passphrase(kept, is_new=False)
    kept.chmod(0o600)
    assert passphrase(kept, is_new=False) == WORDS


@pytest.mark.django_db(transaction=True)
def test_a_backup_of_sqlite_made_on_the_command_line_goes_into_this_database(
    data: Path, tmp_path: Path
) -> None:
    """Into PostgreSQL, where the tests run on it; each step as an administrator does it."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {
        **kept,
        "INTARSIA_DATA": str(tmp_path / "other"),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "intarsia_site.config.settings",
        "INTARSIA_ADMIN_PASSWORD": "a phrase that is long enough",
    }

    def intarsia(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", MAIN, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    words, file = tmp_path / "words", tmp_path / "other.backup"
    words.write_text(WORDS, encoding="utf-8")
    words.chmod(0o600)
    about = ("--controller", "OSCE Mission", "--hosting", "Here", "--country", "KG")
    assert "runs this installation" in intarsia("admin", "eva@m.example", "--name", "Eva", *about)
    said = intarsia("backup", str(file), "--passphrase-file", str(words))
    assert "found whole" in said

    restore_backup(file, WORDS)

    assert Installation.objects.get().controller == "OSCE Mission"
    assert User.objects.get().password.startswith("argon2$argon2id$")
    with closing(sqlite3.connect(tmp_path / "other" / "intarsia.sqlite3")) as theirs:
        (number,) = theirs.execute("SELECT count(*) FROM django_migrations").fetchone()
    assert verify(file, WORDS).counts["access_user"] == 1
    rows = b"".join(
        content for name, content in members(file, WORDS) if "django_migrations" in name
    )
    assert number > 20
    assert rows == b""  # not a row of anybody's: the tables know what they are
    assert (data / "secret-key").read_bytes() == (tmp_path / "other" / "secret-key").read_bytes()
