"""What is said to a reporter of each problem: a sentence, and the spot it is about."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from intarsia.phrases import problem_sentence

__all__ = ["Remark", "remarks_of"]

#: A spreadsheet program would run a cell that begins so; it is written behind an apostrophe.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


@dataclass(frozen=True)
class Remark:
    """One problem as a sentence. sheet, cell: where it stands, as PROBLEMS says it."""

    text: str
    sheet: str | None
    cell: str | None

    @staticmethod
    def safe(text: str) -> str:
        """Return a text that no spreadsheet program takes for a formula.

        >>> Remark.safe("=1+1"), Remark.safe("Wells")
        ("'=1+1", 'Wells')
        """
        return "'" + text if text.startswith(_FORMULA_STARTS) else text


def remarks_of(problems: pa.Table, lang: str) -> list[Remark]:
    """Return one remark a row of PROBLEMS, in its order."""
    return [
        Remark(Remark.safe(problem_sentence(row, lang)), row.get("sheet"), row.get("cell"))
        for row in problems.to_pylist()
    ]
