"""For whom and how: target groups and modalities as reported in, codes of our lists out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pyarrow as pa

from intarsia.normalize.columns import with_columns
from intarsia.people import (
    Named,
    group_suggestion,
    groups_in,
    modalities_in,
    modality_suggestion,
)
from intarsia.tables import ACTIVITIES, ProblemLog
from intarsia.terms import Severity


def normalize_groups(tables: dict[str, pa.Table], log: ProblemLog) -> dict[str, pa.Table]:
    """Fill `target_group_code` and `modality_code` of activities; several with a space between.

    What names nothing known stays as reported, without a code, and is counted with the nearest
    name: `group.unknown`, `modality.unknown`.
    """
    table = tables["activities"]
    groups, unknown_groups = codes_of(table["target_group"].to_pylist(), groups_in)
    for text, times in unknown_groups.items():
        log.tally(
            "group.unknown",
            severity=Severity.NOTE,
            column="target_group",
            value=text,
            expected=group_suggestion(text),
            times=times,
        )
    modalities, unknown_modalities = codes_of(table["modality"].to_pylist(), modalities_in)
    for text, times in unknown_modalities.items():
        log.tally(
            "modality.unknown",
            severity=Severity.NOTE,
            column="modality",
            value=text,
            expected=modality_suggestion(text),
            times=times,
        )
    filled = with_columns(
        table,
        ACTIVITIES,
        {
            "target_group_code": pa.array(groups, pa.string()),
            "modality_code": pa.array(modalities, pa.string()),
        },
    )
    return {**tables, "activities": filled}


def codes_of(
    texts: Iterable[str | None], read: Callable[[str | None], Named]
) -> tuple[list[str | None], Counter[str]]:
    """Return for each text its codes with a space between or None, and the unknown with counts.

    >>> codes_of(["IDPs and returnees", "IDPs; elves", None], groups_in)
    (['idps returnees', 'idps', None], Counter({'elves': 1}))
    """
    cells = list(texts)
    named = {text: read(text) for text in dict.fromkeys(cells)}
    codes = {text: " ".join(found.codes) or None for text, found in named.items()}
    unknown: Counter[str] = Counter()
    for text, times in Counter(cells).items():
        for part in named[text].unknown:
            unknown[part] += times
    return [codes[text] for text in cells], unknown
