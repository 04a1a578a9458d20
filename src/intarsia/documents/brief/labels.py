"""Who may read the page: the strictest sharing label on what it counts, and other markings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intarsia import codelists
from intarsia.analysis.coverage import Coverage


@dataclass(frozen=True)
class Labels:
    """The strictest TLP 2.0 label, such as "TLP:AMBER", or None; markings as their source wrote."""

    label: str | None
    colour: str
    markings: tuple[str, ...]


def page_labels(coverage: Coverage, marks: Sequence[str]) -> Labels:
    """Return what the page must carry.

    marks   labels and markings asked for by the caller, beside those of the reports
    A label that is no label of TLP 2.0 is kept as a marking: it is shown, not ranked.
    """
    stated = [*coverage.labels.column("label").to_pylist(), *marks]
    written = [text for text in coverage.reports.column("marking").to_pylist() if text]
    ranks = {_bare(row["code"]): row for row in codelists.rows("tlp_labels")}
    known = [ranks[_bare(text)] for text in stated if _bare(text) in ranks]
    strictest = max(known, key=lambda row: int(row["strictness"]), default=None)
    others = [text for text in stated if _bare(text) not in ranks]
    return Labels(
        label=f"TLP:{strictest['code']}" if strictest else None,
        colour=strictest["code"].split("+")[0].lower() if strictest else "",
        markings=tuple(_once([*others, *written])),
    )


def _bare(label: str) -> str:
    return "".join(label.split()).upper().removeprefix("TLP:")


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
