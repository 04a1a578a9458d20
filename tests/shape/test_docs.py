"""What the docs say is so: links lead somewhere, snippets run, verbs and options are as written."""

from __future__ import annotations

import argparse
import ast
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import generate
import pytest

import intarsia
from intarsia.cli.verbs import OWN, Verb
from intarsia_site.config.commands import VERBS as OF_THE_SITE

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    [*ROOT.glob("*.md"), *(page for page in DOCS.rglob("*.md") if ".head." not in page.name)]
)
LIBRARY = (DOCS / "using" / "library.md").read_text(encoding="utf-8")
COMMANDS = "\n".join(
    (DOCS / page).read_text(encoding="utf-8")
    for page in ("using/command-line.md", "running/commands.md")
)
SETTINGS = (DOCS / "running" / "settings.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")

FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?[^)]*\)")
#: A path in backticks; a pattern or a made-up name in angle brackets is none.
QUOTED_PATH = re.compile(r"`([\w./-]+\.(?:py|toml|csv|md|in|txt))`")
DOOR = re.compile(r"^### `(\w+)\(([^`]*)\)`$", re.MULTILINE)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = [target for target, _ in LINK.findall(prose(page)) if "://" not in target and target]

    assert not [target for target in targets if not (page.parent / target).exists()]


def test_every_page_is_reached_from_the_index() -> None:
    index = DOCS / "README.md"
    linked = {(DOCS / target).resolve() for target, _ in LINK.findall(prose(index)) if target}

    assert not [
        name_of(page)
        for page in PAGES
        if DOCS in page.parents and page != index and page not in linked
    ]


@pytest.mark.parametrize(
    "page", ["CONTRIBUTING.md", "docs/flow.md", "docs/methods/reading-iati.md"]
)
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    roots = [ROOT, ROOT / "src" / "intarsia", ROOT / "src" / "intarsia_site"]
    known = {path.name for folder in ("src", "docs") for path in (ROOT / folder).rglob("*.*")}
    named = QUOTED_PATH.findall(prose(ROOT / page))

    assert named
    assert not [
        path
        for path in named
        if not any((root / path).exists() for root in roots)
        and not ("/" not in path and path in known)
    ]


