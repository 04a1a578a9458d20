"""A large file read by several processes gives what one pass gives, or is left to one pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from intarsia.readers.iati import passes
from intarsia.readers.iati.root import find_root
from intarsia.readers.iati.stream import spans
from intarsia.readers.source import SourceFile, open_source
from readers_support import RICH, an_activity, file_of


def source_of(folder: Path, *activities: str) -> SourceFile:
    path = folder / "large.xml"
    path.write_text(file_of(*activities), encoding="utf-8")
    return open_source(path)


@pytest.fixture(autouse=True)
def _short_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "SPAN_BYTES", 6000)


def test_several_processes_give_what_one_pass_gives(tmp_path: Path) -> None:
    activities = [
        RICH.replace("XX-1-POLICE", f"XX-1-{number}").replace("2011-02-01", "0201-02-01")
        for number in range(12)
    ]
    source = source_of(tmp_path, *activities)
    root = find_root(source)

    alone = passes.walk(source, root)
    together = passes.walk_in_processes(source, root, processes=2)

    assert len(spans(source, root, 6000)) > 3
    assert together is not None
    assert (together.found, together.lost) == (alone.found, alone.lost) == (12, 0)
    for name, table in alone.tables.items():
        assert together.tables[name].equals(table), name
    assert list(together.problems) == list(alone.problems)


def test_an_id_used_again_in_another_span_is_left_to_one_pass(tmp_path: Path) -> None:
    activities = [an_activity(f"A-{number % 40}", title="Wells " * 20) for number in range(41)]
    source = source_of(tmp_path, *activities)

    assert passes.walk_in_processes(source, find_root(source), processes=2) is None


def test_a_file_with_comments_is_cut_nowhere_and_still_read_rightly(tmp_path: Path) -> None:
    activities = [an_activity(f"A-{number}", title="Wells " * 20) for number in range(40)]
    activities.insert(1, f"<!-- {an_activity('B')} -->")
    source = source_of(tmp_path, *activities)
    root = find_root(source)

    assert len(spans(source, root, 6000)) == 1
    together = passes.walk_in_processes(source, root, processes=2)
    assert together is not None
    assert together.found == passes.walk(source, root).found == 40
