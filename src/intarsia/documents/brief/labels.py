"""Who may read the page: the strictest sharing label on what it counts, and other markings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intarsia.analysis.coverage import Coverage
from intarsia.sharing.labels import label_of, strictest


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
    known = [label for text in stated if (label := label_of(text))]
    top = strictest(known) if known else None
    return Labels(
        label=top.value if top else None,
        colour=top.name.split("_")[0].lower() if top else "",
        markings=tuple(_once([*(text for text in stated if not label_of(text)), *written])),
    )


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
