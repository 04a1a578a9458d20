"""Every code that the library uses has its sentence, in every language, and a line in docs."""

from __future__ import annotations

import re
from pathlib import Path

from intarsia import phrases

ROOT = Path(__file__).resolve().parents[2]
#: How the source names a code: a log's verb or an error class, then the code.
USED = re.compile(r"(?:log\.(?:lost|changed|note|tally)|Error)\(\s*\n?\s*\"([a-z_]+\.[a-z_0-9]+)\"")


def used_codes() -> set[str]:
    return {
        code
        for path in (ROOT / "src" / "intarsia").rglob("*.py")
        for code in USED.findall(path.read_text(encoding="utf-8"))
        if code != "text.email_removed"  # the example in a docstring
    }


def test_every_code_in_the_source_has_its_sentence() -> None:
    assert len(used_codes()) > 40
    assert not used_codes() - set(phrases.codes())


def test_every_problem_code_has_a_line_in_the_docs() -> None:
    text = (ROOT / "docs" / "using" / "problems.md").read_text(encoding="utf-8")

    assert not [code for code in sorted(used_codes()) if f"`{code}`" not in text]


def test_every_door_is_documented() -> None:
    import intarsia

    text = (ROOT / "docs" / "using" / "library.md").read_text(encoding="utf-8")

    assert not [name for name in intarsia.__all__ if f"`{name}" not in text]


def test_every_list_in_the_docs_of_tables_is_true() -> None:
    from generated_pages import tables_page

    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == tables_page()


def test_the_page_of_formats_is_true(shared: Path) -> None:
    from generate import lists_measured, read_everything
    from generated_pages import formats_page

    lists = lists_measured(shared / "data")
    made = formats_page(*read_everything(shared / "data" / "iati"), lists)

    assert (ROOT / "docs" / "using" / "formats.md").read_text(encoding="utf-8") == made


def test_the_page_of_problems_is_true() -> None:
    from generated_pages import problems_page

    assert (ROOT / "docs" / "using" / "problems.md").read_text(encoding="utf-8") == problems_page()
