"""The project's own promises: pins with hashes, free licences, data in the wheel, small files."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATHS = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
#: Migrations are written by Django.
SOURCES = sorted(
    path
    for path in (ROOT / "src").rglob("*.py")
    if "migrations" not in path.parts or path.name == "__init__.py"
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
#: Licences that may be shipped with an Apache-2.0 project without asking anybody.
ALLOWED = re.compile(
    r"Apache|MIT|BSD|ISC|PSF|Python Software Foundation|MPL|Mozilla Public License|HPND|0BSD|Zlib",
    re.IGNORECASE,
)
#: Packages whose metadata does not name the licence; looked up by hand.
LOOKED_UP = {"currencyconverter": "Apache-2.0"}
#: LGPL: used as libraries of their own, unchanged, which anybody can replace; nothing of them is in
#: the wheel. Named one by one, so that no other comes in unseen.
SEPARATE = frozenset({"psycopg", "psycopg-binary", "psycopg-pool"})


def _pins(name: str) -> list[str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["core", "site", "dev", "build"])
def test_requirements_are_pinned_with_hashes_and_name_no_index(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")

    entries = re.split(r"\n(?=[A-Za-z])", "\n" + text)[1:]
    assert entries
    for entry in entries:
        assert "==" in entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]
    assert not re.search(r"https?://|index-url|find-links", text)


def test_every_dependency_has_a_licence_that_is_allowed() -> None:
    refused = {}
    for name in {*_pins("core"), *_pins("site"), *_pins("dev")} - SEPARATE:
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        stated = " ".join(
            [
                about.get("License-Expression") or "",
                (about.get("License") or "")[:200],
                *(line for line in about.get_all("Classifier") or [] if "License" in line),
            ]
        )
        if not ALLOWED.search(LOOKED_UP.get(name, stated)):
            refused[name] = stated
    assert not refused


def test_the_wheel_includes_its_data(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())

    wanted = {
        str(path.relative_to(ROOT / "src"))
        for package in ("intarsia", "intarsia_site")
        for path in (ROOT / "src" / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= packed
    for kind in ("web/templates/base.html", "web/static/look.css", "access/migrations/0001_"):
        assert any(name.startswith(f"intarsia_site/{kind}") for name in packed), kind
    (points,) = (name for name in packed if name.endswith("entry_points.txt"))
    said = zipfile.ZipFile(wheel).read(points).decode()
    assert "[intarsia.commands]" in said


def test_the_extra_of_the_site_names_what_its_requirements_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {
        line.strip()
        for line in (ROOT / "requirements" / "site.in").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith(("#", "-"))
    }

    def named(lines: Iterable[str]) -> set[str]:
        return {re.match(r"[\w.-]+(\[[\w,]+\])?", line)[0] for line in lines}  # type: ignore[index]

    assert named(project["optional-dependencies"]["site"]) == named(asked)


def test_every_change_of_a_model_has_its_migration() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "site_settings", "PYTHONPATH": PATHS},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_source_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in SOURCES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_no_module_is_named_after_nothing() -> None:
    nameless = {"utils", "util", "helpers", "common", "base", "core", "misc"}

    assert not [path for path in SOURCES if path.stem in nameless]


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in [*SOURCES, *TESTS]
        if ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert not silent


def test_every_function_of_a_test_file_is_run_or_used() -> None:
    lost = []
    for path in TESTS:
        if not path.name.startswith("test_"):
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("test_"):
                continue
            is_fixture = any("fixture" in ast.unparse(mark) for mark in node.decorator_list)
            used = len(re.findall(rf"\b{node.name}\b", text)) > 1
            if not (is_fixture or used):
                lost.append(f"{path.name}: {node.name}")
    assert not lost


def test_nothing_is_left_undone() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")
    unfinished = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if marks.search(path.read_text(encoding="utf-8"))
    ]
    assert not unfinished


def test_the_project_names_no_path_of_a_machine() -> None:
    mine = re.compile(rf"{re.escape(str(ROOT.parent))}/|/(home|root)/\w")
    named = [
        str(path.relative_to(ROOT))
        for folder in ("src", "docs", "tests", "bench", "requirements")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".md", ".csv", ".toml", ".txt", ".html", ".css")
        and path != Path(__file__).resolve()
        # The museum's lists are in every encoding; a path would be plain letters in all of them.
        and mine.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not named
