"""Writes the pages of docs/ that are made from the code and from a run over real data.

`make docs` runs it. It exits with 1 where a page that docs/README.md names is not there.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from generated_pages import formats_page, problems_page, tables_page

import intarsia

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "bench"))
REPORTS = HERE.parent.parent / "shared" / "data" / "iati"
#: The day after which none of the public test files was made.
AS_OF = dt.date(2023, 2, 17)
_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def main() -> int:
    """Write the pages; say which changed and which are missing."""
    _write(HERE / "tables.md", tables_page())
    _write(HERE / "using" / "problems.md", problems_page())
    formats = HERE / "using" / "formats.md"
    if REPORTS.is_dir():
        _write(formats, formats_page(*read_everything(REPORTS), lists_measured(REPORTS.parent)))
    else:
        _say(f"{formats.name} left as it is: the public test data is not beside the project")
    missing = [name for name in _linked() if not (HERE / name).exists()]
    for name in missing:
        sys.stderr.write(f"docs/README.md names {name}, which is not there\n")
    return 1 if missing else 0


def read_everything(reports: Path) -> tuple[intarsia.Picture, dict[str, str]]:
    """The picture of all files of a folder, and why the others were refused."""
    pictures = []
    refused = {}
    for path in sorted(path for path in reports.rglob("*") if path.is_file()):
        try:
            reading = intarsia.read_report(path)
            pictures.append(intarsia.normalize_report(reading, as_of=AS_OF))
        except intarsia.IntarsiaError as error:
            refused[path.name] = error.code
    return intarsia.combine(pictures), refused


def lists_measured(shared: Path) -> str:
    """How much of the public lists is understood, file by file."""
    from list_measures import page

    return page(shared)


def _linked() -> Iterator[str]:
    for name in _LINK.findall((HERE / "README.md").read_text(encoding="utf-8")):
        if "://" not in name:
            yield name


def _write(page: Path, text: str) -> None:
    if page.is_file() and page.read_text(encoding="utf-8") == text:
        _say(f"{page.name} is as it was")
    else:
        page.write_text(text, encoding="utf-8")
        _say(f"{page.name} written")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
