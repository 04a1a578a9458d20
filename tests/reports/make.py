"""Makes the museum of bad lists again, byte for byte: `cd tests && python -m reports.make`.

FILES are kept in this folder; LARGE are made when a test asks for them. README.md says what is
wrong with each and what must come of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from reports import sheets, texts

HERE = Path(__file__).resolve().parent

FILES: Mapping[str, Callable[[], bytes]] = {
    "ages.xlsx": sheets.ages,
    "arabic-cp1256.csv": texts.arabic,
    "cell-errors.xlsx": sheets.cell_errors,
    "columns-swap.csv": texts.columns_swap,
    "contacts.xlsx": sheets.contacts,
    "cyrillic-cp1251.csv": texts.cyrillic,
    "dates-decided.csv": texts.dates_decided,
    "dates.csv": texts.dates,
    "empty-template.xlsx": sheets.template,
    "formulas-as-text.csv": texts.formulas_as_text,
    "formulas-without-values.xlsx": sheets.formulas,
    "header-again.xlsx": sheets.header_again,
    "headings-twice.csv": texts.headings_twice,
    "hidden.xlsx": sheets.hidden,
    "hxl-arrays.json": texts.hxl_arrays,
    "hxl-row-20.xlsx": sheets.tags_low,
    "merged.xlsx": sheets.merged,
    "mixed-encodings.csv": texts.mixed_encodings,
    "months.xlsx": sheets.months,
    "no-organization.csv": texts.no_organization,
    "nul-bytes.csv": texts.nul_bytes,
    "numbered.xlsx": sheets.numbered,
    "numbers.csv": texts.numbers,
    "old.xls": sheets.old,
    "only-hidden.xlsx": sheets.only_hidden,
    "open-document.ods": sheets.open_document,
    "password.xls": sheets.password_xls,
    "password.xlsx": sheets.password_xlsx,
    "pivot.xlsx": sheets.pivot,
    "right-to-left.xlsx": sheets.right_to_left,
    "says-nothing.csv": texts.says_nothing,
    "sectors.xlsx": sheets.sectors,
    "several-in-a-cell.csv": texts.several_in_a_cell,
    "totals-and-notes.xlsx": sheets.totals,
    "two-tables-below.xlsx": sheets.below,
    "two-tables-beside.xlsx": sheets.beside,
    "unbalanced-quote.csv": texts.unbalanced_quote,
    "web-page.xls": texts.web_page,
}

LARGE: Mapping[str, Callable[[], bytes]] = {
    "long-cells.xlsx": sheets.long_cells,
    "many-columns.xlsx": sheets.many_columns,
    "million-rows.xlsx": sheets.million_rows,
    "styled-cells.xlsx": sheets.styled_cells,
    "zip-bomb.xlsx": sheets.bomb,
}


def make(folder: Path = HERE) -> None:
    """Write all files that are kept."""
    for name, made in FILES.items():
        (folder / name).write_bytes(made())


if __name__ == "__main__":
    make()