def test_making_the_docs_fails_where_a_page_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "HERE", tmp_path)
    monkeypatch.setattr(generate, "REPORTS", tmp_path / "nowhere")
    (tmp_path / "using").mkdir()
    index = tmp_path / "README.md"

    index.write_text("[tables](tables.md), [problems](using/problems.md)", encoding="utf-8")
    assert generate.main() == 0
    assert "left as it is" in capsys.readouterr().out

    index.write_text("[tables](tables.md), [nobody](nobody.md)", encoding="utf-8")
    assert generate.main() == 1
    assert "nobody.md" in capsys.readouterr().err


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in sorted((DOCS / "decisions").glob("*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))


def test_every_door_is_described_with_its_arguments() -> None:
    described = dict(DOOR.findall(LIBRARY))

    assert set(described) == set(intarsia.__all__)
    assert described.pop("IntarsiaError") == "code, message, **data"
    assert described.pop("Picture") == "tables, as_of"
    for name, said in described.items():
        plain = [
            parameter.replace(annotation=inspect.Parameter.empty)
            for parameter in inspect.signature(getattr(intarsia, name)).parameters.values()
        ]
        assert f"({said})" == str(inspect.Signature(plain)), name


def test_every_snippet_of_the_library_page_runs(tmp_path: Path) -> None:
    snippets = re.findall(r"^```python\n(.*?)^```$", LIBRARY, re.MULTILINE | re.DOTALL)
    (tmp_path / "page.py").write_text("\n".join(snippets), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-W", "error", "page.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert len(snippets) >= len(intarsia.__all__)
    assert "reader.unknown_format readme.txt" in done.stdout
    assert (tmp_path / "brief.html").stat().st_size > 10_000
    assert (tmp_path / "again.xml").read_bytes().endswith(b"</iati-activities>\n")


def test_each_door_has_a_snippet_that_opens_it() -> None:
    sections = re.split(r"^### ", LIBRARY, flags=re.MULTILINE)[1:]

    for section in sections:
        door = section[1:].split("(")[0]
        (snippet,) = re.findall(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
        ast.parse(snippet)
        assert door == "Picture" or f"intarsia.{door}" in snippet, door


@pytest.mark.parametrize("verb", [*OWN, *OF_THE_SITE], ids=lambda verb: verb.name)
def test_every_option_of_a_verb_is_described_and_no_other(verb: Verb) -> None:
    parser = argparse.ArgumentParser()
    verb.load().add_arguments(parser)
    (section,) = re.findall(rf"^## `intarsia {verb.name}\b.*?(?=^## |\Z)", COMMANDS, re.M | re.S)
    shown = re.findall(r"^\| (`-.*?) \| ", section, re.MULTILINE)

    taken = [action for action in parser._actions if action.dest != "help"]
    words = sorted(
        ", ".join(
            f"`{' '.join(filter(None, [word, value_of(action)]))}`"
            for word in action.option_strings
        )
        for action in taken
        if action.option_strings
    )
    assert sorted(shown) == words
    for action in taken:
        if not action.option_strings:
            assert str(action.metavar) in section.splitlines()[0]


def test_every_setting_of_the_site_is_described_with_its_default_and_no_other() -> None:
    config = ROOT / "src" / "intarsia_site" / "config"
    read = re.compile(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"(?:, (?:default=)?(".*?"))?')
    found = {
        name: default.strip('"')
        for file in ("settings.py", "logs.py", "single_sign_on.py")
        for name, default in read.findall((config / file).read_text(encoding="utf-8"))
    }
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| .+ \|$", SETTINGS, re.MULTILINE))

    assert set(rows) == set(found)
    assert {name for name, default in found.items() if default} >= {"EMAIL_URL"}
    for name, default in found.items():
        if default:
            assert f"`{default}`" in rows[name], name


def value_of(action: argparse.Action) -> str | None:
    if action.nargs == 0:
        return None
    if action.choices is not None:
        return "{" + ",".join(str(choice) for choice in action.choices) + "}"
    return str(action.metavar or action.dest.upper())


def test_the_six_rows_of_the_readme_are_in_the_example_country(tmp_path: Path) -> None:
    import datetime as dt

    stated, pictured = (rows for rows in tables_of(README) if len(rows) == 6)
    intarsia.write_example(tmp_path)
    pictures = {
        name: intarsia.normalize_report(
            intarsia.read_report(tmp_path / "reports" / name), as_of=dt.date(2011, 5, 31)
        )
        for name in {row[0].strip("`") for row in stated}
    }

    for (file, _, title), row in zip(stated, pictured, strict=True):
        picture = pictures[file.strip("`")]
        (activity,) = [one for one in picture["activities"].to_pylist() if one["title"] == title]
        assert said_of(activity, picture) == row


def said_of(activity: dict[str, object], picture: intarsia.Picture) -> list[str]:
    """The row of the README that an activity gives."""

    def of(table: str, column: str) -> list[str]:
        return [
            row[column]
            for row in picture[table].to_pylist()
            if row["activity_id"] == activity["activity_id"]
            and row.get("kind") in (None, "location")
        ]

    names = {row["organization_id"]: row["name"] for row in picture["organizations"].to_pylist()}
    mark = "" if activity["period_basis"] == "stated" else " *"
    return [
        str(names[activity["organization_id"]]),
        ", ".join(sorted(of("activity_sectors", "sector_code"), reverse=True)),
        ", ".join(sorted(of("activity_locations", "name_as_reported"))),
        f"{activity['starts_on']}{mark}",
        f"{activity['ends_on']}{mark}",
        f"{activity['budget_usd']:,.0f}",
    ]


def tables_of(page: str) -> list[list[list[str]]]:
    """The tables of a page: rows of cells, without the two rows of headings."""
    found = re.findall(r"(?:^\|.*\|$\n?)+", page, re.MULTILINE)
    return [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
        for table in found
    ]
