"""What an earlier release wrote, this one reads: every dump beside this file, into a new database.

The dumps stay as they were made (`make.py`); migrations that come later run after them.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

import intarsia
from intarsia_site.access.models import User
from intarsia_site.config.backups import reading
from intarsia_site.config.backups.reading import members, verify
from intarsia_site.config.backups.restoring import restore_backup
from intarsia_site.config.backups.sealed import BackupError, Sealing

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
#: For these files only: it protects nothing, what is in them is invented.
PASSPHRASE = "a dump for tests of upgrades, nothing secret"  # noqa: S105
RELEASES = sorted(path.stem for path in HERE.glob("*.backup"))
RESTORE = "from intarsia.cli import main; raise SystemExit(main())"
DAY_AFTER = "2011-06-01T12:00:00Z"
#: Tables whose rows no later version has merged, moved or added to by itself.
KEPT = (
    "access_auditentry",
    "access_country",
    "access_countryrole",
    "access_group",
    "access_groupmembership",
    "access_membership",
    "access_organization",
    "access_organizationalias",
    "access_organizationidentifier",
    "access_protocolrow",
    "access_sharingrule",
    "access_user",
    "registry_capacity",
    "registry_commitmentstatement",
    "registry_mandate",
    "registry_place",
    "registry_placename",
    "registry_priority",
    "registry_profile",
)


#: A migration of a year to come, over whatever the registry has by then.
LATER = """
from django.db import migrations

def mark(apps, _schema_editor):
    apps.get_model("registry", "Capacity").objects.update(marking="Brought up")

class Migration(migrations.Migration):
    dependencies = [("registry", {last!r})]
    operations = [migrations.RunPython(mark)]
"""
LATER_SETTINGS = """
from intarsia_site.config.settings import *
MIGRATION_MODULES = {"registry": "later_registry"}
"""
MARKED = """
from intarsia_site.config.opening import open_site
open_site()
from intarsia_site.registry.models import Capacity
print(Capacity.objects.count(), Capacity.objects.filter(marking="Brought up").count())
"""


@contextmanager
def new_database() -> Iterator[dict[str, str]]:
    """DATABASE_URL of a database with nothing in it, of the kind that the tests run on."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield {}
        return
    name = f"{urlsplit(address).path.strip('/')}_upgrade_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(address, autocommit=True) as beside:
        beside.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": urlsplit(address)._replace(path=f"/{name}").geturl()}
        finally:
            beside.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class NewInstallation:
    """A folder and a database with nothing in them, and commands that are run there."""

    def __init__(self, folder: Path, database: dict[str, str]) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            **database,
            "INTARSIA_DATA": str(folder / "data"),
            "INTARSIA_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "intarsia_site.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }

    def python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def restore(self, file: Path) -> str:
        words = self.folder / "words"
        words.write_text(PASSPHRASE, encoding="utf-8")
        words.chmod(0o600)
        return self.python("-c", RESTORE, "restore", str(file), "--passphrase-file", str(words))


