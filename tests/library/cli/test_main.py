"""`intarsia` itself: help, version, and errors as sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

import intarsia
from cli_support import Run
from intarsia.cli import verbs
from intarsia.cli.verbs import OWN, Verb

NAMES = [verb.name for verb in OWN]


def test_help_names_every_verb_and_shows_an_example(run: Run) -> None:
    done = run("--help")

    assert done.code == 0
    assert "Example: intarsia read" in done.out
    assert all(name in done.out for name in NAMES)


@pytest.mark.parametrize("verb", NAMES)
def test_the_help_of_a_verb_shows_an_example(run: Run, verb: str) -> None:
    done = run(verb, "--help")

    assert done.code == 0
    assert f"Example: intarsia {verb} " in " ".join(done.out.split())


def test_the_version_is_printed(run: Run) -> None:
    done = run("--version")

    assert (done.code, done.out) == (0, f"intarsia {intarsia.__version__}\n")


def test_without_a_verb_the_help_is_shown_and_usage_was_wrong(run: Run) -> None:
    done = run()

    assert done.code == 2
    assert "read" in done.out


def test_an_unknown_verb_is_wrong_usage(run: Run) -> None:
    assert run("reed", "a.xml").code == 2


def test_a_file_named_like_a_verb_is_a_file(run: Run, report: Path, tmp_path: Path) -> None:
    done = run("read", report, "--as-of", "2011-05-31", "-o", tmp_path / "brief")

    assert done.code == 0
    assert (tmp_path / "brief" / "picture.json").is_file()


def test_a_disk_that_refuses_is_said_without_a_traceback(
    run: Run, picture: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    done = run("brief", picture, "-o", tmp_path / "file" / "brief.html")

    assert done.code == 3
    assert done.err.startswith("intarsia brief: ")
    assert len(done.err.splitlines()) == 1


def test_stopping_it_is_no_crash(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(intarsia, "load_picture", stopped, raising=False)

    done = run("brief", "picture", "-o", "brief.html")

    assert done.code == 3
    assert "stopped" in done.err


class Entry:
    """What a package says under `intarsia.commands`."""

    def __init__(self, name: str, *given: Verb) -> None:
        self.name, self.given = name, given

    def load(self) -> tuple[Verb, ...]:
        return self.given


def test_a_package_adds_verbs_and_replaces_none_of_ours(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [
        Entry("other", Verb("weigh", "how heavy a report is", "json"), Verb("read", "mine", "json"))
    ]
    monkeypatch.setattr(verbs, "entry_points", lambda *, group: entries)

    done = run("--help")

    assert "how heavy a report is" in done.out
    assert "mine" not in done.out
    assert verbs.known_verbs()["read"] in OWN


def test_a_verb_whose_packages_are_missing_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving = Verb("serve", "the site", "a_package_that_nobody_has.serve", extra="site")
    monkeypatch.setattr(verbs, "entry_points", lambda *, group: [Entry("site", serving)])

    done = run("serve")

    assert done.code == 3
    assert 'pip install "intarsia[site]"' in done.err
    assert "Traceback" not in done.err


def test_a_mistake_of_ours_is_not_taken_for_a_missing_package() -> None:
    wrong = Verb("serve", "the site", "intarsia.cli.nowhere", extra="site")

    with pytest.raises(ModuleNotFoundError, match=r"intarsia\.cli\.nowhere"):
        wrong.load()