@pytest.fixture(scope="module", params=RELEASES)
def restored(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """A release's dump in a new installation, as an administrator puts it there, then asked."""
    file = HERE / f"{request.param}.backup"
    with new_database() as database:
        site = NewInstallation(tmp_path_factory.mktemp("upgraded"), database)
        assert "Everybody signs in as before" in site.restore(file)
        answers: dict[str, Any] = json.loads(site.python(str(HERE / "asked.py"), DAY_AFTER))
        yield answers | {"held": verify(file, PASSPHRASE).counts}


def test_every_released_dump_is_small_and_of_the_release_it_is_named_after() -> None:
    assert "0.1.0" in RELEASES
    for release in RELEASES:
        file = HERE / f"{release}.backup"
        assert file.stat().st_size < 300_000
        assert verify(file, PASSPHRASE).about["version"] == release


def test_no_row_is_lost_and_no_migration_waits(restored: dict[str, Any]) -> None:
    held = restored["held"]

    assert restored["waiting"] == []
    assert {name: restored["counts"][name] for name in KEPT} == {name: held[name] for name in KEPT}
    assert held["registry_mandate"] > 90


def test_a_sharing_rule_shows_the_same_to_the_same_people(restored: dict[str, Any]) -> None:
    rule = restored["rule"]

    assert (rule["label"], rule["organizations"]) == ("TLP:AMBER", ["WHO"])
    assert rule["mandates"] > 5
    assert (rule["seen"]["Amina"], rule["seen"]["Bruno"]) == (["FULL"], ["FULL"])
    assert "FULL" not in rule["seen"]["Daniel"]


def test_the_trail_still_says_who_changed_what_and_why(restored: dict[str, Any]) -> None:
    because = "Seen by the mission's partners in health only"

    assert restored["trail"] == [["change_rule", "Amina", "TLP:GREEN", "TLP:AMBER", because]]


def test_who_was_signed_in_stays_so_and_passwords_are_the_same(restored: dict[str, Any]) -> None:
    pages = restored["pages"]

    assert (pages["then"], pages["now"]) == (200, 200)
    assert pages["nobody"] == pages["wrong"] == 302


def test_migrations_that_the_dump_does_not_know_run_over_its_rows(tmp_path: Path) -> None:
    ours = sorted(
        path.stem for path in (ROOT / "src/intarsia_site/registry/migrations").glob("0*.py")
    )
    later = tmp_path / "later_registry"
    later.mkdir()
    (later / "__init__.py").touch()
    for name in ours:
        shutil.copy(ROOT / f"src/intarsia_site/registry/migrations/{name}.py", later)
    (later / "9999_later.py").write_text(LATER.format(last=ours[-1]), encoding="utf-8")
    (tmp_path / "later_settings.py").write_text(LATER_SETTINGS, encoding="utf-8")

    with new_database() as database:
        site = NewInstallation(tmp_path, database)
        site.environment["DJANGO_SETTINGS_MODULE"] = "later_settings"
        site.environment["PYTHONPATH"] += f"{os.pathsep}{tmp_path}"
        site.restore(HERE / "0.1.0.backup")
        there, marked = map(int, site.python("-c", MARKED).split())

    assert there == marked > 5


def later_migration(about: dict[str, Any]) -> None:
    about["migrations"].append(["registry", "0999_of_the_year_after"])


def later_tables(about: dict[str, Any]) -> None:
    later_migration(about)
    about["migrations"].append(["tidings", "0001_initial"])
    about["columns"]["tidings_letter"] = ["id", "text"]


def later_format(about: dict[str, Any]) -> None:
    about["format"] = reading.FORMAT + 1


def of_a_newer_release(file: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The first dump, as a newer release would have written it."""
    with file.open("wb") as to:
        sealing = Sealing(to, PASSPHRASE)
        with tarfile.open(fileobj=sealing, mode="w|gz") as tar:
            for name, content in members(HERE / "0.1.0.backup", PASSPHRASE):
                if name == "about.json":
                    about = json.loads(content)
                    change(about)
                    about["version"] = "99.1.0"
                    content = json.dumps(about).encode()
                if name == "expected.json":
                    expected = json.loads(content)
                    expected["counts"] = dict.fromkeys(about["columns"], 0) | expected["counts"]
                    content = json.dumps(expected).encode()
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
        sealing.finish()
    return file


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [later_migration, later_tables, later_format])
def test_a_backup_of_a_newer_release_is_refused_in_plain_words_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, Any]], None]
) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path / "data")
    file = of_a_newer_release(tmp_path / "newer.backup", change)
    User.objects.create_user("bruno@un.example", "a long phrase", name="Bruno")

    with pytest.raises(BackupError) as refused:
        restore_backup(file, PASSPHRASE, replaces=True)

    assert refused.value.code == "backup.newer"
    assert str(refused.value) == (
        f"The backup was made by Intarsia 99.1.0; this is {intarsia.__version__}, which is older "
        "and does not know its tables. Nothing was changed. Restore it with that version or a "
        "later one."
    )
    assert User.objects.get().name == "Bruno"
    assert not (tmp_path / "data" / "secret-key").exists()
